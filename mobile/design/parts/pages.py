"""A page's frame: margins, what stays at the top and the bottom, what scrolls between. It knows no content."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import tokens as t

from .page_head import PageHead
from .surfaces import stack


def page_body(
    controls: Sequence[ft.Control],
    *,
    header: ft.Control | None = None,
    footer: ft.Control | None = None,
    spacing: int = t.CARD_GAP,
    is_pane: bool = False,
) -> ft.Control:
    """A phone page: a header that stays, content that scrolls, a footer that stays.

    On a wide screen the content is one reading column in the middle; as a pane beside another (`is_pane`) it takes all
    the width it is given.
    """
    rows: list[ft.Control] = []
    if isinstance(header, PageHead):
        rows.append(header)
    elif header is not None:
        rows.append(ft.Container(header, padding=ft.Padding(t.PAGE_MARGIN, t.S12, t.PAGE_MARGIN, t.S8)))
    content = stack(*controls, spacing=spacing)
    rows.append(
        ft.Column(
            [
                ft.Container(
                    content if is_pane else reading_column(content),
                    padding=ft.Padding(t.PAGE_MARGIN, t.S4, t.PAGE_MARGIN, t.S24),
                )
            ],
            scroll=ft.ScrollMode.AUTO,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    )
    if footer is not None:
        foot = footer if is_pane else reading_column(footer)
        rows.append(ft.Container(foot, padding=ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S20)))
    return ft.SafeArea(
        ft.Column(rows, spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        expand=True,
    )


def reading_column(content: ft.Control) -> ft.Control:
    """Full width on a phone, a centred column on a wide screen."""
    return ft.ResponsiveRow(
        [ft.Container(content, col={"xs": 12, "md": 9, "lg": 7, "xl": 6, "xxl": 5})],
        alignment=ft.MainAxisAlignment.CENTER,
        spacing=0,
        run_spacing=0,
    )


def side_by_side(left: ft.Control, right: ft.Control) -> ft.Control:
    """Two of a kind beside one another on a wide screen, equally wide; the left is read first. Only for a wide screen."""
    left.expand = right.expand = True
    return ft.Row([left, right], spacing=t.CARD_GAP, vertical_alignment=ft.CrossAxisAlignment.START)
