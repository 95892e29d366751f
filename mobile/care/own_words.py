"""The patient's own words, with what they said before: the base of everything that is private until it is shared.

Its compartment is private, so the store cannot queue it; sharing makes a copy (`mobile.care.sharing`). It must never drop a
text the person had settled on: replaced words become an earlier version.
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
    """What was said before. `at`: of own words when they were last changed to say so, of a step of the safety plan until when
    it stood."""

    words: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class SharedCopy:
    """Which copy of these words somebody was given. The copy is a record of its own."""

    practitioner: str  # "Practitioner/t1"
    copy_id: str
    grant_id: str


@dataclass(frozen=True)
class OwnWords:
    """All times are aware UTC. A subclass names its KIND, and adds its own fields to `to_kept` and `of_kept`."""

    KIND: ClassVar[Kind]
    BESIDE: ClassVar[tuple[str, ...]] = ()
    """The fields that a person sets beside the words, each by itself."""
    GATHERED: ClassVar[tuple[str, ...]] = ()
    """Tuples of names that a person adds to and takes from, one at a time."""
    OF_COPIES: ClassVar[tuple[str, ...]] = ()
    """What its copies hold beside its words: only sharing changes it, so that what is stored is how it stands."""

    id: str
    words: str = field(repr=False)
    made_at: datetime
    changed_at: datetime
    session: str | None = None  # an Appointment's reference; None: of no particular session
    versions: tuple[EarlierWords, ...] = ()  # oldest first
    wish: Wish = "only_me"  # who should read it
    is_settled: bool = False  # the person tapped Done since the last change
    copies: tuple[SharedCopy, ...] = ()
    taken_back: tuple[SharedCopy, ...] = ()  # copies that were: what was written about them is found by them

    # --- rules ---

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that is worth keeping."""
        return is_blank(self.words) and not self.versions and not self.copies

    @property
    def says_something(self) -> bool:
        """Whether there is something in it now that the person wrote, spoke or drew."""
        return not is_blank(self.words)

    @property
    def is_put_away(self) -> bool:
        """Whether the person threw it away and it can still be brought back: it is in no list and on no paper."""
        return False

    @property
    def written(self) -> tuple[str, ...]:
        """All that was written, as it stands on the person's own paper: the words, and what was set beside them."""
        return (self.words,)

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

    def heeding(self, stored: Self, before: Self | None) -> Self:
        """With what another page of the same person made of it since `before` was read: their words stay, as a version beside
        those they kept, and who may read it is what they made it. A share this page had not heard of would otherwise be
        forgotten while it is open."""
        mine = self.giving_way(stored, before).keep_earlier(stored.versions)
        if before is None or stored.words != before.words:
            mine = mine.keep_also(stored.words, stored.changed_at)
        if before is None or stored.copies != before.copies:
            mine = replace(mine, copies=stored.copies, wish=stored.wish)
        mine = mine._with_taken_back(stored.taken_back)
        gathered = {name: _gathered(name, self, stored, before) for name in self.GATHERED}
        gathered |= {name: getattr(stored, name) for name in self.OF_COPIES}
        mine = replace(mine, **gathered) if gathered else mine
        if before is None:
            return mine
        mine = replace(mine, **self._beside_by(stored, before))
        return mine.written_on() if self._is_written_since(before) else mine

    def _is_written_since(self, before: OwnWords) -> bool:
        """Whether something was written, or gathered, here."""
        added = (set(getattr(self, name)) - set(getattr(before, name)) for name in self.GATHERED)
        return self.words != before.words or any(added)

    def giving_way(self, stored: OwnWords, before: OwnWords | None) -> Self:
        """Where what another page made of it stands in place of these words: nowhere, unless a subclass says so."""
        return self

    def _beside_by(self, stored: OwnWords, before: OwnWords) -> dict[str, Any]:
        """What another page set beside the words, and this one did not."""
        same = (name for name in self.BESIDE if getattr(self, name) == getattr(before, name))
        return {name: getattr(stored, name) for name in same}

    def written_on(self) -> Self:
        """It is being written, whatever another page did with it meanwhile."""
        return self

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

    def saying(self, asked: Self) -> Self:
        """With what stood in sight when it was asked for, whatever was typed since."""
        beside = {name: getattr(asked, name) for name in self.BESIDE}
        return replace(self, words=asked.words, changed_at=asked.changed_at, **beside)

    def as_on_screen(self, screen: Self, now: datetime) -> Self:
        """With what was written on the screen since this was saved."""
        beside = {name: getattr(screen, name) for name in (*self.BESIDE, *self.GATHERED)}
        revised = self.revise(screen.words, now)
        return replace(revised, **beside) if beside else revised

    def restore(self, version: EarlierWords, now: datetime) -> Self:
        """An earlier text is the present one again; the present one becomes a version."""
        return replace(self, is_settled=True).revise(version.words, now)

    def settle(self) -> Self:
        """The person is done with these words for now."""
        return replace(self, is_settled=True)

    def under(self, id: str) -> Self:
        """The same with another id."""
        return replace(self, id=id)

    def shared_as(self, copy: SharedCopy) -> Self:
        """Settled, and known to be read by that copy's practitioner in it alone."""
        others = tuple(known for known in self.copies if known.practitioner != copy.practitioner)
        before = [known for known in self.copies if known.practitioner == copy.practitioner]
        shared = replace(self.settle(), copies=(*others, copy), wish="therapist")
        return shared._with_taken_back(before)

    def without_grants(self, grants: frozenset[str]) -> Self:
        """Not shared by these grants any more."""
        left = tuple(known for known in self.copies if known.grant_id not in grants)
        gone = [known for known in self.copies if known.grant_id in grants]
        return replace(self, copies=left, wish="therapist" if left else "only_me")._with_taken_back(gone)

    def _with_taken_back(self, copies: Sequence[SharedCopy]) -> Self:
        new = [one for one in copies if one not in self.taken_back and one not in self.copies]
        return replace(self, taken_back=(*self.taken_back, *new)) if new else self

    # --- being kept ---

    def head(self) -> Mapping[str, Any]:
        """What lists and search need."""
        return {
            "words": carried(self.words),
            "session": self.session,
            "made_at": self.made_at.isoformat(),
            "changed_at": self.changed_at.isoformat(),
            "copies": [copy.copy_id for copy in self.copies],
            "threads": [[copy.copy_id, copy.grant_id] for copy in (*self.copies, *self.taken_back)],
        }

    def to_json(self) -> str:
        """ASCII only: a code point that no encoding takes is kept all the same."""
        return json.dumps(self.to_kept())

    def to_kept(self) -> dict[str, Any]:
        """Plain JSON values of all fields."""
        return {
            "id": self.id,
            "words": self.words,
            "made_at": self.made_at.isoformat(),
            "changed_at": self.changed_at.isoformat(),
            "session": self.session,
            "versions": [{"words": v.words, "at": v.at.isoformat()} for v in self.versions],
            "wish": self.wish,
            "is_settled": self.is_settled,
            "copies": [_kept(copy) for copy in self.copies],
            "taken_back": [_kept(copy) for copy in self.taken_back],
        }

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote, and what an older version wrote. Raises ValueError or KeyError."""
        return cls(**cls.of_kept(cast("dict[str, Any]", json.loads(text))))

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        """The fields, from what `to_kept` made."""
        return {
            "id": kept["id"],
            "words": kept["words"],
            "made_at": as_utc(kept["made_at"]),
            "changed_at": as_utc(kept["changed_at"]),
            "session": kept.get("session"),
            "versions": tuple(EarlierWords(v["words"], as_utc(v["at"])) for v in kept.get("versions", [])),
            "wish": "therapist" if kept.get("wish") == "therapist" else "only_me",
            "is_settled": bool(kept.get("is_settled")),
            "copies": tuple(_copy(c) for c in kept.get("copies", [])),
            "taken_back": tuple(_copy(c) for c in kept.get("taken_back", [])),
        }


def _gathered(name: str, mine: OwnWords, stored: OwnWords, before: OwnWords | None) -> tuple[str, ...]:
    """What was added on either side stays, and what was taken on either side goes."""
    here: tuple[str, ...] = getattr(mine, name)
    there: tuple[str, ...] = getattr(stored, name)
    known: tuple[str, ...] = getattr(before, name) if before is not None else ()
    kept = [one for one in there if one in here or one not in known]
    return (*kept, *(one for one in here if one not in kept and one not in known))


def _kept(copy: SharedCopy) -> dict[str, str]:
    return {"practitioner": copy.practitioner, "copy": copy.copy_id, "grant": copy.grant_id}


def _copy(kept: dict[str, str]) -> SharedCopy:
    return SharedCopy(kept["practitioner"], kept["copy"], kept["grant"])


def as_utc(text: str) -> datetime:
    """What `isoformat` wrote, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
