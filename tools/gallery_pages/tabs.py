"""The four tabs and what stands one tap behind them: cards, rows, chips, notices, fields to write in."""

from __future__ import annotations

from typing import Any

import flet as ft

from gallery_pages.common import WORDS, nothing, page_head
from mobile import design as d
from mobile.design import icons
from mobile.design import tokens as t


def today(page: ft.Page) -> ft.Control:
    visit = d.card(
        d.heading("Tuesday, 10:30 AM"),
        d.small("IV session · about 2 hours · Room 2"),
        d.button_row(
            d.soft_button("Details", nothing, icon=ft.Icons.EVENT_ROUNDED),
            d.soft_button("Ride home", nothing, icon=ft.Icons.DIRECTIONS_CAR_OUTLINED),
        ),
    )
    todo = d.card(
        ft.Row(
            [d.heading("Before your session"), d.small("2 of 5")],
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            wrap=True,
        ),
        d.todo_row("Review your intention", is_done=True, state_label="done", on_click=nothing),
        d.todo_row("Consent signed for this course", is_done=True, state_label="done", on_click=nothing),
        d.todo_row(
            "Confirm who is taking you home",
            detail="You can’t drive until you’ve slept",
            state_label="to do",
            on_click=nothing,
        ),
        d.todo_row(
            "Weekly check-in (PHQ-9)", detail="About 2 minutes", state_label="to do", on_click=nothing
        ),
        spacing=0,
    )
    return d.page_body(
        [
            d.phase_ribbon("prepare", "Preparing", "Session 3 of 6 · in 2 days"),
            visit,
            d.quote_card(
                "Your intention",
                WORDS,
                status=d.chip(
                    "Shared with your therapist", tone="prepare", icon=icons.THERAPIST, is_on_tone=True
                ),
                action=d.text_button("Edit", nothing, tone="prepare", label="Edit your intention"),
            ),
            todo,
        ],
        header=page_head("Good evening", has_back=False),
    )


def intention(page: ft.Page) -> ft.Control:
    saved = d.saved_line("Saved on this phone")
    chosen_text = d.small("Nothing chosen yet")

    async def chose(value: str) -> None:
        chosen_text.value = f"Chosen: {value}"
        d.redraw(chosen_text)

    async def wrote(event: Any) -> None:
        saved.say(f"Saved on this phone · {len(event.control.value)} letters")

    async def done(_: Any) -> None:
        answer = await d.ask(
            page,
            "Share with your therapist?",
            "They will be able to read it. You can take it back any time. What was already read cannot be unread.",
            confirm="Share it",
            cancel="Not now",
        )
        d.snack(page, "Shared" if answer else "Kept to yourself", action="Undo", on_action=nothing)

    choices = [
        d.Choice("me", "Only me", icons.ONLY_ME),
        d.Choice("therapist", "My therapist", icons.THERAPIST),
    ]
    return d.page_body(
        [
            d.small(
                "For session 3 · Tuesday. An intention is a direction, not a goal to reach. There is no wrong one."
            ),
            d.chip_row(
                d.choice_chip("What would I like to understand?", nothing, is_on=True, tone="prepare"),
                d.choice_chip("What am I ready to set down?", nothing),
                d.choice_chip("Who do I want to be closer to?", nothing),
            ),
            d.writing_field("Your intention", value=WORDS, on_change=wrote),
            saved,
            d.card(
                d.subheading("Who can see this?"),
                d.segmented(choices, "therapist", chose, label="Who can see this?"),
                d.small(
                    "You can take it back any time. They will see that it was withdrawn, not what it said."
                ),
                chosen_text,
            ),
            d.card(
                d.toggle_row(
                    "Show it on session day",
                    detail="Large text, dark screen, before you begin",
                    is_on=True,
                    on_change=nothing,
                )
            ),
        ],
        header=page_head("Intention"),
        footer=d.primary_button("Done", done),
    )


