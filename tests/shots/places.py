"""What is photographed, as data. Add a row for a new place; give `steps` where something must be done first."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from tests.e2e.browser import DESK, PHONE, Tab

Steps = Callable[[Tab], Awaitable[None]]


@dataclass(frozen=True)
class Shot:
    """One place. `who` is a sample person's login hint; None is signed out."""

    name: str
    route: str
    who: str | None = None
    sizes: tuple[tuple[int, int], ...] = (PHONE,)
    steps: Steps | None = None


async def to_support(tab: Tab) -> None:
    await tab.tap("Support")
    await tab.is_at("Support now")


async def _goes_on_to(tab: Tab, words: str) -> None:
    """Next, until it is there: a form goes on where it was left by the picture before."""
    for _ in range(40):
        if any(words in line for line in await tab.read_aloud()):
            return
        await tab.tap("Next")
        await tab.page.wait_for_timeout(250)
    raise AssertionError(f"{words!r} never came")


async def _from_the_start(tab: Tab) -> None:
    """Back below the questions, for as long as there is one beside the header's."""
    for _ in range(60):
        await tab.page.wait_for_timeout(700)
        backs = tab.page.get_by_role("button", name="Back")
        if await backs.count() < 2:
            return
        await backs.last.dispatch_event("click")


async def to_recording(tab: Tab) -> None:
    """As when the insurer has approved it."""
    await tab.page.get_by_role("radio", name=re.compile("^Approved")).dispatch_event("click")


async def to_having_eaten(tab: Tab) -> None:
    """As somebody does at home who ate."""
    await tab.tap("I ate or drank after these times")


async def to_a_chosen_time(tab: Tab) -> None:
    """One of the times that the clinic offers and its plan allows."""
    if not any(line.startswith("With ") for line in await tab.read_aloud()):  # chosen for the picture before
        await tab.tap(re.compile(r"2:00"))
    if tab.text_percent > 100:  # below the fold
        await tab.page.mouse.move(200, 500)
        await tab.page.mouse.wheel(0, 1800)
    await tab.sees(re.compile("^With "))


async def to_an_asked_date(tab: Tab) -> None:
    """Two times in order, with words; what was asked before gives way to it."""
    await to_a_chosen_time(tab)
    await tab.type("What you would like your clinic to know", "Jo cannot drive that day.")
    await tab.tap(re.compile("^Ask for (this time|these times)"))
    await tab.sees("You asked for another date")


async def to_the_open_request(tab: Tab) -> None:
    """The first that waits, with the first time chosen."""
    await to_the_first_request(tab)


async def to_the_first_request(tab: Tab) -> None:
    """Of whoever it is."""
    row = tab.page.get_by_role("button", name=re.compile("(Session|Sesión) 4"))
    await row.first.dispatch_event("click")
    await tab.sees(re.compile("^(Times that are free|Horas libres)"))
    await tab.page.get_by_role("radio", name=re.compile("^1[.] ")).first.dispatch_event("click")
    await tab.page.wait_for_timeout(1500)


async def to_invitation(tab: Tab) -> None:
    """Asked for, and answered by the sandbox clinic."""
    await tab.type("Their name", "Kim")
    await tab.tap("Ask for an invitation")
    await tab.sees("Ready to hand over", ms=60_000)


async def to_blood_pressure(tab: Tab) -> None:
    """Picture 11: a yes, and what is asked below it."""
    await tab.is_at("About your health")
    await _from_the_start(tab)
    await _goes_on_to(tab, "high blood pressure")
    await tab.tap("Yes", "radio")
    await tab.sees("Is it treated and steady now?")


async def to_medicine(tab: Tab) -> None:
    await tab.is_at("Medicines and allergies")
    await _from_the_start(tab)
    await tab.tap("Yes", "radio")
    await _goes_on_to(tab, "Medicine 1")


async def to_entry(tab: Tab) -> None:
    """Picture 07: a few words, and how it felt."""
    await tab.type(
        "Your words",
        "Woke with the picture of the lake still there. It isn’t frightening any more. I called my sister before breakfast.",
    )
    await tab.tap("a little lighter", "radio")
    await tab.tap("A prompt")


async def to_speaking(tab: Tab) -> None:
    """Picture 16, with Chromium's pretend microphone, which beeps."""
    await tab.tap("A prompt")
    await tab.tap("Speak")
    await tab.tap("Begin to speak")
    await tab.sees(re.compile("Saved so far 0:04"), ms=60_000)
    await tab.page.wait_for_timeout(1500)


