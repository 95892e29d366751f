"""What stands in a permission, in a shared copy and in its stub, element by element; and what is read of another's."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from api_client import fhir
from api_client.fhir.making import made
from mobile.care import elements
from mobile.care.elements import pointing_to
from mobile.care.grant import ShareGrant, is_share_grant, names_in
from mobile.care.permission import permitting
from mobile.care.shared_intention import SharedIntention, is_session_intention

from .samples import NOW, PATIENT

SAM = "Practitioner/t1"
LATER = NOW + timedelta(hours=3)
CARE = "https://lantern.example/fhir"
SESSION = f"{CARE}/StructureDefinition/session"
SHOWN = f"{CARE}/StructureDefinition/show-on-session-day"


def own(id: str) -> dict[str, str]:
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id}"}


def coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def a_copy(id: str = "c1", session: str | None = "Appointment/a3", *, shown: bool = True) -> SharedIntention:
    return SharedIntention.make(
        id,
        "To be kind",
        patient=PATIENT,
        session=session,
        is_shown_on_session_day=shown,
        started_on=date(2026, 6, 7),
    )


def a_grant(name: str | None = "Sam Sample", id: str = "g1") -> ShareGrant:
    return ShareGrant.make(id, a_copy(), patient=PATIENT, practitioner=SAM, name=name, now=NOW)


def changed(grant: ShareGrant, **provision: Any) -> ShareGrant:
    return grant.changed(provision={**grant.to_resource()["provision"], **provision})


# --- what is written ---


def test_a_grant_says_who_may_read_what_of_whom_since_when_and_why() -> None:
    terms = "http://terminology.hl7.org/CodeSystem"
    assert a_grant().to_resource() == {
        "resourceType": "Consent",
        "identifier": [own("g1")],
        "status": "active",
        "scope": coded(f"{terms}/consentscope", "patient-privacy"),
        "category": [coded("http://loinc.org", "59284-0")],
        "patient": {"reference": PATIENT},
        "dateTime": "2026-06-07T19:00:00.000Z",
        "performer": [{"reference": PATIENT}],
        "policyRule": coded(f"{terms}/v3-ActCode", "OPTIN"),
        "provision": {
            "type": "permit",
            "period": {"start": "2026-06-07T19:00:00.000Z"},
            "actor": [
                {
                    "role": coded(f"{terms}/v3-ParticipationType", "IRCP"),
                    "reference": {"reference": SAM, "display": "Sam Sample"},
                }
            ],
            "action": [coded(f"{terms}/consentaction", "access")],
            "purpose": [{"system": f"{terms}/v3-ActReason", "code": "TREAT"}],
            "data": [
                {
                    "meaning": "instance",
                    "reference": {"reference": "urn:uuid:c1", "identifier": own("c1")},
                }
            ],
        },
    }


def test_a_reader_without_a_name_is_named_by_the_reference_alone() -> None:
    actor = a_grant(None).to_resource()["provision"]["actor"][0]
    assert actor["reference"] == {"reference": SAM}


def test_a_permission_may_bear_more_categories_beside_its_own() -> None:
    consent = permitting(
        "m1",
        patient=PATIENT,
        practitioner=SAM,
        name=None,
        now=NOW,
        opens=made(fhir.ConsentProvision, code=[elements.coded("x", "y")]),
        categories=[elements.coded("s", "measures")],
    )
    sent = fhir.to_object(consent)
    assert sent["category"] == [coded("http://loinc.org", "59284-0"), coded("s", "measures")]
    assert sent["provision"]["code"] == [coded("x", "y")]


def test_a_copy_says_the_words_whose_they_are_and_for_which_session() -> None:
    assert a_copy().to_resource() == {
        "resourceType": "Goal",
        "identifier": [own("c1")],
        "lifecycleStatus": "active",
        "category": [coded(f"{CARE}/CodeSystem/care", "session-intention")],
        "description": {"text": "To be kind"},
        "subject": {"reference": PATIENT},
        "expressedBy": {"reference": PATIENT},
        "startDate": "2026-06-07",
        "extension": [
            {"url": SESSION, "valueReference": {"reference": "Appointment/a3"}},
            {"url": SHOWN, "valueBoolean": True},
        ],
    }


def test_a_copy_for_no_session_names_none() -> None:
    copy = a_copy(session=None, shown=False)
    assert copy.to_resource()["extension"] == [{"url": SHOWN, "valueBoolean": False}]
    assert (copy.session, copy.is_shown_on_session_day) == (None, False)


def test_other_words_change_the_words_the_session_and_nothing_that_others_added() -> None:
    copy = a_copy().changed(
        description={"text": "To be kind", "coding": [{"code": "theirs"}]},
        extension=[{"url": "theirs", "valueCode": "x"}, *a_copy().to_resource()["extension"]],
    )
    newer = copy.saying("Other words", session="Appointment/a4", is_shown_on_session_day=False)
    assert newer.to_resource() == {
        **copy.to_resource(),
        "description": {"text": "Other words", "coding": [{"code": "theirs"}]},
        "extension": [
            {"url": "theirs", "valueCode": "x"},
            {"url": SESSION, "valueReference": {"reference": "Appointment/a4"}},
            {"url": SHOWN, "valueBoolean": False},
        ],
    }
    assert (newer.words, newer.session, newer.is_shown_on_session_day) == (
        "Other words",
        "Appointment/a4",
        False,
    )
    freed = newer.saying("Other words", session=None, is_shown_on_session_day=True)
    assert [one["url"] for one in freed.to_resource()["extension"]] == ["theirs", SHOWN]


def test_a_copy_without_a_description_takes_words_all_the_same() -> None:
    bare = a_copy().changed(description=None)
    assert bare.words == ""
    newer = bare.saying("Words", session=None, is_shown_on_session_day=False)
    assert newer.to_resource()["description"] == {"text": "Words"}


def test_a_stub_keeps_what_finds_the_record_and_drops_all_else() -> None:
    copy = a_copy().changed(id="77", meta={"versionId": "3"}, note=[{"text": "zebra"}])
    assert json.loads(copy.withdrawn_stub()) == {
        "resourceType": "Goal",
        "id": "77",
        "meta": {"versionId": "3"},
        "identifier": [own("c1")],
        "category": [coded(f"{CARE}/CodeSystem/care", "session-intention")],
        "subject": {"reference": PATIENT},
        "lifecycleStatus": "entered-in-error",
        "description": {"text": "withdrawn"},
    }
    assert "id" not in json.loads(a_copy().withdrawn_stub())


# --- what is read ---


def test_a_grant_is_read_as_it_was_made() -> None:
    grant = a_grant()
    assert (grant.id, grant.patient, grant.practitioner, grant.practitioner_name) == (
        "g1",
        PATIENT,
        SAM,
        "Sam Sample",
    )
    assert (grant.given_at, grant.ended_at, grant.is_active) == (NOW, None, True)
    assert grant.data == {"urn:uuid:c1"}
    assert dict(grant.head()) == {"patient": PATIENT, "practitioner": SAM, "active": True}


def test_a_grant_without_a_period_was_given_when_it_was_dated() -> None:
    grant = changed(a_grant(), period={}).changed(dateTime="2026-06-01T10:00:00Z")
    assert grant.given_at == datetime.fromisoformat("2026-06-01T10:00:00+00:00")
    assert changed(a_grant(), period={}).changed(dateTime=None).given_at is None


@pytest.mark.parametrize(
    ("status", "type_", "is_active"),
    [
        ("active", "permit", True),
        ("active", None, True),
        ("active", "deny", False),
        ("inactive", "permit", False),
        ("entered-in-error", "permit", False),
        ("ACTIVE", "permit", False),
        (None, "permit", False),
    ],
)
def test_only_an_active_permit_lets_anybody_read(
    status: str | None, type_: str | None, is_active: bool
) -> None:
    grant = changed(a_grant(), type=type_).changed(status=status)
    assert grant.is_active is is_active
    assert grant.goes_first is not is_active
    assert grant.head()["active"] is is_active


def test_a_grant_that_says_next_to_nothing_is_read_without_a_word_too_much() -> None:
    bare = ShareGrant.from_json('{"resourceType":"Consent","id":"5"}')
    assert (bare.id, bare.patient, bare.practitioner, bare.practitioner_name) == (
        "Consent/5",
        None,
        None,
        None,
    )
    assert (bare.given_at, bare.ended_at, bare.is_active, bare.data) == (None, None, False, frozenset())


def test_a_copy_is_read_as_it_was_made() -> None:
    copy = a_copy()
    assert (copy.id, copy.words, copy.patient, copy.session) == (
        "c1",
        "To be kind",
        PATIENT,
        "Appointment/a3",
    )
    assert (copy.is_shown_on_session_day, copy.is_withdrawn) == (True, False)
    assert dict(copy.head()) == {"words": "To be kind", "patient": PATIENT, "session": "Appointment/a3"}


@pytest.mark.parametrize(
    ("status", "is_withdrawn"),
    [("active", False), ("completed", False), ("entered-in-error", True), ("cancelled", True)],
)
def test_a_copy_that_was_struck_out_or_cancelled_is_withdrawn(status: str, is_withdrawn: bool) -> None:
    assert a_copy().changed(lifecycleStatus=status).is_withdrawn is is_withdrawn


@pytest.mark.parametrize("value", ["true", 1, None])
def test_only_a_plain_yes_shows_words_on_the_day(value: object) -> None:
    copy = a_copy().changed(extension=[{"url": SHOWN, "valueBoolean": value}])
    assert copy.is_shown_on_session_day is False


# --- which record a grant is about ---


def test_a_record_of_ours_is_pointed_to_by_both_its_names() -> None:
    assert fhir.to_object(pointing_to(a_copy("c7"))) == {"reference": "urn:uuid:c7", "identifier": own("c7")}


def test_a_record_the_clinic_made_is_pointed_to_by_its_one_name() -> None:
    theirs = SharedIntention.from_json('{"resourceType":"Goal","id":"12"}')
    assert theirs.id == "Goal/12"
    assert fhir.to_object(pointing_to(theirs)) == {"reference": "Goal/12"}


@pytest.mark.parametrize(
    ("reference", "names"),
    [
        ({"reference": "Goal/12"}, {"Goal/12"}),
        ({"reference": "urn:uuid:c1"}, {"urn:uuid:c1"}),
        ({"identifier": {"value": "urn:uuid:c1"}}, {"urn:uuid:c1"}),
        ({"reference": "Goal/12", "identifier": {"value": "urn:uuid:c1"}}, {"Goal/12", "urn:uuid:c1"}),
        ({"reference": "12", "identifier": {"value": "c1"}}, set()),
        ({"reference": "", "identifier": {}}, set()),
        ("Goal/12", set()),
        (None, set()),
    ],
)
def test_every_name_that_tells_a_record_is_read_and_no_other(reference: object, names: set[str]) -> None:
    assert names_in(reference) == names


def test_a_grant_opens_the_record_it_names_under_any_of_its_names_and_no_other() -> None:
    grant = a_grant()
    assert grant.opens(a_copy("c1"))
    assert not grant.opens(a_copy("c2"))
    assert grant.ended(LATER).opens(a_copy("c1")), "about it, though it is over"
    named = changed(
        grant,
        data=[
            {"meaning": "instance", "reference": {"reference": "Goal/7"}},
            {"reference": {"reference": "x/1"}},
        ],
    )
    assert named.data == {"Goal/7", "x/1"}
    assert not named.opens(a_copy("c1"))
    assert named.opens(a_copy("c1").changed(id="7"))


def test_a_consent_to_treatment_and_a_treatment_goal_are_none_of_ours() -> None:
    grant = a_grant().to_resource()
    assert is_share_grant(grant)
    for change in (
        {"scope": coded("http://terminology.hl7.org/CodeSystem/consentscope", "treatment")},
        {"scope": None},
        {"provision": {**grant["provision"], "data": []}},
        {"provision": {**grant["provision"], "actor": []}},
        {"provision": None},
    ):
        assert not is_share_grant({**grant, **change}), change
    copy = a_copy().to_resource()
    assert is_session_intention(copy)
    assert not is_session_intention({**copy, "category": [coded("http://snomed.info/sct", "1")]})
    assert not is_session_intention({**copy, "category": None})


# --- ending ---


def test_an_ended_grant_says_when_and_keeps_all_else() -> None:
    grant = changed(a_grant(), theirs="kept")
    over = grant.ended(LATER.astimezone(timezone(timedelta(hours=9))))
    before = grant.to_resource()
    assert over.to_resource() == {
        **before,
        "status": "inactive",
        "provision": {
            **before["provision"],
            "period": {"start": "2026-06-07T19:00:00.000Z", "end": "2026-06-07T22:00:00.000Z"},
        },
    }
    assert (over.is_active, over.ended_at, over.given_at) == (False, LATER, NOW)
    assert over.ended(LATER + timedelta(days=1)) is over


def test_a_grant_without_a_provision_ends_all_the_same() -> None:
    bare = a_grant().changed(provision=None)
    assert bare.ended(LATER).to_resource()["provision"] == {"period": {"end": "2026-06-07T22:00:00.000Z"}}
    odd = changed(a_grant(), period=None).ended(LATER)
    assert odd.ended_at == LATER


def test_an_end_here_wins_over_whatever_they_wrote_and_keeps_it() -> None:
    grant = a_grant()
    theirs = changed(grant, theirs="kept").changed(id="9", meta={"versionId": "4"}, note="theirs")
    over = grant.ended(LATER).ended_over(theirs)
    assert over is not None
    expected = theirs.to_resource()
    expected["status"] = "inactive"
    expected["provision"]["period"]["end"] = "2026-06-07T22:00:00.000Z"
    assert over.to_resource() == expected
    assert (over.id, over.server_id, over.is_active, over.ended_at) == ("g1", "9", False, LATER)


def test_an_end_there_wins_over_what_was_written_here() -> None:
    grant = a_grant()
    theirs = grant.ended(LATER).changed(id="9")
    over = grant.changed(note="ours").ended_over(theirs)
    assert over is not None
    assert over.to_resource() == theirs.to_resource()
    assert not over.is_active


def test_where_both_ended_it_this_ones_end_stands() -> None:
    grant = a_grant()
    theirs = grant.ended(LATER + timedelta(hours=1))
    over = grant.ended(LATER).ended_over(theirs)
    assert over is not None
    assert over.ended_at == LATER
    no_time = grant.changed(status="inactive")
    kept = no_time.ended_over(theirs)
    assert kept is not None
    assert kept.ended_at == LATER + timedelta(hours=1), "an end without a time takes none away"
    none = no_time.ended_over(grant.changed(provision=None))
    assert none is not None
    assert none.to_resource()["provision"] == {"period": {}}


def test_where_neither_ended_it_there_is_nothing_to_say() -> None:
    assert a_grant().ended_over(a_grant().changed(note="theirs")) is None


def test_the_result_bears_the_name_by_which_this_device_knows_it() -> None:
    grant = a_grant()
    theirs = grant.changed(id="9", identifier=[own("other")])
    over = grant.ended(LATER).ended_over(theirs)
    assert over is not None
    assert over.id == "g1"
    assert over.to_resource()["identifier"] == [own("other"), own("g1")]
    clinics = ShareGrant.from_resource({**grant.to_resource(), "identifier": [], "id": "9"})
    over = clinics.ended(LATER).ended_over(clinics)
    assert over is not None
    assert (over.id, over.to_resource()["identifier"]) == ("Consent/9", [])
