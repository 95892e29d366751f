"""Reading what a clinic wrote: people, phones, zones, prompts; and never losing what we do not know."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mobile.care.access_log import AccessEntry
from mobile.care.clinic import Clinic, Phone, own_clinic
from mobile.care.people import CareTeam, Patient, Practitioner, readers, therapist
from mobile.care.prompts import DEFAULTS, Protocol, prompts_of
from mobile.care.resource import NotAResource, compose, moment, parse
from mobile.care.words import excerpt, sendable

from .samples import NOW, PATIENT

TEAM = CareTeam.from_json(
    json.dumps(
        {
            "resourceType": "CareTeam",
            "id": "ct1",
            "status": "active",
            "subject": {"reference": PATIENT},
            "participant": [
                {
                    "role": [{"text": "Prescriber"}],
                    "member": {"reference": "Practitioner/d1", "display": "Dr Demo"},
                },
                {
                    "role": [
                        {"coding": [{"code": "integration-therapist", "display": "Integration therapist"}]}
                    ],
                    "member": {"reference": "Practitioner/t1", "display": "Sam Sample"},
                },
                {
                    "role": [{"text": "Therapist"}],
                    "member": {"reference": "Practitioner/t0"},
                    "period": {"end": "2026-01-01T00:00:00Z"},
                },
                {"role": [{"text": "Sister"}], "member": {"reference": "RelatedPerson/r1"}},
                {"role": [{"text": "Nobody"}]},
            ],
        }
    )
)


def test_the_therapist_is_who_the_clinics_team_says():
    found = therapist([TEAM], NOW)
    assert found is not None
    assert (found.reference, found.name, found.role) == (
        "Practitioner/t1",
        "Sam Sample",
        "Integration therapist",
    )
    assert [m.reference for m in readers([TEAM], NOW)] == ["Practitioner/t1", "Practitioner/d1"]


def test_a_team_that_is_over_names_nobody():
    over = TEAM.changed(status="inactive")
    assert readers([over], NOW) == []
    assert therapist([over], NOW) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ([{"text": "Robin Example"}], "Robin Example"),
        (
            [{"use": "old", "text": "Old"}, {"use": "official", "given": ["Ana", 3], "family": "Muster"}],
            "Ana Muster",
        ),
        ([], ""),
        ("nonsense", ""),
    ],
)
def test_a_name_is_read_however_it_is_written(name: object, said: str):
    assert Patient.from_json(json.dumps({"resourceType": "Patient", "id": "p1", "name": name})).name == said


def test_a_clinic_says_its_phones_and_its_zone():
    clinic = Clinic.from_json(
        json.dumps(
            {
                "resourceType": "Organization",
                "id": "o1",
                "name": "Example Clinic",
                "extension": [
                    {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": "America/Denver"}
                ],
                "telecom": [
                    {"system": "phone", "value": "555-0100"},
                    {"system": "email", "value": "a@example.com"},
                ],
                "contact": [
                    {
                        "purpose": {"text": "After hours"},
                        "telecom": [{"system": "phone", "value": "555-0101"}],
                    }
                ],
            }
        )
    )
    assert clinic.phones == (Phone("555-0100"), Phone("555-0101", "After hours"))
    assert clinic.zone(ZoneInfo("UTC")) == ZoneInfo("America/Denver")


def test_a_number_is_named_by_the_extension_that_comments_on_it_and_by_no_other():
    def named(url: str) -> str:
        point = {"system": "phone", "value": "555-0100", "extension": [{"url": url, "valueString": "x42"}]}
        clinic = {"resourceType": "Organization", "id": "o1", "telecom": [point]}
        return Clinic.from_json(json.dumps(clinic)).phones[0].name

    assert named("http://hl7.org/fhir/StructureDefinition/contactpoint-comment") == "x42"
    assert named("https://elsewhere.example/internal-code") == ""


def test_a_clinic_that_is_closed_is_not_taken_for_the_patients_own():
    def clinic(id: str, is_active: bool) -> Clinic:
        return Clinic.from_json(json.dumps({"resourceType": "Organization", "id": id, "active": is_active}))

    closed, open_ = clinic("o1", is_active=False), clinic("o2", is_active=True)
    assert own_clinic([closed, open_], set()) == open_
    assert own_clinic([closed, open_], {"Organization/o1"}) is None
    assert own_clinic([closed], {"Organization/o1"}) is None


@pytest.mark.parametrize("zone", ["Not/AZone", "../etc/passwd", "", 7])
def test_a_zone_that_is_none_leaves_the_fallback(zone: object):
    text = json.dumps(
        {
            "resourceType": "Organization",
            "id": "o1",
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": zone}],
        }
    )
    assert Clinic.from_json(text).zone(ZoneInfo("America/Chicago")) == ZoneInfo("America/Chicago")


def test_the_clinics_prompts_come_before_ours_in_the_persons_language():
    care = "https://lantern.example/fhir/CodeSystem/care"
    protocol = Protocol.from_json(
        json.dumps(
            {
                "resourceType": "PlanDefinition",
                "id": "pd1",
                "status": "active",
                "action": [
                    {
                        "title": "Preparation",
                        "action": [
                            {
                                "code": [{"coding": [{"system": care, "code": "intention-prompt"}]}],
                                "title": "What matters now?",
                                "_title": {
                                    "extension": [
                                        {
                                            "url": "http://hl7.org/fhir/StructureDefinition/translation",
                                            "extension": [
                                                {"url": "lang", "valueCode": "es-US"},
                                                {"url": "content", "valueString": "¿Qué importa ahora?"},
                                            ],
                                        }
                                    ]
                                },
                            }
                        ],
                    }
                ],
            }
        )
    )
    (prompt,) = prompts_of([protocol])
    assert (prompt.in_language("en"), prompt.in_language("es")) == (
        "What matters now?",
        "¿Qué importa ahora?",
    )
    assert prompts_of([protocol.changed(status="retired")]) == DEFAULTS
    assert prompts_of([]) == DEFAULTS


def test_a_course_brings_the_prompts_of_the_protocol_it_follows():
    def protocol(id: str) -> Protocol:
        care = "https://lantern.example/fhir/CodeSystem/care"
        action = {"code": [{"coding": [{"system": care, "code": "intention-prompt"}]}], "title": f"Of {id}?"}
        return Protocol.from_json(
            json.dumps(
                {
                    "resourceType": "PlanDefinition",
                    "id": id,
                    "url": f"https://clinic.example/{id}",
                    "status": "active",
                    "action": [action],
                }
            )
        )

    both = [protocol("iv"), protocol("nasal")]
    assert [p.text for p in prompts_of(both, ["https://clinic.example/nasal|1.0"])] == ["Of nasal?"]
    assert [p.text for p in prompts_of(both)] == ["Of iv?", "Of nasal?"]
    assert [p.text for p in prompts_of(both, ["https://clinic.example/gone"])] == ["Of iv?", "Of nasal?"]


def test_every_bundled_prompt_is_said_in_both_languages():
    for prompt in DEFAULTS:
        assert prompt.in_language("es") != prompt.in_language("en")


def test_a_reading_says_who_what_and_when():
    reading = AccessEntry.from_json(
        json.dumps(
            {
                "resourceType": "AuditEvent",
                "id": "e1",
                "recorded": "2026-06-07T19:00:00Z",
                "agent": [{"who": {"reference": "Practitioner/t1"}}],
                "entity": [{"what": {"reference": "Goal/77"}}],
            }
        )
    )
    assert (reading.by, reading.opened, reading.at) == ("Practitioner/t1", frozenset({"Goal/77"}), NOW)


def test_decimals_and_unknown_elements_come_through_as_they_were():
    text = '{"resourceType":"Goal","id":"1","x":1.50,"y":[1e2,-0.0,100000000000000000000],"z":{"\\u00e9":null,"a":true}}'
    again = compose(parse(text))
    assert '"x":1.50' in again
    assert "100000000000000000000" in again
    assert parse(again) == parse(text)


@pytest.mark.parametrize("text", ["", "{", "[1]", '"a"', '{"a":NaN}', "null", "[" * 100_000])
def test_what_is_no_resource_is_refused_without_saying_what_it_was(text: str):
    with pytest.raises(NotAResource) as refused:
        parse(text)
    assert str(refused.value) == "json"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-06-07T19:00:00Z", NOW),
        ("2026-06-07T14:00:00.000-05:00", NOW),
        ("2026-06-07", None),
        ("2026-06-07T19:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        (7, None),
        ("nonsense T", None),
    ],
)
def test_only_a_moment_with_a_zone_is_a_moment(text: object, read: datetime | None):
    assert moment(text) == read


def test_what_no_record_carries_is_mended_and_right_to_left_text_is_not_touched():
    found = sendable("a\x00b\x1bc\ud800\n\t")
    assert (found.words, found.problem) == ("abc\ufffd\n\t", None)
    hebrew = "\u200fשלום 👩\u200d👩\u200d👧 \u2067x\u2069"
    assert sendable(hebrew).words == hebrew


def test_an_excerpt_is_one_line_cut_between_words():
    assert excerpt("One\ntwo   three") == "One two three"
    assert excerpt("word " * 100, 22) == "word word word word…"
    assert len(excerpt("x" * 500, 20)) == 21


def test_times_read_back_are_aware_utc():
    found = moment("2026-06-07T14:00:00-05:00")
    assert found is not None
    assert found.tzinfo is UTC
    assert found - NOW == timedelta(0)


def test_half_a_character_in_a_clinics_text_is_read_as_a_sign_and_goes_back_as_it_came():
    text = r'{"resourceType":"Practitioner","id":"t1","name":[{"text":"Sam \ud83d Sample \ud83d\ude42"}]}'
    found = Practitioner.from_json(text)
    assert found.name == "Sam \ufffd Sample \U0001f642"
    assert found.text == text


def test_a_patients_number_is_called_only_while_it_is_theirs():
    telecom = [
        {"system": "phone", "value": "0100", "use": "mobile", "period": {"end": "2026-05-31"}},
        {"system": "phone", "value": "0101"},
        {"system": "phone", "value": "0102", "use": "old"},
    ]
    patient = Patient.from_json(json.dumps({"resourceType": "Patient", "id": "p", "telecom": telecom}))
    assert patient.phone_at(datetime(2026, 5, 31, 20, tzinfo=UTC)) == "0100"
    assert patient.phone_at(datetime(2026, 6, 2, tzinfo=UTC)) == "0101"
    only = Patient.from_json(json.dumps({"resourceType": "Patient", "id": "p", "telecom": telecom[:1]}))
    assert only.phone_at(datetime(2026, 6, 2, tzinfo=UTC)) == ""
