"""What was written about the patient's own words, under them (picture 20): the thread, their answer, and when it is read.

Drawn anew only where it says something else: somebody may be writing in it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import TalkDraft
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import role_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.team import Team
from mobile.screens.talking import pieces, sentences
from mobile.screens.talking.box import AnswerBox
from mobile.screens.talking.own_thread import OwnThread
from mobile.screens.talking.pieces import Known


class OwnThreadCard:
    """`model` says what there is; `show` draws it."""

    def __init__(self, s: Surroundings, model: OwnThread) -> None:
        self._s, self._model = s, model
        self._team: Team | None = None
        self._last_drawn: object = None
        self._written = parts.stack(spacing=t.S16)
        self.box = AnswerBox(s, model.answering, self.on_send)
        self._days = parts.stack()
        self._answer = parts.stack(self.box.control, self._days, spacing=t.S8)
        self._begin = parts.stack()
        self._is_asked = False  # for the box, where nobody has written anything yet
        self.control = parts.stack(self._written, self._begin, self._answer, spacing=t.CARD_GAP)
        self.control.visible = self._answer.visible = self._begin.visible = False

    async def look(self, team: Team) -> None:
        """Reads it all, and draws what is otherwise now."""
        self._team = team
        await self._model.look()
        self.show()

    def show(self) -> None:
        model = self._model
        self.box.turn()
        looks = (
            model.thread,
            model.left,
            dict(model.standings),
            model.share is not None,
            model.reader,
            model.days,
        )
        if looks != self._last_drawn:
            self._last_drawn = looks
            self._written.controls[:] = self._drawn()
            has_begun = bool(model.thread.written) or self._is_asked or not model.answering.noun.is_empty
            self._answer.visible = model.share is not None and has_begun
            self._begin.visible = model.share is not None and not has_begun
            self.control.visible = model.has_any
            name = self._short(model.reader)
            self.box.about("", self._s._("Write to {name}").format(name=name))
            self._days.controls[:] = [self._hint(name)]
            write = parts.text_button(
                self._s._("Write to {name} about this").format(name=name),
                self._s.guard(self._on_begin),
                icon=parts.icons.REPLY,
            )
            self._begin.controls[:] = [ft.Row([write], wrap=True)]
            parts.redraw(self.control)
        self.box.show()

    def _drawn(self) -> list[ft.Control]:
        s, model = self._s, self._model
        unread = model.thread.unread
        rows: list[ft.Control] = []
        if model.thread.written or model.left:
            rows.append(parts.subheading(s._("Replies")))
        rows += pieces.thread_drawn(
            s,
            model.thread,
            self._known,
            model.standings,
            hides=unread,
            on_take_out=self._on_take_out,
            on_try_again=self._on_try_again,
        )
        rows += pieces.new_drawn(s, unread, self._known, self._on_read)
        rows += [self._left(one) for one in model.left]
        if model.thread.written and model.share is None:
            rows.append(parts.small(s._("You took this back. No more is written about it.")))
        return rows

    def _left(self, draft: TalkDraft) -> ft.Control:
        return pieces.kept_words(self._s, draft, partial(self._on_delete, draft))

    def _hint(self, name: str) -> ft.Control:
        s = self._s
        return parts.notice(
            sentences.hint_text(s, name, self._model.days),
            icon=parts.icons.DAYS,
            action=parts.text_button(s._("Support"), s.guard(partial(s.go, "/support")), tone="support"),
        )

    def _known(self, who: str | None) -> Known:
        team = self._team
        return (
            Known(team.name_of(who), role_text(self._s._, team.role_of(who)))
            if team is not None
            else Known("")
        )

    def _short(self, who: str | None) -> str:
        return self._known(who).name or self._s._("your therapist")

    # --- acts ---

    async def _on_begin(self) -> None:
        self._is_asked, self._last_drawn = True, None
        self.show()
        await self.box.focus()

    async def on_send(self) -> None:
        answering = self._model.answering
        outcome = await self.box.send()
        name = self._short(self._model.reader)
        self._s.say(sentences.outcome_text(self._s, outcome, name, answering.until))
        if outcome == "waits":
            await self._model.put_off(self._s.page.route)
        await self._model.look()
        self.show()

    async def _on_read(self) -> None:
        await self._model.read()
        self.show()

    async def _on_take_out(self, one: Correspondence, _: Any = None) -> None:
        if not await self._model.answering.take_out(one):
            self._s.say(self._s._("It is on its way already."))
        await self._model.look()
        self.show()

    async def _on_try_again(self, one: Correspondence, _: Any = None) -> None:
        await self._model.try_again(one)

    async def _on_delete(self, draft: TalkDraft, _: Any = None) -> None:
        await self._model.delete_left(draft)
        self.show()
