"""One voice note while it is spoken: sealed piece by piece as it comes, and stopped with a reason, never in silence. Flet-free.

What is said to be saved is what the store has committed. Whatever ends it, what was heard and is not saved yet is tried again
and stays in memory until it is. At most a minute waits there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Literal, Unpack

from mobile.care.journal.sound import RATE, loudness, pressed, seconds
from mobile.care.journal.voice import PIECE_BYTES, Ended, VoiceNote
from mobile.care.sharing import new_id
from mobile.device.microphone_port import Begun, Microphone, State
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import Keeping
from mobile.screens.entry.model import EntryDraft
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.saved_as_typed import SavedAsTyped

QUIET_S = 8.0
"""A microphone that is on sends silence too. Nothing at all for so long, and it is not on any more."""
MOST_WAITING = 60 * RATE
BARS = 48
BAR_BYTES = RATE // 8
Now = Literal["ready", "asking", "on", "paused", "over"]


class Recording(SavedAsTyped):
    """Of one entry, one note after the other. `why` says what ended the last."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        entry: EntryDraft,
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, **calls)
        self.microphone: Microphone
        """Set before anything is begun: it hears through `hear` and `heard_state`."""
        self._entry = entry
        self._came = asyncio.Event()
        self._is_asked = False  # the microphone was told something, and what it says of itself is the answer
        self._is_going_on = False
        self._take = 0  # which recording it is, of those that were begun here
        self.state: Now = "ready"
        self.refused: Begun | None = None
        """Why the last try to begin came to nothing."""
        self._start_anew()

    def _start_anew(self) -> None:
        self._take += 1
        self.note = VoiceNote(new_id(), self._now())
        self.why: Ended | None = None
        self.failed: str | None = None
        """Why some of it could not be saved at first, whether or not it is by now."""
        self.was_interrupted = False
        self._waiting = bytearray()  # heard and not saved
        self._last = b""  # what the last saved piece holds, where that is short
        self._number = 0
        self._heard = 0
        self.levels: deque[float] = deque([0.0] * BARS, BARS)
        """How loud the last moments were, each from 0 to 1."""
        self.bars = 0  # how many there were of them
        self._bar: tuple[int, float] = (0, 0.0)

    # --- how it stands ---

    @property
    def is_on(self) -> bool:
        """Whether somebody may be speaking into it, or it waits for them."""
        return self.state in ("asking", "on", "paused")

    @property
    def seconds(self) -> float:
        """Heard."""
        return seconds(self._heard)

    @property
    def saved_seconds(self) -> float:
        """Committed in the store."""
        return self.note.seconds

    @property
    def unsaved_seconds(self) -> float:
        return seconds(len(self._waiting))

    @property
    def is_saved(self) -> bool:
        is_end_known = self.state != "over" or not self.note.pieces or self.note.ended == self.why
        return not self._waiting and is_end_known

    # --- verbs ---

    async def begin(self) -> None:
        """A new note. What is left unsaved of the one before is saved first, or nothing is begun."""
        if self.is_on or not await self.flush():
            return
        self._start_anew()
        self.state, self.refused = "asking", None
        self._on_change()
        take = self._take
        answer = await self.microphone.begin()
        if self._take != take:
            return  # stopped meanwhile, and begun again: the microphone is the next one's
        if self.state != "asking":  # the page was left while the person's system asked them
            self._let_go()
            return
        self.state = "on" if answer == "on" else "ready"
        self.refused = answer if answer != "on" else None
        self._on_change()
        if answer == "on":
            self._start(self._watch())

    async def pause(self) -> None:
        if self.state == "on":
            is_done = await self._tells(self.microphone.pause())
            if self.state == "on":
                self._rest() if is_done else self._end("taken")

    async def go_on(self) -> None:
        if self.state == "paused":
            self._is_going_on = True  # it may be on before it says so
            try:
                is_done = await self._tells(self.microphone.go_on())
            finally:
                self._is_going_on = False
            if self.state == "paused":
                self._listen() if is_done else self._end("taken")

    async def stop(self) -> bool:
        """The person is done. What was spoken and has not come yet is waited for. False: not all of it is saved."""
        if self.is_on:
            await self._tells(self.microphone.end())
            self._over("kept")
        return await self.flush()

    async def _tells(self, question: Coroutine[Any, Any, bool]) -> bool:
        self._is_asked = True
        try:
            return await question
        finally:
            self._is_asked = False

    # --- what the microphone says ---

    def hear(self, pcm: bytes, number: int) -> None:
        """Samples, in the order of their numbers."""
        if self.state == "over":
            self._let_go()  # it was not heard that it is over
        missing = number != self._number + 1
        self._number = number
        if self.state not in ("asking", "on") and not (self.state == "paused" and self._is_going_on):
            return
        if missing:
            self._end("gap")
            return
        sound = pressed(pcm)
        self._waiting += sound
        self._heard += len(sound)
        self._draw_level(len(sound), loudness(pcm))
        self._came.set()
        if len(self._waiting) >= MOST_WAITING:
            self._end("not_saved")
        elif len(self._waiting) + len(self._last) >= PIECE_BYTES:
            self._save_soon()
        else:
            self._on_change()

    def heard_state(self, state: State) -> None:
        """What it says by itself: a call or another app took it, and gave it back, or it is gone."""
        if self._is_asked or self.state not in ("on", "paused"):
            return
        if state == "stopped":
            self._end("taken")
        elif state == "paused" and self.state == "on":
            self.was_interrupted = True
            self._rest()
        elif state == "recording" and self.was_interrupted:
            self._listen()

    def _draw_level(self, length: int, level: float) -> None:
        held, loudest = self._bar
        held, loudest = held + length, max(loudest, level)
        if held >= BAR_BYTES:
            self.levels.append(loudest)
            self.bars += 1
            held, loudest = 0, 0.0
        self._bar = held, loudest

    async def _watch(self) -> None:
        """Until it is over: says so when nothing comes any more."""
        take = self._take
        while self.state in ("on", "paused") and self._take == take:
            self._came.clear()
            try:
                await asyncio.wait_for(self._came.wait(), QUIET_S if self.state == "on" else None)
            except TimeoutError:
                if self.state == "on":
                    self._end("quiet")

    # --- from one state to the next ---

    def _listen(self) -> None:
        self.state, self.was_interrupted = "on", False
        self._came.set()
        self._on_change()

    def _rest(self) -> None:
        self.state = "paused"
        self._came.set()
        self._save_soon()

    def _over(self, why: Ended) -> None:
        self.state, self.why = "over", why
        self._came.set()

    def _end(self, why: Ended) -> None:
        """By itself: the microphone is let go, and all that was heard is saved."""
        self._over(why)
        self._let_go()
        self._save_soon()

    def _let_go(self) -> None:
        self._start(self.microphone.end())

    # --- saving ---

    async def _save_all(self) -> str | None:
        try:
            return await self._save_note()
        except ChangedMeanwhile:
            if await self._records.get(VoiceNote, self.note.id) is not None:
                raise
            self.note, self._last = (
                VoiceNote(new_id(), self._now()),
                b"",
            )  # deleted on another page: the rest is another
            return await self._save_note()

    async def _save_note(self) -> str | None:
        while self._is_due():
            sound = bytes(self._waiting[: PIECE_BYTES - len(self._last)])
            longer, piece = self.note.with_sound(sound, self._last)
            if self.note.pieces:
                await self._records.save_all([longer, piece], over=[self.note])
            elif not await self._entry.speak(longer, piece):
                return self._entry.trouble or "io"
            self.note = longer
            self._last = piece.sound if len(piece.sound) < PIECE_BYTES else b""
            del self._waiting[: len(sound)]
        if self.state == "over" and self.why is not None and not self.is_saved:
            ended = self.note.over(self.why)
            await self._records.save_all([ended], over=[self.note])
            self.note = ended
        return None

    def _is_due(self) -> bool:
        """A whole piece, or where it rests whatever there is."""
        is_whole = len(self._waiting) + len(self._last) >= PIECE_BYTES
        return is_whole or (bool(self._waiting) and self.state in ("paused", "over"))

    async def flush(self) -> bool:
        is_saved = await super().flush()
        self.failed = self.trouble or self.failed
        if not is_saved and self.is_on:
            self._end("left" if self.trouble == "locked" else "not_saved")
        return is_saved

    async def finish(self) -> bool:
        """The place is left, or the device is locked."""
        if self.is_on:
            self._over("left")
            self._let_go()
        return await self.flush()

    async def seal(self, records: Keeping) -> bool:
        await self._entry.seal(records)
        return await super().seal(records)
