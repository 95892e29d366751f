"""Every part on a few sample pages, for looking at: `python tools/gallery.py` serves them, `--shots DIR` photographs them
in light and dark at 100 % and 200 % text. A tool for people who draw; the app never imports it. Its people are invented."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flet as ft

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mobile import design as d  # noqa: E402
from mobile.design import icons, theme  # noqa: E402
from mobile.design import tokens as t  # noqa: E402

PLACES = [
    d.TabItem("/", "Today", icons.TODAY),
    d.TabItem("/journal", "Journal", icons.JOURNAL),
    d.TabItem("/plan", "Plan", icons.PLAN),
    d.TabItem("/care", "Care", icons.CARE),
]
WORDS = "To meet the quiet without running from it."


def nothing(_: Any = None) -> None:
    """A handler for things that only have to look right."""


def _header(text: str, *, has_back: bool = True) -> ft.Control:
    return d.header(
        text,
        on_back=nothing if has_back else None,
        back_label="Back",
        on_support=nothing,
        support_label="Support",
    )


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
        header=_header("Good evening", has_back=False),
    )


def intention(page: ft.Page) -> ft.Control:
    saved = d.saved_line("Saved on this phone")
    told = d.small("Nothing chosen yet")

    async def chose(value: str) -> None:
        told.value = f"Chosen: {value}"
        d.redraw(told)

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
                told,
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
        header=_header("Intention"),
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
        header=_header("Journal", has_back=False),
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
        header=_header("Plan", has_back=False),
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
        header=_header("What I share"),
    )


def question(page: ft.Page) -> ft.Control:
    told = d.small("")

    async def chose(value: str) -> None:
        told.value = f"Chosen: {value}"
        d.redraw(told)

    return d.page_body(
        [
            d.progress_bar(6, 20, "Question 6 of 20", text="6 of 20"),
            d.title("Has a clinician ever told you that you have high blood pressure?", level=2),
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
            told,
            d.text_field("Clinic code", helper="On the letter or in the message"),
            d.text_field("Passphrase", is_secret=True, error="Use 12 letters or more"),
            d.saved_line("Saved. You can stop and come back on any device.", "saved"),
        ],
        header=_header("About your health"),
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
                        "Item 9 above zero, clinic told Mon 9:02", tone="danger", icon=ft.Icons.FLAG_OUTLINED
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


PAGES: dict[str, Callable[[ft.Page], ft.Control]] = {
    "today": today, "intention": intention, "journal": journal, "plan": plan, "sharing": sharing,
    "question": question, "support": support, "lock": lock, "session": session_day, "tiles": first_minutes, "therapist": therapist,
}  # fmt: skip
TABS = {"today": "/", "journal": "/journal", "plan": "/plan"}


def main(page: ft.Page) -> None:
    """Route `/<page>-light|dark` chooses the page and the mode, also when it changes while the page is open."""
    page.on_route_change = lambda _: draw(page)
    draw(page)


def draw(page: ft.Page) -> None:
    name, _, mode = page.route.strip("/").partition("-")
    theme.apply(page, "dark" if mode == "dark" else "light" if mode == "light" else "system")
    name = name if name in PAGES else "today"
    view = ft.View(route="/", padding=0, bgcolor=t.BACKGROUND, controls=[PAGES[name](page)])
    if name == "journal":
        view.floating_action_button = d.write_button("Write", nothing)  # type: ignore[assignment]
    if name in TABS:
        view.navigation_bar = d.bottom_bar(PLACES, TABS[name], nothing)
    page.views[:] = [view]
    page.title = name
    page.update()


def asgi_app() -> Any:
    """The gallery on the site the app itself is on."""
    from mobile.hosting.site import hosted
    from mobile.wiring.callback import PendingSignIns

    async def drawn(page: ft.Page) -> None:
        main(page)

    return hosted(drawn, PendingSignIns())


@contextlib.contextmanager
def served(port: int = 0) -> Iterator[str]:
    """The gallery on a loopback port of its own while the block runs."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(asgi_app(), log_level="warning", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--js-flags=--liftoff-only --no-opt --max-lazy",  # a page is loaded often and used briefly
]


def enable_semantics(tab: Any) -> None:
    """Waits for the first frame and turns the accessibility tree on."""
    tab.wait_for_selector(
        "flt-semantics-placeholder, flt-semantics-host flt-semantics", state="attached", timeout=60_000
    )
    tab.evaluate("document.querySelector('flt-semantics-placeholder')?.click()")
    tab.wait_for_selector(
        "flt-semantics-host [role=button], flt-semantics-host h1", state="attached", timeout=30_000
    )
    tab.wait_for_timeout(400)


def shoot(folder: Path, names: list[str]) -> None:
    """Photographs the pages into `folder`."""
    import shutil

    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        for name in names:
            size = {"width": 1180, "height": 800} if name == "therapist" else {"width": 390, "height": 844}
            for mode in ("light", "dark"):
                for scale in (100, 200):
                    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
                    tab = context.new_page()
                    tab.goto(f"{url}/{name}-{mode}")
                    enable_semantics(tab)
                    if scale == 200:
                        tab.evaluate("document.documentElement.style.fontSize = '32px'")
                    tab.wait_for_timeout(1500)
                    tab.screenshot(path=str(folder / f"{name}-{mode}-{scale}.png"))
                    context.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8140)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    if chosen.shots:
        shoot(chosen.shots, chosen.only.split(",") if chosen.only else list(PAGES))
    else:
        with served(chosen.port) as address:
            print(f"{address}  pages: {' '.join(PAGES)}, each with -light or -dark")  # noqa: T201
            threading.Event().wait()
