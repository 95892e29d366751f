"""What somebody is about to ask or to answer about a date: times in the order they were chosen, and words. Kept on their own
device alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self, cast
from uuid import NAMESPACE_URL, uuid5

from mobile.care.date_change.request import Wanted
from mobile.documents.carriable import carried, is_blank
from mobile.noun import Kind

MOST_TIMES = 5
"""As many as can be asked for at once."""


@dataclass(frozen=True)
class DateDraft:
    """`about`: the id here of the session that is asked about, or of the request that is answered. `becomes`: the id that it
    will be sent by, the same through every try."""

    KIND: ClassVar[Kind] = Kind("date_draft", "", "private")

    id: str
    about: str
    becomes: str
    changed_at: datetime
    wanted: tuple[Wanted, ...] = ()
    words: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.wanted and is_blank(self.words)

    def revise(self, words: str, now: datetime) -> Self:
        """New words, as they can be carried."""
        words = carried(words)
        return self if words == self.words else replace(self, words=words, changed_at=now)

    def choosing(self, time: Wanted, now: datetime) -> Self:
        """With this time as the last wish, or without it where it was chosen. More than `MOST_TIMES` are not taken."""
        kept = tuple(one for one in self.wanted if one.slot != time.slot)
        if len(kept) == len(self.wanted):
            if len(kept) >= MOST_TIMES:
                return self
            kept = (*kept, time)
        return replace(self, wanted=kept, changed_at=now)

    def choosing_only(self, time: Wanted, now: datetime) -> Self:
        """With this time alone."""
        return self if self.wanted == (time,) else replace(self, wanted=(time,), changed_at=now)

    def as_on_screen(self, screen: Self, now: datetime) -> Self:
        """With what was written on the screen since this was saved."""
        return replace(self.revise(screen.words, now), wanted=screen.wanted)

    def under(self, id: str) -> Self:
        return replace(self, id=id)

    def heeding(self, stored: Self, before: Self | None) -> Self:
        """With what another page of the same person made of it meanwhile: no wish and no word of either is lost."""
        wanted = self.wanted
        if before is None or stored.wanted != before.wanted:
            known = {one.slot for one in wanted}
            wanted = (*wanted, *(one for one in stored.wanted if one.slot not in known))[:MOST_TIMES]
        words, theirs = self.words, stored.words
        if (before is None or theirs != before.words) and not is_blank(theirs) and theirs not in words:
            words = theirs if is_blank(words) or words in theirs else f"{theirs}\n\n{words}"
        return replace(self, wanted=wanted, words=words, becomes=stored.becomes)

    def head(self) -> Mapping[str, Any]:
        return {"about": self.about}

    def to_json(self) -> str:
        """ASCII only: a code point that no encoding takes is kept all the same."""
        wanted = [
            (one.slot, one.start.isoformat(), one.end.isoformat() if one.end else None) for one in self.wanted
        ]
        kept = {"id": self.id, "about": self.about, "becomes": self.becomes, "words": self.words}
        return json.dumps(kept | {"changed_at": self.changed_at.isoformat(), "wanted": wanted})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError, TypeError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        wanted = tuple(
            Wanted(slot, _moment(start), _moment(end) if end else None) for slot, start, end in kept["wanted"]
        )
        return cls(
            kept["id"], kept["about"], kept["becomes"], _moment(kept["changed_at"]), wanted, kept["words"]
        )


def draft_id(about: str) -> str:
    """The id under which it is kept: one for each session or request, however many pages."""
    return f"date-{uuid5(NAMESPACE_URL, about)}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
