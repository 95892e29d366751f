"""The two halves of a staff place: the list, and what of it is open. Each scrolls by itself."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile


def put(half: ft.Column, drawn: list[ft.Control]) -> None:
    """In place of what stands in it, unless that is the same: a tap on its way to it is not lost."""
    reconcile.put_rows(half.controls, drawn)


def scrolling() -> ft.Column:
    """One half, which scrolls by itself."""
    return ft.Column(
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def padded(*rows: ft.Control) -> ft.LayoutControl:
    """With the air of a page around."""
    return ft.Container(
        parts.stack(*rows, spacing=t.S12), padding=ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S24)
    )
