"""A wish for text messages and what a clinic offers: read as they are, shown by their last digits, and nothing from what is malformed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.sandbox.texting.numbers import e164
from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.day_page import DayPage
from mobile.care.text_offer import text_offer
from mobile.care.text_wish import TextChoice, TextTimes, TextWish, can_be_texted, is_text_wish
from tests.screens.clinic_of import documents_of
from tests.unit.care.samples import a_session

NOW = datetime(2026, 6, 9, 19, tzinfo=UTC)
TIMES = TextTimes((time(21), time(8)), time(18), timedelta(hours=2), ("session", "food"))
ID = "f47ac10b-58cc-4372-a567-0e02b2c3d492"


def a_wish(**more: Any) -> TextWish:
    chosen = TextChoice("(202) 555-0177", "due", "silent", has_page=True, language="es")
    made = TextWish.make(ID, chosen, TIMES, patient="Patient/rowan", now=NOW)
    return TextWish.from_resource({**made.to_resource(), **more})


def output(code: str, **value: str) -> dict[str, Any]:
    return {
        "type": {"coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": code}]},
        **value,
    }


def service(change: Any = None) -> ClinicService:
    (found,) = [one for one in documents_of("rowan") if one["id"] == "text-messages"]
    if change is not None:
        change(found)
    return ClinicService.from_json(json.dumps(found))


def clinic() -> Clinic:
    (found,) = [one for one in documents_of("rowan") if one["resourceType"] == "Organization"]
    return Clinic.from_json(json.dumps(found))


def test_it_says_what_was_chosen_and_nothing_of_the_number_in_a_trace() -> None:
    wish = a_wish()
    assert is_text_wish(wish.to_resource())
    assert (wish.state, wish.when, wish.has_page, wish.words, wish.language) == (
        "asked",
        "silent",
        True,
        "due",
        "es",
    )
    assert wish.last_digits == "77"
    assert "555" not in repr(wish)
    assert wish.has_times(TIMES)
    assert not wish.has_times(TextTimes(TIMES.quiet, time(19), TIMES.lead, TIMES.about))


def test_it_is_on_only_once_the_number_said_yes() -> None:
    yes = output("text-confirmed-at", valueDateTime="2026-06-09T19:05:00Z")
    assert a_wish(status="accepted").state == "to_confirm"
    assert a_wish(status="in-progress").state == "to_confirm", "without the word of it nothing is confirmed"
    assert a_wish(status="in-progress", output=[yes]).state == "on"
    assert a_wish(status="accepted", output=[yes]).state == "to_confirm"
    stopped = a_wish(status="rejected", output=[output("text-refused", valueCode="stopped")])
    assert (stopped.state, stopped.why_not, stopped.goes_first) == ("refused", "stopped", True)


def test_an_end_wins_over_whatever_the_other_side_wrote() -> None:
    on = a_wish(status="in-progress")
    for ours, theirs in ((on.over(), on), (on, on.over())):
        settled = ours.ended_over(theirs)
        assert settled is not None
        assert settled.state == "off"
    assert on.ended_over(on) is None


def test_the_offer_is_the_clinics_own_and_whole_or_none() -> None:
    offer = text_offer(clinic(), [service()])
    assert offer is not None
    assert [key for key, _ in offer.words] == ["due", "calendar", "hello"]
    assert offer.text("due", "es", "https://a.test/day/x") == (
        "Recordatorio: hay algo pendiente. Mire cuando pueda. https://a.test/day/x Responda STOP para terminar."
    )
    assert offer.text("none", "en") == ""
    assert text_offer(clinic(), [service(), service()]) is None, "said twice"
    assert text_offer(None, [service()]) is None
    assert text_offer(clinic(), [service(lambda one: one.update(active=False))]) is None
    assert (
        text_offer(
            clinic(), [service(lambda one: one.update(providedBy={"reference": "Organization/other"}))]
        )
        is None
    )
    for missing in ("text-words", "text-confirm", "text-end"):

        def without(one: dict[str, Any], name: str = missing) -> None:
            one["extension"] = [each for each in one["extension"] if not each["url"].endswith(name)]

        assert text_offer(clinic(), [service(without)]) is None, missing


@pytest.mark.parametrize(
    "number", ["", "call me", "911", "5" * 40, "202-555-0177; 202-555-0178", "２０２5550177"]
)
def test_what_is_no_number_is_not_asked_for(number: str) -> None:
    assert not can_be_texted(number)


@pytest.mark.parametrize(
    "copied", ["\u202d+1 (202) 555\u20110177\u202c", "202–555–0177", "(202)\u00a0555-0177"]
)
def test_a_number_is_taken_as_a_phone_copies_it(copied: str) -> None:
    assert can_be_texted(copied)
    chosen = TextChoice(copied, "due", "always", has_page=False, language="en")
    wish = TextWish.make(ID, chosen, TIMES, patient="Patient/rowan", now=NOW)
    assert e164(wish.number, "US") == "+12025550177"


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.text(max_size=5), lambda each: st.lists(each, max_size=3)
    )
)
def test_whatever_a_clinic_answers_it_is_read_and_never_on_by_itself(value: Any) -> None:
    for name in ("output", "input", "status", "authoredOn", "focus"):
        for noun, resource in ((TextWish, a_wish().to_resource()), (DayPage, a_page().to_resource())):
            read = noun.from_resource({**resource, name: value})
            assert not (isinstance(read, TextWish) and read.state == "on")
            assert not (isinstance(read, DayPage) and read.link)


def a_page() -> DayPage:
    return DayPage.make(ID, patient="Patient/rowan", session="Appointment/s1", language="en", now=NOW)


def test_a_page_runs_out_when_the_day_is_over_at_the_clinic() -> None:

    zone = ZoneInfo("America/Chicago")
    session = a_session("s1", start="2026-06-11T23:30:00-05:00", end="2026-06-12T01:30:00-05:00")
    link = output("day-page-link", valueUri="https://clinic.test/day/x")
    page = DayPage.from_resource({**a_page().to_resource(), "status": "accepted", "output": [link]})
    ends = datetime(2026, 6, 12, 5, 0, tzinfo=UTC)
    assert page.state(session, ends - timedelta(seconds=1), zone) == "ready"
    assert page.state(session, ends, zone) == "run_out"
    assert page.state(None, ends, zone) == "ready", "a session that is gone says no end"
