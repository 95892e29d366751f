"""An intention: the patient's own words for one session, with their earlier versions. It never leaves the device.

Sharing makes a separate copy (`mobile.care.sharing`); this noun's compartment is private, so the store cannot queue
it. It must never drop a text the person had settled on: replaced words become an earlier version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal, Self, cast

from mobile.documents.carriable import carried, is_blank
from mobile.noun import Kind

Wish = Literal["only_me", "therapist"]

SETTLED_AFTER = timedelta(minutes=5)
"""Words untouched this long count as a version of their own when they are changed again."""


@dataclass(frozen=True)
class EarlierWords:
    """What an intention said before, and when it was last changed to say so."""

    words: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class SharedCopy:
    """Which copy of this intention somebody was given. The copy is a record of its own."""

    practitioner: str  # "Practitioner/t1"
    copy_id: str
    grant_id: str


@dataclass(frozen=True)
class Intention:
    """All times are aware UTC. `session` is an Appointment's reference, or None for no particular session."""

    KIND: ClassVar[Kind] = Kind("intention", "", "private")

    id: str
    words: str = field(repr=False)
    made_at: datetime
    changed_at: datetime
    session: str | None = None
    versions: tuple[EarlierWords, ...] = ()  # oldest first
    prompt: str | None = field(default=None, repr=False)  # the guiding question that was held, if any
    show_on_session_day: bool = False
    wish: Wish = "only_me"
    carried_from: str | None = None
    is_settled: bool = False  # the person tapped Done since the last change
    copies: tuple[SharedCopy, ...] = ()

    # --- rules ---

    def revise(self, words: str, now: datetime) -> Self:
        """New words, as they can be carried. What they replace is kept as a version if the person had settled on it or is
        throwing most away."""
        words = carried(words)
        if words == self.words:
            return self
        versions = self.versions
        if self._is_worth_keeping(words, now):
            versions = (*versions, EarlierWords(self.words, self.changed_at))
        return replace(self, words=words, changed_at=now, versions=versions, is_settled=False)

    def _is_worth_keeping(self, words: str, now: datetime) -> bool:
        if is_blank(self.words) or (self.versions and self.versions[-1].words == self.words):
            return False
        threw_most_away = len(self.words) >= 12 and len(words) < len(self.words) / 2
        return self.is_settled or threw_most_away or now - self.changed_at >= SETTLED_AFTER

    def keep_also(self, words: str, at: datetime) -> Self:
        """Words another page wrote meanwhile, kept as a version beside ours."""
        if is_blank(words) or words == self.words:
            return self
        return replace(self, versions=(*self.versions, EarlierWords(words, at)))

    def keep_earlier(self, versions: Sequence[EarlierWords]) -> Self:
        """Earlier texts that another page kept meanwhile, among ours by their time."""
        new = [one for one in versions if one not in self.versions]
        if not new:
            return self
        return replace(self, versions=tuple(sorted((*self.versions, *new), key=lambda one: one.at)))

    def restore(self, version: EarlierWords, now: datetime) -> Self:
        """An earlier text is the present one again; the present one becomes a version."""
        return replace(self, is_settled=True).revise(version.words, now)

    def settle(self) -> Self:
        """The person is done with these words for now."""
        return replace(self, is_settled=True)

    def carry_forward(self, new_id: str, session: str | None, now: datetime) -> Self:
        """The same words for another session, as an intention of its own that nobody else sees."""
        return replace(
            self,
            id=new_id,
            made_at=now,
            changed_at=now,
            session=session,
            versions=(),
            wish="only_me",
            carried_from=self.id,
            is_settled=True,
            copies=(),
        )

    # --- being kept ---

    def head(self) -> Mapping[str, Any]:
        """What lists and search need."""
        return {
            "words": carried(self.words),
            "session": self.session,
            "made_at": self.made_at.isoformat(),
            "changed_at": self.changed_at.isoformat(),
            "show": self.show_on_session_day,
            "copies": [copy.copy_id for copy in self.copies],
        }

    def to_json(self) -> str:
        """ASCII only: a code point that no encoding takes is kept all the same."""
        return json.dumps(
            {
                "id": self.id,
                "words": self.words,
                "made_at": self.made_at.isoformat(),
                "changed_at": self.changed_at.isoformat(),
                "session": self.session,
                "versions": [{"words": v.words, "at": v.at.isoformat()} for v in self.versions],
                "prompt": self.prompt,
                "show_on_session_day": self.show_on_session_day,
                "wish": self.wish,
                "carried_from": self.carried_from,
                "is_settled": self.is_settled,
                "copies": [
                    {"practitioner": c.practitioner, "copy": c.copy_id, "grant": c.grant_id}
                    for c in self.copies
                ],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote, and what an older version wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(
            id=kept["id"],
            words=kept["words"],
            made_at=_at(kept["made_at"]),
            changed_at=_at(kept["changed_at"]),
            session=kept.get("session"),
            versions=tuple(EarlierWords(v["words"], _at(v["at"])) for v in kept.get("versions", [])),
            prompt=kept.get("prompt"),
            show_on_session_day=bool(kept.get("show_on_session_day")),
            wish="therapist" if kept.get("wish") == "therapist" else "only_me",
            carried_from=kept.get("carried_from"),
            is_settled=bool(kept.get("is_settled")),
            copies=tuple(
                SharedCopy(c["practitioner"], c["copy"], c["grant"]) for c in kept.get("copies", [])
            ),
        )


def begin(id: str, session: str | None, now: datetime) -> Intention:
    """A new intention with no words yet."""
    return Intention(id=id, words="", made_at=now, changed_at=now, session=session)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
