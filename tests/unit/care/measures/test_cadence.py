"""When a measure is due: by the clinic's data alone, once however often it was missed, and by the day it was answered."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mobile.care.agenda
import mobile.care.measures
import mobile.care.safety
import mobile.care.session_rules
from mobile.care.agenda import Session
from mobile.care.course import Course
from mobile.care.decision_guard import decisions_wait, form_waits
from mobile.care.forms import Response
from mobile.care.measures import Due, due, phase_of, schedules
from mobile.care.prompts import Protocol
from tests.unit.care.published import chart, form, plan
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, a_course, a_session

EXT = "https://lantern.example/fhir/StructureDefinition"
PHQ9 = form("phq-9")
NAME = "https://lantern.example/fhir/PlanDefinition/example-iv-six"
DAY = timedelta(days=1)


def duration(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def rule(when: str, **parts: Any) -> dict[str, Any]:
    marks = [{"url": "when", "valueCode": when}]
    marks += [{"url": "phase", "valueCode": parts.pop("phase")}] if "phase" in parts else []
    marks += [{"url": name, "valueDuration": duration(*value)} for name, value in parts.items()]
    return {"url": f"{EXT}/measure-due", "extension": marks}


def protocol(*rules: dict[str, Any], **more: Any) -> Protocol:
    action = {"extension": list(rules), "title": "PHQ-9", "definitionCanonical": PHQ9.canonical}
    resource = {
        "resourceType": "PlanDefinition",
        "id": "p",
        "status": "active",
        "url": NAME,
        "action": [action],
    }
    return Protocol.from_json(json.dumps({**resource, **more}))


def course(planned: int | None = 6, *ids: str) -> Course:
    extension = [{"url": f"{EXT}/sessions-planned", "valueInteger": planned}] if planned else []
    return a_course(
        *(ids or ("a1", "a2", "a3")), instantiatesCanonical=[f"{NAME}|0.2.0"], extension=extension
    )


def session(id: str, days: float, status: str = "booked") -> Session:
    start = NOW + timedelta(days=days)
    return a_session(id, start.isoformat(), (start + timedelta(hours=2)).isoformat(), status)


def given_at(*days: float) -> list[Response]:
    found: list[Response] = []
    for number, day in enumerate(days):
        at = NOW + timedelta(days=day)
        found.append(Response.begin(f"r{number}", PHQ9, PATIENT, at).submit([], at))
    return found


def asked(
    *rules: dict[str, Any],
    sessions: list[Session],
    days: tuple[float, ...] = (),
    planned: int | None = 6,
    now: datetime = NOW,
) -> Due | None:
    its = course(planned)
    found = due(schedules([protocol(*rules)], its), its, sessions, given_at(*days), now, CHICAGO)
    assert len(found) <= 1
    return found[0] if found else None


SERIES = [session("a1", -6, "fulfilled"), session("a2", -2, "fulfilled"), session("a3", 2)]
WEEKLY = rule("every", interval=(1, "wk"), phase="series")


def test_no_measure_is_due_that_the_clinics_protocol_does_not_ask_for():
    assert asked(sessions=SERIES) is None
    assert schedules([protocol(WEEKLY)], None) == ()
    assert schedules([protocol(WEEKLY, url="https://elsewhere.example/x")], course()) == ()
    assert schedules([protocol(WEEKLY, status="retired")], course()) == ()


def test_weekly_is_a_week_after_the_last_answer_on_the_clinics_calendar():
    assert (
        asked(WEEKLY, sessions=SERIES, days=(-6.9,)) is not None
    )  # from the morning of that day, not the minute
    assert asked(WEEKLY, sessions=SERIES, days=(-5,)) is None
    found = asked(WEEKLY, sessions=SERIES, days=(-8,))
    assert found is not None
    assert found.since == datetime(2026, 6, 6, 5, tzinfo=UTC)
    assert (found.why[0].when, found.until) == ("every", None)


def test_never_answered_it_is_due_from_the_beginning_of_the_phase():
    found = asked(WEEKLY, sessions=SERIES)
    assert found is not None
    assert found.since == SERIES[0].end_at


def test_after_an_early_baseline_the_rhythm_begins_with_the_series_and_counts_no_week_before_it():
    found = asked(WEEKLY, sessions=SERIES, days=(-60,))
    assert found is not None
    assert (found.since, found.skipped) == (SERIES[0].end_at, 0)


def test_weeks_that_went_by_are_counted_and_not_asked_again():
    old = [session("a1", -30, "fulfilled"), session("a2", -28, "fulfilled"), session("a3", 2)]
    found = asked(WEEKLY, sessions=old, days=(-29,))
    assert found is not None
    assert found.skipped == 3
    assert asked(WEEKLY, sessions=old, days=(-29, -1)) is None


def test_the_phase_is_by_what_the_clinic_planned():
    assert phase_of(course(6), SERIES, NOW) == "series"
    assert phase_of(course(2), SERIES, NOW) == "later"
    assert phase_of(course(None), SERIES, NOW) == "later"
    assert phase_of(course(6), [session("a1", 1)], NOW) == "before"
    assert phase_of(course(6), [session("a1", -1, "cancelled"), session("a2", 1)], NOW) == "before"
    later = rule("every", interval=(4, "wk"), phase="later")
    assert asked(later, sessions=SERIES, days=(-40,)) is None
    assert asked(later, sessions=SERIES, days=(-40,), planned=2) is not None


def test_a_baseline_is_asked_before_the_first_session_only():
    before = [session("a1", 3), session("a2", 5)]
    found = asked(rule("baseline"), sessions=before)
    assert found is not None
    assert (found.why[0].when, found.until) == ("baseline", before[0].start_at)
    assert asked(rule("baseline"), sessions=before, days=(-20,)) is None
    assert asked(rule("baseline"), sessions=SERIES) is None


def test_a_baseline_of_an_earlier_course_is_none_of_this_one():
    before = [session("x9", -300, "fulfilled"), session("a1", 3)]
    assert asked(rule("baseline"), sessions=before, days=(-400,)) is not None
    assert asked(rule("baseline"), sessions=before, days=(-10,)) is None


def test_before_a_session_it_opens_and_closes_by_the_clinics_time_and_names_the_session():
    opens = rule("before-session", open=(3, "d"))
    found = asked(opens, sessions=SERIES)
    assert found is not None
    assert (found.why[0].session, found.why[0].number) == ("Appointment/a3", 3)
    assert found.until == SERIES[2].start_at
    assert asked(rule("before-session", open=(1, "d")), sessions=SERIES) is None
    assert asked(opens, sessions=SERIES, days=(-0.5,)) is None
    assert asked(opens, sessions=SERIES, days=(-6,)) is not None
    called_off = [*SERIES[:2], session("a3", 2, "cancelled")]
    assert asked(opens, sessions=called_off) is None


def test_after_a_session_it_is_open_for_its_time_and_a_closed_window_stays_a_gap():
    after = rule("after-session", offset=(24, "h"), open=(48, "h"))
    one = [session("a1", -2, "fulfilled"), session("a2", 2)]
    found = asked(after, sessions=one)
    assert found is not None
    assert one[0].end_at is not None
    assert found.since == one[0].end_at + DAY
    assert found.until == one[0].end_at + 3 * DAY
    assert asked(after, sessions=[session("a1", -0.5, "fulfilled")]) is None
    assert asked(after, sessions=[session("a1", -9, "fulfilled")]) is None
    assert asked(after, sessions=one, days=(-0.2,)) is None
    assert asked(after, sessions=[session("a1", -2, "noshow")]) is None


def test_one_measure_is_due_once_with_every_reason():
    found = asked(WEEKLY, rule("before-session", open=(3, "d")), sessions=SERIES)
    assert found is not None
    assert {why.when for why in found.why} == {"every", "before-session"}
    assert found.until == SERIES[2].start_at


def test_a_draft_that_was_begun_is_named_and_does_not_count_as_an_answer():
    its = course()
    draft = Response.begin("d1", PHQ9, PATIENT, NOW)
    (found,) = due(schedules([protocol(WEEKLY)], its), its, SERIES, [draft], NOW, CHICAGO)
    assert found.draft == "d1"


def test_a_rhythm_that_cannot_be_read_is_none():
    for broken in (
        rule("sometimes"),
        rule("every"),
        rule("every", interval=(1, "fortnight")),
        rule("every", interval=(0, "d")),
        rule("every", interval=(1, "wk"), phase="whenever"),
    ):
        assert asked(broken, sessions=SERIES) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=st.integers(1, 60), unit=st.sampled_from(["h", "d", "wk", "mo", "a"]), ago=st.floats(0, 400))
def test_answering_ends_what_was_due_until_its_time_comes_again(value: int, unit: str, ago: float):
    rhythm = rule("every", interval=(value, unit))
    assert asked(rhythm, sessions=SERIES, days=(-ago, 0)) is None


def test_the_sample_people_are_asked_what_their_protocols_say():
    protocols = [
        Protocol.from_resource(plan(name))
        for name in ("example-iv-six", "example-maintenance", "example-nasal")
    ]
    found: dict[str, list[str]] = {}
    for person in ("rowan", "marlow", "tova"):
        records = chart(person)
        plans = [Course.from_resource(one) for one in records if one["resourceType"] == "CarePlan"]
        its = next(one for one in plans if one.sessions)
        sessions = [Session.from_resource(one) for one in records if one["resourceType"] == "Appointment"]
        responses = [
            Response.from_resource(one) for one in records if one["resourceType"] == "QuestionnaireResponse"
        ]
        asked_now = due(schedules(protocols, its), its, sessions, responses, NOW, CHICAGO)
        found[person] = [one.measure.split("/")[-1].split("|")[0] for one in asked_now]
    assert "phq-9" not in found["rowan"]  # answered yesterday
    assert "phq-9" not in found["marlow"]  # answered three days ago
    assert all(len(set(names)) == len(names) for names in found.values())


@pytest.mark.parametrize("track", ["bipolar-depression", "ptsd", "chronic-pain"])
def test_each_tracks_own_protocol_is_read_whole_and_asks_before_the_first_session(track: str):
    own = Protocol.from_resource(plan(f"example-{track}"))
    its = a_course("a1", instantiatesCanonical=[f"{own.url}|0.1.0"])
    asked = ("measure-", "self-check")
    actions = [one for one in plan(f"example-{track}")["action"] if one.get("id", "").startswith(asked)]
    found = schedules([own], its)
    assert [one.measure for one in found] == [one["definitionCanonical"] for one in actions]
    for schedule, action in zip(found, actions, strict=True):
        assert len(schedule.rules) == len(action["extension"])
    coming = a_session("a1", (NOW + DAY).isoformat())
    asked_now = due(found, its, [coming], [], NOW, CHICAGO)
    wanted = {one.measure for one in found if any(rule.when == "baseline" for rule in one.rules)}
    assert {one.measure for one in asked_now} == wanted


# --- no clinical number is a constant ---


@pytest.mark.parametrize(
    "package", [mobile.care.agenda, mobile.care.measures, mobile.care.safety, mobile.care.session_rules]
)
def test_no_clinical_number_stands_in_the_code(package: Any):
    limits = {1000, 4000, 100_000}  # of loops and of text
    units = {60, 24, 7, 12}  # hours, days, weeks, years
    for file in Path(package.__file__).parent.glob("*.py"):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Constant) and type(node.value) in (int, float)
        }
        allowed = {0, 1, 2} | limits | (units if file.name == "spans.py" else set())
        assert numbers <= allowed, file.name


# --- what waits on the day of a session ---


def quiet(value: float, unit: str) -> Protocol:
    code = {"coding": [{"system": "https://lantern.example/fhir/CodeSystem/care", "code": "no-decisions"}]}
    action = {
        "code": [code],
        "relatedAction": [
            {"actionId": "s", "relationship": "after-end", "offsetDuration": duration(value, unit)}
        ],
    }
    return Protocol.from_json(
        json.dumps({"resourceType": "PlanDefinition", "id": "q", "status": "active", "action": [action]})
    )


def test_signing_waits_from_check_in_to_the_end_of_the_clinics_period_and_says_until_when():
    here = session("a3", -0.04, "arrived")
    found = decisions_wait([*SERIES[:2], here], [quiet(24, "h")], NOW, CHICAGO)
    assert found is not None
    assert here.end_at is not None
    assert found.until == here.end_at + DAY
    yesterday = session("a3", -0.9, "fulfilled")
    assert decisions_wait([yesterday], [quiet(24, "h")], NOW, CHICAGO) is not None
    assert decisions_wait([yesterday], [quiet(12, "h")], NOW, CHICAGO) is None
    assert decisions_wait([session("a3", 0.1)], [quiet(24, "h")], NOW, CHICAGO) is None


def test_without_a_period_the_rest_of_the_clinics_day_is_waited():
    found = decisions_wait([session("a3", -0.2, "fulfilled")], [], NOW, CHICAGO)
    assert found is not None
    assert found.until == datetime(2026, 6, 8, 5, tzinfo=UTC)
    assert decisions_wait([session("a3", -1, "fulfilled")], [], NOW, CHICAGO) is None


def test_only_a_form_that_binds_waits_and_answering_never_does():
    here = [session("a3", -0.04, "arrived")]
    assert form_waits(form("records-release"), here, [], NOW, CHICAGO) is not None
    assert form_waits(PHQ9, here, [], NOW, CHICAGO) is None
    assert form_waits(form("side-effects"), here, [], NOW, CHICAGO) is None
