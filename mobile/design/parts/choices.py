"""One of several: as halves of a pill (`segmented`) or as rows (`choice_list`). Both are radio groups, for the keyboard
(arrows) and for a screen reader, and both can be set from outside with `choose`, which does not call the handler.

What a person chose stands in the group before the event that says so is handled. Nothing is put over it in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .beside import Segments
from .chips import chip
from .handling import Handler, redraw, tell, telling
from .surfaces import draw_tick, stack


@dataclass(frozen=True)
class Choice:
    """One answer. `value` is what the handler gets; texts are already translated. `note`: a word about it, drawn as a chip."""

    value: str
    label: str
    icon: ft.IconData | None = None
    detail: str = ""
    note: str = ""
    note_tone: t.Tone = "quiet"
    note_icon: ft.IconData | None = None


@dataclass(frozen=True)
class Drawn:
    """One answer's control and how to show it chosen or not."""

    control: ft.Control
    show: Callable[[bool], None]


class OneOf(ft.RadioGroup):
    """The chosen one of several. `.value` is it, or None when nothing is chosen yet."""

    def __init__(
        self,
        choices: Sequence[Choice],
        chosen: str | None,
        on_change: Handler,
        draw: Callable[[Choice, Callable[[Any], Any]], Drawn],
        lay_out: Callable[[list[ft.Control]], ft.Control],
    ) -> None:
        self._on_change = on_change
        self._known = chosen
        self._drawn = {choice.value: draw(choice, self._taps(choice.value)) for choice in choices}
        super().__init__(
            content=lay_out([drawn.control for drawn in self._drawn.values()]),
            value=chosen,
            on_change=telling(self._heard, on_change),
        )
        self._show()

    def choose(self, value: str | None) -> None:
        """Shows another answer chosen, without telling the handler (a share that was not confirmed after all), unless
        somebody chose a moment ago and is about to be heard."""
        if self.value == self._known and value != self._known:
            self._turn(value)

    def _turn(self, value: str | None) -> None:
        self.value = self._known = value
        self._show()
        redraw(self)

    def _show(self) -> None:
        for value, drawn in self._drawn.items():
            drawn.show(value == self.value)

    def _taps(self, value: str) -> Callable[[Any], Any]:
        async def tapped(_: Any = None) -> None:
            await self._pick(value)

        return telling(tapped, self._on_change, value)

    async def _heard(self, event: Any) -> None:
        # Flet has set `.value` from the client already.
        value = event.data if isinstance(event.data, str) and event.data in self._drawn else self.value
        self._turn(value)
        await tell(self._on_change, value)

    async def _pick(self, value: str) -> None:
        if value == self.value:
            return
        self._turn(value)
        await tell(self._on_change, value)


def segmented(choices: Sequence[Choice], chosen: str | None, on_change: Handler, *, label: str = "") -> OneOf:
    """Two or three answers in one pill ("Only me / My therapist"). `on_change(value)` is called when it changes."""
    return OneOf(choices, chosen, on_change, _segment, lambda parts: _pill(parts, choices, label))


def choice_list(
    choices: Sequence[Choice], chosen: str | None, on_change: Handler, *, label: str = ""
) -> OneOf:
    """Answers as large rows below one another, one question a screen. `on_change(value)` is called when it changes."""
    return OneOf(
        choices, chosen, on_change, _answer, lambda parts: _named(stack(*parts, spacing=t.S12), label)
    )


def _named(content: ft.Control, label: str) -> ft.Control:
    return ft.Semantics(label=label, container=True, content=content) if label else content


def _pill(parts: list[ft.Control], choices: Sequence[Choice], label: str) -> ft.Control:
    track = ft.Container(
        Segments(parts, [choice.label for choice in choices]),
        bgcolor=t.SUNKEN,
        border_radius=28,
        padding=t.S4,
    )
    return _named(track, label)


