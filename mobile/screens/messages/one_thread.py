"""One thread with a team, whoever looks at it: drawn from what is kept, with the box in which an answer is kept as it is typed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import flet as ft

from mobile.care.talk.correspondence import Correspondence
from mobile.screens.messages.model import KINDS, TeamTalk
from mobile.screens.talking import pieces
from mobile.screens.talking.answer_screen import AnswerScreen
from mobile.screens.talking.box import AnswerBox
from mobile.screens.talking.pieces import Known


class OneThread(AnswerScreen):
    """A subclass says whose thread it is and what stands around it."""

    follows = KINDS

    @abstractmethod
    def whose(self) -> str:
        """ "Patient/p1"."""

    @abstractmethod
    def known(self, who: str | None) -> Known:
        """Who wrote."""

    def body(self) -> list[ft.Control]:
        me, zone, now = self.person.fhir_user, self.s.zone, self.s.now
        self.talk = TeamTalk(self.records, me, zone, now, start=self.s.run, on_change=self.on_answer)
        self.answering = self.talk.answering
        self.box = AnswerBox(self.s, self.answering, self.on_send)
        return super().body()

    async def read(self) -> None:
        await self.talk.look(self.whose())

    def written(self, *, hides: Sequence[Correspondence] = ()) -> list[ft.Control]:
        """All of the thread but what is not shown yet."""
        return pieces.thread_drawn(
            self.s,
            self.talk.thread,
            self.known,
            self.talk.standings,
            hides=hides,
            on_take_out=self.on_take_out,
            on_try_again=self.on_try_again,
        )
