"""A commitment: one thing the patient set out to do on a day, in their own words. It never leaves the device; what is shared is a copy.

It is asked about once, when its day is over, and once more where the person said "later"; then never again. Letting it go
asks nothing. Nothing here counts what did not happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5

from mobile.care.agenda import Session
from mobile.care.practices import Practice
from mobile.care.shareable import Shareable
from mobile.care.shared_commitment import SharedCommitment, State
from mobile.noun import Kind

_STATES: Mapping[str, State] = {
    "open": "open",
    "done": "done",
    "not_this_time": "not_this_time",
    "let_go": "let_go",
}


@dataclass(frozen=True, kw_only=True)
class Commitment(Shareable[SharedCommitment]):
    """`day` and `set_on` are the clinic's dates; `session` is the one it follows, `practice` the clinic's idea it came from."""

    KIND: ClassVar[Kind] = Kind("commitment", "", "private")
    COPY = SharedCommitment
    BESIDE = ("day", "state", "asked", "is_put_off")

    day: date
    set_on: date
    practice: str | None = None
    kind: str = ""  # of the practice: which drawing stands beside it
    state: State = "open"
    asked: tuple[date, ...] = ()  # the days on which it was asked about
    is_put_off: bool = False  # "ask me later", which is said once

    @property
    def is_only_declined(self) -> bool:
        """A practice that was not for that day: there is nothing the person set out to do."""
        return self.practice is not None and self.is_empty

    # --- being asked about ---

    def is_asked_about(self, today: date) -> bool:
        """Whether the question stands today: on the first day after its own on which somebody looks, and on no other."""
        if self.state != "open" or self.is_only_declined:
            return False
        turn = int(self.is_put_off)
        before = self.asked[0] if self.is_put_off and self.asked else self.day
        if today <= before:
            return False
        return len(self.asked) <= turn or self.asked[turn] == today

    @property
    def may_be_put_off(self) -> bool:
        """Whether "later" is still an answer."""
        return not self.is_put_off

    def asked_on(self, today: date) -> Self:
        """The question was in view on this day."""
        return self if today in self.asked else replace(self, asked=(*self.asked, today))

    def put_off(self, today: date) -> Self:
        """Ask once more, another day."""
        return replace(self.asked_on(today), is_put_off=True)

    def became(self, state: State) -> Self:
        """What became of it."""
        return replace(self, state=state)

    def moved_to(self, day: date) -> Self:
        """For another day: it is open again, and that day is asked about once like the first."""
        if day == self.day and self.state == "open":
            return self
        return replace(self, day=day, state="open", asked=(), is_put_off=False)

    # --- being shared ---

    def copied(self, id: str, words: str, *, patient: str, on: date) -> SharedCommitment:
        return SharedCommitment.make(
            id,
            words,
            patient=patient,
            session=self.session,
            day=self.day,
            set_on=self.set_on,
            state=self.state,
        )

    def renewed(self, copy: SharedCommitment, words: str) -> SharedCommitment:
        return copy.saying(words, session=self.session, day=self.day, state=self.state)

    def is_as_in(self, copy: SharedCommitment) -> bool:
        return (self.session, self.day, self.state) == (copy.session, copy.day, copy.state)

    @classmethod
    def seen_in(cls, copy: SharedCommitment, at: datetime, on: date) -> Self:
        day = copy.day or on
        bare = cls(
            id=copy.id,
            words="",
            made_at=at,
            changed_at=at,
            session=copy.session,
            day=day,
            set_on=copy.set_on or day,
            state=copy.state,
        )
        return bare.revise(copy.words, at).settle()

    # --- being kept ---

    def head(self) -> Mapping[str, Any]:
        return {
            **super().head(),
            "day": self.day.isoformat(),
            "set_on": self.set_on.isoformat(),
            "state": self.state,
        }

    def to_kept(self) -> dict[str, Any]:
        return super().to_kept() | {
            "day": self.day.isoformat(),
            "set_on": self.set_on.isoformat(),
            "practice": self.practice,
            "kind": self.kind,
            "state": self.state,
            "asked": [one.isoformat() for one in self.asked],
            "is_put_off": self.is_put_off,
        }

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        return super().of_kept(kept) | {
            "day": date.fromisoformat(kept["day"]),
            "set_on": date.fromisoformat(kept["set_on"]),
            "practice": kept.get("practice"),
            "kind": kept.get("kind") or "",
            "state": _STATES.get(kept.get("state") or "", "open"),
            "asked": tuple(date.fromisoformat(one) for one in kept.get("asked", [])),
            "is_put_off": bool(kept.get("is_put_off")),
        }


def begin(
    id: str, day: date, now: datetime, *, session: str | None = None, practice: str | None = None
) -> Commitment:
    """A new one with no words yet, for this day. `practice`: the idea of somebody's that it came from."""
    return Commitment(
        id=id, words="", made_at=now, changed_at=now, session=session, day=day, set_on=day, practice=practice
    )


def id_of(practice: Practice, session: Session) -> str:
    """The id of what became of a practice after a session: there is one on each device, however often it is tapped."""
    return str(uuid5(NAMESPACE_URL, f"{session.reference} {practice.key}"))


def kept(
    practice: Practice, session: Session, words: str, now: datetime, *, day: date, today: date
) -> Commitment:
    """ "I will do this": the clinic's words in the language it was read in, which are the person's to change."""
    bare = _of(practice, session, now, day=day, today=today)
    return bare.revise(words, now).settle()


def declined(practice: Practice, session: Session, now: datetime, *, day: date, today: date) -> Commitment:
    """Not for this day: without words, so that no list shows it."""
    return _of(practice, session, now, day=day, today=today).became("let_go")


def _of(practice: Practice, session: Session, now: datetime, *, day: date, today: date) -> Commitment:
    return Commitment(
        id=id_of(practice, session),
        words="",
        made_at=now,
        changed_at=now,
        session=session.reference,
        day=day,
        set_on=today,
        practice=practice.key,
        kind=practice.kind,
    )
