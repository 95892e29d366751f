"""The wide page of who reads: the list of people beside what they shared."""

from __future__ import annotations

import flet as ft

from gallery_pages.common import nothing
from mobile import design as d
from mobile.design import icons
from mobile.design import tokens as t


def therapist(page: ft.Page) -> ft.Control:
    rail = d.side_rail(
        [
            d.TabItem("a", "Shared", icons.SHARED),
            d.TabItem("b", "Sessions", icons.SESSIONS),
            d.TabItem("c", "Scores", icons.SCORES),
        ],
        "a",
        nothing,
    )
    people = ft.Container(
        ft.Column(
            [
                ft.Container(d.title("Shared with you"), padding=t.CARD_PADDING),
                ft.Container(
                    d.chip_row(
                        d.choice_chip("Unread 4", nothing, is_on=True), d.choice_chip("Session soon", nothing)
                    ),
                    padding=ft.Padding(t.CARD_PADDING, 0, t.CARD_PADDING, 0),
                ),
                d.list_row(
                    "Patient R.",
                    "Day 3 after session 2",
                    nothing,
                    initial="R",
                    is_chosen=True,
                ),
                d.hairline(),
                d.list_row(
                    "Patient A.",
                    "Session tomorrow · intention set",
                    nothing,
                    initial="A",
                ),
                d.hairline(),
                d.list_row(
                    "Patient T.",
                    "PHQ-9 up 4 in two weeks",
                    nothing,
                    initial="T",
                    note=d.chip(
                        "Item 9 above zero, clinic chosen_text Mon 9:02",
                        tone="danger",
                        icon=ft.Icons.FLAG_OUTLINED,
                    ),
                ),
                d.hairline(),
                d.list_row("Patient M.", "Withdrew 1 entry", nothing, initial="M"),
            ],
            spacing=0,
            scroll=ft.ScrollMode.AUTO,
        ),
        width=340,
        border=ft.Border(right=ft.BorderSide(1, t.LINE)),
    )
    reading = d.page_body(
        [
            d.small("Patient R. · written 8:12 AM, shared 8:15 AM · day 3 after session 2"),
            d.small("What from the session is still with you this morning?", color=t.PRIMARY, is_strong=True),
            d.own_words(
                "Woke with the picture of the lake still there. It isn’t frightening any more. I called my sister before breakfast."
            ),
            d.card(
                d.small("Your reply · the patient sees it in the app"),
                d.writing_field(
                    "Your reply",
                    value="The call to your sister stands out to me.",
                    min_lines=2,
                    is_own_words=False,
                ),
            ),
        ],
        header=d.title("The lake, again"),
        is_pane=True,
    )
    return ft.Row(
        [rail, people, ft.Container(reading, expand=True)],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
