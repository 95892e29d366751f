"""The days after a session, from the clinic's protocol: nothing is offered that it does not say, on no day it does not say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.plandefinition import PlanDefinition
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.agenda import Session
from mobile.care.course import Course
from mobile.care.practices import days_after, practices_of
from mobile.care.prompts import Protocol

ZONE = ZoneInfo("America/Chicago")
URL = "https://clinic.test/PlanDefinition/p"
CARE = "https://lantern.example/fhir/CodeSystem/care"
SESSION_DAY = date(2026, 6, 6)


def an_action(id: str = "walk", day: Any = 3, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "title": id.title(),
        "code": [{"coding": [{"system": CARE, "code": f"practice-{id}"}]}],
        "relatedAction": [
            {
                "actionId": "session",
                "relationship": "after-end",
                "offsetDuration": {"value": day, "code": "d", "system": "http://unitsofmeasure.org"},
            }
        ],
        **more,
    }


def a_protocol(*actions: dict[str, Any], url: str = URL, status: str = "active") -> Protocol:
    return Protocol.from_resource(
        {
            "resourceType": "PlanDefinition",
            "id": url[-1],
            "url": url,
            "status": status,
            "action": list(actions),
        }
    )


def a_course(*named: str) -> Course:
    return Course.from_resource(
        {"resourceType": "CarePlan", "id": "c", "status": "active", "instantiatesCanonical": list(named)}
    )


def a_session(id: str, day: date, status: str = "fulfilled") -> Session:
    start = datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)
    return Session.from_resource(
        {
            "resourceType": "Appointment",
            "id": id,
            "status": status,
            "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat(),
        }
    )


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).astimezone(UTC)


def after(days: int) -> datetime:
    return noon(SESSION_DAY + timedelta(days=days))


def test_the_clinics_protocols_are_whole_and_each_day_of_the_week_has_one_with_one_person() -> None:
    content = files("api_client.sandbox.content").joinpath("plans/protocols.json").read_text("utf-8")
    for resource in json.loads(content):
        own = [one for one in resource["action"] if one.get("id") == "days-after"]
        PlanDefinition.model_validate(
            {**resource, "action": own}
        )  # it knows no companion inside an extension
    protocols = [Protocol.from_resource(one) for one in json.loads(content)]
    six = next(one for one in protocols if (one.url or "").endswith("example-iv-six"))
    found = practices_of(protocols, a_course(f"{six.url}|0.2.0"))
    band = days_after(found, [a_session("a", SESSION_DAY)], after(1), ZONE)
    assert band is not None
    assert [one.practice.kind if one.practice else None for one in band.days] == [
        "rest", "write", "walk", "person", "create", "nature", "read",
    ]  # fmt: skip
    assert all("es" in one.title.others and "es" in one.text.others for one in found)
    assert all(one.key.startswith(f"{six.url}#") for one in found)  # of no other protocol


@pytest.mark.parametrize(
    "wrong",
    [
        an_action(day=0),
        an_action(day=-1),
        an_action(day="3"),
        an_action(day=True),
        an_action(title=""),
        an_action(code=[]),
        an_action(code=[{"coding": [{"system": "https://other.test", "code": "practice-walk"}]}]),
        an_action(code=[{"coding": [{"system": CARE, "code": "practiced"}]}]),
        an_action(relatedAction=[]),
        an_action(relatedAction=[{"actionId": "other", "relationship": "after-end"}]),
        {**an_action(), "id": None},
    ],
)
def test_what_cannot_be_read_is_not_offered(wrong: dict[str, Any]) -> None:
    found = practices_of([a_protocol(wrong, an_action("rest", 1))], a_course(URL))
    assert [one.kind for one in found] == ["rest"]


def test_before_the_session_is_not_after_it() -> None:
    early = an_action()
    early["relatedAction"][0]["relationship"] = "before-start"
    assert practices_of([a_protocol(early)], a_course(URL)) == ()


def test_only_what_the_course_names_is_offered() -> None:
    protocols = [a_protocol(an_action()), a_protocol(an_action("rest"), url=URL + "q")]
    assert [one.kind for one in practices_of(protocols, a_course(URL + "|1.0"))] == ["walk"]
    assert practices_of(protocols, a_course()) == ()
    assert practices_of(protocols, None) == ()
    assert practices_of([a_protocol(an_action(), status="retired")], a_course(URL)) == ()


def test_no_band_on_the_day_of_a_session_nor_in_a_week_the_clinic_wrote_nothing_for() -> None:
    practices = practices_of([a_protocol(an_action())], a_course(URL))
    sessions = [a_session("a", SESSION_DAY)]
    assert days_after(practices, sessions, after(0), ZONE) is None
    assert days_after(practices, sessions, after(8), ZONE) is None
    assert days_after(practices, [], after(3), ZONE) is None
    assert days_after((), sessions, after(3), ZONE) is None


def test_the_next_session_ends_the_days_after_this_one() -> None:
    practices = practices_of([a_protocol(*(an_action(f"k{n}", n) for n in range(1, 8)))], a_course(URL))
    sessions = [a_session("a", SESSION_DAY), a_session("b", SESSION_DAY + timedelta(days=5), "booked")]
    band = days_after(practices, sessions, after(3), ZONE)
    assert band is not None
    assert [bool(one.practice) for one in band.days] == [True] * 4 + [False] * 3
    assert [one.is_session for one in band.days] == [False] * 4 + [True, False, False]
    assert days_after(practices, sessions, after(5), ZONE) is None
    assert days_after(practices, sessions, after(5) - timedelta(hours=6), ZONE) is None  # its morning
    called_off = [sessions[0], a_session("b", SESSION_DAY + timedelta(days=5), "cancelled")]
    assert days_after(practices, called_off, after(5), ZONE) is not None


@given(st.integers(1, 40), st.sets(st.integers(1, 40), min_size=1), st.sampled_from(["a", "b", "c"]))
def test_today_is_in_the_band_and_each_practice_stands_on_its_own_day(
    number: int, days: set[int], id: str
) -> None:
    """Over the change of the clocks as well: the clinic's calendar counts, not hours."""
    began = {"a": SESSION_DAY, "b": date(2026, 3, 5), "c": date(2026, 10, 29)}[id]
    practices = practices_of([a_protocol(*(an_action(f"k{n}", n) for n in days))], a_course(URL))
    band = days_after(practices, [a_session("s", began)], noon(began + timedelta(days=number)), ZONE)
    week = range(number - (number - 1) % 7, number - (number - 1) % 7 + 7)
    assert (band is None) is not bool(days & set(week))
    if band is not None:
        assert band.now.day == began + timedelta(days=number)
        assert [one.number for one in band.days] == list(week)
        for one in band.days:
            assert one.day == began + timedelta(days=one.number)
            assert (one.practice is not None) is (one.number in days)
            assert one.practice is None or one.practice.kind == f"k{one.number}"
