"""What was spoken with the words in view: heard as it was sent, and not any longer once its grant is over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mobile.care.journal.shared_voice import HeardNote
from mobile.care.shares import Share
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.panels.voice_notes import VoiceNotes, VoiceRow
from mobile.screens.reads.shared_voice import heard_by, heard_sound


class Hearing:
    """One a place. `control` is empty where nothing was spoken."""

    def __init__(self, s: Surroundings, records: Keeping) -> None:
        self._s, self._records = s, records
        self._panel = VoiceNotes(s, partial(heard_sound, records))
        self._grant = ""
        self.notes: Sequence[HeardNote] = ()
        self.control = self._panel.control

    async def turn_to(self, share: Share | None) -> None:
        """Reads how long they are, and no sound. What plays goes on only while the same share is open."""
        notes = await heard_by(self._records, share.grant) if share is not None and share.is_readable else []
        grant = share.grant.id if share is not None and notes else ""
        if grant != self._grant or any(one not in notes for one in self.notes):
            await self._panel.stop()
        self._grant, self.notes = grant, notes
        coming = self._s._("Some of it has not arrived yet.")
        self._panel.show([VoiceRow(note, "" if note.is_whole else coming) for note in notes])

    async def leave(self) -> None:
        await self._panel.stop()
