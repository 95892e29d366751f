"""Numbers by their facts: who answers now stands first with their hours, people in one's own words are called, ways exist."""

from __future__ import annotations

import re
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

from mobile.care.safety.hours import answering, windows_of
from mobile.device.links import call_link, numbers_in
from mobile.i18n import Speech
from mobile.screens.panels.calls import calls_for, clinic_calls
from mobile.screens.panels.numbers import behind, parted, unbroken

CHICAGO = ZoneInfo("America/Chicago")
WEEK = ["mon", "tue", "wed", "thu", "fri"]
DAY = [{"daysOfWeek": WEEK, "availableStartTime": "09:00:00", "availableEndTime": "17:00:00"}]
NIGHT = [
    {"daysOfWeek": WEEK, "availableStartTime": "00:00:00", "availableEndTime": "09:00:00"},
    {"daysOfWeek": WEEK, "availableStartTime": "17:00:00", "availableEndTime": "23:59:59"},
    {"daysOfWeek": ["sat", "sun"], "allDay": True},
]
OVERNIGHT = [
    {"daysOfWeek": WEEK, "availableStartTime": "17:00:00", "availableEndTime": "09:00:00"},
    {"daysOfWeek": ["sat"], "availableStartTime": "08:00:00", "availableEndTime": "12:00:00"},
]
CARD: dict[str, object] = {
    "region": "US",
    "phones": [
        {"label": "Front desk", "phone": "+1-202-555-0142", "times": DAY},
        {"label": "On call", "phone": "+1-202-555-0199", "times": NIGHT},
    ],
}


@pytest.mark.parametrize(
    ("at", "first", "said"),
    [
        ("2026-11-27T03:00", "On call", ["Answers now, until 9:00 AM", "Opens 9:00 AM"]),
        ("2026-11-27T12:00", "Front desk", ["Answers now, until 5:00 PM", "Opens 5:00 PM"]),
        ("2026-11-28T12:00", "On call", ["Answers now, until Monday", "Opens Monday"]),
    ],
)
def test_of_the_clinics_numbers_the_one_that_answers_now_stands_first_with_its_hours(
    at: str, first: str, said: list[str]
) -> None:
    calls = clinic_calls(Speech("en"), CARD, datetime.fromisoformat(at).replace(tzinfo=CHICAGO), CHICAGO)
    assert calls[0].name == first
    assert [bool(one.answers_now) for one in calls] == [True, False]
    assert all(
        one.holds_until is not None and one.holds_until > datetime.fromisoformat(at).replace(tzinfo=CHICAGO)
        for one in calls
    )
    plain = [one.detail.replace("\u202f", " ").replace("\xa0", " ") for one in calls]
    assert all(text.startswith(start) for text, start in zip(plain, said, strict=True)), plain


@pytest.mark.parametrize(
    ("at", "is_now", "changes_at"),
    [
        ("2026-11-25T03:00", True, "2026-11-25T09:00"),
        ("2026-11-25T12:00", False, "2026-11-25T17:00"),
        ("2026-11-25T18:00", True, "2026-11-26T09:00"),
        ("2026-11-28T03:00", True, "2026-11-28T12:00"),  # Friday's night, and Saturday's hours with it
        ("2026-11-30T03:00", False, "2026-11-30T17:00"),  # no night began on Sunday
    ],
)
def test_hours_over_midnight_are_of_the_night_they_begin_in(at: str, is_now: bool, changes_at: str) -> None:
    told = answering(windows_of(OVERNIGHT), datetime.fromisoformat(at).replace(tzinfo=CHICAGO))
    assert told is not None
    assert (told.is_now, told.changes_at) == (
        is_now,
        datetime.fromisoformat(changes_at).replace(tzinfo=CHICAGO),
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"daysOfWeek": WEEK, "availableStartTime": "9am", "availableEndTime": "17:00:00"},
        {"daysOfWeek": WEEK, "availableStartTime": "17:00:00"},
        {"daysOfWeek": WEEK, "availableStartTime": "09:00:00", "availableEndTime": "09:00:00"},
        {"daysOfWeek": ["mon", "holiday"], "allDay": True},
        "and by night",
    ],
)
def test_a_number_is_not_said_to_be_closed_by_hours_of_which_a_part_cannot_be_read(odd: object) -> None:
    card: dict[str, object] = {"phones": [{"phone": "+1-202-555-0199", "times": [*DAY, odd]}]}
    (one,) = clinic_calls(Speech("en"), card, datetime(2026, 11, 27, 3, tzinfo=CHICAGO), CHICAGO)
    assert (one.answers_now, one.detail) == (None, "")


def test_hours_nobody_said_conclude_nothing_and_a_line_for_all_comes_before_the_clinics() -> None:
    assert windows_of([{"daysOfWeek": ["holiday"]}, "always", {"availableStartTime": "9"}]) == ()
    assert answering((), datetime(2026, 11, 27, tzinfo=CHICAGO)) is None
    calls, _ = calls_for(Speech("en"), CARD, None, datetime(2026, 11, 27, 3, tzinfo=CHICAGO), CHICAGO)
    assert [one.link for one in calls[:3]] == ["tel:988", "sms:988", "tel:911"]


def test_no_number_breaks_where_it_has_spaces_and_what_is_copied_is_as_the_clinic_wrote_it() -> None:
    card: dict[str, object] = {"phones": [{"label": "Desk", "phone": "+1 202 555-0142"}]}
    (one,) = clinic_calls(Speech("en"), card, datetime(2026, 11, 27, tzinfo=CHICAGO), CHICAGO)
    assert one.number == "+1 202 555-0142", "what is copied and printed of it can be dialled elsewhere"
    assert not {" ", "-"} & {*unbroken(one.number)}


