"""A place with one box in which something is written to somebody: kept as it is typed, sent, taken out again, through a lock and
another page. What was written before, and what stands around it, is the subclass's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.guarded import put_off
from mobile.screens.talking import sentences
from mobile.screens.talking.answering import Answering, Outcome, Sent
from mobile.screens.talking.box import AnswerBox
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.screen import Held, WritingScreen


class AnswerScreen(LiveScreen, WritingScreen):
    """A subclass makes `answering` and `box` in its `body`, and reads and turns to its thread in `read`."""

    answering: Answering
    box: AnswerBox
    _is_read = False

    @abstractmethod
    async def read(self) -> None:
        """Reads what is needed from the store; `answering` is turned to the thread."""

    @abstractmethod
    def to_whom(self) -> str:
        """Inside a sentence."""

    async def load(self) -> None:
        await self.read()
        self.box.turn()
        self._is_read = True

    async def shown(self) -> None:
        self.go_on()
        await super().shown()
        self.box.show()

    def outcome_text(self, outcome: Outcome) -> str:
        """What came of Send."""
        return sentences.outcome_text(self.s, outcome, self.to_whom(), self.answering.until)

    # --- what is written ---

    @property
    def draft(self) -> Held | None:
        return self.answering if self._is_read else None

    def recall(self, before: Held) -> None:
        assert isinstance(before, KeptDraft)
        self.answering.recall(before)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return self.box.late_fields() if self._is_read else []

    def on_answer(self) -> None:
        """The draft changed. Give it to `answering`."""
        if self._is_read:
            self.box.show()

    def on_commit(self, id: str) -> None:
        if id == self.answering.noun.id:
            self.s.run(self.answering.stored_changed(id))
        else:
            self.look_soon()

    # --- acts ---

    async def on_send(self) -> None:
        """Send was tapped."""
        outcome = await self.box.send()
        self.s.say(self.outcome_text(outcome))
        if outcome == "waits":
            await put_off(self.records, "long_message", self.path, self.answering.until)
        await self._drawn_again()

    async def on_take_out(self, one: Sent, _: Any = None) -> None:
        """Back into the box, where nobody has it yet."""
        if not await self.answering.take_out(one):
            self.s.say(self._("It is on its way already."))
        await self._drawn_again()

    async def on_try_again(self, one: Sent, _: Any = None) -> None:
        """What the clinic would not take waits again."""
        await self.records.try_again(type(one), one.id)

    async def _drawn_again(self) -> None:
        await self.redraw()
        self.box.show()
