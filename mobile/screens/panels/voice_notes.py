"""Voice notes as rows that play: how long each is, how far it is, why it ended, and what else can be done with it.

What plays here is what is kept or was sent, byte for byte. It stops when the place is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.player import Player
from mobile.screens.frame import Surroundings
from mobile.screens.playback import Playback, ReadSound, Sounding
from mobile.screens.voice_length import length_text

JUMP_S = 15
LONG_S = 600
"""From here on one can also go by minutes."""
FAR_S = 300


@dataclass(frozen=True)
class VoiceRow:
    """One note. `detail` stands below its length; `on_remove` None: it cannot be removed here."""

    note: Sounding
    detail: str = ""
    on_remove: Callable[..., Any] | None = None


class VoiceNotes:
    """Rows of one place. Call `show` with what there is, and `stop` when the place is left."""

    def __init__(self, s: Surroundings, read: ReadSound) -> None:
        self._s = s
        self._playback = Playback(read, self._player, start=s.run, on_change=self._on_change)
        self._rows: Sequence[VoiceRow] = ()
        self._drawn: object = None
        self.control = parts.stack()
        self.control.visible = False

    def _player(self, file: bytes, on_second: Callable[[float], None], on_end: Callable[[], None]) -> Player:
        return Player(file, on_second, on_end, self._s.guard)

    async def stop(self) -> None:
        await self._playback.stop()

    def show(self, rows: Sequence[VoiceRow]) -> None:
        self._rows = rows
        self._on_change()

    def _on_change(self) -> None:
        one = self._playback
        at = one.note.id if one.note is not None else ""
        state = (
            [(row.note.id, row.note.seconds, row.detail) for row in self._rows],
            at,
            one.how,
            int(one.seconds),
        )
        if state == self._drawn:
            return
        self._drawn = state
        self.control.controls[:] = [self._row(row, number) for number, row in enumerate(self._rows, 1)]
        self.control.visible = bool(self._rows)
        parts.redraw(self.control)

    def _row(self, row: VoiceRow, number: int) -> ft.Control:
        _, one, note = self._s._, self._playback, row.note
        is_here = one.note is not None and one.note.id == note.id
        length = length_text(note.seconds)
        name = _("Voice note {n}").format(n=number) if len(self._rows) > 1 else _("Voice note")
        is_playing = is_here and one.how in ("playing", "beginning")
        act = _("Pause {what}").format(what=name) if is_playing else _("Play {what}").format(what=name)
        play = parts.icon_button(
            parts.icons.PAUSE if is_playing else parts.icons.PLAY,
            act,
            self._s.guard(partial(self._on_play, note)),
        )
        far = f"{length_text(one.seconds)} / {length}" if is_here and one.how != "cannot" else length
        texts: list[ft.Control] = [parts.strong(f"{name} · {far}")]
        if is_here and one.how == "cannot":
            texts.append(parts.small(_("It cannot be played here."), color=t.SUPPORT))
        if row.detail:
            texts.append(parts.small(row.detail))
        line: list[ft.Control] = [play, ft.Column(texts, spacing=0, tight=True, expand=True)]
        if row.on_remove is not None:
            delete = _("Delete {what}").format(what=name)
            line.append(
                parts.icon_button(ft.Icons.DELETE_OUTLINE_ROUNDED, delete, self._s.guard(row.on_remove))
            )
        rows: list[ft.Control] = [ft.Row(line, spacing=t.S8, vertical_alignment=ft.CrossAxisAlignment.CENTER)]
        if is_here and one.how in ("playing", "paused"):
            rows.append(self._ways(note))
        return parts.card(*rows, padding=t.S12)

    def _ways(self, note: Sounding) -> ft.Control:
        """Back and on."""
        _ = self._s._
        jumps = [-JUMP_S, JUMP_S]
        if note.seconds >= LONG_S:
            jumps = [-FAR_S, *jumps, FAR_S]
        buttons: list[ft.Control] = []
        for by in jumps:
            label = _("{time} back") if by < 0 else _("{time} on")
            text = f"{'−' if by < 0 else '+'}{length_text(abs(by))}"
            on_jump = self._s.guard(partial(self._on_jump, by))
            buttons.append(parts.text_button(text, on_jump, label=label.format(time=length_text(abs(by)))))
        return ft.Row(buttons, wrap=True, spacing=0, run_spacing=0)

    async def _on_play(self, note: Sounding, _: Any = None) -> None:
        await self._playback.toggle(note)

    async def _on_jump(self, by: float, _: Any = None) -> None:
        await self._playback.jump(by)