async def to_spoken(tab: Tab) -> None:
    """The entry with its voice note."""
    await to_speaking(tab)
    await tab.tap("Stop and keep")
    await tab.sees(re.compile("Voice note · 0:"))


async def to_heard_along(tab: Tab) -> None:
    """Sharing it with its voice note."""
    await to_spoken(tab)
    await tab.tap("My therapist", "radio")
    await tab.is_at("Share this entry")
    await tab.tap("With what you spoke", "switch")
    await tab.sees(re.compile("^Voice note: 0:"))


def _drawing() -> bytes:
    """A lake under the moon, as somebody might draw it."""
    drawn = Image.new("RGB", (900, 1200), "#2f3e5b")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((560, 160, 760, 360), fill="#f1e3b5")
    pen.polygon([(0, 620), (260, 380), (520, 620)], fill="#46566e")
    pen.polygon([(380, 620), (700, 430), (900, 620)], fill="#3b4a62")
    pen.rectangle((0, 620, 900, 1200), fill="#4f7f8c")
    for at in range(640, 1180, 60):
        pen.line((80, at, 820, at + 14), fill="#6f9ea8", width=6)
    into = io.BytesIO()
    drawn.save(into, "PNG")
    return into.getvalue()


async def to_pictures(tab: Tab) -> None:
    """The entry with two pictures, of which one says what it shows."""
    await tab.type("Your words", "I drew what I saw on the water.")
    for number in (1, 2):
        async with tab.page.expect_file_chooser() as choosing:
            await tab.tap("Add a picture")
        await (await choosing.value).set_files(
            {"name": "d.png", "mimeType": "image/png", "buffer": _drawing()}
        )
        await tab.sees(re.compile("^See Picture large" if number == 1 else "^See Picture 2 large"), "button")
        if number == 1:
            await tab.type("What it shows", "The lake under the moon")


async def to_large_picture(tab: Tab) -> None:
    await to_pictures(tab)
    await tab.tap("See Picture 1 large")
    await tab.sees("Close", "button")
    await tab.page.wait_for_timeout(500)


async def to_seen_along(tab: Tab) -> None:
    """Sharing it with one of them."""
    await to_pictures(tab)
    await tab.tap("My therapist", "radio")
    await tab.is_at("Share this entry")
    await tab.tap(re.compile("^With Picture 1"), "switch")
    await tab.sees(re.compile("^Picture: The lake under the moon"))


async def to_shown_part(tab: Tab) -> None:
    """Picture 19."""
    await to_entry(tab)
    await tab.tap("My therapist", "radio")
    await tab.is_at("Share this entry")
    await tab.tap(re.compile("^A part"), "radio")
    await tab.tap(re.compile("^Woke with"), "checkbox")
    await tab.tap(re.compile("^I called"), "checkbox")
    await tab.sees(re.compile("letter for letter"))


async def to_help(tab: Tab) -> None:
    await tab.is_at("PHQ-9")
    await _from_the_start(tab)
    await _goes_on_to(tab, "better off dead")
    await tab.tap("Not at all", "radio")
    await tab.tap("Several days", "radio")
    await tab.is_at("You do not have to be alone with this")


async def to_review(tab: Tab) -> None:
    await tab.is_at("Your people")
    await _goes_on_to(tab, "Look over your answers")


async def to_warning(tab: Tab) -> None:
    await tab.is_at("Your mental health until now")
    await _from_the_start(tab)
    await _goes_on_to(tab, "Skip this part for now")


async def to_thread(tab: Tab) -> None:
    """Picture 20: own words with what was written about them."""
    await tab.tap(re.compile("meet the quiet"))
    await tab.sees("Replies", "heading")


async def to_first_minutes(tab: Tab) -> None:
    """Picture 18: one is behind, the second is asked."""
    await tab.tap(re.compile("^(Begin|Go on)$"))
    if not await tab.page.get_by_role("button", name="Gold").count():
        await tab.tap("Soft")
    await tab.sees("Colour", "heading")


async def _to_page(tab: Tab, title: str) -> None:
    """Of an agreement, which goes on where the picture before left it: on to its end, then back."""
    is_back = False
    for _ in range(24):
        lines = await tab.read_aloud()
        if any(line.startswith("h2: ") and title in line for line in lines):
            return
        is_back = is_back or any("To the list" in line or "Go on to sign" in line for line in lines)
        await tab.tap("Previous page" if is_back else re.compile("^(Go on|I understand)$"), "button")
        await tab.page.wait_for_timeout(900)
    raise AssertionError(f"{title!r} never came")


