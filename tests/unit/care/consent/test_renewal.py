"""A phase of the course begins: what the clinic asks to be signed again is, and nothing that is in force ends by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mobile.care.agenda import Session
from mobile.care.consent.listing import asked_for
from mobile.care.consent.renewal import again_since, covers, phases_begun
from mobile.care.consent.signed import SignedAgreement
from mobile.care.session_rules import CoursePhase
from mobile.care.translated import Wording
from tests.unit.care.consent.samples import URL, a_part, definition, mark
from tests.unit.care.consent.test_signing import NOW

PLAN = "https://clinic.test/fhir/PlanDefinition/p"
SERIES = CoursePhase(f"{PLAN}#series", Wording("Series"), sessions=2)
LATER = CoursePhase(f"{PLAN}#later", Wording("Later"))
PHASES = (SERIES, LATER)


def session(day: int, status: str = "fulfilled") -> Session:
    start = NOW + timedelta(days=day)
    return Session.from_resource(
        {
            "resourceType": "Appointment",
            "id": f"s{day}",
            "status": status,
            "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat(),
        }
    )


def signed(when: datetime | None) -> SignedAgreement:
    moment = when.isoformat() if when is not None else None
    return SignedAgreement.from_resource(
        {
            "resourceType": "Consent",
            "id": "c1",
            "status": "active",
            "extension": [mark("agreement-version", valueCanonical=f"{URL}|1")],
            "dateTime": moment,
        }
    )


@pytest.mark.parametrize(
    ("sessions", "has_begun"),
    [
        ([], False),
        ([session(-9)], False),
        ([session(-9), session(1, "booked")], False),
        ([session(-9), session(-8, "cancelled")], False),
        ([session(-9), session(-5)], True),
        ([session(-9), session(-8, "cancelled"), session(-5), session(3, "booked")], True),
    ],
)
def test_a_phase_begins_once_the_last_session_of_the_one_before_is_over(
    sessions: list[Session], has_begun: bool
) -> None:
    begun = phases_begun(PHASES, sessions, NOW)
    assert SERIES.key in begun
    assert (LATER.key in begun) is has_begun
    if has_begun:
        assert begun[LATER.key] == NOW - timedelta(days=5) + timedelta(hours=2)


def test_where_nobody_says_how_many_sessions_a_phase_has_the_next_never_begins() -> None:
    endless = (CoursePhase("a", Wording("A")), LATER)
    assert set(phases_begun(endless, [session(day) for day in range(-30, -1)], NOW)) == {"a"}


def test_what_was_signed_before_a_phase_is_asked_for_again_and_stays_in_force() -> None:
    again = mark("sign-again-in-phase", valueUri=LATER.key)
    form = definition(a_part("a", "One."), extension=[again])
    before, after = signed(NOW - timedelta(days=9)), signed(NOW - timedelta(days=1))
    begun = phases_begun(PHASES, [session(-9), session(-5)], NOW)
    (one,) = asked_for([form], [], [before], [], NOW, begun=begun)
    assert (one.state, one.is_again, one.is_new_version, one.signed) == ("to_read", True, False, before)
    assert before.is_in_force(NOW)
    for given, phases in ((after, begun), (before, {}), (signed(None), begun)):
        (one,) = asked_for([form], [], [given], [], NOW, begun=phases)
        assert (one.state, one.is_again) == ("in_force", False)
    assert again_since(frozenset(), begun) is None
    assert covers(before, None)


def test_an_agreement_of_a_phase_is_asked_for_once_it_has_begun() -> None:
    only = mark("agreement-for", valueCanonical=LATER.key)
    form = definition(a_part("a", "One."), extension=[only])
    assert asked_for([form], [], [], [PLAN], NOW, begun=phases_begun(PHASES, [session(-9)], NOW)) == []
    begun = phases_begun(PHASES, [session(-9), session(-5)], NOW)
    assert len(asked_for([form], [], [], [PLAN], NOW, begun=begun)) == 1
