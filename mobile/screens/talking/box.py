"""The box in which an answer is written: a field that grows, Send, and one line that says where the words are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import StatusText
from mobile.screens.talking import sentences
from mobile.screens.talking.answering import Answering
from mobile.screens.writing.saved_line import SavedLine

MOST_LINES = 10


class AnswerBox:
    """One a place, kept while the place stands: somebody may be writing in it. `is_desk`: as at a therapist's desk (picture 41)."""

    def __init__(
        self,
        s: Surroundings,
        answering: Answering,
        on_type: Callable[[Any], Any],
        on_send: Callable[[], Any],
        *,
        is_desk: bool = False,
        has_keys: bool = False,
    ) -> None:
        _ = s._
        self._s, self._answering, self._has_keys = s, answering, has_keys
        self.field = parts.writing_field(
            _("Your reply") if is_desk else _("Your answer"),
            on_change=s.guard(on_type),
            min_lines=3 if is_desk else 1,
            max_lines=MOST_LINES,
            is_own_words=False,
        )
        self._title = parts.small("", color=t.MUTED)
        self.line = SavedLine(
            s, self._status(), self._status, lambda: answering.is_saved and not answering.trouble
        )
        self._why = parts.small("", color=t.INK)
        self._why.visible = False
        self.control = self._desk(on_send) if is_desk else self._phone(on_send)

    def _phone(self, on_send: Callable[[], Any]) -> ft.Control:
        send = parts.icon_button(
            parts.icons.SEND, self._s._("Send"), self._s.guard(on_send), color=t.ON_PRIMARY, ground=t.PRIMARY
        )
        return parts.stack(self._why, parts.beside_field(self.field, send), self.line.control, spacing=t.S8)

    def _desk(self, on_send: Callable[[], Any]) -> ft.Control:
        _ = self._s._
        send = parts.primary_button(_("Send"), self._s.guard(on_send))
        keys = [_("Ctrl and Enter send.")] if self._has_keys else []
        stands = parts.small(" ".join((_("Replies are part of the record."), *keys)))
        stands.expand = True
        foot = parts.Beside(stands, ft.Container(send, width=120))
        return parts.card(self._title, self._why, self.field, self.line.control, foot, spacing=t.S12)

    def _status(self) -> StatusText:
        _, draft = self._s._, self._answering
        if draft.trouble == "locked":
            return StatusText(
                _("Not saved: Lantern was locked. Your text is saved when you unlock it."), "attention"
            )
        if draft.trouble is not None:
            return StatusText(self._s.wording.words_not_saved(is_full=draft.trouble == "full"), "attention")
        if not draft.is_saved:
            return StatusText(_("Saving"), "sending")
        if draft.noun.is_empty:
            return StatusText(_("Nothing written yet"), self._s.wording.kept_drawing)
        return StatusText(
            _("Not sent. {where}").format(where=self._s.wording.kept()), self._s.wording.kept_drawing
        )

    def about(self, title: str, hint: str) -> None:
        """Whom it goes to."""
        changed = self._title.value != title or self.field.field.hint_text != hint
        self._title.value, self.field.field.hint_text = title, hint
        if changed:
            parts.redraw(self.field)
            parts.redraw(self._title)

    def show(self) -> None:
        """What the draft holds now, but never over what is being typed."""
        words = self._answering.noun.words
        if self.field.value != words and self._answering.is_saved:
            self.field.show(words)
        side = ft.TextAlign.RIGHT if is_right_to_left(words) else ft.TextAlign.START
        if self.field.field.text_align != side:
            self.field.field.text_align = side
            parts.redraw(self.field)
        why = sentences.came_back_text(self._s, self._answering.noun.back)
        if self._why.value != why:
            self._why.value, self._why.visible = why, bool(why)
            parts.redraw(self.control)
        if self.line.control.visible == self._answering.noun.is_empty and not self._answering.trouble:
            self.line.control.visible = not self._answering.noun.is_empty
            parts.redraw(self.control)
        self.line.say()

    def take_in(self) -> None:
        """Before Send: what stands in the field counts, also where its own event is still to be handled."""
        if self.field.value != (self.field.field.data or ""):
            self.field.field.data = self.field.value
            self._answering.type(self.field.value)

    async def focus(self) -> None:
        parts.goes_to_write(self.field.field)
        await self.field.focus()
