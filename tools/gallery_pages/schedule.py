"""A course in weeks, one day by room along its hours, and times to choose with a word about each."""

from __future__ import annotations

import flet as ft

from gallery_pages.common import nothing, page_head
from mobile import design as d
from mobile.design import icons
from mobile.design import tokens as t


def schedule(page: ft.Page) -> ft.Control:
    blocks = [
        ft.Container(
            d.stack(d.strong(f"Session {n}"), d.small(day), d.small("10:30 AM"), spacing=0),
            padding=10,
            border_radius=14,
            border=ft.Border.all(1, t.LINE),
        )
        for n, day in enumerate(("Tue Jun 2", "Sat Jun 6", "Tue Jun 9", "Fri Jun 12"), 1)
    ]
    rooms = [
        d.DayRoom(
            "Room 1",
            "Dr. Demo",
            (
                d.DayBlock(60, 210, "chosen", "Room 1, 9:00 AM to 11:30 AM: chosen", "prepare", True),
                d.DayBlock(180, 300, "Noor E.", "Room 1, 11:00 AM to 1:00 PM: Noor Example"),
            ),
        ),
        d.DayRoom("Room 3", "no provider", (d.DayBlock(0, 480, "Closed", "Room 3: Closed", "quiet"),), True),
    ]
    hours = ["8 AM", "9", "10", "11", "12 PM", "1", "2", "3"]
    in_words = d.stack(d.strong("Room 1 · Dr. Demo"), d.chip("9:00 AM – 11:30 AM · chosen", tone="prepare"))
    return d.page_body(
        [
            d.Weeks([("Week of Jun 1", blocks[:2]), ("Week of Jun 8", blocks[2:])]),
            d.card(d.heading("Saturday, June 13"), d.DayByRoom(hours, rooms, in_words, is_wide=False)),
            d.choice_list(
                [
                    d.Choice(
                        "a",
                        "1. Sat Jun 13, 9:00 AM",
                        detail="Room 1",
                        note="Fits",
                        note_tone="primary",
                        note_icon=icons.CHECK,
                    ),
                    d.Choice(
                        "b",
                        "2. Thu Jun 11, 2:00 PM",
                        detail="Room 1",
                        note="Does not fit. Too close to session 3.",
                        note_tone="danger",
                        note_icon=icons.BREAKS_RULE,
                    ),
                ],
                "a",
                nothing,
                label="Times that are free",
            ),
        ],
        header=page_head("Rowan Sample"),
    )