async def to_risks(tab: Tab) -> None:
    """Picture 03: the part about risks, with a question."""
    await _to_page(tab, "What you might feel")


async def to_asked_back(tab: Tab) -> None:
    """The same, after another answer than the text gives."""
    await to_risks(tab)
    await tab.tap("There is nothing serious", "radio")
    await tab.sees(re.compile("This part once more"))


async def to_choices(tab: Tab) -> None:
    """Picture 04, without a signature."""
    await _to_page(tab, "You choose each part")


async def to_signing(tab: Tab) -> None:
    """Picture 04: the text and, at its end, where it is signed."""
    await to_choices(tab)
    await tab.tap("Go on to sign")
    await tab.sees("Sign", "heading")
    await tab.sees("I mean this as my signature", "checkbox")


async def to_signed(tab: Tab) -> None:
    """Picture 25, of one: what was signed. A picture before may have signed it."""
    await to_choices(tab)
    if any("Go on to sign" in line for line in await tab.read_aloud()):
        await tab.tap("Go on to sign")
        await tab.type("Your full name", "Rowan Sample")
        await tab.tap("I mean this as my signature", "checkbox")
        await tab.tap("Sign")
    else:
        await tab.goes_to("/agreements/telehealth/sign", "Sign")
        await tab.tap("What you signed")
    await tab.sees("Save a copy as PDF", "button")


async def to_withdrawing(tab: Tab) -> None:
    """What withdrawing stops, before it is done."""
    await to_signed(tab)
    await tab.tap("Withdraw")
    await tab.sees("What stops", "heading")


async def to_page_one(tab: Tab) -> None:
    """A PDF, which goes on where the picture before left it: back to its first page."""
    await tab.sees(re.compile("^Page [0-9] of [0-9]"))
    for _ in range(6):
        if not any("Previous page" in line for line in await tab.read_aloud()):
            return
        await tab.tap("Previous page", "button")
        await tab.page.wait_for_timeout(900)


async def to_signing_a_pdf(tab: Tab) -> None:
    """Page by page, then the page where it is signed."""
    await to_page_one(tab)
    for _ in range(6):
        if not any("Next page" in line for line in await tab.read_aloud()):
            break
        await tab.tap("Next page", "button")
        await tab.page.wait_for_timeout(900)
    if any("To the list" in line for line in await tab.read_aloud()):  # a picture before has signed it
        await tab.goes_to("/agreements/paper/DocumentReference%2Frowan-house-rules/sign", "Sign")
        return
    await tab.tap("Go on to sign")
    await tab.sees("Sign", "heading")
    await tab.sees("I mean this as my signature", "checkbox")


async def to_a_signed_pdf(tab: Tab) -> None:
    """What was signed, with the file to be saved. A picture before may have signed it."""
    await to_signing_a_pdf(tab)
    if any("What you signed" in line for line in await tab.read_aloud()):
        await tab.tap("What you signed")
    else:
        await tab.type("Your full name", "Rowan Sample")
        await tab.tap("I mean this as my signature", "checkbox")
        await tab.tap("Sign")
    await tab.sees("Save the file you signed", "button")


async def to_the_guardian(tab: Tab) -> None:
    """The patient has agreed, and hands the device on."""
    await to_signing_a_pdf(tab)
    await tab.type("Your full name", "Ines Example")
    await tab.tap("I mean this as my signature", "checkbox")
    await tab.tap("I agree")
    await tab.sees(re.compile("Now Wren Example signs"))


WHOLE = (390, 2000)
"""A phone as high as the whole of a long page."""


async def to_the_days(tab: Tab) -> None:
    await tab.sees("The best timing is not known.")


HOUSE_RULES = "/agreements/paper/DocumentReference%2Frowan-house-rules"
TOGETHER = "/agreements/paper/DocumentReference%2Fines-agreed-together"
PATIENT, THERAPIST = "patient", "therapist"  # the first sample person of that role

