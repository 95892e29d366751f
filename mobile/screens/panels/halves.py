"""The two halves of a staff place: the list, and what of it is open. Each scrolls by itself."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t


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
