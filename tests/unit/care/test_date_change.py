"""Asking for another date and what became of it: the nouns as they travel, how far a request is, what else moves, and when to call."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mobile.care.agenda.due import asks_of
from mobile.care.date_change import DateAnswer, DateDraft, DateRequest, Fit, Wanted, standing_of
from mobile.care.date_change.by_phone import asking_here
from mobile.care.date_change.consequences import DueFrom, consequences
from mobile.care.date_change.draft import MOST_TIMES, draft_id
from mobile.care.date_change.standing import requests_for
from mobile.care.session_rules import SessionRules
from tests.properties.test_date_change import an_open_time
from tests.unit.care.samples import CHICAGO, PATIENT, a_session
from tests.unit.care.samples import a_course as course_of
from tests.unit.care.test_practices import a_course
from tests.unit.care.test_session_rules import published

NOW = datetime(2026, 6, 9, 19, 0, tzinfo=UTC)
FRIDAY = a_session("a4", "2026-06-12T10:30:00-05:00", "2026-06-12T12:30:00-05:00")
SATURDAY = datetime(2026, 6, 13, 14, 0, tzinfo=UTC)  # 9 AM
TIME = an_open_time(1, SATURDAY, SATURDAY + timedelta(hours=2))
SIX = "https://lantern.example/fhir/PlanDefinition/example-iv-six"


def asked(id: str = "r1", *wanted: Wanted, words: str = "", at: datetime = NOW, **more: Any) -> DateRequest:
    times = wanted or (Wanted("Slot/t1", SATURDAY, SATURDAY + timedelta(hours=2)),)
    return DateRequest.make(
        id, more.pop("session", FRIDAY), patient=PATIENT, wanted=times, words=words, now=at
    )


def moved(to: datetime, **more: Any) -> Any:
    return a_session("a4", to.isoformat(), (to + timedelta(hours=2)).isoformat(), **more)


def test_a_request_says_all_that_was_chosen_in_order_and_comes_back_the_same() -> None:
    second = Wanted("Slot/t2", SATURDAY + timedelta(days=2))
    one = asked("r1", Wanted("Slot/t1", SATURDAY), second, words="Jo cannot drive.\n\u05e9\u05dc\u05d5\u05dd")
    again = DateRequest.from_json(one.to_json())
    assert again == one
    assert [time.slot for time in again.wanted] == ["Slot/t1", "Slot/t2"]
    assert (again.asked_from, again.asked_at, again.words) == (FRIDAY.start_at, NOW, one.words)
    resource = one.to_resource()
    assert (resource["participantStatus"], resource["appointment"]["reference"]) == (
        "tentative",
        "Appointment/a4",
    )
    assert resource["start"] == "2026-06-13T14:00:00.000Z"
    kept = one.withdrawn()
    assert kept.is_withdrawn
    assert kept.withdrawn() is kept
    changed = {
        name for name in {**resource, **kept.to_resource()} if resource[name] != kept.to_resource()[name]
    }
    assert changed == {"participantStatus"}


def test_what_another_system_wrote_of_a_request_reads_as_far_as_it_says_something() -> None:
    bare = {"resourceType": "AppointmentResponse", "id": "x", "participantStatus": "tentative"}
    one = DateRequest.from_json(json.dumps({**bare, "extension": [{"url": 5}, "no", {}], "comment": ["no"]}))
    assert (one.wanted, one.words, one.asked_at, one.session) == ((), "", None, frozenset())
    answer = DateAnswer.from_json(
        '{"resourceType": "Communication", "id": "y", "extension": [{"url": "https://lantern.example/fhir/StructureDefinition/date-answer", "valueCode": "perhaps"}]}'
    )
    assert (answer.decided, answer.offers, answer.words) == (None, (), "")


def test_how_far_it_is_follows_the_appointment_where_no_answer_comes() -> None:
    one = asked()
    assert standing_of(one, FRIDAY, []).state == "asked"
    assert standing_of(one, moved(SATURDAY), []).state == "booked"
    assert standing_of(one, moved(SATURDAY + timedelta(days=3)), []).state == "moved"
    assert standing_of(one, moved(SATURDAY, status="cancelled"), []).state == "called_off"
    assert standing_of(one, None, []).state == "called_off"
    assert standing_of(one.withdrawn(), FRIDAY, []).state == "withdrawn"


def test_an_answer_is_about_one_request_and_says_what_was_decided() -> None:
    one, other = asked("r1"), asked("r2")
    said = DateAnswer.make("m1", one, "declined", sender="Practitioner/c1", words="Not in June.", now=NOW)
    assert DateAnswer.from_json(said.to_json()) == said
    assert standing_of(one, FRIDAY, [said]).state == "declined"
    assert standing_of(other, FRIDAY, [said]).state == "asked"
    offer = DateAnswer.make("m2", one, "other-times", sender="Practitioner/c1", offers=one.wanted, now=NOW)
    assert standing_of(one, FRIDAY, [offer]).state == "other_times"
    booked = DateAnswer.make("m3", one, "booked", sender="Practitioner/c1", offers=one.wanted, now=NOW)
    assert standing_of(one, FRIDAY, [booked]).state == "booked"  # the move itself is still on its way


def test_a_time_that_went_to_somebody_else_is_named() -> None:
    taken = an_open_time(1, SATURDAY, SATURDAY + timedelta(hours=2), "busy")
    standing = standing_of(asked(), FRIDAY, [], [taken])
    assert standing.is_open
    assert standing.taken == asked().wanted


def test_of_several_requests_the_last_counts_whoever_made_them() -> None:
    first, second = asked("r1"), asked("r2", at=NOW + timedelta(minutes=1))
    other = asked("r3", session=a_session("a5", "2026-06-16T10:30:00-05:00"))
    assert requests_for(FRIDAY, [first, other, second]) == [second, first]


@pytest.mark.parametrize(
    ("now", "possible"),
    [
        ("2026-06-11T10:29:00-05:00", True),
        ("2026-06-11T10:30:00-05:00", False),  # the clinic's hour, 24 hours before
        ("2026-06-12T00:01:00-05:00", False),
        ("2026-06-12T11:00:00-05:00", False),
    ],
)
def test_from_the_clinics_own_hour_on_and_on_the_day_it_is_by_phone(now: str, possible: bool) -> None:
    rules = asks_of(published(), a_course(SIX)).rules
    found = asking_here(FRIDAY, rules, datetime.fromisoformat(now), CHICAGO)
    assert found.is_possible is possible
    assert found.rule is not None
    assert found.rule.kind == ("same-day" if "06-12" in now else "change")


def test_where_the_clinic_says_nothing_only_the_day_itself_is_for_the_phone() -> None:
    nothing = SessionRules()
    assert asking_here(
        FRIDAY, nothing, datetime.fromisoformat("2026-06-11T23:59:00-05:00"), CHICAGO
    ).is_possible
    assert not asking_here(
        FRIDAY, nothing, datetime.fromisoformat("2026-06-12T00:00:00-05:00"), CHICAGO
    ).is_possible
    assert asking_here(a_session("a9", None, status="proposed"), nothing, NOW, CHICAGO).is_possible
    here = a_session("a4", "2026-06-13T10:30:00-05:00", status="checked-in")
    assert not asking_here(here, nothing, NOW, CHICAGO).is_possible


def test_what_else_moves_is_the_agenda_computed_anew() -> None:
    asks = asks_of(published(), a_course(SIX))
    before = a_session("a3", "2026-06-09T10:30:00-05:00", "2026-06-09T12:30:00-05:00", "fulfilled")
    after = a_session("a5", "2026-06-16T10:30:00-05:00", "2026-06-16T12:30:00-05:00")
    sessions = [before, FRIDAY, after]
    ticked = next(
        one.key
        for one in DueFrom(asks, None, sessions).items(sessions, NOW, CHICAGO)
        if one.kind == "prepare"
    )
    known = DueFrom(asks, course_of("a3", "a4", "a5"), sessions, done=(ticked,))
    fit = Fit(TIME, SATURDAY, SATURDAY + timedelta(hours=2))
    found = consequences(FRIDAY, fit, known, NOW, CHICAGO)
    solid = next(one for one in found.of("fasting") if one.after.about == "solid")
    assert solid.before is not None
    assert (solid.before.at, solid.after.at) == (
        datetime(2026, 6, 12, 7, 30, tzinfo=UTC),
        datetime(2026, 6, 13, 6, 0, tzinfo=UTC),
    )
    assert found.of("ride")
    assert found.stays == after
    assert found.must_move == ()
    assert not [
        one
        for one in found.changes
        if one.after.session not in (None, *found.changes) and one.after.session.id == "Appointment/a5"
    ]
    moved_items = known.items([before, after, moved(SATURDAY)], NOW, CHICAGO)
    assert [one.key for one in moved_items if one.is_done] == [ticked]  # what was done stays done


def test_a_draft_keeps_what_two_pages_chose_and_wrote() -> None:
    empty = DateDraft(draft_id("Appointment/a4"), "Appointment/a4", "r1", NOW)
    one, two = Wanted("Slot/t1", SATURDAY), Wanted("Slot/t2", SATURDAY, SATURDAY + timedelta(hours=2))
    mine = empty.choosing(one, NOW).revise("Mine \ud800", NOW)
    theirs = empty.choosing(two, NOW).revise("Theirs", NOW)
    both = mine.heeding(theirs, empty)
    assert [time.slot for time in both.wanted] == ["Slot/t1", "Slot/t2"]
    assert "Mine" in both.words
    assert "Theirs" in both.words
    assert DateDraft.from_json(both.to_json()) == both
    assert both.choosing(one, NOW).wanted == (two,)
    many = empty
    for n in range(MOST_TIMES + 3):
        many = many.choosing(Wanted(f"Slot/{n}", SATURDAY), NOW)
    assert len(many.wanted) == MOST_TIMES
    assert empty.revise("   ", NOW).is_empty
