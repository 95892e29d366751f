"""An agreement that somebody signs with the patient: the patient is asked first, both sign or nothing is signed, and their no stands."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.consent import Consent
from fhir.resources.R4B.provenance import Provenance
from fhir.resources.R4B.relatedperson import RelatedPerson
from pypdf import PdfReader

from mobile.care.forms.response import Response
from mobile.records.errors import NotSaved
from mobile.verifying import verified
from tests.screens.clinic_of import NOW, receive_all, seeded
from tests.screens.harness import Phone
from tests.screens.papers import TOGETHER, page_through
from tests.screens.signing import ROUTE, phone_of, read_to_the_end, signed
from tests.screens.test_shell_places import english_only

X = "https://lantern.example/fhir/StructureDefinition"
ASSENT = "I was asked first, and I agree."
Document = dict[str, Any]


def with_guardian(one: Document) -> Document:
    """The sandbox's agreement about visits by video, as a clinic would write it that has somebody sign along."""
    if one["id"] != "telehealth":
        return one
    marks = [
        {**mark, "valueCode": "with-guardian"} if mark["url"].endswith("agreement-signing") else mark
        for mark in one["extension"]
        if not mark["url"].endswith("agreement-sha256")
    ]
    return {**one, "extension": [*marks, {"url": f"{X}/assent", "valueString": ASSENT}]}


def nobody_named(one: Document) -> Document:
    return {name: value for name, value in one.items() if name != "contact"} if one["id"] == "ines" else one


async def to_assent(phone: Phone) -> None:
    await read_to_the_end(phone)
    await phone.tap("Go on to sign", "button")
    await phone.sees("I agree", "button")


async def typed(phone: Phone, name: str, button: str) -> None:
    await phone.type("Your full name", name)
    await phone.tap("I mean this as my signature")
    await phone.tap(button, "button")


async def test_both_sign_one_after_the_other_and_both_stand_in_the_record_and_on_the_copy(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "ines", change=with_guardian)
    async with phone_of(records) as phone:
        await to_assent(phone)
        await phone.sees(
            re.compile("^This is yours to say first. If you agree, sign below and hand this device to Wren")
        )
        await phone.sees(ASSENT)
        shown = phone.texts()
        assert not phone.find("Sign", "button")
        await phone.tap("I agree", "button")
        await phone.sees(re.compile("^Type your full name, or draw your signature. Nothing was signed"))
        await typed(phone, "Ines Sample", "I agree")
        await phone.sees(re.compile("^Ines Sample agrees. Now Wren Example signs, below"))
        assert await signed(records) == []
        assert phone.faults() == []
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Type your full name, or draw your signature. Nothing was signed"))
        await typed(phone, "Wren Example", "Sign")
        await phone.sees(re.compile("^Signed here, not yet at your clinic"))
        await phone.sees("Wren Example, aunt, acts for her in matters of health")
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (given,) = [args for name, args in phone.invoked if name == "save_file"]
        assert phone.faults() == []
        assert phone.reported == []
    (one,) = await signed(records)
    Consent.model_validate_json(one.text)
    provenance, person = json.loads(one.text)["contained"]
    Provenance.model_validate(provenance)
    RelatedPerson.model_validate(person)
    roles = [
        (agent["type"]["coding"][0]["code"], agent["role"][0]["coding"][0]["code"])
        for agent in provenance["agent"]
    ]
    assert roles == [("author", "assent"), ("legal", "HPOWATT")]
    assert [agent["who"]["reference"] for agent in provenance["agent"]] == ["Patient/ines", "#guardian"]
    assert provenance["agent"][1]["onBehalfOf"] == {"reference": "Patient/ines"}
    assert [one["who"]["display"] for one in provenance["signature"]] == ["Ines Sample", "Wren Example"]
    assert (one.signer, one.guardian, one.guardian_method) == ("Ines Sample", "Wren Example", "typed")
    for line in filter(None, one.what_was_signed().text.split("\n")):
        assert any(line in words for words in shown), line  # the same text for both
    copy = bytes(given["src_bytes"])
    assert verified(copy).found == "copy"
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(copy)).pages).split())
    for words in (ASSENT, "Ines Sample", "Wren Example", "aunt, acts for her in matters of health"):
        assert words in printed


