"""The list of intentions as values: what stands in each line, and how many more there are. Flet-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mobile.care.agenda import Session
from mobile.care.course import Place
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention
from mobile.care.shared_intention import SharedIntention
from mobile.records.ports import Head, Keeping, SendState
from mobile.screens.known import Known, known
from mobile.screens.told import worst

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One line."""

    id: str
    words: str = field(repr=False)
    session: Session | None
    place: Place | None
    reader: str | None  # who can read it, by name; "" where nobody says the name; None: only the patient
    is_reader_therapist: bool = False
    state: SendState = SendState.ONLY_HERE  # of what is shared


class ListModel:
    """Pages of 50; `search` narrows by words."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self.pages = 1
        self.search = ""
        self.listed: list[Listed] = []
        self.has_more = False

    async def load(self, now: datetime) -> None:
        """Reads the pages asked for, and what was shared from other devices."""
        seen = await known(self._records, now)
        limit = PAGE * self.pages
        if self.search.strip():
            heads = await self._records.search(Intention, self.search.strip(), limit + 1)
        else:
            heads = await self._records.heads(Intention, limit + 1)
        self.has_more = len(heads) > limit
        states = await self._standings(seen)
        self.listed = [
            _line(head.id, head.values, seen, states) for head in heads[:limit] if _has_words(head)
        ]
        if not self.search.strip():
            self.listed += self._from_elsewhere(seen, states)

    async def _standings(self, seen: Known) -> dict[str, SendState]:
        """How far each shared copy is, by its id: what is least far of the copy and its grant."""
        found: dict[str, SendState] = {}
        for share in seen.shares:
            if share.copy is not None and share.grant.is_active:
                own = await self._records.standing(SharedIntention, share.copy.id)
                grant = await self._records.standing(ShareGrant, share.grant.id)
                least = worst([own, grant])
                if least is not None:
                    found[share.copy.id] = least.state
        return found

    def _from_elsewhere(self, seen: Known, states: Mapping[str, SendState]) -> list[Listed]:
        return [_line(one.id, one.head(), seen, states) for one in seen.elsewhere if one.words.strip()]


def _has_words(head: Head) -> bool:
    return bool(str(head.values.get("words") or "").strip())


def _line(id: str, values: Mapping[str, Any], seen: Known, states: Mapping[str, SendState]) -> Listed:
    session = seen.session(values.get("session"))
    copies = {str(copy) for copy in values.get("copies") or ()}
    readers = [
        share.grant.practitioner
        for share in seen.shares
        if share.copy is not None and share.copy.id in copies and share.grant.is_active
    ]
    return Listed(
        id,
        str(values.get("words") or ""),
        session,
        seen.place(session),
        reader=next((seen.name_of(one) for one in readers), None),
        is_reader_therapist=any(seen.is_therapist(one) for one in readers),
        state=next((states[copy] for copy in copies if copy in states), SendState.ONLY_HERE),
    )
