"""`/commitment/<id>`: the words, the day, and what became of it. Kept, shared, found and taken back as all own words are."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import flet as ft

from mobile.care.shared_commitment import State
from mobile.design import parts
from mobile.screens.commitment.model import CommitmentDraft
from mobile.screens.status_text import begun
from mobile.screens.writing.page import WritingPage

STATES: tuple[State, ...] = ("open", "done", "not_this_time", "let_go")


class OneCommitment(WritingPage[CommitmentDraft]):
    make_model = CommitmentDraft
    lines = (1, 5)

    def title(self) -> str:
        return self._("Commitment")

    def field_name(self) -> str:
        return self._("What you will do")

    def about(self) -> str:
        return self._(
            "One thing, in your own words. When its day is over you are asked about it once. "
            "Whoever you share it with sees its day and what became of it too."
        )

    def delete_text(self) -> str:
        return self._("Delete this commitment")

    def above(self) -> list[ft.Control]:
        """The day it is for."""
        return [
            parts.subheading(self._("On which day?"), level=2),
            parts.chip_row(*(self._day(one) for one in self.model.days)),
        ]

    def _day(self, day: date) -> ft.Control:
        away = (day - self.model.today).days
        moments = self.s.moments
        text = {0: self._("Today"), 1: self._("Tomorrow")}.get(away)
        if text is None:
            text = moments.weekday_of(day) if 0 < away < 7 else moments.day(day)
        is_on = day == self.model.noun.day
        return parts.choice_chip(begun(text), self.guard(partial(self.on_day, day)), is_on=is_on)

    def below(self) -> list[ft.Control]:
        """What became of it, once it is kept: whatever is chosen can be chosen otherwise again."""
        if self.model.saved is None:
            return []
        text = {
            "open": self._("Still to come"),
            "done": self._("It happened"),
            "not_this_time": self._("Not this time"),
            "let_go": self._("Let go"),
        }
        chips = [
            parts.choice_chip(
                text[one], self.guard(partial(self.on_became, one)), is_on=one == self.model.noun.state
            )
            for one in STATES
        ]
        return [parts.subheading(self._("What became of it?"), level=2), parts.chip_row(*chips)]

    # --- acts ---

    def on_day(self, day: date, _: Any = None) -> None:
        self.model.move_to(day)
        self._draw_all()

    def on_became(self, state: State, _: Any = None) -> None:
        self.model.became(state)
        self._draw_all()
