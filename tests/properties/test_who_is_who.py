"""Whoever is on a team, was, comes or was invited, and whatever was shared, agreed and taken back: who is who names everybody who can read
something, and says of each exactly what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.clinic import Clinic
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.invitation import Invitation
from mobile.care.ledger.facts import Facts
from mobile.care.ledger.kept import Ledger
from mobile.care.ledger.reckoning import ledger
from mobile.care.people import CareTeam, Patient
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share, take_back
from mobile.care.who import around_patient
from mobile.screens.reads.team import Team
from mobile.screens.reads.who import WhoIsWho
from tests.screens.invited import GUEST, joined

NOW = datetime(2026, 6, 7, 19, 0, tzinfo=UTC)
ME = "Patient/p1"
RECORD_READERS = "https://lantern.example/fhir/StructureDefinition/record-readers"
CARE = "https://lantern.example/fhir/CodeSystem/care"
PEOPLE = tuple(f"Practitioner/t{number}" for number in range(1, 5))
ROLES = ("integration-therapist", "prescriber", "coordinator", "dietician")


@dataclass(frozen=True)
class Placed:
    """One place in a team: the days of its bounds, counted from today."""

    who: str
    role: str
    start: int | None
    end: int | None


DAYS = st.none() | st.integers(-400, 60)
PLACED = st.builds(Placed, st.sampled_from(PEOPLE), st.sampled_from(ROLES), DAYS, DAYS)
TEAMS = st.lists(
    st.tuples(st.lists(PLACED, max_size=4), st.sampled_from(("active", "inactive")), DAYS), max_size=2
)
SHARED = st.lists(st.tuples(st.sampled_from((*PEOPLE, GUEST)), st.booleans()), max_size=5)
INVITED = st.sampled_from((None, "completed", "cancelled"))
STATED = st.lists(
    st.tuples(st.sampled_from(ROLES), st.lists(st.sampled_from(("care", "messages")), max_size=2)), max_size=3
)


def _day(days: int | None) -> dict[str, str]:
    return {} if days is None else {"": (NOW + timedelta(days=days)).isoformat()}


def a_team(number: int, placed: list[Placed], status: str, end: int | None) -> CareTeam:
    participants: list[dict[str, Any]] = [
        {
            "role": [{"coding": [{"system": CARE, "code": one.role}], "text": one.role}],
            "member": {"reference": one.who},
            "period": {
                **({"start": _day(one.start)[""]} if one.start is not None else {}),
                **({"end": _day(one.end)[""]} if one.end is not None else {}),
            },
        }
        for one in placed
    ]
    whole = {"period": {"end": _day(end)[""]}} if end is not None else {}
    return CareTeam.from_resource(
        {
            "resourceType": "CareTeam",
            "id": f"ct{number}",
            "status": status,
            "subject": {"reference": ME},
            "participant": participants,
            **whole,
        }
    )


def a_clinic(stated: list[tuple[str, list[str]]]) -> Clinic:
    rows = [
        {
            "url": RECORD_READERS,
            "extension": [
                {"url": "role", "valueCode": role},
                *({"url": "reads", "valueCode": one} for one in reads),
            ],
        }
        for role, reads in stated
    ]
    return Clinic.from_resource(
        {"resourceType": "Organization", "id": "c", "name": "Clinic", "extension": rows}
    )


def ledger_of(
    teams: list[CareTeam], shared: list[tuple[str, bool]], invitations: list[Invitation], clinic: Clinic
) -> Ledger:
    grants: list[ShareGrant] = []
    copies: list[SharedIntention] = []
    known: dict[str, str] = {}
    for number, (who, is_back) in enumerate(shared):
        made = share(begin(f"i{number}", None, NOW).revise("words", NOW), ME, Reader(who, "Somebody"), NOW)
        grant = next(one for one in made if isinstance(one, ShareGrant))
        copy = next(one for one in made if isinstance(one, SharedIntention))
        if is_back:
            grant = next(
                one for one in take_back([(grant, copy)], None, NOW)[0] if isinstance(one, ShareGrant)
            )
        grants.append(grant)
        copies.append(copy)
        known |= {grant.id: f"Consent/{number}", copy.id: f"Goal/{number}"}
    patient = Patient.from_resource({"resourceType": "Patient", "id": "p1"})
    return ledger(
        Facts(
            NOW,
            clinic=clinic,
            patients=[patient],
            teams=teams,
            grants=grants,
            copies=copies,
            invitations=invitations,
            known_as=MappingProxyType(known),
        )
    )


@settings(max_examples=150)
@given(TEAMS, SHARED, INVITED, STATED)
def test_everybody_who_can_read_is_named_once_and_what_is_said_of_each_is_the_ledgers(
    drawn: list[tuple[list[Placed], str, int | None]],
    shared: list[tuple[str, bool]],
    invited: str | None,
    stated: list[tuple[str, list[str]]],
) -> None:
    teams = [a_team(number, *one) for number, one in enumerate(drawn)]
    invitations = [Invitation.from_resource(joined(invited))] if invited is not None else []
    found = ledger_of(teams, shared, invitations, a_clinic(stated))
    can_read = [one.reference for one in found.readers]
    around = around_patient(teams, invitations, NOW, can_read, ME)
    known = WhoIsWho(around, Team(NOW, teams, invitations=invitations), found)
    named = [one.reference for one in around.everybody]
    assert len(named) == len(set(named))
    assert set(can_read) <= set(named)
    assert ME not in named
    for one in around.everybody:
        reader = known.reads(one)
        assert reader is found.reader(one.reference)
        assert (reader is None) == (one.reference not in can_read)
    for one in found.members:  # whom the clinic has on the team now is never said to have left
        person = known.person(one.reference)
        assert person is not None
        assert person.standing == "here"
    for one in around.coming:  # whoever only comes is let nothing by being on the team
        reader = known.reads(one)
        assert reader is None or all(entry.why != "treating" for entry in reader.entries)
    for one in around.left:
        assert one.reference not in {member.reference for member in found.members}
    assert {one.reference for one in around.now if one.standing == "guest"} <= {GUEST}
