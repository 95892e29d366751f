"""Support by its facts: the right numbers, from one file, locked, signed out and offline, and never the wrong country's."""

from __future__ import annotations

import json
import re
from typing import Any

import flet as ft
import pytest

from mobile.care.safety import Line, bundled_lines, clinic_phones, lines_of, region_for, shown_lines
from mobile.device.links import call_link, dialled, text_link
from mobile.screens.support.breath import one_minute
from tests.screens.harness import Phone, PretendWiring

# What the clinical reference says of crisis resources in the United States: id -> (kind, number, English body, Spanish body).
KNOWN = {
    "988-call": ("call", "988", "", ""),
    "988-text": ("text", "988", "", "AYUDA"),
    "911-call": ("call", "911", "", ""),
    "988-spanish": ("call", "988", "", ""),
    "veterans-call": ("call", "988", "", ""),
    "veterans-text": ("text", "838255", "", ""),
    "crisis-text": ("text", "741741", "HOME", "HOLA"),
    "trevor-call": ("call", "1-866-488-7386", "", ""),
    "trevor-text": ("text", "678-678", "", ""),
    "tty": ("call", "711", "", ""),
    "samhsa-call": ("call", "1-800-662-4357", "", ""),
}


def _rows() -> list[dict[str, Any]]:
    return json.loads(bundled_lines())["lines"]


def test_every_number_in_the_file_is_a_known_one_and_every_known_one_is_in_the_file() -> None:
    found = {
        row["id"]: (
            row["kind"],
            row["number"],
            row.get("body", {}).get("en", ""),
            row.get("body", {}).get("es", ""),
        )
        for row in _rows()
    }
    assert found == KNOWN


def test_every_line_says_its_region_its_languages_when_it_was_verified_and_where() -> None:
    for row in _rows():
        assert row["region"] == "US"
        assert set(row["languages"]) <= {"en", "es"}
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["verified_on"])
        assert row["source"]
        for language in row["languages"]:
            assert row["name"][language]


def test_the_option_press_3_ended_and_is_nowhere() -> None:
    words = bundled_lines().lower()
    assert "press 3" not in words
    assert "oprima 3" not in words
    assert "marque 3" not in words


def test_spanish_has_its_own_ways_press_2_and_ayuda() -> None:
    lines = {line.id: line for line in lines_of(bundled_lines(), "es")}
    assert "oprima 2" in lines["988-call"].detail
    assert lines["988-text"].body == "AYUDA"
    assert lines["crisis-text"].body == "HOLA"


def test_the_words_of_a_line_name_the_number_the_line_dials() -> None:
    for language in ("en", "es"):
        for line in lines_of(bundled_lines(), language):
            if line.id not in ("samhsa-call", "tty") or line.number in line.detail:
                assert line.number in line.name + line.detail, line.id


@pytest.mark.parametrize(
    ("card", "country", "region"),
    [
        ({"region": "US"}, "DE", "US"),
        ({"region": "USA"}, None, "US"),
        ({"region": "United States"}, None, "US"),
        ({"region": "CA"}, "US", None),
        ({}, "US", "US"),
        ({}, None, "US"),
        ({}, "DE", None),
        ({"region": ""}, "MX", None),
    ],
)
def test_the_clinic_decides_the_region_and_only_then_the_phone(card: Any, country: Any, region: Any) -> None:
    assert region_for(card, country) == region


def test_outside_the_known_regions_no_line_is_shown() -> None:
    assert shown_lines(lines_of(bundled_lines(), "en"), None) == []


def test_a_card_with_anything_in_it_gives_only_numbers() -> None:
    card: dict[str, object] = {
        "phones": [{"phone": "+1 555 010 0199"}, {"phone": ""}, {"phone": 3}, "call us", None]
    }
    assert [p.phone for p in clinic_phones(card)] == ["+1 555 010 0199"]
    assert clinic_phones({"phones": "none"}) == []
    assert clinic_phones({}) == []


def test_links_carry_the_number_alone() -> None:
    assert call_link("1-866-488-7386") == "tel:18664887386"
    assert dialled("+1 (555) 010-0199 x12") == "+15550100199,12"
    assert text_link("741741", "HOME") == "sms:741741?&body=HOME"
    assert text_link("678-678") == "sms:678678"


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("tel:+1-555-010-0199", "+15550100199"),
        ("1-800-FLOWERS", "18003569377"),
        ("1-800 FLOWERS", "18003569377"),
        ("1-800-273-TALK (8255)", "18002738255"),
        ("(555) 010-0199", "5550100199"),
        ("555 010 0199 / 555 010 0200", "5550100199"),
        ("555 010 0199 or 911", "5550100199"),
        ("555 010 0199 (24 hours)", "5550100199"),
        ("555 010 0199 24/7", "5550100199"),
        ("988 (press 1)", "988"),
        ("Fax 555 010 0199", "5550100199"),
        ("555 010 0199 ext. 12", "5550100199,12"),
        ("٥٥٥ ٠١٠ ٠١٩٩", "5550100199"),
        ("+١ 555 010 0199", "+15550100199"),
        ("555 010 0199 8 AM to 5 PM", "5550100199"),
        ("555-010-0199 9-5", "5550100199"),
        ("8:30-17:00 555 010 0199", "5550100199"),
        ("020 7946 0018 9h-17h", "02079460018"),
        ("(+52) 55 1234 5678", "+525512345678"),
        ("+1\u2009555\u202f010\u20090199", "+15550100199"),
        ("\u202a+1 555\u200b-010\u200b-0199\u202c", "+15550100199"),
        ("Suite 120 202 555 0199", ""),  # whose are the first figures
        ("030/9018210", ""),  # an area code, or two numbers
        ("555/010/0199", ""),
        ("555 010 0199/555 010 0200", "5550100199"),
        ("ask at the desk", ""),
    ],
)
def test_of_what_a_clinic_wrote_exactly_one_number_is_dialled(written: str, dials: str) -> None:
    assert dialled(written) == dials


