"""A photo answers a question: as a phone takes it, upright, small and silent before it is kept; what cannot be taken is told."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.here import DraftHere
from mobile.care.forms.response import MOST_BYTES, Response
from mobile.screens.reads.photos import with_its_photos
from tests.screens.form.samples import (
    NOW,
    a_form,
    an_item,
    answer_of,
    comes,
    responses,
    store_with,
    the_response,
)
from tests.screens.form.test_kept_here import KEEP
from tests.screens.harness import Phone, PretendWiring
from tests.unit.device.test_pictures import photo

MIME = "http://hl7.org/fhir/StructureDefinition/mimeType"
IMAGES = [{"url": MIME, "valueCode": "image/jpeg"}, {"url": MIME, "valueCode": "image/png"}]
PHOTO = an_item("p", "attachment", "A photo?", extension=IMAGES)
PHOTOS = an_item("p", "attachment", "Photos?", repeats=True)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


async def _chooses(phone: Phone, name: str, data: bytes | None, size: int | None = None) -> None:
    await phone.sees(re.compile("^(Take or choose|Choose a)"), "button")
    (button,) = [
        one for one in phone.nodes() if one.role == "button" and re.match("Take or|Choose a", one.name)
    ]
    chosen: Any = button.control
    one = SimpleNamespace(name=name, size=size or 0, bytes=data, path=None)
    await chosen.action.file_picker.on_result(SimpleNamespace(files=[one]))
    await phone.rest()


async def _kept(records: Any) -> list[dict[str, Any]]:
    """What was attached, once it is saved."""

    async def is_there() -> bool:
        found = await responses(records)
        return bool(found) and bool(answer_of(found[0], "p"))

    await comes(is_there)
    read = await with_its_photos(records, await the_response(records))
    return [one["valueAttachment"] for one in answer_of(read, "p")]


def phone_photo() -> bytes:
    """12 megapixels with noise, taken sideways, with the place, the device and a remark."""
    return photo(4032, 3024, orientation=6)


async def test_an_ordinary_phone_photo_just_works_and_says_nothing_of_where_it_was_taken(
    tmp_path: Path,
) -> None:
    records = await store_with(tmp_path, a_form(PHOTO))
    data = phone_photo()
    assert b"PhoneMaker" in data
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "IMG_20261120_031502_Main_Street.jpg", data)
        await phone.sees("Photo 1")
        assert not [line for line in phone.texts() if "IMG_" in line or "Main_Street" in line]
        (kept,) = await _kept(records)
    inside = b64decode(kept["data"])
    picture = Image.open(io.BytesIO(inside))
    assert (kept["title"], kept["contentType"], kept["size"]) == ("Photo 1", "image/jpeg", len(inside))
    assert picture.height > picture.width
    assert not picture.getexif()
    (apart,) = await records.every(AnswerPhoto)
    whole = (await the_response(records)).text + apart.text
    for told in ("PhoneMaker", "SECRETPLACE", "IMG_", "Main_Street"):
        assert told not in whole
        assert told.encode() not in inside
    assert len(apart.text) < MOST_BYTES
    assert kept["url"] == f"urn:uuid:{apart.id}"
    assert kept["data"] not in (await the_response(records)).text
    assert max(picture.size) == 2000


async def test_a_small_photo_stays_inside_the_answer(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "a.jpg", photo(600, 400))
        (kept,) = await _kept(records)
    assert "url" not in kept
    assert await records.count(AnswerPhoto) == 0


async def _due(records: Any) -> list[str]:
    """What would be sent now. What was asked for here counts as handed out, and its removal is told to the clinic."""
    rows = await records.due(NOW, 99)
    return [row.resource_type for row in rows if row.resource_type != "Questionnaire" and row.op != "delete"]


async def test_no_photo_leaves_before_the_form_that_is_kept_on_this_phone(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap(KEEP)
        await _chooses(phone, "a.jpg", phone_photo())
        await phone.sees("Photo 1", "image")
        await phone.rest()

        async def is_kept() -> bool:
            return bool(await records.every(DraftHere))

        await comes(is_kept)
        assert await records.count(AnswerPhoto) == await records.count(Response) == 0
        assert await _due(records) == []
        await phone.tap(KEEP)  # from now on it may go

        async def is_apart() -> bool:
            return await records.count(AnswerPhoto) == 1 and await records.count(Response) == 1

        await comes(is_apart)
        assert await _due(records) == ["DocumentReference"]
        assert len(_images(phone)) == 1
        await phone.tap(KEEP)  # and stays again: nothing of it left

        async def is_home() -> bool:
            return not await records.count(AnswerPhoto) and not await records.count(Response)

        await comes(is_home)
        assert await _due(records) == []
        (draft,) = await records.every(DraftHere)
        (kept,) = answer_of(draft.response, "p")
        assert set(kept["valueAttachment"]) == {"contentType", "data", "size", "title"}
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        assert await records.count(AnswerPhoto) == 1
        (named,) = answer_of(await the_response(records), "p")
        assert "data" not in named["valueAttachment"]
        assert phone.reported == []


async def test_several_photos_find_room_in_one_form_and_it_can_be_sent(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTOS))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        for n in range(1, 5):
            await _chooses(phone, "a.jpg", photo(2400, 1800))
            await phone.sees(f"Photo {n}")
        await phone.tap("Remove Photo 2")
        await _chooses(phone, "a.jpg", photo(600, 400))
        await phone.sees("Photo 2")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
    sent = await the_response(records)
    assert sent.status == "completed"
    assert len(sent.text) < MOST_BYTES


async def test_a_photo_that_is_taken_away_as_its_answer_is_saved_is_there_all_the_same(
    tmp_path: Path,
) -> None:
    records = await store_with(tmp_path, a_form(PHOTO, an_item("w", "string", "Words?")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "a.jpg", phone_photo())
        await phone.sees("Photo 1", "image")
        (kept,) = await _kept(records)
        save_all, taken = records.save_all, list[AnswerPhoto]()

        async def meanwhile(save: Any, *more: Any, **over: Any) -> None:
            if not taken and any(isinstance(one, Response) for one in save):
                taken.extend(await records.every(AnswerPhoto))
                await records.remove(taken[0])
            await save_all(save, *more, **over)

        records.save_all = meanwhile
        await phone.tap("Next")

        async def is_there_again() -> bool:
            return bool(taken) and "data" in (await _kept(records))[0]

        await comes(is_there_again)
        (again,) = await _kept(records)
        assert again["data"] == kept["data"]
        assert phone.reported == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("IMG_1.HEIC", HEIC, "HEIC.*screenshot"),
        ("IMG_1.jpg", HEIC, "HEIC.*screenshot"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "could not be opened as a photo"),
        ("a.jpg", b"no picture at all", "could not be opened as a photo"),
        ("a.png", None, "could not be read"),
    ],
)
async def test_what_is_no_photo_here_is_told_with_what_to_do(
    name: str, data: bytes | None, said: str, tmp_path: Path
) -> None:
    records = await store_with(tmp_path, a_form(PHOTO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, name, data)
        await phone.sees(re.compile(said))
        assert not phone.find(re.compile("^Remove"))


async def test_more_than_25_megapixels_is_told_with_what_to_do(tmp_path: Path) -> None:
    into = io.BytesIO()
    Image.new("1", (8000, 6000)).save(into, "PNG")
    records = await store_with(tmp_path, a_form(PHOTO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "a.png", into.getvalue())
        await phone.sees(re.compile("more than 25 megapixels"))


def _odd() -> dict[str, bytes]:
    plain = photo(900, 600)
    exif = plain.index(b"Exif\0\0")
    torn = bytearray(plain)
    torn[exif + 6 : exif + 60] = b"\xee" * 54
    points = Image.new("P", (40, 30))
    into = io.BytesIO()
    points.save(into, "PNG", transparency=0)
    mpo = io.BytesIO()
    Image.new("RGB", (60, 40)).save(mpo, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    broken_mpo = mpo.getvalue().replace(b"MPF\0II*\0", b"MPF\0II*\xff")
    cmyk = io.BytesIO()
    Image.new("CMYK", (60, 40)).save(cmyk, "JPEG")
    return {
        "torn notes": bytes(torn),
        "sixteen notes": plain[:2] + plain[2:][: exif + 40] + plain[exif + 42 :],
        "several pictures": mpo.getvalue(),
        "several, torn": broken_mpo,
        "palette": into.getvalue(),
        "print colours": cmyk.getvalue(),
        "bytes behind the end": plain + b"\0" * 500 + b"SECRETPLACE",
    }


@pytest.mark.parametrize("name", _odd())
async def test_odd_and_broken_notes_hinder_no_photo(name: str, tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "a.jpg", _odd()[name])
        await phone.sees("Photo 1")
        (kept,) = await _kept(records)
    assert b"SECRETPLACE" not in b64decode(kept["data"])


async def test_another_file_stays_as_it_is_and_one_too_large_is_told(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTOS))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "letter.pdf", b"%PDF-1.7 " + bytes(900_000))
        await phone.sees(re.compile("letter.pdf is too large"))
        await _chooses(phone, "letter.pdf", b"%PDF-1.7 words")
        await phone.sees("letter.pdf")
        (kept,) = await _kept(records)
    assert (kept["contentType"], b64decode(kept["data"])) == ("application/pdf", b"%PDF-1.7 words")
    assert json.loads((await the_response(records)).text)["status"] == "in-progress"


def _images(phone: Phone) -> list[Any]:
    return [one.control for one in phone.nodes() if one.role == "image" and one.name.startswith("Photo")]


async def test_a_photo_is_seen_in_the_form_in_the_review_and_in_what_was_sent(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await _chooses(phone, "a.jpg", photo(2400, 1800))
        await phone.sees("Photo 1", "image")
        (kept,) = await _kept(records)
        inside = b64decode(kept["data"])
        assert [one.src for one in _images(phone)] == [inside]
        await phone.tap("Next")
        await phone.sees("Photo 1", "image")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await phone.goes_to(f"/answers/{(await the_response(records)).id}")
        await phone.sees("Photo 1", "image")
        assert [one.src for one in _images(phone)] == [inside]
        assert phone.faults() == []


@pytest.mark.parametrize("data", ["bm90IGEgcGljdHVyZQ==", "%%%", "/9j/4AAQSkZJRg=="])
async def test_what_is_no_picture_is_named_and_never_drawn(data: str, tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(PHOTO), _sent({"data": data, "contentType": "image/jpeg"}))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/answers/r1")
        await phone.sees("Photo 9")
        assert _images(phone) == []


async def test_a_photo_elsewhere_is_told_and_nothing_is_fetched(tmp_path: Path) -> None:
    where = {"url": "https://other.example/photos/9.jpg", "contentType": "image/jpeg"}
    records = await store_with(tmp_path, a_form(PHOTO), _sent(where))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/answers/r1")
        await phone.sees("Photo 9 (kept in another place, it cannot be shown here)")
        assert _images(phone) == []


def _sent(attachment: dict[str, str]) -> Response:
    """What another app handed in."""
    return Response.from_json(
        json.dumps(
            {
                "resourceType": "QuestionnaireResponse",
                "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:r1"},
                "questionnaire": "https://clinic.test/Questionnaire/f|1",
                "status": "completed",
                "authored": "2026-11-20T10:00:00Z",
                "subject": {"reference": "Patient/rowan"},
                "item": [
                    {"linkId": "p", "answer": [{"valueAttachment": {"title": "Photo 9", **attachment}}]}
                ],
            }
        )
    )