async def test_a_no_is_kept_on_every_device_and_nobody_goes_round_it_until_it_is_taken_back(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path / "phone", "ines", change=with_guardian)
    async with phone_of(records) as phone:
        await to_assent(phone)
        await phone.tap("I do not agree", "button")
        await phone.sees(re.compile("^You said that you do not agree, so nothing is signed"))
        assert not phone.find("Sign", "button")
        assert not phone.find("I agree", "button")
        assert phone.faults() == []
    async with phone_of(records) as phone:
        await phone.start(f"{ROUTE}/sign")
        await phone.sees(re.compile("^You said that you do not agree"))
    (draft,) = [one for one in await records.every(Response) if "telehealth" in one.address]
    laptop = await seeded(tmp_path / "laptop", "ines", change=with_guardian)
    await receive_all(laptop, "ines", [{**draft.to_resource(), "id": "r1"}])
    async with phone_of(laptop) as phone:
        await phone.start(f"{ROUTE}/sign")
        await phone.sees(re.compile("^You said that you do not agree"))
        await phone.tap("I changed my mind", "button")
        await phone.sees("I agree", "button")  # asked again: taking it back is no yes
        assert phone.faults() == []
    assert await signed(records) == await signed(laptop) == []


async def test_nothing_is_signed_by_one_of_them_and_a_changed_text_asks_both_again(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines", change=with_guardian)
    async with phone_of(records) as phone:
        await to_assent(phone)
        await typed(phone, "Ines Sample", "I agree")
        await phone.sees(re.compile("^Ines Sample agrees"))
        await phone.tap("Ask Ines Sample again", "button")
        await phone.sees(re.compile("^This is yours to say first"))
        await phone.tap("I agree", "button")
        await phone.sees(re.compile("^Say with the tick that you mean it"))
        await phone.tap("I mean this as my signature")
        await phone.tap("I agree", "button")
        await phone.sees(re.compile("^Ines Sample agrees"))
        patient = [one for one in _documents("ines") if one["id"] == "ines"]
        renamed = json.loads(json.dumps(patient[0]).replace("Wren", "Robin"))
        await receive_all(records, "ines", [renamed], 2)
        await phone.sees(re.compile("hand this device to Robin Example"))
        assert not phone.find("Sign", "button")
        assert phone.faults() == []
    assert await signed(records) == []


def _documents(name: str) -> list[Document]:
    from tests.screens.clinic_of import documents_of

    return documents_of(name)


@pytest.mark.parametrize(
    ("change", "until"),
    [
        (lambda one: nobody_named(with_guardian(one)), None),
        (lambda one: _relation(with_guardian(one), "MTH"), None),  # a mother stands for nobody by that alone
        (lambda one: _over(with_guardian(one)), None),
        (lambda one: _without_words(with_guardian(one)), None),
    ],
    ids=["nobody", "a mother", "who did once", "no words for the patient"],
)
async def test_where_the_clinic_names_nobody_or_no_words_it_is_signed_there(
    change: Any, until: None, tmp_path: Path
) -> None:
    records = await seeded(tmp_path, "ines", change=change)
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
        await phone.sees(
            re.compile("Somebody who stands for you signs it too, so it is signed at your clinic")
        )
        assert not phone.find("Go on to sign", "button")
        await phone.start(f"{ROUTE}/sign")
        await phone.sees(re.compile("so it is signed at your clinic"))
        assert not phone.find("I agree", "button")
        assert phone.faults() == []


def _relation(one: Document, code: str) -> Document:
    return json.loads(json.dumps(one).replace('"HPOWATT"', f'"{code}"')) if one["id"] == "ines" else one


def _over(one: Document) -> Document:
    if one["id"] != "ines":
        return one
    over = (NOW - timedelta(days=30)).date().isoformat()
    return {**one, "contact": [{**contact, "period": {"end": over}} for contact in one["contact"]]}


def _without_words(one: Document) -> Document:
    marks = [mark for mark in one.get("extension", []) if not mark["url"].endswith("/assent")]
    return {**one, "extension": marks} if one["id"] == "telehealth" else one


async def test_of_several_whom_the_clinic_names_one_is_chosen_before_the_text_is_signed(
    tmp_path: Path,
) -> None:
    def two(one: Document) -> Document:
        if one["id"] != "ines":
            return with_guardian(one)
        other = json.loads(json.dumps(one["contact"][0]).replace("Wren", "Robin").replace("aunt", "uncle"))
        return {**one, "contact": [*one["contact"], other]}

    records = await seeded(tmp_path, "ines", change=two)
    async with phone_of(records) as phone:
        await to_assent(phone)
        await phone.sees("Who signs with you", "heading")
        await phone.tap(re.compile("^Robin Example · uncle"))
        await phone.sees(re.compile("^I, Robin Example"))
        await typed(phone, "Ines Sample", "I agree")
        await typed(phone, "Robin Example", "Sign")
        await phone.sees("Robin Example, uncle, acts for her in matters of health")
        assert phone.faults() == []


async def test_on_the_day_of_a_session_it_waits_for_both_and_a_full_disk_signs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrived(one: Document) -> Document:
        if one["resourceType"] == "Appointment" and one["status"] == "booked":
            start, end = (NOW + timedelta(hours=h) for h in (-1, 1))
            return {**one, "status": "arrived", "start": start.isoformat(), "end": end.isoformat()}
        return one

    records = await seeded(tmp_path / "full", "ines", change=with_guardian)
    async with phone_of(records) as phone:
        await to_assent(phone)
        await typed(phone, "Ines Sample", "I agree")
        save_all, is_full = records.save_all, True

        async def full(*args: Any, **more: Any) -> None:
            if is_full:
                raise NotSaved("full")
            await save_all(*args, **more)

        monkeypatch.setattr(records, "save_all", full)
        await typed(phone, "Wren Example", "Sign")
        await phone.sees(re.compile("^Nothing was signed: there is no space left"))
        is_full = False
        visits = [arrived(one) for one in _documents("ines") if one["resourceType"] == "Appointment"]
        await receive_all(records, "ines", visits, 2)
        await phone.sees(re.compile("^Signing waits on the day of a session"))
        assert not phone.find("Sign", "button")
        assert not phone.find("I agree", "button")
        assert phone.faults() == []
    assert await signed(records) == []


async def test_a_pdf_is_signed_by_both_and_its_no_is_kept(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await page_through(phone, TOGETHER, 2)
        await phone.sees("I was asked first. I know what it is about, and I agree to it.")
        await phone.tap("I do not agree", "button")
        await phone.sees(re.compile("^You said that you do not agree"))
        await phone.tap("I changed my mind", "button")
        await typed(phone, "Ines Sample", "I agree")
        await typed(phone, "Wren Example", "Sign")
        await phone.sees(re.compile("^Signed here"))
        assert phone.faults() == []
    (one,) = await signed(records)
    Consent.model_validate_json(one.text)
    assert (one.signer, one.guardian) == ("Ines Sample", "Wren Example")
    assert one.signed_file().startswith(b"%PDF-")


async def test_signing_by_two_is_said_in_spanish(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await page_through(phone, TOGETHER, 2)
    async with phone_of(records) as phone:
        await phone.wiring.change_settings(language="es")
        await phone.start(f"{TOGETHER}/sign")
        await phone.sees("Estoy de acuerdo", "button")
        await phone.sees("Me preguntaron a mí primero. Sé de qué se trata, y estoy de acuerdo.")
        await phone.sees(re.compile("tía, actúa por ella en asuntos de salud"))
        assert phone.faults(untranslated=english_only()) == []
        await phone.type("Nombre completo", "Ines Sample")
        await phone.tap("Esta es mi firma y así lo quiero")
        await phone.tap("Estoy de acuerdo", "button")
        await phone.sees(re.compile("^Ines Sample está de acuerdo. Ahora firma Wren Example"))
        assert phone.faults(untranslated=english_only()) == []
