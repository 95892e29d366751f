"""Who is around a patient: now, to come, gone; and what a clinic's records say of each, as far as they say it."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.practitionerrole import PractitionerRole

from mobile.care.invitation import Invitation
from mobile.care.people import CareTeam, Practitioner, readers
from mobile.care.who import StaffRole, around_patient, credentials_of, portrait_of, roles_of
from mobile.care.who.credentials import MOST_PORTRAIT
from tests.screens.invited import GUEST, at_clinic, joined
from tests.unit.care.samples import NOW, PATIENT

TODAY = NOW.date()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def a_team(*people: tuple[str, int | None, int | None], **more: Any) -> CareTeam:
    """Each: id, day of the first and of the last, counted from today."""
    participants = [
        {
            "role": [{"text": "Nurse"}],
            "member": {"reference": id if "/" in id else f"Practitioner/{id}", "display": id},
            "period": {
                **({"start": day(start)} if start is not None else {}),
                **({"end": day(end)} if end is not None else {}),
            },
        }
        for id, start, end in people
    ]
    team = {"resourceType": "CareTeam", "id": "t", "status": "active", "participant": participants, **more}
    return CareTeam.from_resource(team)


def names(people: Any) -> list[str]:
    return [one.member.name or one.reference for one in people]


def test_who_is_here_who_comes_and_who_left_lately() -> None:
    team = a_team(
        ("here", -90, None),
        ("new", -3, None),
        ("comes", 5, None),
        ("left", -90, -9),
        ("long gone", -400, -90),
    )
    found = around_patient([team], [], NOW)
    assert names(found.now) == ["here", "new"]
    assert [one.is_new for one in found.now] == [False, True]
    assert names(found.coming) == ["comes"]
    assert names(found.left) == ["left"]


def test_who_only_comes_is_nobody_to_share_with_and_reads_nothing_yet() -> None:
    team = a_team(("here", -90, None), ("comes", 5, None))
    assert [one.reference for one in readers([team], NOW)] == ["Practitioner/here"]
    later = NOW + timedelta(days=6)
    assert [one.reference for one in readers([team], later)] == ["Practitioner/here", "Practitioner/comes"]


def test_to_somebody_who_is_new_themselves_nobody_on_the_team_is() -> None:
    found = around_patient([a_team(("a", -3, None), ("b", -3, None))], [], NOW)
    assert [one.is_new for one in found.now] == [False, False]


def test_who_left_and_came_again_is_here_and_has_not_left() -> None:
    found = around_patient([a_team(("again", -90, -30), ("again", -5, None))], [], NOW)
    assert names(found.now) == ["again"]
    assert found.left == ()


def test_who_can_still_read_is_never_left_out() -> None:
    team = a_team(("long gone", -400, -300))
    over = a_team(("of a closed team", -400, None), status="inactive")
    can_read = ["Practitioner/long gone", "Practitioner/of a closed team", "Practitioner/never on one"]
    found = around_patient([team, over], [], NOW, can_read)
    assert names(found.left) == ["long gone", "of a closed team", "Practitioner/never on one"]
    assert around_patient([team, over], [], NOW).everybody == ()


def test_who_is_on_a_team_that_is_over_is_not_here() -> None:
    over = a_team(("a", -90, None), period={"start": day(-90), "end": day(-9)})
    found = around_patient([over], [], NOW)
    assert found.now == ()
    assert [one.member.until is not None and one.member.until < NOW for one in found.left] == [True]


def test_a_guest_is_one_while_the_invitation_stands_and_the_patient_is_nobody_else() -> None:
    team = a_team(("here", -90, None), (PATIENT, -90, None))
    guest = Invitation.from_resource(joined())
    found = around_patient([team], [guest], NOW, me=PATIENT)
    assert [(one.reference, one.standing) for one in found.now] == [
        ("Practitioner/here", "here"),
        (GUEST, "guest"),
    ]
    ended = Invitation.from_resource(joined("cancelled"))
    assert around_patient([team], [ended], NOW, me=PATIENT).left == ()
    (gone,) = around_patient([team], [ended], NOW, [GUEST], PATIENT).left
    assert gone.standing == "guest_left"
    assert names(around_patient([], [Invitation.from_resource(at_clinic())], NOW).everybody) == []


def a_practitioner(**more: Any) -> Practitioner:
    return Practitioner.from_resource(
        {"resourceType": "Practitioner", "id": "t1", "name": [{"text": "Sam"}], **more}
    )


def test_what_somebody_learned_is_said_as_stated_and_what_is_over_or_says_their_role_is_not() -> None:
    one = a_practitioner(
        qualification=[
            {"code": {"text": "Nurse"}},
            {"code": {"text": "Social work"}, "period": {"start": "2012-04"}, "issuer": {"display": "Board"}},
            {"code": {"coding": [{"display": "First aid"}]}, "period": {"start": "1800", "end": day(1)}},
            {"code": {"text": "Ended"}, "period": {"end": day(-1)}},
            {"code": {}},
        ],
        communication=[{"coding": [{"code": "en-US"}]}, {"text": "Plattdeutsch"}],
        telecom=[{"system": "phone", "value": "+1-202-555-0100"}],
        birthDate="1980-01-01",
    )
    found = credentials_of(one, TODAY, "nurse")
    assert [(each.what.text, each.since, each.by) for each in found.learned] == [
        ("Social work", 2012, "Board"),
        ("First aid", None, ""),
    ]
    assert [(each.code, each.text) for each in found.languages] == [("en", ""), ("", "Plattdeutsch")]
    assert credentials_of(None, TODAY).learned == ()


def test_what_ended_with_a_month_or_a_year_is_over() -> None:
    for ends, is_over in (("2025", True), ("2026-01", True), (str(TODAY.year), False), ("2999-02", False)):
        period = {"end": ends}
        held = {"code": {"text": "First aid"}, "period": period}
        someone = Practitioner.from_resource(
            {"resourceType": "Practitioner", "id": "t", "qualification": [held]}
        )
        assert bool(credentials_of(someone, TODAY).learned) is not is_over
        role = StaffRole.from_resource({"resourceType": "PractitionerRole", "id": "r", "period": period})
        assert role.is_held(NOW) is not is_over


@pytest.mark.parametrize(
    ("photo", "expected"),
    [
        ([{"data": b64encode(b"face").decode()}], b"face"),
        ([{"url": "https://elsewhere.example/face.png"}], None),
        ([{"data": "A" * (MOST_PORTRAIT + 4)}], None),
        ([{"data": "no base64"}, {"data": b64encode(b"face").decode()}], b"face"),
        ("face", None),
    ],
)
def test_a_portrait_is_what_lies_inside_the_record_and_nothing_is_fetched(
    photo: Any, expected: bytes | None
) -> None:
    assert portrait_of(a_practitioner(photo=photo)) == expected


def a_role(**more: Any) -> StaffRole:
    resource = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"reference": "Practitioner/t1"},
        **more,
    }
    PractitionerRole.model_validate(resource)
    return StaffRole.from_resource(resource)


def test_a_role_says_when_somebody_is_there_and_by_which_number_of_the_clinics() -> None:
    times = [{"daysOfWeek": ["tue"], "availableStartTime": "09:00:00", "availableEndTime": "17:00:00"}]
    one = a_role(
        availableTime=times,
        telecom=[
            {"system": "phone", "value": "+1-202-555-0142", "use": "work"},
            {"system": "phone", "value": "+1-202-555-0100", "use": "home"},
            {"system": "phone", "value": "+1-202-555-0101", "use": "mobile"},
        ],
    )
    assert [phone.number for phone in one.phones] == ["+1-202-555-0142"]
    assert [sorted(window.days) for window in one.windows] == [[1]]
    assert a_role(availableTime=times, availabilityExceptions="By arrangement").windows == ()


def test_a_role_that_has_not_begun_or_is_over_is_not_theirs_now() -> None:
    known = [
        a_role(period={"start": day(2)}),
        a_role(period={"end": day(-2)}),
        a_role(active=False),
        a_role(period={"start": day(-2)}),
    ]
    assert roles_of(known, "Practitioner/t1", NOW) == (known[3],)
    assert roles_of(known, "Practitioner/t2", NOW) == ()


def test_a_day_without_an_hour_is_that_day_in_every_zone() -> None:
    (member,) = a_team(("a", -9, 9)).members
    assert (member.first_day, member.last_day) == (TODAY - timedelta(days=9), TODAY + timedelta(days=9))
    told = {"member": {"reference": "Practitioner/a"}, "period": {"start": "2026-05-01T23:30:00-05:00"}}
    (member,) = CareTeam.from_resource({"resourceType": "CareTeam", "id": "t", "participant": [told]}).members
    assert member.first_day is None
    assert member.since is not None
    assert member.since.date() == date(2026, 5, 2)
