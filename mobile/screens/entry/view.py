"""`/entry/<id>` (picture 07): one entry, kept as it is typed. A free one has no prompt until it is asked for one."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.entry import layers, words
from mobile.screens.entry.adding import Adding
from mobile.screens.entry.beside import SetBesideCard, StepsCard
from mobile.screens.entry.hidden_card import HiddenCard
from mobile.screens.entry.model import KINDS, EntryDraft
from mobile.screens.entry.picture_card import PictureCard
from mobile.screens.entry.readers import EntryReaders
from mobile.screens.entry.voice_card import VoiceCard
from mobile.screens.status_text import StatusText, phase_name, standing_text, unshared_text
from mobile.screens.writing import sentences
from mobile.screens.writing.page import WritingPage
from mobile.screens.writing.share_card import ReadersCard
from mobile.screens.writing.together import Together


class OneEntry(WritingPage[EntryDraft]):
    """The composer."""

    follows = KINDS
    make_model = EntryDraft
    lines = (6, 14)
    _is_share_asked = False
    _others: tuple[JournalEntry, ...] = ()

    def body(self) -> list[ft.Control]:
        rows = super().body()
        self.model.language = self.s.language
        return rows

    def title(self) -> str:
        return self._("Entry")

    def field_name(self) -> str:
        return self._("Your words")

    def about(self) -> str:
        return ""

    def delete_text(self) -> str:
        return self._("Delete this entry")

    def done_text(self) -> str:
        return self._("Keep entry")

    def may_restore(self) -> bool:
        return not self.model.noun.is_raw

    # --- drawing ---

    def who_reads(self) -> ReadersCard:
        return EntryReaders(self.s, self.model, self)

    def beside(self) -> list[ft.Control]:
        self.steps, self.set_beside = StepsCard(self.s, self.model), SetBesideCard(self.s, self.model)
        self._asking = parts.stack(spacing=0)
        self._speak: list[ft.Control] = []  # made once: a tap on its way to it finds it
        if self.s.services.keeps_after_closing:
            icon = parts.icons.MICROPHONE
            self._speak = [parts.text_button(self._("Speak"), self.guard(self.on_speak), icon=icon)]
        self.voice = VoiceCard(self.s, self.model, self.records)
        self.adding = Adding(
            self.records,
            self.s.now,
            self.model,
            start=self.s.run,
            on_change=self._on_adding,
            is_open=lambda: self.s.door() == "open",
        )
        self.pictures = PictureCard(self.s, self.model, self.records, self.adding)
        self.hidden_card = HiddenCard(self.s, self.model)
        return [
            self.hidden_card.control,
            self._asking,
            self.voice.control,
            self.pictures.control,
            self.steps.control,
        ]

    def _on_adding(self) -> None:
        """A picture is on its way, or was saved."""
        if self._is_loaded and self.s.door() == "open":
            self.s.run(self.pictures.look())

    def above(self) -> list[ft.Control]:
        """Where the person was when they began it, and the prompt it answers."""
        entry, rows = self.model.noun, list[ft.Control]()
        if entry.deleted_at is not None:
            back = parts.text_button(self._("Bring back"), self.guard(self.on_bring_back))
            rows.append(parts.notice(self._("This entry is in the trash."), action=back))
        place: list[ft.Control] = []
        if entry.phase is not None:
            place.append(parts.phase_chip(entry.phase, phase_name(self.s, entry.phase)))
        if where := words.where_text(self.s, self.model):
            place.append(parts.small(where))
        if place:
            rows.append(
                ft.Row(place, wrap=True, spacing=t.S8, vertical_alignment=ft.CrossAxisAlignment.CENTER)
            )
        if nothing := layers.nothing_text(self.s, self.model):
            rows.append(parts.notice(nothing))
        rows += (kept := layers.kept_before(self.s, self.model, self._others))
        if entry.prompt:
            rows += [*([parts.gap(t.S4)] if kept else []), parts.title(entry.prompt, level=2)]
        if entry.is_raw:
            rows += layers.raw(self.s, self.model)
        self._draw_asking()
        self._draw_raw()
        return rows

    def _draw_raw(self) -> None:
        """What was caught by tap is read, not written on."""
        is_raw = self.model.noun.is_raw
        for one in (self.field, self.steps.control):
            if one.visible == is_raw:
                one.visible = not is_raw
                parts.redraw(one)

    def _draw_asking(self) -> None:
        if self.model.noun.layer:
            ways = [] if self.model.noun.is_raw else [*self._speak, self.pictures.button]
            drawn = [
                *([ft.Row(ways, wrap=True, spacing=t.S8, run_spacing=0)] if ways else []),
                *layers.asked_beside(self.s, self.model),
            ]
            reconcile.put_rows(self._asking.controls, drawn)  # a tap on its way finds what stands
            parts.redraw(self._asking)
            return
        _, has_prompt = self._, bool(self.model.noun.prompt)
        text = _("Another prompt") if has_prompt else _("A prompt")
        asks: list[ft.Control] = [
            *self._speak,
            self.pictures.button,
            parts.text_button(text, self.guard(self.on_prompt), icon=ft.Icons.LIGHTBULB_OUTLINE_ROUNDED),
        ]
        if has_prompt:
            asks.append(parts.text_button(_("No prompt"), self.guard(self.on_no_prompt)))
        self._asking.controls[:] = [ft.Row(asks, wrap=True, spacing=t.S8, run_spacing=0)]
        parts.redraw(self._asking)

    def below(self) -> list[ft.Control]:
        """What is true of every entry, the way to help, and what else can be set beside the words."""
        _ = self._
        support = parts.text_button(
            _("Support"), self.guard(partial(self.s.go, "/support")), tone="support", label=_("Go to Support")
        )
        text = parts.small(_("Entries are not watched around the clock. If you need help now, use Support."))
        others = layers.kept_beside(self.s, self.model, self._others)
        return [parts.Beside(text, support), *others, self.set_beside.control]

    def _on_change(self) -> None:
        super()._on_change()
        if self._is_loaded and self.model.is_saved:
            self._show_beside()

    def _show_beside(self) -> None:
        self.steps.show()
        self.set_beside.show()
        self._show_hidden()

    def _show_hidden(self) -> None:
        """What is hidden is nobody's to be given."""
        self.hidden_card.show()
        readers = self.sharing.control
        if readers.visible == self.model.is_hidden:
            readers.visible = not self.model.is_hidden
            parts.redraw(readers)

    def draw_above(self) -> None:
        super().draw_above()
        self._show_beside()

    def _line_text(self) -> StatusText:
        """Where the words are, and no more: what others read stands in its own card."""
        model = self.model
        if model.trouble is not None or not model.is_saved or model.share is None:
            return sentences.line(self.s, model)
        if model.is_changed_since_shared:
            return unshared_text(self.s)
        return standing_text(self.s, model.standing)

    def late_fields(self) -> Any:
        if not self._is_loaded:
            return []
        title = (self.set_beside.title, self._on_late_title)
        return [*super().late_fields(), title, *self.pictures.late_fields()]

    def _on_late_title(self, title: str) -> None:
        if self.s.door() == "open":
            self.model.name(title)
        else:
            self.model.catch_title(title)

    # --- acts ---

    async def on_prompt(self) -> None:
        self.model.another_prompt(self.s.language)
        self.draw_above()
        await self.field.focus()

    def on_no_prompt(self) -> None:
        self.model.no_prompt()
        self.draw_above()

    def on_who(self, value: str) -> None:
        if value == "only_me":
            if self.model.share is not None:
                self.on_take_back()
            return
        self.on_show_part()

    def on_show_part(self) -> None:
        """To the preview: nothing is shared that was not seen there."""
        self.s.run(self._show_part())

    async def shown(self) -> None:
        await super().shown()
        self.s.run(self._look_at_others())
        await self.voice.look()
        await self.pictures.look()
        if self._is_share_asked:
            self._is_share_asked = False
            self.on_show_part()

    async def _look_at_others(self) -> None:
        """Once the words stand: to find the other layers every entry's head is read."""
        self._others = await layers.others_of(self.records, self.model.noun)
        if self._others:
            self._draw_all()
            parts.redraw(self.writing)

    @property
    def draft(self) -> Together | None:
        written = super().draft
        return Together((*written.drafts, self.adding)) if written is not None else None

    def recall(self, before: Any) -> None:
        *written, adding = before.drafts
        super().recall(Together(written))
        self.adding.recall(adding)

    def leaving_loses(self) -> str:
        if self.model.is_saved and not self.adding.is_saved:
            return self._("Your picture could not be saved. If you leave this page it is gone.")
        return super().leaving_loses()

    async def hidden(self) -> None:
        if self._is_loaded:
            await self.voice.leave()
        await super().hidden()

    async def look_again(self) -> None:
        await super().look_again()
        await self.voice.look()
        await self.pictures.look()

    def on_commit(self, id: str) -> None:
        if id == self.model.noun.id:
            self.s.run(self._look_beside(id))
        else:
            super().on_commit(id)

    async def _look_beside(self, id: str) -> None:
        """What another page spoke or added is known once the entry was read."""
        await self.model.stored_changed(id)
        await self.voice.look()
        await self.pictures.look()

    async def on_speak(self) -> None:
        """What was written is saved first; a prompt goes along."""
        if self._is_loaded and await self.model.flush():
            await self.model.keep_prompt()
            self.s.go(f"/entry/{self.model.noun.id}/speak")

    async def _show_part(self) -> None:
        if not self._is_loaded:  # a tap that came first is done once the entry is here
            self._is_share_asked = True
            return
        if not await self.model.flush():
            self.sharing.show()
            return
        if self.model.noun.is_empty:
            self.s.say(self._("There are no words to share yet."))
            self.sharing.show()
            return
        self.s.go(f"/entry/{self.model.noun.id}/share")

    async def on_let_go(self) -> None:
        await self.model.let_go()
        self.sharing.show()

    async def on_bring_back(self) -> None:
        await self.model.bring_back()
        self.draw_above()