def _segment(choice: Choice, tapped: Callable[[Any], Any]) -> Drawn:
    text = ft.Text(
        choice.label,
        font_family=t.SANS_SEMIBOLD,
        style=letters(t.SIZE_BODY, 1.25),
        text_align=ft.TextAlign.CENTER,
    )
    icon = icons.icon(choice.icon, size=18, color=None) if choice.icon else None
    words = ft.Row(
        [icon, text] if icon else [text],
        wrap=True,  # large words stand below their drawing, and are not broken for it
        spacing=t.S8,
        run_spacing=0,
        alignment=ft.MainAxisAlignment.CENTER,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    box = rounded_radio(choice.value, words, tapped)

    def show(is_chosen: bool) -> None:
        box.bgcolor = t.RAISED if is_chosen else t.CLEAR
        box.shadow = (
            ft.BoxShadow(blur_radius=3, offset=ft.Offset(0, 1), color=ft.Colors.with_opacity(0.18, t.INK))
            if is_chosen
            else None
        )
        text.color = t.INK if is_chosen else t.MUTED
        if icon:
            icon.color = text.color

    return Drawn(ft.MergeSemantics(box, expand=True), show)


def _answer(choice: Choice, tapped: Callable[[Any], Any]) -> Drawn:
    text = ft.Text(
        choice.label,
        font_family=t.SANS_MEDIUM,
        style=letters(t.SIZE_BODY),
        color=t.INK,
    )
    words: list[ft.Control] = [text]
    if choice.detail:
        words.append(
            ft.Text(
                choice.detail,
                font_family=t.SANS,
                style=letters(t.SIZE_SMALL),
                color=t.MUTED,
            )
        )
    mark = ft.Container(width=26, height=26, border_radius=13, alignment=ft.Alignment.CENTER)
    said = ft.Column(words, spacing=0, tight=True, expand=True)
    if choice.note:  # at the right where there is room, else below
        said.expand = None
        note = chip(choice.note, tone=choice.note_tone, icon=choice.note_icon)
        said = ft.Row(
            [said, note],
            wrap=True,
            expand=True,
            run_spacing=t.S4,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    row = ft.Row(
        [
            ft.Stack([hidden_radio(choice.value), mark], alignment=ft.Alignment.CENTER, width=32, height=48),
            said,
        ],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    box = ft.Container(
        row, on_click=tapped, border_radius=t.RADIUS_CARD, padding=ft.Padding(t.S16, t.S8, t.S16, t.S8)
    )

    def show(is_chosen: bool) -> None:
        box.bgcolor = t.PRIMARY_SOFT if is_chosen else t.SURFACE
        box.border = ft.Border.all(2, t.PRIMARY) if is_chosen else ft.Border.all(1, t.LINE)
        box.padding = ft.Padding(15, 7, 15, 7) if is_chosen else ft.Padding(16, 8, 16, 8)
        draw_tick(mark, is_chosen)
        text.font_family = t.SANS_SEMIBOLD if is_chosen else t.SANS_MEDIUM

    return Drawn(ft.MergeSemantics(box), show)


def rounded_radio(value: str, words: ft.Control, on_tap: Handler) -> ft.Container:
    """Words in a rounded box over a radio: one of a few that stand side by side. Its ground and line are the caller's."""
    return ft.Container(
        ft.Stack([hidden_radio(value), words], alignment=ft.Alignment.CENTER),
        on_click=on_tap,
        border_radius=24,
        padding=ft.Padding(t.S8, t.S4, t.S8, t.S4),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        alignment=ft.Alignment.CENTER,
    )


def hidden_radio(value: str) -> ft.Radio:
    """The real radio: role, state, focus and arrow keys come from it, the drawing from around it."""
    return ft.Radio(
        value=value,
        fill_color=t.CLEAR,
        overlay_color=ft.Colors.with_opacity(0.14, t.PRIMARY),
        splash_radius=90,
        visual_density=ft.VisualDensity.STANDARD,
    )