SHOTS: tuple[Shot, ...] = (
    Shot("sign-in", "/sign-in", sizes=(PHONE, DESK)),
    Shot("join", "/join"),
    Shot("support-signed-out", "/support"),
    Shot("ground", "/support/ground"),
    Shot("not-found", "/no-such-place", PATIENT),
    Shot("today", "/", PATIENT, (PHONE, DESK)),
    Shot("today-new", "/", "ines"),
    Shot("forms", "/forms", "ines", (PHONE, DESK)),
    Shot("entry", "/entry/new", PATIENT, (PHONE, DESK), to_entry),
    Shot("voice", "/entry/new", PATIENT, (PHONE, DESK), to_speaking),
    Shot("voice-entry", "/entry/new", PATIENT, (PHONE,), to_spoken),
    Shot("voice-share", "/entry/new", PATIENT, (PHONE,), to_heard_along),
    Shot("pictures-entry", "/entry/new", PATIENT, (PHONE, DESK), to_pictures),
    Shot("picture-large", "/entry/new", PATIENT, (PHONE, DESK), to_large_picture),
    Shot("pictures-share", "/entry/new", PATIENT, (WHOLE,), to_seen_along),
    Shot("entry-share", "/entry/new", PATIENT, (PHONE, DESK), to_shown_part),
    Shot("journal-entries", "/journal", PATIENT, (PHONE, DESK)),
    Shot("trash", "/journal/trash", PATIENT),
    Shot("other-days", "/journal/other-days", PATIENT),
    Shot("forms-step", "/forms/clearance", "ines"),
    Shot("plan-new", "/plan", "ines"),
    Shot("answers", "/answers/rowan-health-history-1", PATIENT, (PHONE, DESK)),
    Shot("measures", "/measures", PATIENT, (PHONE, DESK)),
    Shot("measure", "/measures/phq-9", PATIENT),
    Shot("measures-slip", "/measures", "marlow"),
    Shot("safety-plan", "/safety-plan", PATIENT, (PHONE, DESK)),
    Shot("safety-plan-none", "/safety-plan", "ines"),
    Shot("journal", "/journal", PATIENT),
    Shot("plan", "/plan", PATIENT),
    Shot("plan-phases", "/plan", "tova"),
    Shot("session", "/session/rowan-session-3", PATIENT, (PHONE, DESK)),
    Shot("session-eaten", "/session/rowan-session-3", PATIENT, (PHONE,), to_having_eaten),
    Shot("date-change", "/session/rowan-session-4/date", PATIENT, (PHONE, DESK), to_a_chosen_time),
    Shot("date-asked", "/session/rowan-session-4/date", PATIENT, (PHONE,), to_an_asked_date),
    Shot("bookings", "/bookings/waiting", "coordinator", (PHONE, DESK), to_the_open_request),
    Shot("agreed", "/agreed", "prescriber", (PHONE, DESK)),
    Shot("agreed-one", "/agreed/rowan", "prescriber", ((390, 1700), DESK)),
    Shot("care", "/care", PATIENT),
    Shot("approval", "/approval", "tova", ((390, 1500),)),
    Shot("cost-approval", "/cost", "tova"),
    Shot("approvals", "/approvals", "coordinator", (PHONE, DESK)),
    Shot(
        "approvals-record", "/approvals/Task%2Ftova-approval-2", "coordinator", ((390, 2400),), to_recording
    ),
    Shot("intentions", "/intentions", PATIENT),
    Shot("intention", "/intention/new", PATIENT),
    Shot("not-to-bring-up", "/not-to-bring-up/new", PATIENT),
    Shot("daily-word", "/word/new", PATIENT),
    Shot("days-after", "/", PATIENT, (WHOLE,), to_the_days),
    Shot("commitment", "/commitment/new", PATIENT),
    Shot("form-health", "/form/health-history", PATIENT, (PHONE, DESK), to_blood_pressure),
    Shot("form-medicine", "/form/medicines-and-allergies", PATIENT, (PHONE,), to_medicine),
    Shot("form-scale", "/form/peg", PATIENT, (PHONE, DESK)),
    Shot("form-help", "/form/phq-9", PATIENT, (PHONE,), to_help),
    Shot("form-review", "/form/people", PATIENT, (PHONE,), to_review),
    Shot("form-warning", "/form/mental-health-history", PATIENT, (PHONE,), to_warning),
    Shot("sharing", "/sharing", PATIENT),
    Shot("invitation-new", "/sharing/invitation/new", PATIENT),
    Shot("invitation", "/sharing/invitation/new", PATIENT, (PHONE,), to_invitation),
    Shot("session-times", "/sharing/times", PATIENT),
    Shot("calendar", "/calendar", PATIENT),
    Shot("reminders", "/reminders", PATIENT, (PHONE, DESK)),
    Shot("reminders-browser", "/settings/reminders", PATIENT),
    Shot("thread", "/journal", PATIENT, (PHONE, DESK), to_thread),
    Shot("messages", "/messages", PATIENT, (PHONE, DESK)),
    Shot("team-messages", "/team-messages", "coordinator", (PHONE, DESK)),
    Shot("reading-days", "/settings/reading-days", THERAPIST, (PHONE, DESK)),
    Shot("settings", "/settings", PATIENT),
    Shot("support", "/", PATIENT, (PHONE, DESK), to_support),
    Shot("shared", "/shared", THERAPIST, (DESK, PHONE)),
    Shot("suggest", "/shared/rowan/suggest", THERAPIST, (DESK, PHONE)),
    Shot("summary", "/shared/rowan/summary", THERAPIST, (DESK, PHONE)),
    Shot("care-notes", "/care-notes", PATIENT, (PHONE, DESK)),
    Shot("team", "/team", PATIENT, (PHONE, DESK)),
    Shot("team-person", "/team/Practitioner%2Fsam", PATIENT),
    Shot("practice", "/practice", PATIENT, (PHONE, DESK)),
    Shot("help-with-cost", "/help-with-cost", PATIENT, (PHONE, DESK)),
    Shot("cost", "/cost", PATIENT, ((390, 1200), DESK)),
    Shot("cost-ahead", "/cost", "marlow", ((390, 1100),)),
    Shot("cost-prices", "/cost/prices", PATIENT, ((390, 1500),)),
    Shot("cost-ways", "/cost/ways", PATIENT, ((390, 1300),)),
    Shot("cost-bill", "/cost/bill/rowan-bill-3", PATIENT, (PHONE, DESK)),
    Shot("cost-estimate", "/cost/estimate/ines-estimate", "ines", ((390, 1100),)),
    Shot("cost-ask", "/cost/bill/rowan-bill-3/ask", PATIENT, (PHONE,)),
    Shot("agreements", "/agreements", PATIENT, (PHONE, DESK)),
    Shot("receipts", "/receipts", PATIENT),
    Shot("portable-summary", "/portable-summary", PATIENT, (PHONE, DESK)),
    Shot("agreements-changed", "/agreements/treatment-iv", PATIENT, (PHONE, DESK)),
    Shot("agreements-part", "/agreements/treatment-iv", "ines", (PHONE, DESK), to_risks),
    Shot("agreements-asked", "/agreements/treatment-iv", "ines", (WHOLE,), to_asked_back),
    Shot("agreements-choices", "/agreements/treatment-iv", "ines", (PHONE, DESK), to_choices),
    Shot("agreements-sign", "/agreements/telehealth", PATIENT, ((390, 1400), DESK), to_signing),
    Shot("agreements-signed", "/agreements/telehealth", PATIENT, (PHONE, DESK), to_signed),
    Shot("paper-page", HOUSE_RULES, PATIENT, (PHONE, DESK), to_page_one),
    Shot("paper-sign", HOUSE_RULES, PATIENT, ((390, 1200), DESK), to_signing_a_pdf),
    Shot("paper-signed", HOUSE_RULES, PATIENT, (PHONE, DESK), to_a_signed_pdf),
    Shot("together-assent", TOGETHER, "ines", ((390, 1400),), to_signing_a_pdf),
    Shot("together-guardian", TOGETHER, "ines", ((390, 1400),), to_the_guardian),
    Shot("agreements-withdraw", "/agreements/telehealth", PATIENT, (PHONE,), to_withdrawing),
    Shot("agreements-ask", "/agreements/treatment-iv/ask/risks", PATIENT),
    Shot("brief", "/shared/rowan/brief", THERAPIST, (DESK, PHONE)),
    Shot("shared-given", "/shared/rowan", THERAPIST, (DESK, PHONE)),
    Shot("shared-answers", "/shared/rowan/answers/rowan-phq-9-7", THERAPIST, (DESK, PHONE)),
    Shot("settings-therapist", "/settings", THERAPIST, (DESK,)),
)

AFTER_SESSION: tuple[Shot, ...] = (
    Shot("layer-offered", "/", PATIENT, (PHONE, DESK)),
    Shot("first-minutes", "/", PATIENT, (PHONE, DESK), to_first_minutes),
)
"""In a demo whose session is just over."""
