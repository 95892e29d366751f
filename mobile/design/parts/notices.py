"""What the app says: notices, the saved line, an empty place, a question, a passing word. Calm: an icon and a word, never
colour alone, and no exclamation."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters
from mobile.flet_inside.numbers import dialogs

from . import icons
from .buttons import danger_button, outline_button, primary_button
from .handling import Handler, redraw
from .surfaces import stack
from .words import body, heading, small, spoken

SavedState = Literal["saved", "page", "sending", "sent", "offline", "attention"]
"""`page`: only as long as this page is open; nothing is saved anywhere."""
_SAVED_ICONS: dict[SavedState, ft.IconData] = {
    "saved": icons.SAVED,
    "page": icons.PAGE_ONLY,
    "sending": icons.SENDING,
    "sent": icons.SAVED,
    "offline": icons.OFFLINE,
    "attention": icons.ATTENTION,
}
_TONE_ICONS: dict[t.Tone, ft.IconData] = {
    "danger": icons.ATTENTION,
    "prepare": icons.WAITING,
    "support": icons.SUPPORT,
}


def notice(
    text: str,
    *,
    title: str = "",
    tone: t.Tone = "quiet",
    icon: ft.IconData | None = None,
    action: ft.Control | None = None,
    is_live: bool = False,
) -> ft.Control:
    """Something to know, in its place on the page. `is_live`: it appears after an act, so it is read out."""
    word, ground = t.TONES[tone]
    lines: list[ft.Control] = []
    if title:
        lines.append(
            ft.Text(
                title,
                font_family=t.SANS_SEMIBOLD,
                style=letters(t.SIZE_BODY),
                color=t.INK,
            )
        )
    lines.append(small(text, color=t.INK if tone != "quiet" else t.MUTED))
    words: ft.Control = ft.Column(lines, spacing=2, tight=True, expand=True)
    row = ft.Row(
        [icons.icon(icon or _TONE_ICONS.get(tone, icons.INFO), size=22, color=word), words],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    spoken_row: ft.Control = spoken(ft.MergeSemantics(row)) if is_live else ft.MergeSemantics(row)
    return ft.Container(
        stack(spoken_row, ft.Row([action], wrap=True), spacing=0) if action else spoken_row,
        bgcolor=ground,
        border_radius=t.S16,
        padding=ft.Padding(t.S16, t.S12, t.S16, t.S12),
    )


class SavedLine(ft.Semantics):
    """See `saved_line`."""

    def __init__(self, text: str, state: SavedState) -> None:
        self._icon = icons.icon(_SAVED_ICONS[state], size=20, color=t.MUTED)
        self._text = small(text)
        self._text.expand = True
        super().__init__(
            live_region=True,
            container=True,
            content=ft.Row(
                [self._icon, self._text], spacing=t.S8, vertical_alignment=ft.CrossAxisAlignment.CENTER
            ),
        )

    @property
    def text(self) -> str:
        return self._text.value or ""

    def say(self, text: str, state: SavedState = "saved") -> None:
        """Changes the words, and redraws only them. Saying the same again sends nothing."""
        if text == self._text.value and self._icon.icon == _SAVED_ICONS[state]:
            return
        self._text.value = text
        self._icon.icon = _SAVED_ICONS[state]
        self._icon.color = self._text.color = t.SUPPORT if state == "attention" else t.MUTED
        redraw(self)


def saved_line(text: str, state: SavedState = "saved") -> SavedLine:
    """Where the words are now ("Saved on this phone · Sent 10:42"). `.say(text, state)` changes it, politely read out."""
    return SavedLine(text, state)


def empty_state(title: str, text: str, *, icon: ft.IconData, action: ft.Control | None = None) -> ft.Control:
    """A place with nothing in it yet: what will appear here and who starts it."""
    parts: list[ft.Control] = [
        ft.Row(
            [
                ft.Container(
                    icons.icon(icon, size=30, color=t.PRIMARY),
                    bgcolor=t.PRIMARY_SOFT,
                    border_radius=22,
                    padding=t.S16,
                )
            ],
            alignment=ft.MainAxisAlignment.CENTER,
        ),
        heading(title, align=ft.TextAlign.CENTER),
        body(text, color=t.MUTED, align=ft.TextAlign.CENTER),
    ]
    if action is not None:
        parts.append(ft.Container(action, padding=ft.Padding(0, t.S8, 0, 0)))
    return ft.Container(stack(*parts, spacing=t.S8), padding=ft.Padding(t.S8, 40, t.S8, t.S24))


async def ask(
    page: ft.Page,
    title: str,
    text: str,
    *,
    confirm: str,
    cancel: str,
    is_danger: bool = False,
    extra: ft.Control | None = None,
) -> bool:
    """A question before something that leaves or destroys. True only when `confirm` was pressed; Escape means no."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bool] = loop.create_future()

    def settle(value: bool) -> None:
        if not answer.done():
            answer.set_result(value)

    def pressed(value: bool) -> Handler:
        def handle(_: Any = None) -> None:
            settle(value)
            page.pop_dialog()

        return handle

    yes = (danger_button if is_danger else primary_button)(confirm, pressed(True))
    no = outline_button(cancel, pressed(False))
    words: list[ft.Control] = [body(text)]
    if extra is not None:
        words.append(extra)
    dialog = ft.AlertDialog(
        modal=False,
        title=heading(title),
        content=ft.Column(
            [*words, ft.Container(height=t.S8), yes, no],
            spacing=t.S12,
            tight=True,
            width=360,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        scrollable=True,  # the whole of it: a column that scrolls by itself grows as tall as the screen
        semantics_label=title,
        bgcolor=t.SURFACE,
        shape=ft.RoundedRectangleBorder(radius=24),
        inset_padding=t.S20,
        on_dismiss=lambda _: settle(False),
    )
    page.show_dialog(dialog)
    return await answer


def snack(
    page: ft.Page,
    text: str,
    *,
    action: str | None = None,
    on_action: Handler | None = None,
    seconds: float = 6,
) -> None:
    """A passing word at the bottom, with an undo when `action` is given: then it stays longer. Read out politely."""
    page.show_dialog(
        ft.SnackBar(
            content=ft.Text(text, font_family=t.SANS, style=letters(t.SIZE_BODY), color=t.ON_INVERSE),
            bgcolor=t.INVERSE,
            behavior=ft.SnackBarBehavior.FLOATING,
            shape=ft.RoundedRectangleBorder(radius=t.S16),
            action=ft.SnackBarAction(label=action, text_color=t.INVERSE_ACCENT) if action else None,
            on_action=on_action,
            duration=ft.Duration(milliseconds=int(seconds * 1000) * (2 if action else 1)),
            persist=False,
        )
    )


def is_asked(page: ft.Page) -> bool:
    """Whether a question, a sheet or a calendar stands over the page. A passing word does not count."""
    return any(one.open and not isinstance(one, ft.SnackBar) for one in dialogs(page))


def put_away(page: ft.Page) -> None:
    """Closes every question, which is a no, and every passing word: nothing of a person may stand over a cover or a lock,
    and nothing may stand before Support. They are emptied too: Flet keeps them in the page, and sends them to one that comes
    again, until the client says that they are gone."""
    for one in dialogs(page):
        if isinstance(one, ft.AlertDialog):
            one.title, one.content, one.semantics_label = None, ft.Container(), None
        elif isinstance(one, ft.SnackBar):
            one.content, one.action = ft.Text(""), None
        else:
            continue
        one.open = False
        one.update()
    while page.pop_dialog() is not None:
        pass
