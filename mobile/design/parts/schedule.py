"""Weeks of blocks, and one day by room along its hours; where the letters leave no room for that, what says the same in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from .beside import Fitting, Probe
from .handling import redraw
from .surfaces import hairline, stack
from .words import small, strong

BLOCK = 118
"""px: how wide a block of a week is in letters of the usual size."""
_ROOM = 128
_HOUR = 60
_HOUR_LETTERS = 5


class Weeks(ft.Stack):
    """Groups of blocks, each below its heading, side by side and wrapping. A block grows with the letters."""

    def __init__(self, weeks: Sequence[tuple[str, Sequence[ft.Container]]]) -> None:
        self._blocks = [block for _, blocks in weeks for block in blocks]
        self._probe = Probe(self._grow)
        for block in self._blocks:
            block.width = BLOCK
        groups: list[ft.Control] = [
            ft.Column(
                [
                    small(heading, is_strong=True),
                    ft.Row(
                        list(blocks),
                        wrap=True,
                        spacing=t.S8,
                        run_spacing=t.S8,
                        vertical_alignment=ft.CrossAxisAlignment.START,
                    ),
                ],
                spacing=t.S4,
                tight=True,
            )
            for heading, blocks in weeks
        ]
        line = ft.Row(
            groups,
            wrap=True,
            spacing=t.S12,
            run_spacing=t.S12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        super().__init__([line, ft.Container(self._probe, left=0, top=0)])

    def _grow(self) -> None:
        scale = max(1.0, self._probe.line_height / (t.SIZE_BODY * t.LINE_HEIGHT))
        width = round(BLOCK * scale)
        if all(block.width == width for block in self._blocks):
            return
        for block in self._blocks:
            block.width = width
        redraw(self)


@dataclass(frozen=True)
class DayBlock:
    """From `start` to `end`, in minutes from the first hour that is drawn. `text` has little room, `says` is the whole of it."""

    start: int
    end: int
    text: str
    says: str
    tone: t.Tone = "session"
    is_chosen: bool = False


@dataclass(frozen=True)
class DayRoom:
    """One line of the day. `is_closed`: nothing is in it the whole day, and `blocks` says why."""

    name: str
    detail: str
    blocks: Sequence[DayBlock]
    is_closed: bool = False


class DayByRoom(Fitting):
    """`hours`: what stands over each hour. `in_words`: the same where the hours have no room for their names."""

    def __init__(
        self, hours: Sequence[str], rooms: Sequence[DayRoom], in_words: ft.Control, *, is_wide: bool
    ) -> None:
        super().__init__([], gap=0, alignment=ft.CrossAxisAlignment.START)
        self._hours = len(hours)
        self._drawn = stack(_hours(hours), *(_line(one, len(hours)) for one in rooms), spacing=0)
        self._in_words = in_words
        self._place = ft.Container()
        self.is_below = self.wrap = not is_wide
        self.controls = [self._place, self.probe]
        self.lay(self.is_below)

    def fits(self, room: float) -> bool:
        hour = self.probe.width_of(_HOUR_LETTERS, t.SIZE_SMALL)
        return room >= self._hours * hour + _ROOM

    def lay(self, is_below: bool) -> None:
        self._place.content = self._in_words if is_below else self._drawn
        self._place.expand = None if is_below else True
        self._place.width = math.inf if is_below else None


def _hours(names: Sequence[str]) -> ft.Control:
    """Said with each block, so silent here."""
    cells: list[ft.Control] = [
        ft.Container(small(name), expand=_HOUR, padding=ft.Padding(0, 0, 0, t.S4)) for name in names
    ]
    return ft.Semantics(
        exclude_semantics=True, content=ft.Row([ft.Container(width=_ROOM), *cells], spacing=0)
    )


def _line(room: DayRoom, hours: int) -> ft.Control:
    head = ft.Container(
        ft.MergeSemantics(stack(strong(room.name, size=t.SIZE_SMALL), small(room.detail), spacing=0)),
        width=_ROOM,
        padding=ft.Padding(0, t.S8, t.S8, t.S8),
    )
    total = hours * _HOUR
    lanes = stack(*(_lane(lane, total, room) for lane in _lanes(room.blocks)), spacing=t.S4)
    row = ft.Row(
        [head, ft.Container(lanes, expand=True, padding=ft.Padding(0, 6, 0, 6))],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return stack(hairline(), row, spacing=0)


def _lanes(blocks: Sequence[DayBlock]) -> list[list[DayBlock]]:
    """Two at one time stand below one another."""
    lanes: list[list[DayBlock]] = []
    for block in sorted(blocks, key=lambda one: (one.start, one.end)):
        lane = next((one for one in lanes if one[-1].end <= block.start), None)
        if lane is None:
            lanes.append([block])
        else:
            lane.append(block)
    return lanes


def _lane(blocks: Sequence[DayBlock], total: int, room: DayRoom) -> ft.Control:
    cells: list[ft.Control] = []
    at = 0
    for block in blocks:
        start, end = max(at, block.start), min(total, max(block.end, block.start + 1))
        if start > at:
            cells.append(ft.Container(expand=start - at))
        if end > start:
            cells.append(_block(block, end - start, is_closed=room.is_closed))
            at = end
    if at < total:
        cells.append(ft.Container(expand=total - at))
    return ft.Row(cells, spacing=0)


def _block(block: DayBlock, minutes: int, *, is_closed: bool) -> ft.Control:
    word, ground = t.TONES[block.tone]
    text = ft.Text(
        block.text,
        font_family=t.SANS_MEDIUM if is_closed else t.SANS_SEMIBOLD,
        style=letters(t.SIZE_SMALL, 1.25),
        color=word,
        max_lines=1,
        overflow=ft.TextOverflow.ELLIPSIS,
    )
    box = ft.Container(
        ft.Semantics(exclude_semantics=True, content=text),
        bgcolor=ground,
        border=ft.Border.all(2, word) if block.is_chosen else ft.Border.all(1, t.LINE),
        border_radius=t.S12,
        padding=ft.Padding(t.S8, 9, t.S4, 9),
        margin=ft.Margin(0, 0, 2, 0),
    )
    return ft.Semantics(label=block.says, container=True, content=box, expand=minutes)
