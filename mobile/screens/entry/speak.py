"""`/entry/<id>/speak` (picture 16): a voice note for an entry, kept as it is spoken.

Nothing is recorded before the person taps to begin, also where a lock or an address led here. What ends a recording by itself
stands on the page, with what is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flet as ft

from mobile.care.journal.sound import RATE
from mobile.care.journal.voice import VoiceNote
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.microphone import PageMicrophone
from mobile.screens.entry import voice_words, words
from mobile.screens.entry.model import KINDS, EntryDraft
from mobile.screens.entry.recording import BARS, Recording
from mobile.screens.reads.voice import notes_of
from mobile.screens.status_text import phase_name
from mobile.screens.voice_length import length_text
from mobile.screens.writing.screen import WritingScreen
from mobile.screens.writing.together import Together

BARS_A_DRAWING = 2
"""The page is drawn four times a second, not for every sound that comes."""


class SpeakEntry(WritingScreen):
    """The recorder."""

    follows = KINDS
    _is_loaded = False

    def title(self) -> str:
        return self._("Speak a note")

    def body(self) -> list[ft.Control]:
        patient = self.person.patient or self.person.fhir_user
        self.model = EntryDraft(
            self.records, patient, self.s.zone, self.s.now, start=self.s.run, on_change=lambda: None
        )
        self.model.language = self.s.language
        self.voice = Recording(
            self.records, self.s.now, self.model, start=self.s.run, on_change=self._on_change
        )
        self.voice.microphone = PageMicrophone(RATE, self._hear, self._heard_state, self.guard)
        self._before: Sequence[VoiceNote] = ()  # the last that was spoken before
        self._drawn: object = None
        self._acts_drawn: object = None
        self._above = parts.stack(spacing=t.S8)
        self._hint = parts.small(self._("Any order. Any words. Silence is fine, it keeps listening."))
        self.meter = parts.voice_meter(BARS, parts.chip(self._("Only me"), icon=parts.icons.ONLY_ME))
        self._notices = parts.stack()
        self._notices.visible = False
        return [self._above, self.meter, self._notices, parts.small(self.s.wording.voice_kept())]

    def foot(self) -> ft.Control:
        self._acts = parts.stack(spacing=t.S8)
        return self._acts

    # --- drawing ---

    def _on_change(self) -> None:
        if self._is_loaded:
            self._draw()

    def _draw(self) -> None:
        one = self.voice
        state = (
            one.state,
            one.bars // BARS_A_DRAWING,
            int(one.seconds),
            one.saved_seconds,
            one.why,
            one.trouble,
            one.refused,
        )
        if state == self._drawn:
            return
        self._drawn = state
        kept = one.saved_seconds / one.seconds if one.seconds else 0.0
        self.meter.show(
            parts.Heard(
                length_text(one.seconds),
                voice_words.state_text(self.s, one),
                one.state == "on",
                tuple(one.levels),
                min(1.0, kept),
                voice_words.saved_text(self.s, one),
            )
        )
        self._draw_acts()

    def _draw_above(self) -> None:
        entry = self.model.noun
        place: list[ft.Control] = []
        if entry.phase is not None:
            place.append(parts.phase_chip(entry.phase, phase_name(self.s, entry.phase)))
        if where := words.where_text(self.s, self.model):
            place.append(parts.small(where))
        rows: list[ft.Control] = []
        has_room = self.voice.state not in ("on", "paused")  # then the time and what is saved need it
        if place and has_room:
            rows.append(
                ft.Row(place, wrap=True, spacing=t.S8, vertical_alignment=ft.CrossAxisAlignment.CENTER)
            )
        if entry.prompt:
            rows.append(parts.title(entry.prompt, level=2))
        self._hint.visible = has_room
        rows.append(self._hint)
        self._above.controls[:] = rows
        parts.redraw(self._above)

    def _draw_acts(self) -> None:
        """What can be done now; left standing while that is the same."""
        one = self.voice
        state = one.state, one.why, one.trouble, one.refused, one.is_saved, one.saved_seconds > 0
        if one.is_on:
            state = (one.state,)
        if state == self._acts_drawn:
            return
        self._acts_drawn = state
        self._draw_above()
        self._acts.controls[:] = self._buttons()
        found = self._reasons()
        self._notices.controls[:] = found
        self._notices.visible = bool(found)
        parts.redraw(self._acts)
        parts.redraw(self._notices)

    def _buttons(self) -> list[ft.Control]:
        _, one = self._, self.voice
        stop = parts.outline_button(_("Stop and keep"), self.guard(self.on_stop))
        if one.state == "asking":
            return [parts.outline_button(_("Stop"), self.guard(self.on_stop))]
        if one.state == "on":
            return [
                parts.big_button(_("Pause"), self.guard(one.pause), icon=parts.icons.PAUSE, is_first=True),
                stop,
            ]
        if one.state == "paused":
            on = parts.icons.MICROPHONE
            return [parts.big_button(_("Go on"), self.guard(one.go_on), icon=on, is_first=True), stop]
        if one.state == "over" and not one.is_saved:
            return [parts.primary_button(_("Try saving again"), self.guard(self.on_save))]
        text = _("Speak on") if one.state == "over" and one.saved_seconds else _("Begin to speak")
        back = parts.outline_button(self.back_words(), self.guard(self.s.back))
        if not self.s.services.keeps_after_closing:
            return [back]
        begin = parts.big_button(text, self.guard(one.begin), icon=parts.icons.MICROPHONE, is_first=True)
        return [begin, back]

    def _reasons(self) -> list[ft.Control]:
        """What ended it, loud enough to be noticed, and why it could not begin."""
        one = self.voice
        if not self.s.services.keeps_after_closing:
            return [
                parts.notice(self._("Voice notes are kept on a device of your own. This page keeps none."))
            ]
        if one.state == "ready" and not one.refused and self._before and self._before[-1].ended != "kept":
            text = voice_words.before_text(self.s, self._before[-1])
            return [parts.notice(text, title=self._("Recording stopped"), tone="prepare")]
        if one.refused in voice_words.REFUSED:
            return [parts.notice(self._(voice_words.REFUSED[one.refused]), tone="prepare", is_live=True)]
        if one.state != "over" or (one.why == "kept" and one.is_saved):
            return []
        text = voice_words.stopped_text(self.s, one)
        tone: Any = "prepare" if one.is_saved else "danger"
        title = self._("Recording stopped") if one.why != "kept" else ""
        return [parts.notice(text, title=title, tone=tone, is_live=True)]

    def back_words(self) -> str:
        return self._("Back to the entry")

    # --- coming and going ---

    async def shown(self) -> None:
        with self.watched():
            if not self._is_loaded:
                await self.model.load(self.params["id"])
                if self.model.noun.is_raw:  # nothing is added to what was caught: it is an entry of its own
                    await self.model.load("new")
                self._before = await notes_of(self.records, self.model.noun.voice[-1:])
                self._is_loaded = True
                self.go_on()
            self._drawn = self._acts_drawn = None
            self._draw()
            parts.redraw(self.meter)

    async def look_again(self) -> None:
        """Of the entry only its place and prompt stand here: they change while nobody speaks."""

    def on_commit(self, id: str) -> None:
        if id == self.model.noun.id:
            self.s.run(self.model.stored_changed(id))

    def on_status(self, _: object) -> None:
        """Nothing here is sent."""

    @property
    def draft(self) -> Together | None:
        return Together((self.voice, self.model)) if self._is_loaded else None

    def recall(self, before: Any) -> None:
        """What was spoken before a lock and could not be saved is saved now, as the note it was."""
        self.s.run(before.seal(self.records))

    def leaving_loses(self) -> str:
        return self._("The last seconds you spoke could not be saved. If you leave this page they are gone.")

    # --- acts ---

    def _hear(self, pcm: bytes, number: int) -> None:
        self.voice.hear(pcm, number)
        ft.context.disable_auto_update()

    def _heard_state(self, state: Any) -> None:
        self.voice.heard_state(state)

    async def on_stop(self) -> None:
        if await self.voice.stop() and self.voice.saved_seconds:
            time = length_text(self.voice.saved_seconds)
            self.s.say(self._("Kept: {time}").format(time=time))
            self.s.back()

    async def on_save(self) -> None:
        await self.voice.flush()


class SpeakAtNight(SpeakEntry):
    """`/speak/<id>`: the same from session day, dark, and back to where it was opened."""

    is_night = True

    def back_words(self) -> str:
        return self._("Back")
