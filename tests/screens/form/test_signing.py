"""A form that wants to be signed as a whole is signed at its end, by the person's typed name, for the answers as they stand."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mobile.printing.signature import CannotDraw, typed
from tests.screens.form.samples import NOW, a_form, an_item, answer_of, comes, store_with, the_response
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
    for change in (lambda: model.answers.choose("a", ["no"]), lambda: model.answers.type("w", "Tea")):
        model.answers.sign("", "Rowan Sample")
        assert not model.form.missing
        change()
        assert [one.words for one in model.form.missing] == [
            "This form needs your signature, at the end of this page."
        ]
    await started.rest()
    assert signatures((await the_response(records)).text) == []


async def test_a_signature_is_there_again_after_a_sudden_end(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, SLEEPS, extension=ROOT)
    model.pager.review()
    model.answers.sign("", "Rowan Sample")
    await started.rest()

    async def is_kept() -> bool:
        return bool(signatures((await the_response(records)).text))

    await comes(is_kept)
    again = await Started(records).open()
    assert again.answers.signed_as == "Signed by typing: Rowan Sample, November 22, 2026"


SIGN_HERE = an_item(
    "s", "attachment", "Your signature", required=True,
    extension=[{"url": SIGNED, "valueCodeableConcept": {"coding": [{"code": "1.2.840.10065.1.12.1.1"}]}}],
)  # fmt: skip


def picture_of(data: str | bytes) -> Image.Image:
    return Image.open(io.BytesIO(b64decode(data) if isinstance(data, str) else data))


def ink(picture: Image.Image) -> int:
    return sum(picture.convert("L").histogram()[:128])


@pytest.mark.parametrize("name", ["José Ñandú", "Jose\u0301 N\u0303andu\u0301", "Łukasz Żółć", "Ağaoğlu"])
def test_a_typed_signature_is_set_in_the_bundled_letters(name: str) -> None:
    plain = unicodedata.normalize("NFD", name)
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    assert ink(picture_of(typed(name))) > ink(picture_of(typed(bare)))  # the accents are there
    for letter in {one for one in unicodedata.normalize("NFC", name) if one not in bare}:
        assert typed(letter) not in {typed(other) for other in "□?_" if other != letter and _has(other)}


def _has(letter: str) -> bool:
    try:
        typed(letter)
    except CannotDraw:
        return False
    return True


async def test_a_name_that_is_too_long_is_refused_in_words_and_not_cut(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SIGN_HERE))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.type("Your signature", "Rowan " * 40)
        await phone.tap("Sign with this name")
        await phone.sees(re.compile("too long for a signature. Nothing was signed"))
        assert phone.find("Your signature", "field")[0].control.value == "Rowan " * 40
        assert not phone.find("Sign again")
        assert phone.faults() == []


async def test_a_name_that_cannot_be_drawn_is_refused_in_words_and_nothing_is_signed(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SIGN_HERE))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.type("Your signature", "李 Rowan 龙")
        await phone.tap("Sign with this name")
        await phone.sees(re.compile("cannot be drawn here as a picture: 李 龙. Nothing was signed"))
        assert not phone.find("Sign again")
        await phone.type("Your signature", "José Ñandú")
        await phone.sees_no(re.compile("cannot be drawn here"))
        await phone.tap("Sign with this name")
        await phone.sees("Signed by typing: José Ñandú, November 22, 2026")
        await phone.tap("Next")
    (kept,) = answer_of(await the_response(records), "s")
    assert (kept["valueAttachment"]["contentType"]) == "image/png"
    assert ink(picture_of(kept["valueAttachment"]["data"])) > 500


async def test_a_form_signed_as_a_whole_takes_a_name_in_any_letters(tmp_path: Path) -> None:
    _, _, model = await opened(tmp_path, SLEEPS, extension=ROOT)
    model.answers.sign("", "李小龙")
    assert model.answers.signed_as == "Signed by typing: 李小龙, November 22, 2026"


async def _draws(phone: Phone) -> None:
    control: Any = phone.find(re.compile("^Draw your signature here"))[0].control
    pad: Any = control.content
    await phone.happens(pad, "size_change", {"w": 350.0, "h": 160.0})
    for way, points in (
        ("horizontal", [(20, 80), (90, 30), (160, 120)]),
        ("vertical", [(200, 20), (205, 150)]),
    ):
        for n, (x, y) in enumerate(points):
            at = {"x": float(x), "y": float(y)}
            name = "down" if n == 0 else "update"
            await phone.happens(pad, f"{way}_drag_{name}", {"l": at, "g": at})
    await phone.rest()


async def test_a_signature_drawn_before_the_phone_was_turned_is_kept_whole(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SIGN_HERE))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Draw it instead")
        control: Any = phone.find(re.compile("^Draw your signature here"))[0].control
        pad: Any = control.content
        await phone.happens(pad, "size_change", {"w": 700.0, "h": 160.0})
        for n, (x, y) in enumerate([(20, 80), (360, 40), (680, 80)]):
            at = {"x": float(x), "y": float(y)}
            name = "down" if n == 0 else "update"
            await phone.happens(pad, f"horizontal_drag_{name}", {"l": at, "g": at})
        for width in (0.0, 350.0):  # turned: hidden for a moment, then half as wide
            await phone.happens(pad, "size_change", {"w": width, "h": 160.0})
        seen = [(line.x1, line.y1, line.x2, line.y2) for line in pad.content.content.shapes]
        assert seen == [(10, 80, 180, 60), (180, 60, 340, 80)], "all of it stays in sight, in its shape"
        await phone.tap("Sign with this drawing")
        await phone.sees("Signed by hand: Mara Example, November 22, 2026")
        await phone.tap("Next")
    (kept,) = answer_of(await the_response(records), "s")
    picture = picture_of(kept["valueAttachment"]["data"])
    assert picture.size == (700, 320)
    assert [picture.getpixel(at) for at in ((10 * 2, 80 * 2), (180 * 2, 60 * 2), (340 * 2, 80 * 2))] == [
        0,
        0,
        0,
    ]


async def test_a_signature_is_drawn_by_hand_and_kept_as_a_picture(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SIGN_HERE))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Draw it instead")
        await phone.tap("Sign with this drawing")  # nothing was drawn: nothing is signed
        assert not phone.find("Sign again")
        await _draws(phone)
        assert phone.faults() == []
        await phone.tap("Sign with this drawing")
        await phone.sees("Signed by hand: Mara Example, November 22, 2026")
        await phone.tap("Next")
        await phone.sees("Look over your answers", "heading")
    (kept,) = answer_of(await the_response(records), "s")
    picture = picture_of(kept["valueAttachment"]["data"])
    assert picture.size == (700, 320)
    assert picture.getpixel((90 * 2, 30 * 2)) == 0
    assert picture.getpixel((350, 300)) == 255


async def test_a_form_signed_as_a_whole_by_hand_goes_with_the_drawing(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEPS, extension=ROOT))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Next")
        await phone.tap("Draw it instead")
        await _draws(phone)
        await phone.tap("Sign with this drawing")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Signed by hand: Mara Example, November 22, 2026")
    (signature,) = signatures((await the_response(records)).text)
    assert signature["sigFormat"] == "image/png"
    assert ink(picture_of(signature["data"])) > 500


@pytest.mark.parametrize("is_whole", [True, False], ids=["the whole form", "one question"])
async def test_a_signature_is_told_once_on_every_page_and_on_the_paper(
    tmp_path: Path, is_whole: bool
) -> None:
    form = a_form(SLEEPS, extension=ROOT) if is_whole else a_form(SLEEPS, SIGN_HERE)
    records = await store_with(tmp_path, form)
    told = "Signed by typing: Rowan Sample, November 22, 2026"

    def seen(phone: Phone) -> int:
        return sum(node.name.count(told) for node in phone.nodes() if node.role == "text")

    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.type("Your signature", "Rowan Sample")
        await phone.tap("Sign with this name")
        await phone.sees(told)
        assert seen(phone) == 1
        if not is_whole:
            await phone.tap("Next")
            await phone.sees("Look over your answers", "heading")
            assert seen(phone) == 1
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        assert seen(phone) == 1
        await phone.goes_to(f"/answers/{(await the_response(records)).id}")
        await phone.sees("Print or keep")
        assert seen(phone) == 1
