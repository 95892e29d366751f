"""What a signature makes: FHIR that others can read, the text byte for byte, and nothing for a touch."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.communication import Communication
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.provenance import Provenance

from mobile.care.consent.consent_record import Signatures, TooLargeToSend
from mobile.care.consent.fingerprint import text_of
from mobile.care.consent.guardian import Guardian
from mobile.care.consent.progress import Progress
from mobile.care.consent.signature import Signature, Signer, is_a_signature
from mobile.care.consent.signed import SignedAgreement, is_signed_agreement
from mobile.care.consent.signed_here import SignedHere
from mobile.care.consent.signed_text import SignedText, SigningWords, text_to_sign
from mobile.care.consent.signing import sign_agreement
from mobile.care.consent.unreadable import Unreadable
from mobile.care.consent.withdrawal import AgreementWithdrawal, is_agreement_withdrawal, not_withdrawn
from mobile.care.translated import Wording
from tests.unit.care.consent.samples import CARE, a_choice, a_part, a_question, agreement, mark

NOW = datetime(
    2026, 11, 1, 5, 30, 7, tzinfo=UTC
)  # half past midnight in Chicago, in the night the clocks go back
SIGNER = Signer("Patient/rowan", NOW, ZoneInfo("America/Chicago"))
ID = "11111111-1111-4111-8111-111111111111"
WORDS = SigningWords(
    *("Version 1", "Plain", "Full", "Choices", "Chosen.", "Not chosen. {meaning}", "Needed", "Optional"),
    *("Asked", "No answer"),
    {"open": "-", "right": "as it says", "read_again": "read again", "to_talk_about": "to talk about"},
    *("Signature", "I mean it."),
)
ACCESS = {"system": "http://terminology.hl7.org/CodeSystem/consentaction", "code": "access"}
TERM = mark("in-force-for", valueDuration={"value": 1, "unit": "year", "code": "a"})


BOTH = Signatures(
    Signature("drawn", "Rowan Sample", b"png"),
    Guardian("Wren Sample", Wording("mother"), "GUARD", {"text": "Wren Sample"}),
    Signature("typed", "Wren Sample", b"png too"),
)


def signed(
    *texts: str,
    signatures: Signatures = Signatures(BOTH.patient),  # noqa: B008 - frozen
) -> tuple[SignedAgreement, SignedText]:
    document = agreement(
        a_part("a", *(texts or ("One.",)), item=[a_question(), a_choice(needed=True), a_choice("c2")]),
        extension=[TERM],
    )
    (choice, _) = document.choices()
    progress = Progress().after_reading(document.parts[0], NOW).after_choice(choice, is_on=True)
    text = text_to_sign(document, progress, "en", WORDS)
    made = sign_agreement(ID, document, progress, text, signatures, SIGNER)
    return made, text


def test_consent_provenance_and_withdrawal_are_fhir_that_others_read() -> None:
    one, _ = signed()
    Consent.model_validate_json(one.text)
    (inside,) = json.loads(one.text)["contained"]
    provenance = Provenance.model_validate(inside)
    assert [target.reference for target in provenance.target] == ["#"]
    withdrawal = AgreementWithdrawal.make(
        "w1", one, patient="Patient/rowan", to_whom=["CareTeam/t", "Organization/c"], now=NOW
    )
    Communication.model_validate_json(withdrawal.text)
    assert is_signed_agreement(one.to_resource())
    assert is_agreement_withdrawal(withdrawal.to_resource())


def test_the_text_its_hashes_the_moment_and_the_choices_stand_in_the_record() -> None:
    one, text = signed("One\r\nand\ntwo.", "שלום, \u202bעולם\u202c.")
    resource = json.loads(one.text)
    file = resource["sourceAttachment"]
    assert b64decode(file["data"]) == text.text.encode()
    assert one.fingerprint == sha256(b64decode(file["data"])).hexdigest() == text.sha256
    assert one.what_was_signed() == text
    (signature,) = resource["contained"][0]["signature"]
    times = {resource["dateTime"], signature["when"], resource["contained"][0]["recorded"], file["creation"]}
    assert times == {"2026-11-01T00:30:07-05:00"}
    assert one.signed_at == NOW
    assert resource["provision"]["period"]["end"] == "2027-11-01T00:00:00-05:00"
    assert one.choice_codes() == {"c1": True, "c2": False}
    assert one.permits() == ()


def test_whom_it_lets_see_what_stands_in_the_record_as_rules_and_is_read_back() -> None:
    """Of the agreement as a whole permitted, of a choice as it was chosen; in FHIR that others read, and in the text that is signed."""
    sees = mark(
        "lets-see",
        extension=[{"url": "role", "valueCode": "prescriber"}, {"url": "what", "valueCode": "intake"}],
    )
    chosen, left = a_choice("c1"), a_choice("c2")
    for choice, part in ((chosen, "shared"), (left, "measures")):
        inside = [{"url": "role", "valueCode": "integration-therapist"}, {"url": "what", "valueCode": part}]
        choice["extension"].append(mark("lets-see", extension=inside))
    document = agreement(a_part("a", "One.", item=[chosen, left]), extension=[sees])
    progress = Progress().after_choice(next(document.choices()), is_on=True)
    words = replace(
        WORDS, lets_heading="Who sees", lets=lambda lets: [f"{one.role}: {one.parts}" for one in lets]
    )
    text = text_to_sign(document, progress, "en", words)
    signer = replace(SIGNER, clinic="Organization/c")
    own = Signatures(Signature("typed", "Rowan Sample", b"png"))
    one = sign_agreement(ID, document, progress, text, own, signer)
    Consent.model_validate_json(one.text)
    assert [(rule.role, rule.part) for rule in one.permits()] == [
        ("prescriber", "intake"),
        ("integration-therapist", "shared"),
    ]
    rules = json.loads(one.text)["provision"]["provision"][2:]
    assert [rule["type"] for rule in rules] == ["permit", "permit", "deny"]
    assert rules[0]["actor"][0]["reference"] == {"reference": "Organization/c"}
    assert one.choice_codes() == {"c1": True, "c2": False}
    assert "prescriber: ('intake',)\nintegration-therapist: ('shared',)" in text.text
    assert "measures" not in text.text


def test_what_an_agreement_lets_see_is_part_of_its_fingerprint_and_what_cannot_be_shown_is_refused() -> None:
    def with_part(part: str) -> dict[str, Any]:
        inside = [{"url": "role", "valueCode": "prescriber"}, {"url": "what", "valueCode": part}]
        return mark("lets-see", extension=inside)

    prints = {
        text_of(agreement(a_part("a", "One."), extension=[with_part(part)])).sha256
        for part in ("intake", "measures")
    }
    assert len({*prints, text_of(agreement(a_part("a", "One."))).sha256}) == 3
    for extension in (
        with_part("everything"),
        mark("lets-see", extension=[{"url": "what", "valueCode": "intake"}]),
        mark("lets-see", extension=[{"url": "role", "valueCode": "prescriber"}]),
    ):
        with pytest.raises(Unreadable):
            agreement(a_part("a", "One."), extension=[extension])
    with pytest.raises(Unreadable):  # on a part, where nobody is told of it and no signature permits it
        agreement(a_part("a", "One.", extension=[with_part("intake")]))
    assert agreement(
        a_part(
            "a", "One.", item=[a_choice() | {"extension": [*a_choice()["extension"], with_part("intake")]}]
        )
    ).choices()


@pytest.mark.parametrize("change", ["data", "shape", "fingerprint"])
def test_a_record_whose_text_is_not_what_its_fingerprint_says_is_refused(change: str) -> None:
    one, text = signed()
    resource = json.loads(one.text)
    if change == "data":
        resource["sourceAttachment"]["data"] = "QSBzYW1wbGU="
    for extension in resource["extension"]:
        if change == "shape" and extension["url"].endswith("text-shape"):
            extension["valueString"] = "t" * len(text.shape) + "p"
        if change == "fingerprint" and extension["url"].endswith("agreement-sha256"):
            extension["valueString"] = "0" * 64
    with pytest.raises(Unreadable) as error:
        SignedAgreement.from_resource(resource).what_was_signed()
    assert error.value.code == "changed"


def test_what_is_too_long_for_one_record_is_not_signed() -> None:
    with pytest.raises(TooLargeToSend):
        signed("ж" * 390_000)


@pytest.mark.parametrize(
    ("strokes", "is_one"),
    [
        ([], False),
        ([[(5.0, 5.0)]], False),
        ([[(5.0, 5.0), (6.0, 5.0)], [(7.0, 7.0)]], False),
        ([[(0.0, 0.0), (float("nan"), 50.0)]], False),
        ([[(0.0, 0.0), (float("inf"), 50.0)]], False),
        ([[(0.0, 0.0), (60.0, 30.0)]], True),
        ([[(0.0, 0.0), (15.0, 15.0)], [(30.0, 0.0), (15.0, 30.0)]], True),
    ],
)
def test_a_touch_is_no_signature(strokes: list[list[tuple[float, float]]], is_one: bool) -> None:
    assert is_a_signature(strokes) is is_one


def test_a_withdrawal_ends_what_it_names_by_either_of_its_names_and_of_the_same_person_alone() -> None:
    one, _ = signed()
    there = SignedAgreement.from_resource({**json.loads(one.text), "id": "17"})
    own = AgreementWithdrawal.make(
        "w1", one, patient="Patient/rowan", to_whom=[], now=NOW + timedelta(days=1)
    )
    renamed = json.loads(own.text)
    renamed["about"] = [{"reference": "Consent/17"}]
    for withdrawal in (own, AgreementWithdrawal.from_resource(renamed)):
        assert not_withdrawn([there], [withdrawal]) == []
    strange = AgreementWithdrawal.make("w2", one, patient="Patient/ines", to_whom=[], now=NOW)
    assert not_withdrawn([there], [strange]) == [there]


def test_what_was_signed_here_is_told_from_whatever_else_a_clinic_keeps_of_it() -> None:
    """What a server writes around it is nothing else."""
    one, _ = signed(signatures=BOTH)
    here, resource = SignedHere.from_json(SignedHere.of(one).to_json()), json.loads(one.text)
    assert here.signed().text == one.text

    def kept_as(**more: Any) -> bool:
        return here.is_as(SignedAgreement.from_json(json.dumps({**resource, **more})))

    around = {"id": "17", "meta": {"versionId": "2"}, "text": {"status": "generated", "div": "<div/>"}}
    assert kept_as(**around)
    assert kept_as(status="inactive")  # it ends by the clinic's word, and that is no other text
    provision = resource["provision"]
    (first, *rest) = provision["provision"]
    assert not kept_as(provision={**provision, "provision": [{**first, "type": "deny"}, *rest]})
    assert not kept_as(provision={**provision, "provision": rest})
    sees = {"type": "permit", "class": [{"system": CARE, "code": "shared"}], "action": [{"coding": [ACCESS]}]}
    sees["actor"] = [{"role": {"coding": [{"system": CARE, "code": "prescriber"}]}, "reference": {}}]
    assert not kept_as(provision={**provision, "provision": [*provision["provision"], sees]})
    assert not kept_as(provision={**provision, "period": {"start": provision["period"]["start"]}})
    assert not kept_as(dateTime="2026-01-01T00:00:00Z")
    assert not kept_as(contained=[])
    assert not kept_as(sourceAttachment={**resource["sourceAttachment"], "data": "WWVzLg=="})
