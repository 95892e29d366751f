"""Pages that ask one thing or help with one: a question, Support, the PIN."""

from __future__ import annotations

import flet as ft

from gallery_pages.common import nothing, page_head
from mobile import design as d
from mobile.design import icons
from mobile.design import tokens as t


def question(page: ft.Page) -> ft.Control:
    chosen_text = d.small("")

    async def chose(value: str) -> None:
        chosen_text.value = f"Chosen: {value}"
        d.redraw(chosen_text)

    return d.page_body(
        [
            d.progress_bar(6, 20, "Question 6 of 20", text="6 of 20"),
            d.title("Has a clinician ever chosen_text you that you have high blood pressure?", level=2),
            d.small("We ask because ketamine can raise blood pressure for a short time."),
            d.choice_list(
                [
                    d.Choice("yes", "Yes"),
                    d.Choice("no", "No"),
                    d.Choice("unsure", "I’m not sure", detail="That is an answer too"),
                ],
                "yes",
                chose,
                label="High blood pressure",
            ),
            chosen_text,
            d.text_field("Clinic code", helper="On the letter or in the message"),
            d.text_field("Passphrase", is_secret=True, error="Use 12 letters or more"),
            d.saved_line("Saved. You can stop and come back on any device.", "saved"),
        ],
        header=page_head("About your health"),
        footer=ft.Row(
            [d.outline_button("Back", nothing, expand=2), d.primary_button("Next", nothing, expand=4)],
            spacing=10,
        ),
    )


def support(page: ft.Page) -> ft.Control:
    return d.page_body(
        [
            d.call_button("Call 988", "Suicide & Crisis Lifeline · day and night", nothing),
            ft.Row(
                [
                    d.outline_button("Text 988", nothing, icon=icons.TEXT, tone="danger", expand=True),
                    d.outline_button(
                        "Call 911", nothing, icon=ft.Icons.EMERGENCY_ROUNDED, tone="danger", expand=True
                    ),
                ],
                spacing=10,
            ),
            d.card(
                d.list_row(
                    "Clinic on-call",
                    "Side effects after a session, any hour",
                    nothing,
                    icon=ft.Icons.LOCAL_HOSPITAL_OUTLINED,
                    icon_tone="session",
                    trailing=ft.Icon(icons.CALL, color=t.SESSION),
                ),
                padding=0,
            ),
            d.card(
                d.list_row(
                    "Ground myself",
                    "One minute, works with the phone in airplane mode",
                    nothing,
                    icon=ft.Icons.ANCHOR_ROUNDED,
                    icon_tone="quiet",
                ),
                padding=0,
            ),
            d.danger_button("Erase this phone’s copy", nothing),
            d.primary_button("Not yet", nothing, is_off=True),
        ],
        header=d.header("Support now", on_back=nothing, back_label="Close", is_closing=True),
    )


def lock(page: ft.Page) -> ft.Control:
    said = d.small("Enter your PIN", align=ft.TextAlign.CENTER)

    async def got(pin: str) -> None:
        said.value = f"{len(pin)} digits came"
        d.redraw(said)

    pad = d.PinPad(
        d.PinWords("Erase", lambda n, of: f"{n} of {of} entered", "Use fingerprint"),
        got,
        on_fingerprint=nothing,
    )
    return d.page_body(
        [
            d.gap(40),
            ft.Row([d.mark()], alignment=ft.MainAxisAlignment.CENTER),
            ft.Row([d.title("Welcome back")], alignment=ft.MainAxisAlignment.CENTER, wrap=True),
            d.spoken(said),
            pad,
        ],
        footer=d.centered(d.support_pill("Support works without unlocking", nothing)),
    )
