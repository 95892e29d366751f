"""The voice notes of one entry, beside its words: played, and removed after a question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from mobile.care.journal.voice import VoiceNote
from mobile.records.ports import Keeping
from mobile.screens.clinic_copy import removed_text
from mobile.screens.entry import voice_words, words
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings
from mobile.screens.panels.put_off import waits_for_another_day
from mobile.screens.panels.voice_notes import VoiceNotes, VoiceRow
from mobile.screens.reads.voice import notes_of, sound_of


class VoiceCard:
    """`control` is empty while there is none."""

    def __init__(self, s: Surroundings, model: EntryDraft, records: Keeping) -> None:
        self._s, self._model, self._records = s, model, records
        self._notes: Sequence[VoiceNote] = ()
        self._panel = VoiceNotes(s, partial(sound_of, records))
        self.control = self._panel.control

    async def look(self) -> None:
        """Reads how long they are, and no sound."""
        self._notes = await notes_of(self._records, self._model.noun.voice)
        self._show()

    def _show(self) -> None:
        self._panel.show(
            [
                VoiceRow(note, self._detail(note), partial(self._on_remove, note))
                for note in self._notes
                if note.id in self._model.noun.voice
            ]
        )

    def _detail(self, note: VoiceNote) -> str:
        when = self._s.moments.near(note.begun_at, self._s.now())
        ended = voice_words.ended_text(self._s, note)
        return f"{when[:1].upper()}{when[1:]}. {ended}" if ended else f"{when[:1].upper()}{when[1:]}"

    async def leave(self) -> None:
        await self._panel.stop()

    def _on_remove(self, note: VoiceNote, _: Any = None) -> None:
        self._s.run(self._remove(note))

    async def _remove(self, note: VoiceNote) -> None:
        _ = self._s._
        if await waits_for_another_day(self._s, self._records, "delete", f"/entry/{self._model.noun.id}"):
            return
        text = _("It is gone at once and cannot be brought back. Your words stay.")
        still_copied = removed_text(self._s)
        if still_copied:
            text = f"{_('It is gone from this device at once. Your words stay.')} {still_copied}"
        if self._model.is_given(note.id):
            still = _("{name} can hear it until you take it back, or share again without it.")
            text = f"{text} {still.format(name=words.reader_name(self._s, self._model))}"
        if not await self._s.ask(
            _("Delete this voice note?"),
            text,
            yes=_("Delete"),
            no=_("Keep it"),
            danger=True,
        ):
            return
        await self._panel.stop()
        if not await self._model.remove_voice(note):
            self._s.say(_("It could not be deleted now. It is still here."))
        await self.look()