@pytest.mark.parametrize(("name", "is_marked"), [("Ada Sample", False), ("דנה כהן", True), ("Dr. כהן", True)])
def test_a_number_behind_a_name_from_the_right_keeps_the_order_of_its_figures(
    name: str, is_marked: bool
) -> None:
    line = behind(name, "(202) 555-0112")
    assert line.replace("\u200e", "") == f"{name} · (202) 555-0112"
    assert ("\u200e" in line) is is_marked
    seen = BidiParagraph(line, TextDirection.LTR).get_reordered_string()
    assert "(202) 555-0112" in seen
    assert not is_marked or "(202) 555-0112" not in unmarked(line)


def unmarked(line: str) -> str:
    """As it would be seen without the mark."""
    return BidiParagraph(line.replace("\u200e", ""), TextDirection.LTR).get_reordered_string()


def test_a_number_in_a_sentence_goes_on_in_the_next_line_only_between_its_groups() -> None:
    assert parted("+1-202 5550142").split("\u200b") == ["+1-", "202\u00a0", "5550142"]


def test_people_in_ones_own_words_are_called_and_a_date_is_not() -> None:
    words = "Jo: 202-555-0112, any hour\nAda, my sister (202) 555-0113\nSince 2026-11-22\nRadio on, low"
    assert numbers_in(words) == [("Jo", "202-555-0112"), ("Ada, my sister", "(202) 555-0113")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Jo 202-555-0112 8PM-8AM", [("Jo", "tel:2025550112")]),
        ("202-555-0112 8PM-8AM", [("", "tel:2025550112")]),
        ("Jo 202-555-0112 24/7", [("Jo", "tel:2025550112")]),
        ("Jo 202-555-0112 9-5", [("Jo", "tel:2025550112")]),
        ("3:30 202-555-0112", [("", "tel:2025550112")]),
        ("2. 202-555-0112 Jo", [("Jo", "tel:2025550112")]),
        ("(2) 202-555-0112 Jo", [("Jo", "tel:2025550112")]),
        ("2 202-555-0112 Jo", [("Jo", "tel:2025550112")]),
        ("Jo 202-555-0112 x12", [("Jo", "tel:2025550112,12")]),
        ("Jo (+44) 20 7946 0134", [("Jo", "tel:+442079460134")]),
        ("Jo (+1) (202) 555-0112 x3", [("Jo", "tel:+12025550112,3")]),
        ("Jo \u202a+1 (202) 555-0112\u202c", [("Jo", "tel:+12025550112")]),
        ("Jo: \u2066202-555-0112\u2069", [("Jo", "tel:2025550112")]),
        ("Jo +1\u2009202\u202f555\u20090112", [("Jo", "tel:+12025550112")]),
        ("Jo 202\u200b-555\u200b-0112", [("Jo", "tel:2025550112")]),
        ("Unit 12 202 555 0112", []),
        ("since 2019 202-555-0112", []),
        ("52 555 123 4567", []),
        ("+52 555 123 4567", [("", "tel:+525551234567")]),
        ("011 52 555 123 4567", [("", "tel:011525551234567")]),
        ("Room 2 202-555-0112", [("Room", "tel:2025550112")]),
        ("Jo 202-555-0112 (ext. 4), any hour", [("Jo", "tel:2025550112,4")]),
        ("Jo 2025550112 2025550113", [("Jo", "tel:2025550112"), ("Jo", "tel:2025550113")]),
        ("Jo ２０２-555-0112", [("Jo", "tel:2025550112")]),
        ("Jo ٢٠٢٥٥٥٠١١٢", [("Jo", "tel:2025550112")]),
        ("Ana 0475 12 34 56", [("Ana", "tel:0475123456")]),
        ("Ana +52 55 1234 5678", [("Ana", "tel:+525512345678")]),
        ("Jo 030/9018210", []),
        (
            "Jo, 2025550112. My sister Ada, 2025550113.",
            [("Jo", "tel:2025550112"), ("My sister Ada", "tel:2025550113")],
        ),
        ("Jo 2025550112 or 2025550113", [("Jo", "tel:2025550112"), ("Jo", "tel:2025550113")]),
        ("Ana 2025550112 y 2025550113", [("Ana", "tel:2025550112"), ("Ana", "tel:2025550113")]),
        ("jo 2025550112 ada 2025550113", [("jo", "tel:2025550112"), ("", "tel:2025550113")]),
        ("Jo 2025550112 home, 2025550113 work", [("Jo", "tel:2025550112"), ("", "tel:2025550113")]),
        ("2025550112 Jo, 2025550113 Ada", [("", "tel:2025550112"), ("", "tel:2025550113")]),
    ],
)
def test_of_ones_own_words_only_the_number_is_dialled(line: str, found: list[tuple[str, str]]) -> None:
    assert [(name, call_link(number)) for name, number in numbers_in(line)] == found


NO_SUCH_WAY = [
    r"write to the clinic",
    r"escribir a la clínica",
    r"doctor's office",
    r"from Care\b",
    r"desde Atención",
    r"on session day",
]
"""Ways a sentence could name that are not there: nothing can be written to a clinic, and no place is for a session day."""


def test_no_sentence_names_a_way_that_is_not_there() -> None:
    plans = resources.files("api_client.sandbox.content").joinpath("plans")
    told = [one.read_text("utf-8") for one in plans.iterdir() if one.name.endswith(".json")]
    said = resources.files("mobile.i18n").joinpath("es")
    told += [one.read_text("utf-8") for one in said.iterdir() if one.name.endswith(".po")]
    found = [way for way in NO_SUCH_WAY for text in told if re.search(way, text, re.IGNORECASE)]
    assert found == []
