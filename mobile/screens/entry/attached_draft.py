"""What stands beside the words of an entry in records of its own, while it is written: voice notes and pictures, kept with the
entry that has them in one transaction, removed with it, and given along by choice. Flet-free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.care.shares import Share
from mobile.noun import Noun
from mobile.screens.entry.along import along_with
from mobile.screens.reads import pictures as reads
from mobile.screens.reads.voice import gone_with, notes_of
from mobile.screens.writing.along import Along
from mobile.screens.writing.shareable_draft import Outcome, Previewed, ShareableDraft


@dataclass(frozen=True)
class RemovedPicture:
    """All that brings it back: where it stood, and what it shows. Of one that did not open the picture is empty."""

    picture: EntryPicture
    place: int
    shows: str


class AttachedDraft(ShareableDraft[JournalEntry]):
    """Verbs for what stands beside the words."""

    spoken: Sequence[VoiceNote] = ()
    """Its voice notes: how long they are, and no sound."""
    _first_sound: tuple[VoiceNote, VoicePiece] | None = None
    _voice_to_remove: frozenset[str] = frozenset()  # with the next save
    _pictures_to_remove: frozenset[str] = frozenset()
    _coming: tuple[EntryPicture, ...] = ()  # saved with the entry that names them
    _previewed_voice: Sequence[VoiceNote] | None = None

    async def look_around(self) -> None:
        await super().look_around()
        self.spoken = await notes_of(self._records, self.noun.voice)

    async def _with_it(self, noun: JournalEntry) -> tuple[Sequence[Noun], Sequence[Noun], Sequence[Noun]]:
        sound = self._first_sound
        first = sound if sound is not None and sound[0].id in noun.voice else ()
        gone = await gone_with(self._records, sorted(self._voice_to_remove - set(noun.voice)))
        to_remove = sorted(self._pictures_to_remove - set(noun.pictures))
        pictures = await reads.gone_with(self._records, to_remove)
        new = [one for one in self._coming if one.id in noun.pictures]
        notes = [one for one in gone if isinstance(one, VoiceNote)]
        return [*first, *new], [*gone, *pictures], notes

    # --- voice ---

    async def speak(self, note: VoiceNote, piece: VoicePiece) -> bool:
        """The first seconds of a voice note, saved in one transaction with the entry that has it from now on. False: nothing of it
        is saved, and `trouble` says why."""
        self._first_sound = (note, piece)
        self._change(self.noun.speaking(note.id))
        is_kept = await self.flush()
        self._first_sound = None
        if not is_kept:
            self.noun = self.noun.without_voice(note.id)
        return is_kept

    async def remove_voice(self, note: VoiceNote) -> bool:
        """One voice note, for good, in one transaction with the entry that has it no more. False: it is still there."""
        self._voice_to_remove |= {note.id}
        self._change(self.noun.without_voice(note.id))
        is_gone = await self.flush()
        self._voice_to_remove -= {note.id}
        if not is_gone:
            self.noun = self.noun.speaking(note.id)
        return is_gone

    # --- pictures ---

    async def add_picture(self, picture: EntryPicture) -> str | None:
        """Saved in one transaction with the entry that has it from now on. Returns why not, where nothing of it is saved: the
        words are, if they can be without it."""
        return await self._keep(RemovedPicture(picture, len(self.noun.pictures), ""))

    async def put_back(self, removed: RemovedPicture) -> str | None:
        """Where it stood. As `add_picture`."""
        return await self._keep(removed)

    async def _keep(self, one: RemovedPicture) -> str | None:
        id = one.picture.id
        self._coming = (*self._coming, one.picture)
        self._change(self.noun.with_picture(id, one.place).showing(id, one.shows))
        why = None if await self.flush() else self.trouble or "io"
        self._coming = tuple(other for other in self._coming if other.id != id)
        if why is not None:
            self.noun = self.noun.without_picture(id)
            await self.flush()
        return why

    async def remove_picture(self, id: str) -> RemovedPicture | None:
        """In one transaction with the entry that has it no more. None: it is still there."""
        if id not in self.noun.pictures:
            return None
        found, noun = await reads.gone_with(self._records, [id]), self.noun
        self._pictures_to_remove |= {id}
        self._change(noun.without_picture(id))
        is_gone = await self.flush()
        self._pictures_to_remove -= {id}
        removed = RemovedPicture(
            found[0] if found else EntryPicture(id), noun.pictures.index(id), noun.shows(id)
        )
        if not is_gone:
            self.noun = self.noun.with_picture(id, removed.place).showing(id, removed.shows)
        return removed if is_gone else None

    def describe(self, id: str, words: str) -> None:
        """What this picture shows; "" for nothing said."""
        self._change(self.noun.showing(id, words))

    def catch_description(self, id: str, words: str) -> None:
        """Letters that arrived after the lock: kept in memory with what is unsaved, neither saved nor drawn."""
        self.noun = self.noun.showing(id, words)

    # --- given along ---

    def is_given(self, id: str) -> bool:
        """Whether somebody may hear or see this note or picture, whatever becomes of it here."""
        return self.share is not None and id in (*self.noun.voice_given, *self.noun.pictures_given)

    @property
    def spoken_s(self) -> float:
        """How long its voice notes are together."""
        return sum(note.seconds for note in self.spoken)

    def _heard_with(self) -> list[VoiceNote]:
        """The notes that go along, as long as they were when they were last looked at."""
        return [note for note in self.spoken if note.id in self.noun.voice_along]

    async def _with_along(self, wanted: JournalEntry, current: Share | None) -> tuple[JournalEntry, Along]:
        return await along_with(self._records, wanted, current, self._patient, self._previewed_voice)

    async def share_now(self, previewed: Previewed[JournalEntry] | None = None) -> Outcome:
        heard = self._heard_with()
        if previewed is not None and await notes_of(self._records, self.noun.voice_along) != heard:
            await self.look_around()
            return "changed"
        self._previewed_voice = heard if previewed is not None else None
        return await super().share_now(previewed)
