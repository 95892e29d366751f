"""Places to write. None of them teaches the keyboard what was written: no suggestions, no autocorrection, no learning.
No capitalisation either: Flet does it by rewriting the text, and words stay exactly as they were written, but for
what no record can carry: that is mended at once, in the field, before anybody is told (never in a secret).
Every field has a label, because a hint vanishes with the first letter.
A field remembers the last words the app knows it to hold (`TextField.data`, which is never sent): what somebody types
stands in it before the event that says so is handled, and nothing may be put over it in between (`show_words`)."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters
from mobile.documents.carriable import carried

from .handling import Handler, redraw, tell
from .writing import tells_of_writing

MOST_LINES = 16
"""Of what is said in or below a field: as many as a long sentence has in letters of twice the size. More are cut off."""


class NamedField(ft.MergeSemantics):
    """A field whose name is heard and not drawn: the heading above it says it to the eye. `.field` is the real one."""

    def __init__(self, field: ft.TextField, label: str) -> None:
        self.field = field
        super().__init__(content=ft.Semantics(label=label, content=field))

    @property
    def value(self) -> str:
        """What stands in the field now."""
        return self.field.value or ""

    @value.setter
    def value(self, text: str) -> None:
        """Whatever stands in it. For a field nobody writes in; else `show`."""
        self.field.value = self.field.data = text

    def show(self, text: str) -> None:
        """See `show_words`."""
        show_words(self.field, text)

    async def focus(self) -> None:
        """Puts the cursor into it."""
        await self.field.focus()


class SearchField(NamedField):
    """See `search_field`. Its name is drawn behind the field while it is empty: a hint would be read out as well."""

    def __init__(self, field: ft.TextField, label: str) -> None:
        super().__init__(field, label)
        self._on_change = field.on_change
        field.on_change = self._changed
        field.filled = False
        field.width = float("inf")
        self._shown = ft.Semantics(
            exclude_semantics=True,
            visible=not field.value,
            content=ft.Container(
                ft.Text(
                    label,
                    style=field.text_style,
                    color=t.MUTED,
                    max_lines=1,
                    overflow=ft.TextOverflow.ELLIPSIS,
                ),
                padding=ft.Padding(50, 0, t.S16, 0),
            ),
        )
        ground = ft.Container(bgcolor=t.SURFACE, border_radius=26, left=0, right=0, top=0, bottom=0)
        self.content = ft.Stack(
            [ground, self._shown, ft.Semantics(label=label, content=field)],
            alignment=ft.Alignment.CENTER_LEFT,
        )

    def show(self, text: str) -> None:
        """See `show_words`."""
        super().show(text)
        self._name_it()

    def _name_it(self) -> None:
        """While nothing stands in it."""
        if self._shown.visible == bool(self.field.value):
            self._shown.visible = not self.field.value
            redraw(self._shown)

    async def _changed(self, event: Any) -> None:
        self._name_it()
        await tell(self._on_change, event)


def writing_field(  # noqa: PLR0913 - every argument is one word of the drawing
    label: str,
    *,
    value: str = "",
    on_change: Handler | None = None,
    on_blur: Handler | None = None,
    hint: str = "",
    min_lines: int = 5,
    max_lines: int | None = None,
    autofocus: bool = False,
    is_own_words: bool = True,
) -> NamedField:
    """Several lines, in the serif when they are the patient's own. `on_change(event)` at every keystroke; no counter.

    `label` is its name for a screen reader and is not drawn: the screen has a heading above. `.value` reads and sets.
    """
    family, size = (t.SERIF, t.SIZE_WORDS) if is_own_words else (t.SANS, t.SIZE_BODY)
    field = _field(None, value, on_change, on_blur)
    field.multiline = True
    field.min_lines = min_lines
    field.max_lines = max_lines
    field.hint_text = hint or None
    field.hint_style = letters(size, 1.4, family=family, color=t.MUTED)
    field.hint_max_lines = MOST_LINES
    field.text_style = letters(size, 1.4, family=family, color=t.INK)
    field.autofocus = autofocus
    field.border = _borders(t.RADIUS_CARD)
    field.content_padding = ft.Padding(t.S16, t.S16, t.S16, t.S16)
    return NamedField(field, label)


def text_field(  # noqa: PLR0913 - every argument is one word of the drawing
    label: str,
    *,
    value: str = "",
    on_change: Handler | None = None,
    on_submit: Handler | None = None,
    on_blur: Handler | None = None,
    error: str | None = None,
    helper: str | None = None,
    is_secret: bool = False,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    autofocus: bool = False,
) -> ft.TextField:
    """One line: an address, a name, a code. `is_secret` hides it."""
    field = _field(label, value, on_change, on_blur)
    if is_secret:
        field.on_change = on_change
    field.on_submit = on_submit
    field.error = error
    field.helper = helper
    field.helper_max_lines = field.error_max_lines = MOST_LINES
    field.password = is_secret
    field.keyboard_type = keyboard
    field.autofocus = autofocus
    return field


def search_field(
    label: str,
    *,
    value: str = "",
    on_change: Handler | None = None,
    on_submit: Handler | None = None,
    on_come: Handler | None = None,
) -> SearchField:
    """Search in a pill with its glass. `label` is its name and what it shows while empty. `.value` reads and sets. `on_come`: the
    cursor came into it, before anything is typed."""
    field = _field(None, value, on_change, None)
    field.on_submit = on_submit
    if on_come is not None:
        tells_of_writing(field, on_come)
    field.border = _borders(26)
    field.prefix_icon = ft.Icon(ft.Icons.SEARCH_ROUNDED, size=24, color=t.INK)
    return SearchField(field, label)


def _field(label: str | None, value: str, on_change: Handler | None, on_blur: Handler | None) -> ft.TextField:
    field = _bare(label, value, on_blur)
    tells_of_writing(field)

    async def changed(event: Any) -> None:
        stated = field.data = carried(field.value or "")
        if stated != (field.value or ""):
            field.value = stated
            redraw(field)
        await tell(on_change, event)

    field.on_change = changed
    return field


def show_words(field: ft.TextField, text: str) -> None:
    """Puts words into the field, but never over newer ones: what somebody typed since the app last heard of it stays,
    and its own event follows at once."""
    if (field.value or "") != (field.data or "") or field.value == text:
        return
    field.value = field.data = text
    redraw(field)


def _bare(label: str | None, value: str, on_blur: Handler | None) -> ft.TextField:
    return ft.TextField(
        label=label,
        value=value,
        data=value,
        on_blur=on_blur,
        text_style=letters(t.SIZE_BODY, 1.4, family=t.SANS, color=t.INK),
        label_style=letters(t.SIZE_BODY, family=t.SANS, color=t.MUTED),
        filled=True,
        fill_color=t.SURFACE,
        border=_borders(t.S16),
        content_padding=ft.Padding(t.S16, 14, t.S16, 14),
        cursor_color=t.PRIMARY,
        autocorrect=False,
        enable_suggestions=False,
        enable_ime_personalized_learning=False,
        smart_dashes_type=False,
        smart_quotes_type=False,
    )


def _borders(radius: int) -> dict[ft.ControlState, ft.InputBorder]:
    """The same shape at rest, in use and in error; in use and in error it is also thicker or another colour."""

    def line(color: ft.ColorValue, width: float) -> ft.InputBorder:
        return ft.OutlineInputBorder(side=ft.BorderSide(width, color), border_radius=radius)

    return {
        ft.ControlState.DEFAULT: line(t.EDGE, 1),
        ft.ControlState.FOCUSED: line(t.PRIMARY, 2),
        ft.ControlState.ERROR: line(t.DANGER, 1.5),
        ft.ControlState.DISABLED: line(t.LINE, 1),
    }
