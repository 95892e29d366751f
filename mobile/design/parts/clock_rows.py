"""Clock times below one another on one line: when, what, and a word about it. A time grows with the text and wraps with it."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .words import small, strong

_MARK = 36


def clock_row(
    time: str, name: str, detail: str, *, icon: ft.IconData, is_open: bool = False, is_last: bool = False
) -> ft.Control:
    """One moment ("2:30 AM", "Nothing solid after this"). `is_open`: nobody has said the time. Rows put below one another with
    no gap share one line."""
    ink, ground = t.TONES["danger" if is_open else "prepare"]
    mark = ft.Container(
        ft.Icon(icon, size=20, color=ink),
        width=_MARK,
        height=_MARK,
        border_radius=_MARK / 2,
        bgcolor=ground,
        alignment=ft.Alignment.CENTER,
    )
    rail = ft.Column(
        [mark, ft.Container(width=2, expand=True, bgcolor=t.CLEAR if is_last else t.LINE)],
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    words: list[ft.Control] = [
        ft.Row([strong(time), strong(name)], spacing=t.S8, run_spacing=0, wrap=True),
    ]
    if detail:
        words.append(small(detail))
    return ft.MergeSemantics(
        ft.Row(
            [
                rail,
                ft.Container(
                    ft.Column(words, spacing=0, tight=True), padding=ft.Padding(0, 6, 0, t.S12), expand=True
                ),
            ],
            spacing=t.S12,
            intrinsic_height=True,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    )
