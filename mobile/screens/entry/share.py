"""`/entry/<id>/share` (picture 19): how much of an entry is shared, with whom, exactly what they will see, and what stays.

What is sent is what is drawn here: both are made of one text. While what binds a person waits, sharing does too, and can be
slept on.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.chosen import PartGone
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.shared_voice import MOST_S
from mobile.care.journal.shown import Shown
from mobile.design import parts
from mobile.design import tokens as t
from mobile.documents.whole_letters import beginning
from mobile.screens.clinic_words import role_text
from mobile.screens.entry import voice_words, words
from mobile.screens.entry.choosing import Choosing
from mobile.screens.entry.model import KINDS, EntryDraft
from mobile.screens.entry.share_pictures import PicturesToShare
from mobile.screens.first_fetch import has_all
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.reader_choice import reader_choice
from mobile.screens.panels.shown_entry import marks_drawn, shown_drawn
from mobile.screens.panels.voice_notes import VoiceNotes, VoiceRow
from mobile.screens.reads.voice import sound_of
from mobile.screens.shareable_words import About, of_kind
from mobile.screens.writing import sentences
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.screen import WritingScreen
from mobile.screens.writing.shareable_draft import Previewed

PREVIEW_MOST = 20_000
"""Letters drawn at once; the rest on request."""


class ShareEntry(WritingScreen, LiveScreen):  # type: ignore[override]
    """The preview."""

    follows = KINDS
    _is_loaded = False
    _is_all_open = False
    _acts_drawn: object = None
    _is_choosing_reader = False
    _previewed: Previewed[JournalEntry] | None = None

    def title(self) -> str:
        return self._("Share this entry")

    def body(self) -> list[ft.Control]:
        patient = self.person.patient or self.person.fhir_user
        self.model = EntryDraft(
            self.records, patient, self.s.zone, self.s.now, start=self.s.run, on_change=lambda: None
        )
        self.pictures = PicturesToShare(self.s, self.model, self.records, self.redraw)
        self.choosing = Choosing(self.s, self.model, self.pictures, self.redraw)
        self.voice = VoiceNotes(self.s, partial(sound_of, self.records))
        return super().body()

    def foot(self) -> ft.Control:
        self._acts = parts.stack(spacing=t.S8)
        return self._acts

    async def load(self) -> None:
        if not self._is_loaded:
            await self.model.load(self.params["id"])
            self._is_loaded = True
            self.go_on()
        else:
            await self.model.stored_changed(self.model.noun.id)
            await self.model.look_around()
        self._heed_voice()
        await self.pictures.load()

    def _heed_voice(self) -> None:
        """What stands for the voice notes is as long as they are now; too long, or none, and it does not go along."""
        model = self.model
        if model.noun.chosen.voice:
            goes = bool(model.spoken) and model.spoken_s <= MOST_S
            model.send_voice(voice_words.line_text(self.s, model.spoken) if goes else "")
        self.voice.show([VoiceRow(note) for note in model.spoken] if model.noun.chosen.voice else [])

    async def hidden(self) -> None:
        await self.voice.stop()
        await super().hidden()

    @property
    def draft(self) -> EntryDraft | None:
        return self.model if self._is_loaded else None

    def recall(self, before: Any) -> None:
        assert isinstance(before, KeptDraft)
        self.model.recall(before)

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        self._previewed = Previewed(self.model.noun, self.model.reader)
        self._draw_acts()
        if self.model.is_hidden:
            return [parts.notice(self._("This entry is hidden. Show it in the journal before you share it."))]
        if self.model.noun.is_empty:
            return [parts.notice(self._("There are no words to share yet."))] if self.has_all else []
        return [
            *self.choosing.drawn(),
            *self._readers(),
            *self._preview(),
            *self._stays(),
            parts.small(sentences.promise(self.s)),
        ]

    def _name(self) -> str:
        return words.reader_name(self.s, self.model)

    def _readers(self) -> list[ft.Control]:
        """With whom, and the way to somebody else of the team while nobody has it."""
        _, model = self._, self.model
        reader = model.reader
        if reader is None:
            return [parts.notice(sentences.who_sees(self.s, model))]
        if self._is_choosing_reader and model.share is None:
            return [reader_choice(self.s, model.team, reader.reference, self.on_reader)]
        role = role_text(_, model.team.role_of(reader.reference))
        lines: list[ft.Control] = [parts.strong(self._name())]
        if role:
            lines.append(parts.small(role))
        who = ft.Row(
            [
                parts.avatar(self._name()),
                ft.Column(lines, spacing=0, tight=True, expand=True),
            ],
            spacing=t.S12,
            expand=True,
        )
        if model.share is not None or len(model.team.people) < 2:
            return [parts.card(who)]
        change = parts.text_button(
            _("Change"), self.guard(self.on_change_reader), label=_("Change who reads it")
        )
        return [parts.card(parts.Beside(who, change))]

    def _shown(self) -> Shown | None:
        """What they would see; None where that cannot be sent."""
        try:
            return self.model.noun.shown if self.model.sendable.problem is None else None
        except PartGone:
            return None

    def _preview(self) -> list[ft.Control]:
        _, model, shown = self._, self.model, self._shown()
        name = self._name()
        if shown is None:
            return [parts.notice(words.cannot_text(self.s, model, name), tone="prepare", is_live=True)]
        is_same = model.share is not None and not model.is_changed_since_shared
        title = (
            _("{name} sees this, letter for letter")
            if is_same
            else _("{name} will see this, letter for letter")
        )
        entry = model.noun
        about = About(entry.head(), model.session, model.place)
        head = ft.Row(
            [
                parts.icons.icon(parts.icons.THERAPIST, size=20, color=t.PRIMARY),
                ft.Container(parts.small(of_kind(type(entry)).own(self.s, about, False)), expand=True),
            ],
            spacing=t.S8,
        )
        marks = marks_drawn(
            self.s, is_starred=entry.shows_star, is_start=entry.chosen.start_here_at is not None
        )
        drawn = [*marks, *shown_drawn(self.s, self._cut(shown), entry.step_codes, self.pictures.seen())]
        rest = self._rest(shown)
        return [
            parts.section(title.format(name=name)),
            parts.outlined_card(head, *drawn, self.voice.control, *rest, spacing=t.S8),
        ]

    def _cut(self, shown: Shown) -> Shown:
        """So much of a very long one as is drawn at once."""
        if self._is_all_open or len(shown.words) <= PREVIEW_MOST or shown.gap:
            return shown
        return replace(shown, pieces=(beginning(shown.words, PREVIEW_MOST),))

    def _rest(self, shown: Shown) -> list[ft.Control]:
        if self._cut(shown) is shown:
            return []
        return [
            parts.small(self._("… and the rest of it, word for word.")),
            parts.text_button(self._("Show all of it"), self.guard(self.on_show_all)),
        ]

    def _stays(self) -> list[ft.Control]:
        shown, text = self._shown(), words.stays_text(self.s, self.model)
        if shown is None or not text:
            return []
        _, name = self._, self._name()
        sentence = _("Stays with you: {what}.").format(what=text)
        if shown.gap:
            sentence = f"{sentence} {_('{name} sees that something is left out.').format(name=name)}"
        lock = parts.icons.icon(parts.icons.ONLY_ME, size=20)
        return [
            ft.Row(
                [lock, ft.Container(parts.small(sentence, color=t.INK), expand=True)],
                spacing=t.S8,
                vertical_alignment=ft.CrossAxisAlignment.START,
            )
        ]

    def _draw_acts(self) -> None:
        """Sharing, or what stands in its place while it waits."""
        _, model, acts = self._, self.model, list[ft.Control]()
        can_share = not model.is_hidden and self._shown() is not None and model.reader is not None
        is_same = model.share is not None and not model.is_changed_since_shared
        state = can_share, is_same, model.waits, model.share is None, self._name(), model.asks_again_at
        if state == self._acts_drawn:  # a tap on its way finds what it was meant for
            return
        self._acts_drawn = state
        if can_share and is_same:
            acts.append(parts.outline_button(_("Back"), self.guard(self.s.back)))
        elif can_share and model.waits is not None:
            acts.append(parts.small(words.waits_text(self.s, model.waits.until), color=t.INK))
            acts.append(self._sleep(parts.primary_button))
        elif can_share:
            text = _("Share with {name}").format(name=self._name())
            acts.append(parts.primary_button(text, self.guard(self.on_share)))
            if model.share is None:
                acts.append(self._sleep(parts.outline_button))
        self._acts.controls[:] = acts
        parts.redraw(self._acts)

    def _sleep(self, button: Any) -> ft.Control:
        again = words.asked_again(self.s, self.model.asks_again_at)
        return parts.stack(
            button(self._("Sleep on it"), self.guard(self.on_sleep), icon=parts.icons.SESSION),
            parts.small(again, align=ft.TextAlign.CENTER),
            spacing=t.S4,
        )

    # --- acts ---

    async def on_show_all(self) -> None:
        self._is_all_open = True
        await self.redraw()

    async def on_change_reader(self) -> None:
        self._is_choosing_reader = True
        await self.redraw()

    async def on_reader(self, reference: str) -> None:
        self.model.ask(reference)
        self._is_choosing_reader = False
        await self.redraw()

    async def on_share(self) -> None:
        name = self._name()
        outcome = await self.model.share_now(self._previewed)
        self.s.say(
            sentences.outcome(self.s, outcome, name)
            if outcome != "nobody" or not has_all(self.s)
            else self.s.wording.not_shared("nobody")
        )
        if outcome in ("shared", "updated", "kept"):
            self.s.back()
        else:
            await self.redraw()

    async def on_sleep(self) -> None:
        if await self.model.sleep_on_it():
            again = words.asked_again(self.s, self.model.slept_on.from_at if self.model.slept_on else None)
            self.s.say(f"{self.s.wording.not_shared('kept')}. {again}")
            self.s.back()
        else:
            self.s.say(self.s.wording.not_shared("not_saved"))
