"""An intention: the patient's own words for one session. It never leaves the device; what is shared of it is a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self

from mobile.care.shareable import Shareable
from mobile.care.shared_intention import SharedIntention
from mobile.noun import Kind


@dataclass(frozen=True)
class Intention(Shareable[SharedIntention]):
    """`session` is the one it is for."""

    KIND: ClassVar[Kind] = Kind("intention", "", "private")
    COPY = SharedIntention

    prompt: str | None = field(default=None, repr=False)  # the guiding question that was held, if any
    show_on_session_day: bool = False
    carried_from: str | None = None

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
            taken_back=(),
        )

    # --- being shared ---

    def copied(self, id: str, words: str, *, patient: str, on: date) -> SharedIntention:
        return SharedIntention.make(
            id,
            words,
            patient=patient,
            session=self.session,
            is_shown_on_session_day=self.show_on_session_day,
            started_on=on,
        )

    def renewed(self, copy: SharedIntention, words: str) -> SharedIntention:
        return copy.saying(words, session=self.session, is_shown_on_session_day=self.show_on_session_day)

    def is_as_in(self, copy: SharedIntention) -> bool:
        return self.session == copy.session and self.show_on_session_day == copy.is_shown_on_session_day

    @classmethod
    def seen_in(cls, copy: SharedIntention, at: datetime, on: date) -> Self:
        bare = cls(
            copy.id, "", at, at, session=copy.session, show_on_session_day=copy.is_shown_on_session_day
        )
        return bare.revise(copy.words, at).settle()

    # --- being kept ---

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "show": self.show_on_session_day}

    def to_kept(self) -> dict[str, Any]:
        return super().to_kept() | {
            "prompt": self.prompt,
            "show_on_session_day": self.show_on_session_day,
            "carried_from": self.carried_from,
        }

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        return super().of_kept(kept) | {
            "prompt": kept.get("prompt"),
            "show_on_session_day": bool(kept.get("show_on_session_day")),
            "carried_from": kept.get("carried_from"),
        }


def begin(id: str, session: str | None, now: datetime) -> Intention:
    """A new intention with no words yet."""
    return Intention(id=id, words="", made_at=now, changed_at=now, session=session)
