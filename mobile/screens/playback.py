"""Playing a voice note: a minute of it is read at a time, and the next before the one that plays is over. Flet-free."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Literal, Protocol, Unpack

from mobile.care.journal.sound import seconds, wav
from mobile.care.journal.voice import PIECE_S
from mobile.screens.page_calls import PageCalls

PIECES_AT_ONCE = 15
AHEAD_S = 8.0
"""So long before its end the next minute is given to the player."""
How = Literal["still", "beginning", "playing", "paused", "cannot"]


class Plays(Protocol):
    """One file that is played (`mobile.device.player.Player`)."""

    async def play(self) -> bool: ...

    async def pause(self) -> bool: ...

    async def end(self) -> None: ...


MakePlayer = Callable[[bytes, Callable[[float], None], Callable[[], None]], Plays]


class Sounding(Protocol):
    """A voice note, wherever it is kept."""

    @property
    def id(self) -> str: ...

    @property
    def seconds(self) -> float: ...


ReadSound = Callable[[Any, int, int], Coroutine[Any, Any, bytes]]
"""Of a note, from a piece on, at most so many pieces."""


class Playback:
    """One note at a time. `seconds` says how far it is."""

    def __init__(
        self,
        read: ReadSound,
        make_player: MakePlayer,
        **calls: Unpack[PageCalls],
    ) -> None:
        self._read, self._make_player = read, make_player
        self._start, self._on_change = calls["start"], calls["on_change"]
        self._players: Sequence[tuple[float, Plays]] = ()  # where in the note each begins: this, and the next
        self._turn = 0
        self._is_next_due = False
        self.note: Sounding | None = None
        self.how: How = "still"
        self.seconds = 0.0

    async def play(self, note: Sounding, from_s: float = 0.0) -> None:
        """From there, by whole pieces."""
        await self.stop()
        self._turn += 1
        turn = self._turn
        piece = int(max(0.0, min(from_s, note.seconds - 1)) // PIECE_S)
        self.note, self.seconds = note, float(piece * PIECE_S)
        self._say("beginning")
        made = await self._made(note, self.seconds, turn)
        if turn != self._turn:
            return
        self._players = (made,) if made is not None else ()
        await self._sound(turn)

    async def _sound(self, turn: int) -> None:
        """The first of the players sounds; stopped while it was about to, it is silent."""
        player = self._players[0][1] if self._players else None
        is_on = player is not None and await player.play()
        if turn == self._turn:
            self._say("playing" if is_on else "cannot")
        elif player is not None:
            await player.end()

    async def toggle(self, note: Sounding) -> None:
        """Plays it, lets it rest, or goes on with it."""
        if self.note is None or self.note.id != note.id or self.how in ("still", "cannot"):
            await self.play(note)
        elif self.how == "playing":
            turn = self._turn
            if await self._players[0][1].pause() and turn == self._turn:
                self._say("paused")
        elif self.how == "paused":
            await self._sound(self._turn)

    async def jump(self, by_s: float) -> None:
        """So many seconds on, or back."""
        if self.note is not None and self.how in ("playing", "paused"):
            await self.play(self.note, self.seconds + by_s)

    async def stop(self) -> None:
        self._turn += 1
        players, self._players = self._players, ()
        was = self.how
        self.note, self.how, self.seconds, self._is_next_due = None, "still", 0.0, False
        for _, player in players:
            await player.end()
        if was != "still":
            self._on_change()

    async def _made(self, note: Sounding, begin_s: float, turn: int) -> tuple[float, Plays] | None:
        sound = await self._read(note, int(begin_s) // PIECE_S, PIECES_AT_ONCE)
        if not sound:
            return None
        length = seconds(len(sound))

        def moved(second: float) -> None:
            if turn == self._turn and self._players and self._players[0][0] == begin_s:
                self._moved(note, begin_s, min(second, length), length, turn)

        def ended() -> None:
            if turn == self._turn and self._players and self._players[0][0] == begin_s:
                self._start(self._next(note, begin_s + length, turn))

        return begin_s, self._make_player(wav(sound), moved, ended)

    def _moved(self, note: Sounding, begin_s: float, second: float, length: float, turn: int) -> None:
        self.seconds = begin_s + second
        is_last = begin_s + length >= note.seconds
        if not is_last and not self._is_next_due and length - second <= AHEAD_S:
            self._is_next_due = True
            self._start(self._prepare(note, begin_s + length, turn))
        self._on_change()

    async def _prepare(self, note: Sounding, begin_s: float, turn: int) -> None:
        made = await self._made(note, begin_s, turn)
        if made is not None and turn == self._turn:
            self._players = (*self._players[:1], made)

    async def _next(self, note: Sounding, begin_s: float, turn: int) -> None:
        """What stood ready, or is read only now; after the last the note is over."""
        if begin_s >= note.seconds:
            await self.stop()
            return
        if len(self._players) < 2:
            await self._prepare(note, begin_s, turn)
        if turn != self._turn:
            return
        self._players, self._is_next_due = self._players[1:], False
        await self._sound(turn)

    def _say(self, how: How) -> None:
        self.how = how
        self._on_change()
