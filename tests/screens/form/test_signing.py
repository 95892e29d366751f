"""A form that wants to be signed as a whole is signed at its end, by the person's typed name, for the answers as they stand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.screens.form.samples import NOW, a_form, an_item, comes, store_with, the_response
from tests.screens.form.test_form_model import Started, opened
from tests.screens.harness import Phone, PretendWiring

SIGNED = "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"
SIGNATURE = "http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature"
ROOT = [{"url": SIGNED, "valueCodeableConcept": {"coding": [{"code": "1.2.840.10065.1.12.1.1"}]}}]
SLEEPS = an_item("a", "boolean", "Do you sleep well?")


def signatures(text: str) -> list[Any]:
    marks = json.loads(text).get("extension", [])
    return [one["valueSignature"] for one in marks if one["url"] == SIGNATURE]


async def test_a_form_is_signed_on_the_review_and_goes_with_the_signature(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEPS, extension=ROOT))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.sees("1 thing is still to do")
        await phone.sees("This form needs your signature, at the end of this page.")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Look over your answers", "heading")
        await phone.type("Your signature", "Rowan Sample")
        await phone.tap("Sign with this name")
        await phone.sees("Signed by typing: Rowan Sample, November 22, 2026")
        await phone.sees_no("1 thing is still to do")
        assert phone.faults() == []
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await phone.sees("Signed by typing: Rowan Sample, November 22, 2026")
    kept = await the_response(records)
    (signature,) = signatures(kept.text)
    assert (kept.status, signature["who"]) == (
        "completed",
        {"reference": "Patient/p1", "display": "Rowan Sample"},
    )


async def test_a_signature_can_be_taken_back_before_it_is_sent(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEPS, extension=ROOT))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Next")
        await phone.type("Your signature", "Rowan Sample")
        await phone.tap("Sign with this name")
        await phone.tap("Sign again")
        await phone.sees("1 thing is still to do")


async def test_a_name_half_typed_stays_while_saving_goes_on_around_it(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEPS, extension=ROOT))
    wiring = PretendWiring(records=records, at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.type("Your signature", "Row")
        (field,) = phone.find("Your signature", "field")
        wiring.pretended.says(phase="offline")
        await phone.tap(re.compile("^Send to"))
        await phone.rest()
        (again,) = phone.find("Your signature", "field")
        assert again.control is field.control
        assert getattr(again.control, "value", "") == "Row"


async def test_an_answer_given_after_signing_takes_the_signature_away(tmp_path: Path) -> None:
    words = an_item("w", "string", "What helps?")
    records, started, model = await opened(tmp_path, SLEEPS, words, extension=ROOT)
    for change in (lambda: model.choose("a", ["no"]), lambda: model.type("w", "Tea")):
        model.sign("", "Rowan Sample")
        assert not model.missing
        change()
        assert [one.words for one in model.missing] == [
            "This form needs your signature, at the end of this page."
        ]
    await started.rest()
    assert signatures((await the_response(records)).text) == []


async def test_a_signature_is_there_again_after_a_sudden_end(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, SLEEPS, extension=ROOT)
    model.review()
    model.sign("", "Rowan Sample")
    await started.rest()

    async def is_kept() -> bool:
        return bool(signatures((await the_response(records)).text))

    await comes(is_kept)
    again = await Started(records).open()
    assert again.signed_as == "Signed by typing: Rowan Sample, November 22, 2026"
