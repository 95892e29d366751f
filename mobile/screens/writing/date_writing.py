"""Times that are chosen and words about them, kept as they are, and sent once: what a request for another date and its answer
have in common. `DateWriting` is Flet-free; `DateWritingScreen` is a place with its field."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal, Unpack

import flet as ft

from mobile.care.date_change import DateDraft, Wanted
from mobile.care.date_change.draft import MOST_TIMES, draft_id
from mobile.care.sharing import new_id
from mobile.care.words import is_right_to_left, sendable
from mobile.design import parts
from mobile.noun import Noun
from mobile.records.errors import NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.live_screen import LiveScreen
from mobile.screens.page_calls import PageCalls
from mobile.screens.status_text import StatusText, unsaved_text
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.saved_line import SavedLine
from mobile.screens.writing.screen import Held, WritingScreen

Outcome = Literal["sent", "nothing", "too_long", "not_saved", "phone", "taken", "closed"]
"""`phone`: it can be asked by phone only by now. `taken`: a chosen time went to somebody else. `closed`: what it is about is over."""


@dataclass(frozen=True)
class Made:
    """What a draft becomes as things stand now, and what is saved with it; or why nothing does. `over`: what that hangs on."""

    noun: Noun | None = None
    why: Outcome = "closed"
    besides: tuple[Noun, ...] = ()
    over: tuple[Noun, ...] = ()


Make = Callable[[DateDraft, str], Any]
"""(draft, words) -> an awaitable `Made`; `words` sendable or empty. Read afresh at every try."""


class DateWriting(KeptDraft[DateDraft]):
    """`turn_to` says what it is about."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], **calls: Unpack[PageCalls]) -> None:
        super().__init__(records, now, _new("", now()), **calls)

    async def turn_to(self, about: str) -> None:
        """Goes on with what was chosen and typed about this: the id of a session or of a request."""
        if self.noun.about == about:
            return
        await self.flush()
        async with self._turn:
            self.noun = _new(about, self._now())
            self.saved = await self._stored()
            self.noun = self.saved or self.noun

    def choose(self, time: Wanted) -> bool:
        """As the last wish, or not at all where it was chosen. False: no more can be taken."""
        is_new = all(one.slot != time.slot for one in self.noun.wanted)
        if is_new and len(self.noun.wanted) >= MOST_TIMES:
            return False
        self._change(self.noun.choosing(time, self._now()))
        return True

    def choose_only(self, time: Wanted) -> None:
        """In place of what was chosen before."""
        self._change(self.noun.choosing_only(time, self._now()))

    async def send(self, make: Make) -> Outcome:
        """What is chosen and written now, once, however often it is tapped."""
        if not await self.flush():
            return "not_saved"
        asked = self.noun
        try:
            async with self._turn:
                outcome = await until_written(partial(self._send, asked, make))
        except NotSaved as error:
            self.trouble = error.reason
            return "not_saved"
        self._on_change()
        return outcome

    async def _send(self, asked: DateDraft, make: Make) -> Outcome:
        words = sendable(asked.words)
        if words.problem == "too_long":
            return "too_long"
        if asked.is_empty:
            return "nothing"
        stored = await self._stored()
        if stored is None or stored.becomes != asked.becomes:
            return "sent"  # another tap or page was faster
        found: Made = await make(asked, "" if words.problem == "empty" else words.words)
        if found.noun is None:
            return found.why
        save, over = [found.noun, *found.besides], [stored, *found.over]
        await self._records.save_all(save, [stored], over=over, anew=[found.noun])
        self.saved, self.noun = None, _new(asked.about, self._now())
        return "sent"


def _new(about: str, now: datetime) -> DateDraft:
    return DateDraft(draft_id(about), about, new_id(), now)


class DateWritingScreen(LiveScreen, WritingScreen):
    """A subclass calls `make_field` in its body and `turn_to` in `load`, and sets `is_read` once that is done."""

    is_read = False

    @abstractmethod
    def field_name(self) -> str:
        """What a screen reader calls the field."""

    @abstractmethod
    def field_hint(self) -> str:
        """What stands in the field while it is empty."""

    def make_field(self) -> None:
        self.model = DateWriting(self.records, self.s.now, start=self.s.run, on_change=self._on_change)
        self.field = parts.writing_field(
            self.field_name(),
            on_change=self.guard(self._typed),
            hint=self.field_hint(),
            min_lines=2,
            max_lines=8,
        )
        settled = lambda: self.model.is_saved and not self.model.trouble  # noqa: E731
        self.line = SavedLine(self.s, self._status(), self._status, settled)

    async def shown(self) -> None:
        self.go_on()
        await super().shown()
        self.show_words()

    # --- what is written ---

    @property
    def draft(self) -> Held | None:
        return self.model if self.is_read else None

    def recall(self, before: Held) -> None:
        assert isinstance(before, KeptDraft)
        self.model.recall(before)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return [(self.field.field, self._on_late)] if self.is_read else []

    def _on_late(self, words: str) -> None:
        if self.s.door() == "open":
            self.model.type(words)
        else:
            self.model.catch(words)

    def _typed(self, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.type(e.control.value or "")
        ft.context.disable_auto_update()

    def _on_change(self) -> None:
        if self.is_read:
            self.line.say()

    def show_words(self) -> None:
        """What the draft holds, but never over what is being typed."""
        words = self.model.noun.words
        if self.field.value != words and self.model.is_saved:
            self.field.show(words)
        side = ft.TextAlign.RIGHT if is_right_to_left(words) else ft.TextAlign.START
        if self.field.field.text_align != side:
            self.field.field.text_align = side
            parts.redraw(self.field)

    def _status(self) -> StatusText:
        _, wording = self._, self.s.wording
        unsaved = unsaved_text(self.s, self.model.trouble, is_saved=self.model.is_saved)
        if unsaved is not None:
            return unsaved
        if self.model.noun.is_empty:
            return StatusText(_("Nothing chosen or written yet"), wording.kept_drawing)
        return StatusText(_("Not sent. {where}").format(where=wording.kept()), wording.kept_drawing)

    def on_commit(self, id: str) -> None:
        if id == self.model.noun.id:
            self.s.run(self._stored_changed(id))
        else:
            self.look_soon()

    async def _stored_changed(self, id: str) -> None:
        """Typing draws nothing anew: letters on their way to the field would be lost. Only what another page chose does."""
        wanted = self.model.noun.wanted
        await self.model.stored_changed(id)
        self.show_words()
        if self.model.noun.wanted != wanted:
            self.look_soon()

    async def send(self, make: Make) -> Outcome:
        """What stands in the field counts, also where its own event is still to be handled."""
        if self.field.value != (self.field.field.data or ""):
            self.model.type(self.field.value)
        outcome = await self.model.send(make)
        self.s.say(self._outcome(outcome))
        await self.redraw()
        self.show_words()
        return outcome

    @abstractmethod
    def sent_text(self) -> str:
        """What is said once it is on its way."""

    def _outcome(self, outcome: Outcome) -> str:
        _ = self._
        return {
            "sent": self.sent_text(),
            "nothing": _("Choose a time, or write a few words."),
            "too_long": _("It is longer than the clinic's system takes."),
            "not_saved": _("It could not be saved, so it was not sent. Your words are still here."),
            "phone": _("Another date is by phone only now."),
            "taken": _("One of these times went to somebody else. Choose another."),
            "closed": _("This cannot be asked or answered any more."),
        }[outcome]
