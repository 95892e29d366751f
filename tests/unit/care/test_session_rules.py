"""The clinic's rules of a session: read as they stand, and left open where they are missing, malformed or contradict each other."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.measures.spans import Span
from mobile.care.prompts import Protocol
from mobile.care.session_rules import (
    SessionRules,
    course_phases,
    day_medicines,
    phase_of_session,
    session_rules,
)
from tests.unit.care.samples import a_course as a_plan
from tests.unit.care.test_practices import CARE, URL, ZONE, a_course, a_protocol

X = "https://lantern.example/fhir/StructureDefinition"
START = datetime(2026, 6, 11, 15, 30, tzinfo=UTC)
END = datetime(2026, 6, 11, 17, 30, tzinfo=UTC)
SAMPLES = (
    "example-iv-six",
    "example-maintenance",
    "example-nasal",
    "example-im",
    "example-bipolar-depression",
    "example-ptsd",
    "example-chronic-pain",
)


def published() -> list[Protocol]:
    root = files("api_client.sandbox") / "content" / "plans"
    found: list[Any] = []
    for name in ("protocols", "tracks", "injection"):
        found += json.loads((root / f"{name}.json").read_text("utf-8"))
    return [Protocol.from_json(json.dumps(one)) for one in found]


def rules_of(id: str) -> SessionRules:
    return session_rules(published(), a_course(f"https://lantern.example/fhir/PlanDefinition/{id}|0.2.0"))


def a_rule(
    kind: str = "fasting-solid",
    value: Any = 8,
    unit: str = "h",
    *,
    relationship: str = "before-start",
    id: str = "",
    **more: Any,
) -> dict[str, Any]:
    return {
        "id": id or kind,
        "title": kind.title(),
        "code": [{"coding": [{"system": CARE, "code": f"session-rule-{kind}"}]}],
        "relatedAction": [
            {
                "actionId": "session",
                "relationship": relationship,
                "offsetDuration": {"value": value, "code": unit, "system": "http://unitsofmeasure.org"},
            }
        ],
        **more,
    }


def read(*actions: dict[str, Any]) -> SessionRules:
    return session_rules([a_protocol(*actions)], a_course(URL))


def spans(found: SessionRules) -> dict[str, Span | None]:
    return {one.key.rpartition("#")[2]: one.span for one in found.rules}


@pytest.mark.parametrize("id", SAMPLES)
def test_each_sample_protocol_says_all_of_a_session_in_two_languages_and_nothing_is_left_open(
    id: str,
) -> None:
    found = rules_of(id)
    said = {one.kind for one in found.rules}
    assert {"fasting", "arrive", "driving", "decisions", "ride", "prepare", "medicines"} <= said
    assert {"ate", "hand-over", "change", "same-day"} <= said
    assert found.unstated == ()
    assert not [one.key for one in found.rules if one.is_asked_of_the_clinic]
    assert all(one.title.others.get("es") for one in found.rules)
    assert all(one.text.others.get("es") for one in found.rules if one.text)
    assert found.sources
    assert all(one.startswith("EXAMPLE, not for clinical use") for one in found.sources)


def test_fasting_is_told_apart_by_food_and_the_nasal_spray_asks_to_stay() -> None:
    iv, nasal = rules_of("example-iv-six"), rules_of("example-nasal")
    h = Decimal
    assert {one.about: one.span for one in iv.of("fasting")} == {
        "solid": Span(h(8), "h"),
        "milk": Span(h(6), "h"),
        "clear": Span(h(2), "h"),
    }
    assert {one.about: one.span for one in nasal.of("fasting")} == {
        "solid": Span(h(2), "h"),
        "clear": Span(h(30), "min"),
    }
    (stay,) = nasal.of("stay")
    assert stay.moment(START, END, ZONE) == datetime(2026, 6, 11, 17, 30, tzinfo=UTC)
    (driving,) = nasal.of("driving")
    assert driving.is_to_the_day
    assert driving.moment(START, END, ZONE) == datetime(2026, 6, 12, 5, 0, tzinfo=UTC)  # as June 12 begins


@pytest.mark.parametrize(
    ("id", "counted"),
    [
        ("example-iv-six", [6, None]),
        ("example-nasal", [8, 4, None]),
        ("example-bipolar-depression", [8]),
        ("example-ptsd", [6]),
        ("example-im", [None]),
        ("example-chronic-pain", [None]),
    ],
)
def test_phases_are_the_clinics_and_have_no_number_where_it_gives_none(
    id: str, counted: list[int | None]
) -> None:
    course = a_course(f"https://lantern.example/fhir/PlanDefinition/{id}")
    phases = course_phases(published(), course)
    assert [one.sessions for one in phases] == counted
    assert all(one.title.others.get("es") for one in phases)


def test_a_session_falls_into_the_phase_that_counts_it() -> None:
    phases = course_phases(published(), a_course("https://lantern.example/fhir/PlanDefinition/example-nasal"))
    found = [phase_of_session(number, phases) for number in (1, 8, 9, 12, 13, 40)]
    assert [one and one.title.text for one in found] == [
        "Twice a week",
        "Twice a week",
        "Once a week",
        "Once a week",
        "Once a week or every two weeks",
        "Once a week or every two weeks",
    ]
    assert phase_of_session(7, phases[:1]) == phases[0]
    assert phase_of_session(9, phases[:1]) is None  # nobody said what comes then


def test_a_phase_whose_numbers_cannot_all_be_true_keeps_none_of_them() -> None:
    def phase(**numbers: Any) -> dict[str, Any]:
        marks = [{"url": f"{X}/phase-{name}", **value} for name, value in numbers.items()]
        return {
            "id": "p",
            "title": "Series",
            "code": [{"coding": [{"system": CARE, "code": "course-phase"}]}],
            "extension": marks,
        }

    week = {"valueDuration": {"value": 1, "code": "wk"}}
    days = {"valueDuration": {"value": 2, "code": "d"}}
    (tight,) = course_phases(
        [a_protocol(phase(sessions={"valueInteger": 6}, within=week, gap=days))], a_course(URL)
    )
    assert (tight.sessions, tight.within, tight.gap) == (6, None, None)
    (roomy,) = course_phases(
        [a_protocol(phase(sessions={"valueInteger": 3}, within=week, gap=days))], a_course(URL)
    )
    assert (roomy.within, roomy.gap) == (Span(Decimal(1), "wk"), Span(Decimal(2), "d"))
    for wrong in (0, -3, True, "6"):
        (none,) = course_phases([a_protocol(phase(sessions={"valueInteger": wrong}))], a_course(URL))
        assert none.sessions is None


def test_two_protocols_that_say_otherwise_about_the_same_are_asked_about() -> None:
    other = "https://clinic.test/PlanDefinition/q"
    both = [a_protocol(a_rule()), a_protocol(a_rule(value=6), url=other)]
    found = session_rules(both, a_course(URL, other))
    (one,) = found.of("fasting")
    assert one.span is None
    assert one.is_asked_of_the_clinic
    same = [a_protocol(a_rule()), a_protocol(a_rule(value=480, unit="min"), url=other)]
    (agreed,) = session_rules(same, a_course(URL, other)).of("fasting")
    assert agreed.span == Span(Decimal(8), "h")


def test_what_is_lighter_is_never_left_off_longer() -> None:
    found = read(a_rule("fasting-solid", 2), a_rule("fasting-clear", 8), a_rule("arrive", 15, "min"))
    assert spans(found) == {
        "fasting-solid": None,
        "fasting-clear": None,
        "arrive": Span(Decimal(15), "min"),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        a_rule(value=0),
        a_rule(value=-8),
        a_rule(value="8"),
        a_rule(value=True),
        a_rule(value=10**9),
        a_rule(unit="fortnight"),
        a_rule(value=1, unit="d"),  # a clock time cannot be read out of a number of days
        a_rule(relationship="after-end"),
        a_rule(relationship=""),
        {**a_rule(), "relatedAction": []},
        {**a_rule(), "relatedAction": a_rule()["relatedAction"] * 2},
        {**a_rule(), "relatedAction": "8 h"},
    ],
)
def test_a_number_that_cannot_be_counted_with_leaves_the_rule_open(wrong: dict[str, Any]) -> None:
    (one,) = read(wrong).of("fasting")
    assert one.span is None
    assert one.is_asked_of_the_clinic
    assert one.moment(START, END, ZONE) is None


def test_without_an_end_nothing_is_counted_from_it() -> None:
    (driving,) = read(a_rule("driving", 24, relationship="after-end")).of("driving")
    assert driving.moment(START, None, ZONE) is None
    assert driving.moment(START, END, ZONE) == datetime(2026, 6, 12, 17, 30, tzinfo=UTC)


def test_where_the_clinic_says_nothing_of_food_or_driving_it_is_to_be_asked() -> None:
    assert read(a_rule("arrive", 15, "min")).unstated == ("fasting", "driving")
    assert session_rules(published(), None).rules == ()
    assert session_rules(published(), a_course()).rules == ()


def test_a_rule_without_words_or_of_no_known_kind_is_none() -> None:
    for change in ({"title": ""}, {"id": ""}, {"code": []}):
        assert read({**a_rule(), **change}).rules == ()
    assert read(a_rule("dose"), a_rule("arrive-early")).rules == ()


def test_medicines_are_the_clinics_words_and_an_ended_one_is_none() -> None:
    def activity(name: str, words: str, status: str = "in-progress") -> dict[str, Any]:
        return {
            "detail": {
                "code": {"coding": [{"system": CARE, "code": "day-medicine"}]},
                "status": status,
                "productCodeableConcept": {"text": name},
                "description": words,
            }
        }

    course = a_plan(
        activity=[
            activity("Blood pressure tablet", "Take it at 7 AM, one sip of water."),
            activity("Sleep tablet", ""),
            activity("", "Call us."),
            activity("Old tablet", "Call us.", "stopped"),
        ],
        author={"reference": "Practitioner/d1"},
    )
    (one,) = day_medicines(course)
    assert (one.name.text, one.words.text, one.author) == (
        "Blood pressure tablet",
        "Take it at 7 AM, one sip of water.",
        "Practitioner/d1",
    )
    assert day_medicines(None) == ()


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False)
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.sampled_from(["a", "b", ""]) | SCALARS,
                "title": st.sampled_from(["Food", ""]) | JUNK,
                "code": JUNK
                | st.sampled_from([a_rule()["code"], a_rule("driving")["code"], a_rule("stay")["code"]]),
                "relatedAction": JUNK
                | st.sampled_from(
                    [
                        a_rule()["relatedAction"],
                        a_rule(value=3, unit="d", relationship="after-end")["relatedAction"],
                        [{"actionId": "session", "relationship": "before-start", "offsetDuration": []}],
                    ]
                ),
                "extension": JUNK,
                "action": JUNK,
            },
        ),
        max_size=4,
    )
)
def test_whatever_a_protocol_holds_is_read_without_an_error_and_no_number_is_made_up(
    actions: list[Any],
) -> None:
    protocol = Protocol.from_json(
        json.dumps(
            {"resourceType": "PlanDefinition", "id": "p", "url": URL, "status": "active", "action": actions}
        )
    )
    course = a_course(URL)
    found = session_rules([protocol], course)
    course_phases([protocol], course)
    assert len({one.key for one in found.rules}) == len(found.rules)
    for rule in found.rules:
        assert rule.title
        assert rule.span in (None, Span(Decimal(8), "h"), Span(Decimal(3), "d"))
        assert rule.is_asked_of_the_clinic == (rule.span is None)
