"""The box in which an answer is written: a field that grows, Send, and one line that says where the words are.

A field and its Send belong to one thread. Where another is turned to they are made anew, so that a letter or a tap that is
still on its way never reaches the thread of somebody else: the letter goes to its own, and the tap nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import StatusText, unsaved_text
from mobile.screens.talking import sentences
from mobile.screens.talking.answering import Answering, Outcome
from mobile.screens.writing.saved_line import SavedLine

MOST_LINES = 10
LateField = tuple[ft.TextField, Callable[[str], None]]


@dataclass(frozen=True)
class BoxWords:
    """What the field and its button are called, what becomes of the words, and which keys send them; "": as of a reply."""

    field: str = ""
    send: str = ""
    stands: str = ""
    keys: str = ""


class AnswerBox:
    """One a place, kept while the place stands: somebody may be writing in it. `is_desk`: as at a therapist's desk (picture 41).
    `words`: what is said in it where it is for no reply."""

    def __init__(
        self,
        s: Surroundings,
        answering: Answering,
        on_send: Callable[[], Any],
        *,
        is_desk: bool = False,
        has_keys: bool = False,
        words: BoxWords | None = None,
    ) -> None:
        self._s, self._answering, self._on_send = s, answering, on_send
        self._words = words or BoxWords()
        self._is_desk, self._has_keys = is_desk, has_keys
        self._title = parts.small("", color=t.MUTED)
        self.line = SavedLine(
            s, self._status(), self._status, lambda: answering.is_saved and not answering.trouble
        )
        self._why = parts.small("", color=t.INK)
        self._why.visible = False
        self._hint = ""
        self._gone: list[LateField] = []  # the fields of the threads before, once they are out of sight
        self.control = parts.stack()
        self._make(answering.thread)

    def _make(self, thread: str) -> None:
        _ = self._s._
        self.thread = thread
        self.field = parts.writing_field(
            self._words.field or (_("Your reply") if self._is_desk else _("Your answer")),
            value=self._answering.noun.words,
            hint=self._hint,
            on_change=self._s.guard(partial(self._typed, thread)),
            min_lines=3 if self._is_desk else 1,
            max_lines=MOST_LINES,
            is_own_words=False,
        )
        send = self._s.guard(partial(self._sent, thread))
        self.control.controls[:] = self._desk(send) if self._is_desk else self._phone(send)

    def _phone(self, send: parts.Handler) -> list[ft.Control]:
        button = parts.icon_button(
            parts.icons.SEND,
            self._words.send or self._s._("Send"),
            send,
            color=t.ON_PRIMARY,
            ground=t.PRIMARY,
        )
        field = parts.beside_field(self.field, button)
        return [parts.stack(self._why, field, self.line.control, spacing=t.S8)]

    def _desk(self, send: parts.Handler) -> list[ft.Control]:
        _ = self._s._
        button = parts.primary_button(self._words.send or self._s._("Send"), send)
        button.width = (
            None  # as wide as its word: taking all there is, it would leave the words beside it no room
        )
        if button.style is not None:
            button.style.padding = ft.Padding(t.S24, 14, t.S24, 14)
        keys = [self._words.keys or _("Ctrl and Enter send.")] if self._has_keys else []
        stands = parts.small(" ".join((self._words.stands or _("Replies are part of the record."), *keys)))
        stands.expand = True
        foot = parts.Beside(stands, button)
        return [parts.card(self._title, self._why, self.field, self.line.control, foot, spacing=t.S12)]

    # --- whose it is ---

    def turn(self) -> None:
        """To the thread that is open now. Call before the place is drawn, and `show` after."""
        before, thread = self.field, self.thread
        if self._answering.thread == thread:
            return
        if before.value != (before.field.data or ""):  # its own event is still to be handled
            self._answering.type_in(thread, before.value)
        self._make(self._answering.thread)
        if thread:
            self._gone.append((before.field, partial(self._on_late, thread)))
        parts.redraw(self.control)

    def _listen_late(self) -> None:
        """A field that went out of sight still has its last letters on their way."""
        gone, self._gone = self._gone, []
        for field, take in gone:
            self._s.late_field(field, take)

    def late_fields(self) -> Sequence[LateField]:
        """See `WritingScreen`: what is typed here just before the place goes out of sight."""
        return [(self.field.field, partial(self._on_late, self.thread))]

    def _on_late(self, thread: str, words: str) -> None:
        if self._s.door() != "open":
            self._answering.catch_in(thread, words)
            return
        if thread == self.thread:
            self.field.value = words
        self._answering.type_in(thread, words)

    # --- what is done in it ---

    def _typed(self, thread: str, e: Any) -> None:
        """Captured before anything is awaited."""
        self._answering.type_in(thread, e.control.value or "")
        ft.context.disable_auto_update()

    async def _sent(self, thread: str, _: Any = None) -> None:
        """A tap on the Send of a thread means that thread."""
        if thread == self.thread:
            await self._on_send()

    async def send(self) -> Outcome:
        """What stands in the field counts, also where its own event is still to be handled."""
        if self.field.value != (self.field.field.data or ""):
            self.field.field.data = self.field.value
            self._answering.type_in(self.thread, self.field.value)
        if self._answering.thread != self.thread:
            await self._answering.flush()
            return "turned"
        return await self._answering.send()

    def _status(self) -> StatusText:
        _, draft = self._s._, self._answering
        unsaved = unsaved_text(self._s, draft.trouble, is_saved=draft.is_saved)
        if unsaved is not None:
            return unsaved
        if draft.noun.is_empty:
            return StatusText(_("Nothing written yet"), self._s.wording.kept_drawing)
        return StatusText(
            _("Not sent. {where}").format(where=self._s.wording.kept()), self._s.wording.kept_drawing
        )

    def about(self, title: str, hint: str) -> None:
        """Whom it goes to."""
        changed = self._title.value != title or self._hint != hint
        self._title.value, self._hint, self.field.field.hint_text = title, hint, hint
        if changed:
            parts.redraw(self.field)
            parts.redraw(self._title)

    def show(self) -> None:
        """What the draft holds now, but never over what is being typed, and never another thread's."""
        self._listen_late()
        if self._answering.thread != self.thread:
            return
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

    async def focus(self) -> None:
        parts.goes_to_write(self.field.field)
        await self.field.focus()
