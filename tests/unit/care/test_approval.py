"""How an approval stands: whose turn it is in each state, when it runs out, what is left, and every way a record can be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.agenda import Session
from mobile.care.approval import (
    Approval,
    ApprovalPaper,
    BenefitCheck,
    Cover,
    Granted,
    InsurerAnswer,
    Known,
    PaperSeen,
    Standing,
    Step,
    families,
    is_approval,
    standing_of,
)
from mobile.care.approval.draft import SAME, ApprovalDraft
from mobile.care.approval.insurer import insurer_of
from mobile.care.approval.states import ASKS, FOLLOWS, GRANTED, STATES, TURNS, State
from mobile.care.course import Course

TOVA = "Patient/tova"
ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
CARE = "https://lantern.example/fhir/CodeSystem/care"
STATE = "https://lantern.example/fhir/CodeSystem/approval-state"
STEP = "https://lantern.example/fhir/StructureDefinition/approval-step"
DAYS = Granted("EX-1", 4, date(2026, 5, 20), date(2026, 7, 31), has_dates=True)


def approved(granted: Granted = DAYS, **about: int | None) -> Approval:
    begun = Approval.begun("a1", TOVA, NOW - timedelta(days=20))
    sent = begun.recorded(Step("submitted", NOW - timedelta(days=19)))
    return sent.recorded(Step("approved", NOW - timedelta(days=18)), granted, **about)


def raw(**more: Any) -> Approval:
    """As another system may write one."""
    return Approval.from_resource(
        {
            "resourceType": "Task",
            "id": "t1",
            "status": "in-progress",
            "intent": "order",
            "code": {"coding": [{"system": CARE, "code": "prior-authorization"}]},
            "for": {"reference": TOVA},
            **more,
        }
    )


def in_state(state: str, **more: Any) -> Approval:
    return raw(businessStatus={"coding": [{"system": STATE, "code": state}]}, **more)


def output(code: str, **value: Any) -> dict[str, Any]:
    return {"type": {"coding": [{"system": CARE, "code": code}]}, **value}


def stands(approval: Approval, now: datetime = NOW, **known: Any) -> Standing:
    return standing_of(approval, Known(now, ZONE, known.pop("approvals", [approval]), **known))


def visit(n: int, day: date, status: str) -> Session:
    start = datetime(day.year, day.month, day.day, 14, tzinfo=ZONE)
    return Session.from_resource(
        {
            "resourceType": "Appointment",
            "id": f"v{n}",
            "status": status,
            "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat(),
            "participant": [{"actor": {"reference": TOVA}}],
        }
    )


def course(*visits: Session) -> Course:
    return Course.from_resource(
        {
            "resourceType": "CarePlan",
            "id": "c1",
            "status": "active",
            "subject": {"reference": TOVA},
            "activity": [{"reference": {"reference": f"Appointment/{one.server_id}"}} for one in visits],
        }
    )


# --- states and turns ---


def test_every_state_has_a_turn_and_what_follows_and_every_one_can_be_reached() -> None:
    assert set(TURNS) == set(FOLLOWS) == set(STATES)
    reached: set[State] = {"unknown"}
    while more := {after for one in reached for after in FOLLOWS[one]} - reached:
        reached |= more
    assert reached == set(STATES)


@pytest.mark.parametrize("state", sorted(set(STATES) - GRANTED))
def test_whose_turn_it_is_stands_for_each_state(state: State) -> None:
    assert stands(in_state(state)).turn == TURNS[state]
    assert stands(in_state(state)).state == state


def test_it_is_the_patients_turn_only_where_the_record_says_that_it_is_asked_of_them() -> None:
    begun = Approval.begun("a1", TOVA, NOW)
    asked = begun.recorded(Step("docs-needed", NOW, "the back of the card", "patient"))
    assert stands(asked).turn == "you"
    assert stands(begun.recorded(Step("docs-needed", NOW, "the notes"))).turn == "clinic"
    assert stands(in_state("docs-needed")).turn == "clinic"  # it does not say from whom
    elsewhere = Step("submitted", NOW, "", "patient")  # nothing is missing there
    assert stands(begun.recorded(elsewhere)).turn == "insurer"


def test_a_photo_that_the_clinic_has_makes_it_the_clinics_turn_until_more_is_asked() -> None:
    begun = Approval.begun("a1", TOVA, NOW)
    asked = begun.recorded(Step("docs-needed", NOW, "the card", "patient"))
    paper = ApprovalPaper.of("p1", asked, b"photo", "image/jpeg", "Photo", NOW - timedelta(hours=3))
    seen = PaperSeen.of_head(paper.id, paper.head())
    assert (
        stands(asked, papers=[seen]).turn == "clinic"
    )  # its own clock was slow, and it says what it answers
    assert stands(asked, papers=[seen], unsent=frozenset({"p1"})).turn == "you"
    assert stands(asked, papers=[seen]).papers == (seen,)
    again = asked.recorded(Step("docs-needed", NOW + timedelta(days=1), "the front", "patient"))
    later = stands(again, papers=[seen])
    assert (later.turn, later.papers, later.earlier) == ("you", (), (seen,))
    other = replace(seen, patient="Patient/rowan")
    assert stands(asked, papers=[other]).turn == "you"
    assert stands(asked, papers=[replace(seen, is_there=False)]).turn == "you"


# --- time ---


def test_it_runs_out_by_the_clinics_clock_and_calendar() -> None:
    held = approved(warn_days=21)
    last_evening = datetime(2026, 7, 31, 23, 59, tzinfo=ZONE)
    for now, state in (
        (NOW, "approved"),
        (datetime(2026, 7, 9, 23, 59, tzinfo=ZONE), "approved"),
        (datetime(2026, 7, 10, 0, 1, tzinfo=ZONE), "expiring"),
        (last_evening, "expiring"),
        (last_evening + timedelta(minutes=2), "expired"),
    ):
        assert stands(held, now).state == state
    assert stands(held).warned_from == date(2026, 7, 10)


def test_without_the_clinics_number_of_days_no_warning_is_named() -> None:
    held = approved()
    assert stands(held).warned_from is None
    assert stands(held, datetime(2026, 7, 31, 12, tzinfo=ZONE)).state == "approved"
    assert stands(held, datetime(2026, 8, 1, 12, tzinfo=ZONE)).state == "expired"


def test_a_renewal_stands_with_what_it_renews_and_takes_its_turn() -> None:
    held = approved(warn_days=60)
    renewal = Approval.begun("a2", TOVA, NOW, renews=held)
    assert stands(held).turn == "clinic"
    found = stands(held, approvals=[held, renewal])
    assert (found.state, found.turn, found.renewed_by) == ("expiring", "nobody", renewal)
    assert families([held, renewal]) == [[renewal, held]]
    third = Approval.begun("a3", TOVA, NOW + timedelta(days=1), renews=renewal)
    other = Approval.begun("b", TOVA, NOW - timedelta(days=90))
    assert families([renewal, other, third, held]) == [[third, renewal, held], [other]]
    gone = renewal.called_off(NOW)
    assert stands(held, approvals=[held, gone]).renewed_by is None


def test_records_that_renew_each_other_or_themselves_stand_once() -> None:
    one = in_state("submitted", partOf=[{"reference": "Task/t1"}])
    assert families([one]) == [[one]]
    first = replace(one, id="Task/x", server_id="x", renewed=frozenset({"Task/y"}))
    second = replace(one, id="Task/y", server_id="y", renewed=frozenset({"Task/x"}))
    (family,) = families([first, second])
    assert {one.id for one in family} == {"Task/x", "Task/y"}


# --- what is wrong in a record ---


def test_an_approval_without_dates_never_runs_out_here_and_says_so() -> None:
    found = stands(in_state("approved"))
    assert (found.state, found.ends, found.flaws) == ("approved", None, ("no_end",))
    half = in_state("approved", output=[output("approved-period", valuePeriod={"start": "2026-05-01"})])
    assert stands(half).flaws == ("no_end",)
    unread = in_state("approved", output=[output("approved-period", valuePeriod={"end": "2026-07"})])
    assert stands(unread).flaws == ("no_end",)


def test_a_day_written_as_an_hour_is_that_of_the_clinics_calendar() -> None:
    """Else it would hold a day longer here than at the insurer, and be put right to the wrong day."""
    period = {
        "start": "2026-05-02T03:30:00Z",
        "end": "2026-06-09T04:30:00Z",
    }  # the evenings before, at the clinic
    written = in_state("approved", output=[output("approved-period", valuePeriod=period)])
    found = stands(written)
    assert (found.granted.begins, found.ends, found.state) == (date(2026, 5, 1), date(2026, 6, 8), "expired")
    right = ApprovalDraft.new(written.id, NOW).choosing(SAME, NOW).recorded(found.approval, NOW).approval
    assert right is not None
    assert (right.granted.begins, right.granted.ends) == (date(2026, 5, 1), date(2026, 6, 8))
    midnight = {"end": "2026-06-09T00:00:00Z"}
    assert (
        stands(in_state("approved", output=[output("approved-period", valuePeriod=midnight)])).ends
        == NOW.date()
    )


def test_an_end_before_the_beginning_is_said_and_nothing_is_counted() -> None:
    period = {"start": "2026-08-01", "end": "2026-05-01"}
    found = stands(in_state("approved", output=[output("approved-period", valuePeriod=period)]))
    assert (found.state, found.ends, found.usage, found.flaws) == ("approved", None, None, ("order",))


@pytest.mark.parametrize("units", [0, -3])
def test_no_number_of_sessions_is_said_and_nothing_is_counted(units: int) -> None:
    period = {"start": "2026-05-01", "end": "2026-08-01"}
    outputs = [output("approved-period", valuePeriod=period), output("approved-sessions", valueInteger=units)]
    found = stands(in_state("approved", output=outputs))
    assert (found.usage, found.flaws) == (None, ("units",))


def test_a_state_that_is_not_known_is_never_guessed() -> None:
    found = stands(in_state("rubber-stamped"))
    assert (found.state, found.turn, found.flaws) == (None, "clinic", ("state",))
    assert stands(raw()).state is None
    step = {"url": STEP, "extension": [{"url": "state", "valueCode": "APPROVED"}]}
    assert stands(raw(extension=[step])).state is None
    assert in_state("rubber-stamped").next_states == ()


def answer(id: str, number: str, end: str = "2026-07-31", **more: Any) -> InsurerAnswer:
    return InsurerAnswer.from_resource(
        {
            "resourceType": "ClaimResponse",
            "id": id,
            "status": "active",
            "patient": {"reference": TOVA},
            "request": {"reference": "Claim/c1"},
            "outcome": "complete",
            "preAuthRef": number,
            "preAuthPeriod": {"start": "2026-05-20", "end": end},
            **more,
        }
    )


def test_two_answers_to_one_request_are_told_and_none_is_chosen() -> None:
    held = in_state(
        "approved",
        focus={"reference": "Claim/c1"},
        output=[output("approved-period", valuePeriod={"start": "2026-05-20", "end": "2026-07-31"})],
    )
    assert stands(held, answers=[answer("r1", "EX-1")]).flaws == ()
    twice = stands(held, answers=[answer("r1", "EX-1"), answer("r2", "EX-2", "2026-09-30")])
    assert (twice.flaws, twice.ends, twice.usage) == (("two_answers",), None, None)
    other = stands(held, answers=[answer("r1", "EX-1", "2026-09-30")])  # than the clinic recorded
    assert (other.flaws, other.ends) == (("two_answers",), None)
    replaced = answer("r2", "EX-2", "2026-09-30", status="cancelled")
    assert stands(held, answers=[answer("r1", "EX-1"), replaced]).flaws == ()


def test_an_answer_alone_approves_nothing_and_fills_in_what_the_record_leaves_out() -> None:
    waiting = in_state("submitted", focus={"reference": "Claim/c1"})
    found = stands(waiting, answers=[answer("r1", "EX-1")])
    assert (found.state, found.ends, found.granted.number) == ("submitted", None, "")
    held = stands(in_state("approved", focus={"reference": "Claim/c1"}), answers=[answer("r1", "EX-1")])
    assert (held.ends, held.granted.number, held.flaws) == (date(2026, 7, 31), "EX-1", ())


def test_the_days_of_an_answer_are_those_of_the_clinics_calendar() -> None:
    """A server may keep the last minute of a day as an hour of the next one, in UTC: that is no other answer, and no day more."""
    period = {"start": "2026-05-20T05:00:00Z", "end": "2026-08-01T04:59:59Z"}
    late = answer("r1", "EX-1", preAuthPeriod=period)
    held = in_state("approved", focus={"reference": "Claim/c1"})
    assert stands(held, answers=[late]).ends == date(2026, 7, 31)
    recorded = output("approved-period", valuePeriod={"start": "2026-05-20", "end": "2026-07-31"})
    both = stands(in_state("approved", focus={"reference": "Claim/c1"}, output=[recorded]), answers=[late])
    assert (both.flaws, both.ends) == ((), date(2026, 7, 31))
    check = BenefitCheck.from_resource(
        {
            "resourceType": "CoverageEligibilityResponse", "id": "e1", "status": "active", "patient": {"reference": TOVA},
            "created": "2026-06-02T03:00:00Z",
        }
    )  # fmt: skip
    found = stands(held, checks=[check]).check
    assert found is not None
    assert found.checked_on == date(2026, 6, 1)


# --- how much is left ---


def test_used_and_left_are_counted_from_sessions_that_took_place_in_its_days() -> None:
    done = [visit(n, day, "fulfilled") for n, day in enumerate((date(2026, 5, 20), date(2026, 6, 2)), 1)]
    before, coming = visit(3, date(2026, 5, 19), "fulfilled"), visit(4, date(2026, 6, 12), "booked")
    off = visit(5, date(2026, 6, 3), "cancelled")
    every = [*done, before, coming, off]
    found = stands(approved(), sessions=every, courses=[course(*every)])
    assert found.usage is not None
    assert (found.usage.used, found.usage.left) == (2, 2)


def test_it_is_not_counted_where_it_is_not_certain() -> None:
    held, done = approved(), visit(1, date(2026, 6, 2), "fulfilled")
    unsaid = visit(2, date(2026, 6, 5), "booked")  # past, and nobody said whether it took place
    assert stands(held, sessions=[done, unsaid], courses=[course(done, unsaid)]).usage is None
    assert stands(held, sessions=[done], courses=[]).usage is None  # of no course
    too_many = [visit(n, date(2026, 6, n), "fulfilled") for n in range(1, 6)]
    assert stands(held, sessions=too_many, courses=[course(*too_many)]).usage is None
    other = replace(approved(replace(DAYS, begins=date(2026, 6, 1))), id="a9")
    both = {"approvals": [held, other], "sessions": [done], "courses": [course(done)]}
    assert stands(held, **both).usage is None  # which of two it counts for, nobody says
    undated = in_state("approved")
    assert stands(held, approvals=[held, undated], sessions=[done], courses=[course(done)]).usage is None
    bare = approved(replace(DAYS, units=None))
    assert stands(bare, sessions=[done], courses=[course(done)]).usage is None


# --- recording ---


def test_only_what_the_table_allows_is_recorded() -> None:
    begun = Approval.begun("a1", TOVA, NOW)
    assert is_approval(begun.to_resource())
    for state in set(STATES) - set(FOLLOWS["benefit-check"]):
        with pytest.raises(ValueError, match="state"):
            begun.recorded(Step(state, NOW))
    for state in ("expiring", "expired"):  # the clock says them
        with pytest.raises(ValueError, match="state"):
            approved().recorded(Step(state, NOW))
    with pytest.raises(ValueError, match="units"):
        approved(replace(DAYS, units=0))
    with pytest.raises(ValueError, match="dates"):
        approved(replace(DAYS, begins=date(2026, 9, 1)))


def test_a_step_back_leaves_it_as_it_was_and_what_was_there_stays() -> None:
    begun = Approval.begun("a1", TOVA, NOW)
    sent = begun.recorded(Step("submitted", NOW), first=5, last=8)
    held = sent.recorded(Step("approved", NOW), DAYS)
    back = held.step_back(NOW)
    assert (back.steps, back.granted, back.first, back.last) == (sent.steps, Granted(), 5, 8)
    assert held.as_before(sent, NOW).steps == sent.steps
    with pytest.raises(ValueError, match="first"):
        begun.step_back(NOW)
    theirs = {"type": {"text": "theirs"}, "valueString": "z"}
    kept = in_state(
        "submitted",
        note=[{"text": "theirs"}],
        extension=[{"url": "x", "valueString": "y"}],
        input=[theirs],
        output=[theirs],
    )
    moved = kept.recorded(Step("pended", NOW)).to_resource()
    assert moved["note"] == [{"text": "theirs"}]
    assert {"url": "x", "valueString": "y"} in moved["extension"]
    assert (moved["input"], moved["output"]) == ([theirs], [theirs])
    part = {"url": "theirs", "valueString": "\u001f"}
    step = {"url": STEP, "extension": [{"url": "state", "valueCode": "submitted"}, part]}
    stepped = raw(extension=[step]).recorded(Step("denied", NOW)).recorded(Step("p2p", NOW))
    assert part["url"] in [one["url"] for one in stepped.to_resource()["extension"][0]["extension"]]


def test_a_draft_says_what_cannot_be_read_and_guesses_nothing() -> None:
    sent = Approval.begun("a1", TOVA, NOW).recorded(Step("submitted", NOW))
    draft = ApprovalDraft.new(sent.id, NOW)
    assert draft.recorded(sent, NOW).problems == {"": "state"}
    assert draft.choosing("overturned", NOW).recorded(sent, NOW).problems == {"": "state"}
    asks = draft.choosing("info-requested", NOW)
    assert asks.recorded(sent, NOW).problems == {"words": "words"}
    grants = draft.choosing("approved", NOW)
    assert grants.recorded(sent, NOW).problems == {"ends": "no_end"}
    typed = {"ends": "07/08/2026", "units": "-2", "warn_days": "two weeks", "first": "8", "last": "5"}
    for name, text in typed.items():
        grants = grants.typing(name, text, NOW)  # type: ignore[arg-type]
    assert grants.recorded(sent, NOW).problems == {
        "ends": "day",  # two days, by whoever reads it
        "units": "number",
        "warn_days": "number",
        "last": "sessions",
    }
    right = {"begins": "June 10, 2026", "ends": "2026-06-01", "units": "4", "warn_days": "", "last": "9"}
    for name, text in right.items():
        grants = grants.typing(name, text, NOW)  # type: ignore[arg-type]
    assert grants.recorded(sent, NOW).problems == {"ends": "order"}
    made = grants.typing("ends", "July 31, 2026", NOW).recorded(sent, NOW).approval
    assert made is not None
    assert (made.granted.units, made.granted.ends, made.first) == (4, date(2026, 7, 31), 8)


def test_what_is_put_right_keeps_its_state_and_since_when() -> None:
    held = approved(warn_days=21)
    draft = ApprovalDraft.new(held.id, NOW).choosing(SAME, NOW).typing("ends", "2026-08-31", NOW)
    made = draft.recorded(held, NOW).approval
    assert made is not None
    assert (made.granted.ends, made.granted.number, made.warn_days) == (date(2026, 8, 31), "EX-1", 21)
    assert [(one.state, one.since) for one in made.steps] == [(one.state, one.since) for one in held.steps]


def test_a_draft_is_kept_and_read_back() -> None:
    draft = ApprovalDraft.new("a1", NOW).choosing("denied", NOW).revise("כך", NOW).typing("number", "7", NOW)
    assert ApprovalDraft.from_json(draft.to_json()) == draft
    assert not draft.is_empty
    assert ApprovalDraft.new("a1", NOW).is_empty


# --- the insurer ---


def cover(id: str = "c1", **more: Any) -> Cover:
    insurer = {
        "resourceType": "Organization",
        "id": "i",
        "name": "Example Plan",
        "telecom": [{"system": "phone", "value": "+1-202-555-0177"}, {"system": "fax", "value": "1"}],
    }
    return Cover.from_resource(
        {
            "resourceType": "Coverage",
            "id": id,
            "status": "active",
            "beneficiary": {"reference": TOVA},
            "contained": [insurer],
            "payor": [{"reference": "#i"}],
            **more,
        }
    )


def test_the_insurers_number_is_that_of_the_one_cover_in_force() -> None:
    name, phones = insurer_of([cover()], [], NOW)
    assert (name, [one.number for one in phones]) == ("Example Plan", ["+1-202-555-0177"])
    assert insurer_of([cover(), cover("c2")], [], NOW) == ("", ())  # nobody says which
    assert insurer_of([cover(status="cancelled")], [], NOW) == ("", ())
    assert insurer_of([cover(period={"end": "2026-01-31"})], [], NOW) == ("", ())
    assert insurer_of([cover(contained=[], payor=[{"display": "Somebody"}])], [], NOW) == ("Somebody", ())


def test_a_check_says_what_the_insurer_said_and_nothing_where_it_did_not() -> None:
    bare = {"resourceType": "CoverageEligibilityResponse", "id": "e1", "status": "active"}
    assert BenefitCheck.from_resource(bare).needs_approval is None
    item = {"item": [{"authorizationRequired": False}, {"authorizationRequired": "yes"}]}
    assert BenefitCheck.from_resource({**bare, "insurance": [item]}).needs_approval is False


def test_states_that_ask_are_those_with_words_for_the_patient() -> None:
    assert {"docs-needed", "info-requested"} == ASKS
