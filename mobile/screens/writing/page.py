"""A page of own words: written, kept as they are typed, shared by choice, taken back, deleted with a way back.

There is no Save. Done settles the words and shares them if that was chosen. Leaving never loses a letter. What stands is
changed only where something changed, because somebody is writing.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

import flet as ft

from mobile.care.own_words import EarlierWords
from mobile.care.shareable import Shareable
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_looks
from mobile.screens.pages import Pages
from mobile.screens.panels.put_off import waits_for_another_day
from mobile.screens.status_text import unshared_text
from mobile.screens.talking.own_card import OwnThreadCard
from mobile.screens.talking.own_thread import KINDS as TALK
from mobile.screens.talking.own_thread import OwnThread
from mobile.screens.writing import pieces, sentences
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.saved_line import SavedLine
from mobile.screens.writing.screen import WritingScreen
from mobile.screens.writing.share_card import ReadersCard, ShareCard
from mobile.screens.writing.shareable_draft import Outcome, ShareableDraft
from mobile.screens.writing.shared_state import KINDS
from mobile.screens.writing.together import Together

VERSIONS_SHOWN = 20
UNDO_S = 5

M = TypeVar("M", bound=ShareableDraft[Any])


class WritingPage(WritingScreen, Generic[M]):
    """`<id>` of the route is of such words, of a shared copy of some, or of what does not exist yet.

    A subclass says which model, what the field is called, and what stands around the words.
    """

    follows = (*KINDS, *TALK)
    make_model: ClassVar[type[ShareableDraft[Any]]]
    lines: ClassVar[tuple[int, int]] = (4, 10)  # of the field: at least, at most

    @abstractmethod
    def field_name(self) -> str:
        """What a screen reader calls the field."""

    @abstractmethod
    def about(self) -> str:
        """What stands above the words."""

    @abstractmethod
    def delete_text(self) -> str:
        """What the button says that deletes it."""

    def done_text(self) -> str:
        """What the button at the bottom says."""
        return self._("Done")

    def who_reads(self) -> ReadersCard:
        """The card that says who can read it, and how that is changed."""
        return ShareCard(self.s, self.model, self)

    def may_restore(self) -> bool:
        """Whether earlier words can be put in place of these."""
        return True

    def beside(self) -> list[ft.Control]:
        """Between the field and who can read it. Made once."""
        return []

    def above(self) -> list[ft.Control]:
        """Between what it is about and the field."""
        return []

    def below(self) -> list[ft.Control]:
        """Above the earlier words."""
        return []

    # --- drawing ---

    def body(self) -> list[ft.Control]:
        patient = self.person.patient or self.person.fhir_user
        self.model: M = self.make_model(  # type: ignore[assignment]
            self.records, patient, self.s.zone, self.s.now, start=self.s.run, on_change=self._on_change
        )
        self._is_loaded = False
        self._notices_drawn: object = None
        self._about = parts.small("")
        self.prompts = parts.stack()
        least, most = self.lines
        self.field = parts.writing_field(
            self.field_name(), on_change=self.guard(self.on_type), min_lines=least, max_lines=most
        )
        self.field.field.disabled = True
        self.line = SavedLine(
            self.s,
            unshared_text(self.s),
            self._line_text,
            lambda: self.model.is_saved and not self.model.trouble,
        )
        self.notices = parts.stack(spacing=t.S8)
        self.notices.visible = False  # an empty row would still keep its distance
        self.sharing = self.who_reads()
        self._talk = OwnThread(
            self.records,
            patient,
            lambda: self.model.noun,
            self.s.zone,
            self.s.now,
            start=self.s.run,
            on_change=self._on_answer,
        )
        self.talk = OwnThreadCard(self.s, self._talk)
        self.more = parts.stack(spacing=t.CARD_GAP)
        self.pages = Pages(self.s, self._draw_more, VERSIONS_SHOWN)
        self.writing = parts.stack(
            self._about,
            self.prompts,
            self.field,
            self.line.control,
            self.notices,
            *self.beside(),
            self.sharing.control,
            self.talk.control,
            self.more,
            spacing=t.CARD_GAP,
        )
        self.both = parts.stack(spacing=t.CARD_GAP)
        self.both.visible = False
        return [self.writing, self.both]

    def foot(self) -> ft.Control:
        self.done = parts.primary_button(self.done_text(), self.guard(self.on_done))
        return self.done

    def _line_text(self) -> sentences.StatusText:
        return sentences.line(self.s, self.model)

    def _reader_name(self) -> str:
        return sentences.reader_name(self.s, self.model)

    def _on_answer(self) -> None:
        """The answer below changed."""
        if self._is_loaded:
            self.talk.box.show()

    def _on_change(self) -> None:
        """The model changed: after a keystroke, after a save."""
        if not self._is_loaded or self.model.conflict is not None:
            return
        if self.field.value != self.model.noun.words and self.model.is_saved:
            self._show_words()
        self._align()
        self.sharing.show()
        self._draw_notices()
        self.line.say()

    def _align(self) -> None:
        """Words from the right stand at the right. The field's direction is set only before anybody writes in it:
        changing it makes the client build another field, and what is being typed would go nowhere."""
        side = ft.TextAlign.RIGHT if is_right_to_left(self.model.noun.words) else ft.TextAlign.START
        if self.field.field.text_align != side:
            self.field.field.text_align = side
            parts.redraw(self.field)

    def _show_words(self) -> None:
        self.field.show(self.model.noun.words)

    def _draw_all(self) -> None:
        is_conflict = self.model.conflict is not None
        self.writing.visible, self.both.visible = not is_conflict, is_conflict
        if self.done.visible == is_conflict:
            self.done.visible = not is_conflict
            parts.redraw(self.done)
        if is_conflict:
            self.both.controls[:] = pieces.both_kept(self.s, self.model, self.on_choose)
            return
        self._about.value = self.about()
        self._about.visible = bool(self._about.value)
        self.draw_above()
        self.sharing.show()
        self._draw_notices()
        self._draw_more()
        if self.model.is_saved or self.model.trouble:
            self.line.say_now()

    def draw_above(self) -> None:
        """What stands above the field, drawn anew."""
        self.prompts.controls[:] = self.above()
        parts.redraw(self.prompts)

    def _draw_more(self) -> None:
        rows = [
            *self.below(),
            *pieces.earlier_words(
                self.s, self.model.noun.versions, self.pages, self.on_restore if self.may_restore() else None
            ),
        ]
        if self.model.saved is not None:
            delete = parts.text_button(self.delete_text(), self.guard(self.on_delete), tone="danger")
            rows.append(ft.Row([delete], alignment=ft.MainAxisAlignment.CENTER))
        self.more.controls[:] = rows
        parts.redraw(self.more)

    def _draw_notices(self) -> None:
        found = sentences.notices(self.s, self.model)
        if found != self._notices_drawn:
            self._notices_drawn = found
            self.notices.controls[:] = pieces.notices(
                self.s, found, on_save=self.model.flush, on_send=self.on_try_again
            )
            self.notices.visible = bool(found)
            parts.redraw(self.notices)

    # --- coming and going ---

    async def shown(self) -> None:
        with self.watched():
            if (
                self._is_loaded and not self.model.is_saved
            ):  # back from under Support: what is not saved stays
                await self.model.look_around()
            else:
                await self.model.load(self.params["id"])
            self._is_loaded = True
            self.go_on()
            self._first = first_looks(self.s)
            self._show_all()
        await self._place_replies()

    def _show_all(self) -> None:
        self.field.value = self.model.noun.words
        self.field.field.rtl = is_right_to_left(self.model.noun.words)
        self.field.field.disabled = False
        self._draw_all()
        parts.redraw(self.writing)
        parts.redraw(self.both)

    async def _place_replies(self) -> None:
        """Right under the words where there are some; then nothing moves until the page is left."""
        await self.talk.look(self.model.team)
        rows, card = self.writing.controls, self.talk.control
        if self._talk.thread.written and rows.index(card) > rows.index(self.sharing.control):
            rows.remove(card)
            rows.insert(rows.index(self.sharing.control), card)
            parts.redraw(self.writing)

    @property
    def draft(self) -> Together | None:
        return Together((self.model, self._talk.answering)) if self._is_loaded else None

    def recall(self, before: Any) -> None:
        for draft, held in zip((self.model, self._talk.answering), before.drafts, strict=True):
            assert isinstance(held, KeptDraft)
            draft.recall(held)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        if not self._is_loaded:
            return []
        return [(self.field.field, self._on_late), *self.talk.box.late_fields()]

    def _on_late(self, words: str) -> None:
        if self.s.door() == "open":
            self.field.value = words
            self.model.type(words)
        else:
            self.model.catch(words)

    async def may_leave_saved(self) -> bool:
        """Asked where nothing keeps what is not shared."""
        if self.s.services.keeps_after_closing or not self._is_loaded or not self.model.is_unshared:
            return True
        return await self.s.ask(
            self._("Leave without sharing?"),
            self._("What you wrote here is not shared. It is gone when this page is closed."),
            yes=self._("Leave"),
            no=self._("Stay here"),
        )

    def on_status(self, _: object) -> None:
        self.line.say()
        first = first_looks(self.s)
        if first != self._first:  # who may read it is known once all is here
            self._first = first
            self.look_soon()

    def on_commit(self, id: str) -> None:
        """Of the words themselves only those in view are heeded: that is their draft's to do."""
        if id == self.model.noun.id:
            self.s.run(self.model.stored_changed(id))
        elif id == self._talk.answering.noun.id:
            self.s.run(self._talk.answering.stored_changed(id))
        else:
            self.look_soon()

    async def look_again(self) -> None:
        await self.model.look_around()
        await self.talk.look(self.model.team)
        self._draw_all()
        parts.redraw(self.writing)
        parts.redraw(self.both)

    # --- acts ---

    def on_type(self, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.type(e.control.value or "")
        ft.context.disable_auto_update()

    def on_who(self, value: str) -> None:
        if value == "only_me" and self.model.share is not None:
            self.on_take_back()
            return
        self.model.wish("therapist" if value == "therapist" else "only_me")
        self.sharing.show()

    def on_take_back(self) -> None:
        """Asks once, with the honest words; never waits for anything."""
        self.s.run(self._take_back())

    async def _take_back(self) -> None:
        name = self._reader_name()
        if await self.s.ask(
            self._("Take it back?"),
            sentences.taking_back(self.s, name),
            yes=self._("Take back"),
            no=self._("Keep sharing"),
        ):
            await self.model.take_back()
            self.s.say(sentences.taken_back(self.s, self.model, name))
        await self.look_again()

    @property
    def _own_route(self) -> str:
        return f"{self.path.rpartition('/')[0]}/{self.model.noun.id}"

    async def on_share_now(self) -> None:
        await self._say(await self.model.share_now())
        await self.look_again()

    async def on_done(self) -> None:
        outcome = await self.model.done()
        if outcome != "kept":
            await self._say(outcome)
        if outcome in ("kept", "shared", "updated"):
            self.s.back()
        else:
            await self.look_again()

    async def _say(self, outcome: Outcome) -> None:
        """What came of it; what waits is said with its time, and offered again then."""
        is_put_off = outcome == "waits" and self.s.services.keeps_after_closing
        if is_put_off and await waits_for_another_day(self.s, self.records, "share", self._own_route):
            return
        self.s.say(sentences.outcome(self.s, outcome, self._reader_name()))

    async def on_try_again(self) -> None:
        await self.model.try_again()
        self.line.say()

    async def on_restore(self, version: EarlierWords, _: Any = None) -> None:
        self.model.restore(version)
        self._show_words()

    def on_delete(self) -> None:
        self.s.run(self._delete())

    async def _delete(self) -> None:
        if await waits_for_another_day(self.s, self.records, "delete", self._own_route):
            return
        await self.model.look_around()  # another page may have shared it this moment
        if self.model.share is not None and not await self.s.ask(
            self._("Delete it?"),
            sentences.deleting_shared(self.s, self._reader_name()),
            yes=self._("Delete"),
            no=self._("Keep it"),
            danger=True,
        ):
            return
        gone = await self.model.remove()
        self._show_words()
        if gone is not None:
            parts.snack(
                self.page,
                self._("Deleted."),
                action=self._("Undo"),
                on_action=self.guard(partial(self._undo, gone)),
                seconds=UNDO_S,
            )
        self.s.back()

    async def _undo(self, gone: Shareable[Any], _: Any = None) -> None:
        await self.records.save(gone)

    async def on_choose(self, words: str, _: Any = None) -> None:
        await self.model.choose(words)
        self._show_words()
        await self.look_again()
