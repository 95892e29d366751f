"""The trend: facts about numbers and days, gaps left as gaps; and the clinic's rule for an early sign."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile.care.agenda import Session
from mobile.care.course import Course
from mobile.care.forms import Response
from mobile.care.measures import (
    Measured,
    MeasuresGrant,
    Span,
    Trend,
    early_slip,
    instrument_of,
    may_read,
    schedules,
    trend,
)
from mobile.care.measures.rising import RISING, rising_rule
from mobile.care.prompts import Protocol
from tests.unit.care.measures.samples import observed
from tests.unit.care.published import chart, form, plan
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, a_session

PHQ9 = instrument_of(form("phq-9"))
WHO5 = instrument_of(form("who-5"))
assert PHQ9 is not None
assert WHO5 is not None
WEEK = Span(Decimal(1), "wk")
SESSIONS = [
    a_session(f"a{n}", (NOW - timedelta(days=day)).isoformat(), status="fulfilled")
    for n, day in ((1, 20), (2, 10))
]


def drawn(*measured: Measured, every: Span | None = None, responses: tuple[Response, ...] = ()) -> Trend:
    assert PHQ9 is not None
    return trend(PHQ9, measured, SESSIONS, NOW, responses=responses, every=every, zone=CHICAGO)


def kinds(found: Trend) -> list[str]:
    return [word.kind for word in found.words]


def test_the_words_say_where_the_last_total_is_beside_the_first_and_nothing_of_better_or_worse():
    found = drawn(observed(21, 18), observed(14, 15), observed(1, 10))
    first = found.words[0]
    assert (first.kind, first.numbers) == (
        "lower_than_first",
        {"first": Decimal(18), "last": Decimal(10), "difference": Decimal(8)},
    )
    assert "lower_than_previous" in kinds(found)
    said = {"better", "worse", "improved", "good", "normal", "severe", "mild", "response", "remission"}
    assert not [kind for kind in kinds(found) if said & set(kind.split("_"))]
    assert kinds(drawn(observed(3, 10), observed(1, 10))) == ["same_as_first"]
    assert kinds(drawn(observed(3, 10), observed(1, 12))) == ["higher_than_first"]
    assert kinds(drawn()) == ["no_answers"]
    assert kinds(drawn(observed(3, 10))) == ["one_answer"]


def test_an_answer_without_a_total_is_a_gap_and_not_a_zero():
    found = drawn(observed(21, 18), observed(14, None), observed(7, 12), every=WEEK)
    assert [point.total for point in found.points] == [18, None, 12]
    assert [point.reason for point in found.points] == [None, "unknown", None]
    assert found.words[0].numbers["last"] == 12
    without = next(word for word in found.words if word.kind == "without_total")
    assert without.numbers["count"] == 1


def test_a_response_whose_total_nobody_made_stands_in_the_trend_without_one():
    response = Response.begin("q", form("phq-9"), PATIENT, NOW - timedelta(days=4))
    done = response.submit([], NOW)
    found = drawn(observed(7, 12), observed(1, 10), responses=(done,))
    assert [(point.total, point.reason) for point in found.points] == [
        (12, None),
        (None, "no_total"),
        (10, None),
    ]


def test_an_answer_after_a_week_that_went_by_without_one_is_late():
    found = drawn(observed(28, 18), observed(21, 17), observed(2, 16), every=WEEK)
    assert [point.is_late for point in found.points] == [False, False, True]
    assert "nothing_between" in kinds(found)
    assert "nothing_between" not in kinds(drawn(observed(28, 18), observed(2, 16)))


def test_the_table_has_points_and_sessions_in_time():
    found = drawn(observed(21, 18), observed(15, 15), observed(1, 10))
    assert [(row.point is not None, row.session.number if row.session else None) for row in found.rows] == [
        (True, None),
        (False, 1),
        (True, None),
        (False, 2),
        (True, None),
    ]


def test_what_was_entered_in_error_or_is_another_measures_is_not_in_it():
    wrong = observed(3, 27, status="entered-in-error")
    other = observed(4, 3, code="70274-6")
    assert [point.total for point in drawn(observed(21, 18), wrong, other).points] == [18]


def test_two_records_of_one_answer_are_one_point_the_one_with_a_total():
    twice = drawn(observed(7, 12), observed(7, None, id="x"))
    assert [point.total for point in twice.points] == [12]


def test_the_range_for_the_drawing_is_the_instruments_and_a_clinicians_total_is_marked():
    found = drawn(observed(1, 10))
    assert (found.least, found.most) == (0, 27)
    gate = instrument_of(form("pc-ptsd-5"))
    assert gate is not None
    assert gate.is_total_for_clinician
    words = trend(gate, [], [], NOW).words
    assert [(word.kind, dict(word.numbers)) for word in words] == [("no_answers", {})]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.none() | st.integers(0, 27)),
        max_size=12,
        unique_by=lambda one: one[0],
    )
)
def test_no_total_appears_that_was_not_there_and_none_is_lost(answers: list[tuple[int, int | None]]):
    found = drawn(*(observed(day, total) for day, total in answers), every=WEEK)
    assert sorted((p.at, p.total) for p in found.points if p.total is not None) == sorted(
        (NOW - timedelta(days=day), Decimal(total)) for day, total in answers if total is not None
    )
    assert len(found.points) == len(answers)


def test_the_sample_persons_skipped_question_is_a_gap():
    records = chart("rowan")
    measured = [Measured.from_resource(one) for one in records if one["resourceType"] == "Observation"]
    responses = [
        Response.from_resource(one) for one in records if one["resourceType"] == "QuestionnaireResponse"
    ]
    sessions = [Session.from_resource(one) for one in records if one["resourceType"] == "Appointment"]
    assert PHQ9 is not None
    found = trend(PHQ9, measured, sessions, NOW, responses=responses)
    assert [point.total is None for point in found.points] == [False] * 5 + [True, False]
    assert len(found.sessions) == 2


# --- early slip ---


def rule():
    its = Course.from_resource(next(one for one in chart("marlow") if one["resourceType"] == "CarePlan"))
    protocol = Protocol.from_resource(plan("example-maintenance"))
    return next(one for one in schedules([protocol], its) if one.slip is not None).slip


def test_an_early_sign_is_by_the_clinics_numbers_with_its_own_words_of_what_one_may_do():
    assert PHQ9 is not None
    slip = early_slip(rule(), PHQ9, [observed(50, 5), observed(26, 8), observed(3, 11)])
    assert slip is not None
    assert (slip.best, slip.last) == (5, 11)
    assert slip.may_do.in_language("es") != slip.may_do.text
    assert early_slip(rule(), PHQ9, [observed(50, 5), observed(26, 8), observed(3, 9)]) is None
    assert early_slip(rule(), PHQ9, [observed(50, 5), observed(26, 5), observed(3, 11)]) is None
    assert early_slip(rule(), PHQ9, [observed(26, 8), observed(3, 20)]) is None


def test_without_a_clinics_rule_there_is_no_early_sign():
    assert PHQ9 is not None
    assert early_slip(None, PHQ9, [observed(50, 5), observed(26, 15), observed(3, 20)]) is None


def test_where_a_higher_total_is_better_the_other_direction_counts():
    assert WHO5 is not None
    code = WHO5.total_codes[0]
    coding = {"coding": [code]}
    rising = [
        observed(50, 40, code="x").changed(code=coding),
        observed(26, 60).changed(code=coding),
        observed(3, 80).changed(code=coding),
    ]
    falling = [
        observed(50, 80).changed(code=coding),
        observed(26, 60).changed(code=coding),
        observed(3, 40).changed(code=coding),
    ]
    assert early_slip(rule(), WHO5, rising) is None
    assert early_slip(rule(), WHO5, falling) is not None


def test_the_same_sign_keeps_its_name_so_that_it_is_told_once():
    assert PHQ9 is not None
    totals = [observed(50, 5), observed(26, 8), observed(3, 11)]
    one, other = early_slip(rule(), PHQ9, totals), early_slip(rule(), PHQ9, [*totals, observed(400, 20)])
    assert one is not None
    assert other is not None
    assert one.id == other.id


def test_a_sample_persons_last_two_answers_are_an_early_sign():
    measured = [
        Measured.from_resource(one) for one in chart("marlow") if one["resourceType"] == "Observation"
    ]
    assert PHQ9 is not None
    assert early_slip(rule(), PHQ9, measured) is not None


# --- who may read them ---


def test_a_therapist_reads_measures_only_while_the_patients_agreement_stands():
    grant = MeasuresGrant.make("g1", patient=PATIENT, practitioner="Practitioner/t1", name="Sam", now=NOW)
    assert may_read("Practitioner/t1", PATIENT, [grant], NOW)
    assert not may_read("Practitioner/t2", PATIENT, [grant], NOW)
    assert not may_read("Practitioner/t1", "Patient/p2", [grant], NOW)
    assert not may_read("Practitioner/t1", PATIENT, [grant.ended(NOW)], NOW)
    assert not may_read("Practitioner/t1", PATIENT, [], NOW)
    assert grant.ended(NOW).ended(NOW + timedelta(days=1)).ended_at == NOW


def test_no_score_rises_without_the_clinics_whole_rule() -> None:
    """The number is the clinic's: with a part of the rule missing there is no rule, and none of ours in its place."""
    protocol = plan("example-iv-six")
    action = next(one for one in protocol["action"] if one.get("id") == "measure-phq-9")
    read = rising_rule(action)
    assert read is not None
    assert (read.change, read.within, read.way) == (5, Span(Decimal(2), "wk"), "higher")
    (mark,) = [one for one in action["extension"] if one["url"] == RISING]
    for missing in ("change", "within", "direction"):
        kept = [part for part in mark["extension"] if part["url"] != missing]
        assert rising_rule({"extension": [{"url": RISING, "extension": kept}]}) is None
    course = Course.from_resource(
        {"resourceType": "CarePlan", "id": "c", "instantiatesCanonical": [protocol["url"]]}
    )
    rules = {one.title.text: one.rising for one in schedules([Protocol.from_resource(protocol)], course)}
    assert rules["PHQ-9"] == read
    assert rules["GAD-7"] is None
