"""One thread with a team, whoever looks at it: drawn from what is kept, with the box in which an answer is kept as it is typed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from mobile.care.talk.correspondence import Correspondence
from mobile.screens.live_screen import LiveScreen
from mobile.screens.messages.model import KINDS, TeamTalk
from mobile.screens.talking import pieces, sentences
from mobile.screens.talking.box import AnswerBox
from mobile.screens.talking.pieces import Known
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.screen import Held, WritingScreen


class OneThread(LiveScreen, WritingScreen):
    """A subclass says whose thread it is and what stands around it."""

    follows = KINDS
    _is_read = False

    @abstractmethod
    def whose(self) -> str:
        """ "Patient/p1"."""

    @abstractmethod
    def known(self, who: str | None) -> Known:
        """Who wrote."""

    @abstractmethod
    def to_whom(self) -> str:
        """Inside a sentence."""

    def body(self) -> list[ft.Control]:
        self.talk = TeamTalk(
            self.records,
            self.person.fhir_user,
            self.s.zone,
            self.s.now,
            start=self.s.run,
            on_change=self._on_answer,
        )
        self.box = AnswerBox(self.s, self.talk.answering, self._on_send)
        return super().body()

    async def load(self) -> None:
        await self.talk.look(self.whose())
        self.box.turn()
        self._is_read = True

    async def shown(self) -> None:
        self.go_on()
        await super().shown()
        self.box.show()

    def written(self, *, hides: Sequence[Correspondence] = ()) -> list[ft.Control]:
        """All of the thread but what is not shown yet."""
        return pieces.thread_drawn(
            self.s,
            self.talk.thread,
            self.known,
            self.talk.standings,
            hides=hides,
            on_take_out=self._on_take_out,
            on_try_again=self._on_try_again,
        )

    # --- what is written ---

    @property
    def draft(self) -> Held | None:
        return self.talk.answering if self._is_read else None

    def recall(self, before: Held) -> None:
        assert isinstance(before, KeptDraft)
        self.talk.answering.recall(before)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return self.box.late_fields() if self._is_read else []

    def _on_answer(self) -> None:
        if self._is_read:
            self.box.show()

    def on_commit(self, id: str) -> None:
        if id == self.talk.answering.noun.id:
            self.s.run(self.talk.answering.stored_changed(id))
        else:
            self.look_soon()

    # --- acts ---

    async def _on_send(self) -> None:
        answering = self.talk.answering
        outcome = await self.box.send()
        self.s.say(sentences.outcome_text(self.s, outcome, self.to_whom(), answering.until))
        await self.redraw()
        self.box.show()

    async def _on_take_out(self, one: Correspondence, _: Any = None) -> None:
        if not await self.talk.answering.take_out(one):
            self.s.say(self._("It is on its way already."))
        await self.redraw()
        self.box.show()

    async def _on_try_again(self, one: Correspondence, _: Any = None) -> None:
        await self.talk.try_again(one)