def test_the_grounding_minute_is_sixty_seconds_and_ends_on_an_out_breath() -> None:
    breaths = list(one_minute())
    assert sum(breath.seconds for breath in breaths) == 60
    assert breaths[-1].way == "out"


def _links(phone: Phone) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in phone.nodes():
        action = getattr(node.control, "action", None)
        if node.role == "button" and isinstance(action, ft.OpenUrl):
            found[node.name] = action.url
    return found


@pytest.mark.parametrize(
    "door",
    ["open", "locked", "signed_out", "key_unavailable", "key_gone", "out_of_tries", "damaged", "too_new"],
)
async def test_support_calls_and_texts_whatever_stands_before_the_person(door: Any) -> None:
    async with Phone(PretendWiring(door=door, pin="314159" if door == "locked" else None)) as phone:
        await phone.start("/support")
        links = _links(phone)
        assert links["Call 988 Suicide & Crisis Lifeline · day and night"] == "tel:988"
        assert links["Text 988"] == "sms:988"
        assert links["Call 911"] == "tel:911"
        assert links["On-call nurse +1\xa0555\xa0010\xa00199 any hour"] == "tel:+15550100199"
        assert phone.faults(needs_support=False) == []
        assert (
            "Nobody reads this app in real time. If you are in danger now, call 988 or 911." in phone.texts()
        )


async def test_the_crisis_line_comes_first() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support")
        pressed = [n.name for n in phone.nodes() if n.role == "button"]
        assert pressed[0] == "Close"
        assert pressed[1].startswith("Call 988")


async def test_a_clinic_outside_the_united_states_shows_its_own_numbers_and_never_988() -> None:
    card = {"region": "CA", "phones": [{"label": "Clínica de muestra", "phone": "+1 555 010 0101"}]}
    async with Phone(PretendWiring(card=card)) as phone:
        await phone.start("/support")
        assert not any("988" in text or "911" in text for text in phone.texts())
        assert list(_links(phone).values()) == ["tel:+15550100101"]
        await phone.sees(re.compile("emergency number of the place where you are"))


async def test_without_a_clinic_the_card_says_when_its_number_will_appear() -> None:
    async with Phone(PretendWiring(card={}, door="signed_out")) as phone:
        await phone.start("/support")
        await phone.sees("Your clinic's number appears here once you have signed in to your clinic.")


async def test_in_spanish_support_is_spanish_and_texts_ayuda() -> None:
    wiring = PretendWiring()
    await wiring.change_settings(language="es")
    async with Phone(wiring) as phone:
        await phone.start("/support")
        links = _links(phone)
        assert links["Texto al 988"] == "sms:988?&body=AYUDA"
        assert phone.title() == "Apoyo ahora"
        english = {line.name for line in _spoken("en")} - {line.name for line in _spoken("es")}
        assert phone.faults(needs_support=False, untranslated=english) == []


def _spoken(language: str) -> list[Line]:
    return lines_of(bundled_lines(), language)


async def test_a_tap_on_a_line_tells_the_app_nothing() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support")
        before = list(phone.invoked)
        await phone.tap(re.compile("^Call 988"))
        assert phone.invoked == before


async def test_grounding_starts_only_when_asked_stops_at_once_and_stands_still_if_wished() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support/ground")
        assert phone.faults() == []
        await phone.sees("Whenever you are ready")
        await phone.tap("Begin")
        await phone.sees("Breathe in")
        ground: Any = phone.shell._top
        assert ground.circle.animate_scale is None  # the harness asks for less motion
        await phone.tap("Stop")
        await phone.sees("Whenever you are ready")
        assert ground.task is None


async def test_leaving_the_grounding_page_ends_the_exercise() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support/ground")
        await phone.tap("Begin")
        ground: Any = phone.shell._top
        await phone.tap("Back")
        await phone.sees("Support now")
        assert ground.task is None


async def test_where_no_line_is_known_whom_to_call_instead_stands_first() -> None:
    async with Phone(PretendWiring(card={"region": "CA", "phones": [{"phone": "+1 555 010 0101"}]})) as phone:
        await phone.start("/support")
        said = [text for text in phone.texts() if text not in ("Close", "Support now")]
        assert "emergency number of the place where you are" in said[0]
        assert sum("emergency number" in text for text in said) == 1
