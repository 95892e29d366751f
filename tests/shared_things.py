"""What one invented patient shared with one reader, of every kind, as the clinic has it: for the tests of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from mobile.care.commitment import Commitment
from mobile.care.commitment import begin as begin_commitment
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin as begin_intention
from mobile.care.journal.begin import begin as begin_entry
from mobile.care.journal.entry import JournalEntry
from mobile.care.not_to_bring_up import NotToBringUp
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.sharing import share
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, SAM, sent


@dataclass(frozen=True)
class Shared:
    """One thing as it was shared: its copy and grant as they were made, and the documents the clinic has of it."""

    copy: SharedRecord
    grant: ShareGrant
    documents: tuple[dict[str, Any], ...]

    def taken_back(self, at: datetime) -> dict[str, Any]:
        """The grant as the clinic has it once it ended, in its second version."""
        known = ShareGrant.from_json(_text(self.documents[0]))
        return sent(known.ended(at), self.documents[0]["id"]) | {"meta": {"versionId": "2"}}


def shared(thing: Shareable[Any], number: int, at: datetime = NOW) -> Shared:
    """`number`: by which the clinic names its records."""
    copy, grant, notice, _ = share(thing, PATIENT, SAM, at)
    assert isinstance(copy, SharedRecord)
    assert isinstance(grant, ShareGrant)
    id = f"s{number}"
    name = {f"urn:uuid:{copy.id}": f"{copy.TYPE}/{id}"}
    return Shared(
        copy, grant, (sent(grant, f"c{number}", name), sent(copy, id), sent(notice, f"n{number}", name))
    )


def documents_of(things: Sequence[Shared]) -> list[dict[str, Any]]:
    return [document for one in things for document in one.documents]


def an_entry(
    words: str, *, days: int = 0, is_start: bool = False, is_starred: bool = False, **beside: Any
) -> JournalEntry:
    """Begun so many days before `NOW`, after session 2; `is_starred`: and the reader may see the star."""
    at = NOW - timedelta(days=days)
    entry = replace(begin_entry(f"e{words[:8]}", [], at, CHICAGO), session="Appointment/a2", **beside)
    entry = replace(entry.revise(words, at), is_starred=is_starred)
    entry = replace(entry, chosen=replace(entry.chosen, with_star=is_starred))
    return entry.starting_here(NOW) if is_start else entry


def an_intention(words: str, session: str | None = "Appointment/a3") -> Any:
    return begin_intention("i", session, NOW).revise(words, NOW)


def a_commitment(words: str, day: date = date(2026, 6, 10)) -> Commitment:
    return begin_commitment("k", day, NOW).revise(words, NOW)


def a_request(words: str) -> NotToBringUp:
    return NotToBringUp(id="r", words="", made_at=NOW, changed_at=NOW, day=date(2026, 6, 3)).revise(
        words, NOW
    )


def _text(document: dict[str, Any]) -> str:
    import json

    return json.dumps(document)
