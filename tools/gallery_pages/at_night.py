"""The dark, large and nearly empty pages of a session day."""

from __future__ import annotations

import flet as ft

from gallery_pages.common import nothing
from mobile import design as d
from mobile.design import tokens as t


def session_day(page: ft.Page) -> ft.Control:
    return d.night(
        d.page_body(
            [
                d.gap(60),
                d.body("Your intention", color=t.MUTED),
                d.own_words("To meet the quiet without running from it.", size=t.SIZE_SESSION_DAY),
                ft.Row(
                    [
                        ft.Icon(ft.Icons.DIRECTIONS_CAR_OUTLINED, color=t.MUTED),
                        d.body("Your ride is confirmed for 12:30 PM", color=t.MUTED),
                    ]
                ),
            ],
            header=ft.Row(
                [d.body("Session 3 · today", color=t.MUTED), d.support_pill("Support", nothing)],
                alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                wrap=True,
            ),
            footer=d.stack(
                d.big_button("Speak a note", nothing, icon=ft.Icons.MIC_NONE_ROUNDED, is_first=True),
                d.big_button("I need someone", nothing, icon=ft.Icons.FRONT_HAND_OUTLINED),
                spacing=14,
            ),
        )
    )


def first_minutes(page: ft.Page) -> ft.Control:
    tiles = [
        d.tile(name, nothing, swatch=name.lower())
        for name in ("Blue", "Green", "Gold", "Red", "White", "Black")
    ]
    return d.night(
        d.page_body(
            [
                d.chosen_word("Soft", "Word: Soft. Choose again", nothing),
                d.large_heading("Colour"),
                d.tile_grid(*tiles),
                d.tile_grid(*(d.tile(name, nothing) for name in ("Calm", "Afraid", "Unsure"))),
                d.big_button("None", nothing),
                d.large_heading("Feeling", is_next=True),
            ],
            header=ft.Row(
                [ft.Container(d.step_dots(2, 3, "2 of 3"), expand=True), d.support_pill("Support", nothing)]
            ),
            footer=d.quiet_way("Later", nothing),
        )
    )