def journal(page: ft.Page) -> ft.Control:
    def entry(when: str, phase: t.Phase, name: str, head: str, words: str, *chips: ft.Control) -> ft.Control:
        return d.card(
            ft.Row(
                [d.small(when), d.phase_chip(phase, name)],
                alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                wrap=True,
            ),
            d.own_words(head, size=t.SIZE_HEADING),
            d.body(words, color=t.MUTED),
            d.chip_row(*chips),
            spacing=t.S4,
            on_click=nothing,
        )

    return d.page_body(
        [
            d.search_field("Search your words"),
            d.chip_row(
                *(
                    d.choice_chip(x, nothing, is_on=x == "All")
                    for x in ("All", "Session 2", "Shared", "Voice")
                )
            ),
            d.section("This week"),
            entry(
                "Today, 8:12 AM · day 3",
                "integrate",
                "Integrating",
                "The lake, again",
                "Woke with the picture of the lake still there. It isn’t frightening any more. I called my sister…",
                d.chip("Therapist can read", tone="primary", icon=icons.THERAPIST),
                d.chip("1 reply", tone="session", icon=icons.TEXT),
            ),
            entry(
                "Saturday · session 2",
                "session",
                "Session day",
                "Right after",
                "Tired. Soft. The music was the door.",
                d.chip("Only me", icon=icons.ONLY_ME),
            ),
            d.empty_state(
                "Nothing here yet",
                "What you write appears here. Only you can read it until you share it.",
                icon=icons.JOURNAL,
                action=d.soft_button("Write", nothing),
            ),
        ],
        header=page_head("Journal", has_back=False),
    )


def plan(page: ft.Page) -> ft.Control:
    ready = d.card(
        ft.Row(
            [
                ft.Column(
                    [d.heading("Getting ready to start"), d.small("4 of 6 done · 2 with the clinic")],
                    spacing=2,
                    tight=True,
                    expand=True,
                ),
                d.progress_ring(4, 6, "4 of 6 done"),
            ]
        ),
        d.todo_row("Health history", is_done=True, state_label="done"),
        d.todo_row("Medicines and allergies", is_done=True, state_label="done"),
        d.todo_row(
            "Records from your last clinic",
            detail="Clinic asked on Monday · usually 5 days",
            is_waiting=True,
            state_label="with the clinic",
        ),
    )
    course = ft.Column(
        [
            d.timeline_row("Session 1", "Jun 2 · 3 entries", state="done", state_label="done"),
            d.timeline_row("Session 2", "Jun 6 · 4 entries, 1 reply", state="done", state_label="done"),
            d.timeline_row(
                "Session 3 · Tue 10:30 AM",
                "Fast from 2:30 AM · ride needed",
                state="next",
                number=3,
                action=d.text_button("Change", nothing),
            ),
            d.timeline_row("Session 4", "Fri, time held", state="later", number=4, is_last=True),
        ],
        spacing=0,
    )
    return d.page_body(
        [
            ready,
            d.section("Your course: 6 sessions in 3 weeks"),
            course,
            d.card(
                d.fact_row("Deposit", "$500", note=d.chip("Paid", tone="primary")),
                d.fact_row("Aug 1", "$900"),
            ),
        ],
        header=page_head("Plan", has_back=False),
    )


def sharing(page: ft.Page) -> ft.Control:
    return d.page_body(
        [
            d.small("Everything here was shared by you. Nothing else leaves this phone readable."),
            d.notice(
                "Entries are not watched around the clock. If you need help now, use Support.", tone="support"
            ),
            d.notice(
                "2 changes are waiting. They go out by themselves when the clinic can be reached.",
                title="Saved on this phone",
                icon=icons.OFFLINE,
            ),
            d.notice(
                "The clinic did not accept one change. Your words are safe here.",
                title="Needs attention",
                tone="danger",
                action=d.text_button("See what happened", nothing),
                is_live=True,
            ),
            d.card(
                d.list_row(
                    "Integration therapist", "Reads what you share", None, icon=ft.Icons.PSYCHOLOGY_OUTLINED
                ),
                d.hairline(),
                d.list_row(
                    "2 intentions",
                    "Read before session 2",
                    None,
                    trailing=d.text_button(
                        "Take back", nothing, tone="support", label="Take back 2 intentions"
                    ),
                ),
                padding=0,
                spacing=0,
            ),
            d.card(
                d.list_row(
                    "Take everything with me",
                    "PDF to read, JSON to move",
                    nothing,
                    icon=ft.Icons.DOWNLOAD_ROUNDED,
                    has_arrow=True,
                ),
                padding=0,
            ),
            d.card(
                d.check_row(
                    "My integration therapist may read entries I share",
                    detail="You still choose entry by entry",
                    is_on=True,
                    on_change=nothing,
                ),
                d.check_row("Record audio for my own use", detail="Optional", on_change=nothing),
            ),
        ],
        header=page_head("What I share"),
    )
