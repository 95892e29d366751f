"""An agreement that is a PDF, over the sandbox's own and a real store: paged through, signed as the file it is, and copied."""

from __future__ import annotations

import io
import json
import re
import sys
from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.consent import Consent
from pypdf import PdfReader

from mobile.care.consent.paper import MOST_PAGES, PaperAgreement
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.signed_file import SignedFile
from mobile.records.errors import NotSaved
from mobile.verifying import verified
from tests.pdfs import a_drawing, a_pdf, locked
from tests.screens.clinic_of import NOW, receive_all, seeded
from tests.screens.papers import PAPER, page_through, with_file
from tests.screens.signing import phone_of, signed, type_and_sign
from tests.screens.test_shell_places import english_only
from tests.screens.test_signing import acknowledge_all


async def the_file(records: Any, id: str = "DocumentReference/rowan-house-rules") -> bytes:
    paper = await records.get(PaperAgreement, id)
    return paper.pdf()


async def test_the_file_that_was_shown_is_signed_kept_and_copied_byte_for_byte(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start("/agreements")
        await phone.tap(re.compile("^House rules of the clinic PDF · version 1"))
        await page_through(phone)
        digest = sha256(await the_file(records)).hexdigest()
        await phone.sees(f"This signature is for the PDF that was shown: 3 pages, with the SHA-256 {digest}.")
        assert phone.faults() == []
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here, not yet at your clinic"))
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        await phone.tap("Save the file you signed", "button")
        await phone.until(lambda: sum(name == "save_file" for name, _ in phone.invoked) == 2, "two files")
        copy, alone = (bytes(args["src_bytes"]) for name, args in phone.invoked if name == "save_file")
        await acknowledge_all(records)
        await phone.start("/agreements")
        await phone.sees(re.compile("^House rules of the clinic PDF · version 1 · Signed June 9, 2026"))
        assert phone.faults() == []
        assert phone.reported == []
    (one,) = await signed(records)
    file = await the_file(records)
    resource = json.loads(one.text)
    Consent.model_validate_json(one.text)
    assert b64decode(resource["sourceAttachment"]["data"]) == file == alone == one.signed_file()
    assert one.document_sha256 == sha256(file).hexdigest()
    assert one.signed == "https://lantern.example/fhir/DocumentReference/house-rules|1"
    (provenance,) = resource["contained"]
    kept = provenance["entity"][0]["what"]["reference"]
    assert (
        kept == "DocumentReference/rowan-house-rules/_history/1"
        or kept == "DocumentReference/rowan-house-rules"
    )
    assert verified(copy).found == "copy"
    assert verified(copy, one.text.encode()).found == "copy"
    assert PdfReader(io.BytesIO(copy)).attachments["agreement.pdf"] == [file]
    at = copy.index(file[:200]) + 300
    assert not verified(copy[:at] + bytes([copy[at] ^ 1]) + copy[at + 1 :]).is_copy


async def test_a_page_that_was_not_shown_keeps_it_from_being_signed_and_comes_first(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start(f"{PAPER}/sign")
        await phone.sees(re.compile("^Some pages were not shown to you on this device yet"))
        assert not phone.find("Sign", "button")
        await phone.start(PAPER)
        await phone.sees("Page 1 of 3")
        await phone.sees(
            re.compile("(?s)^Page 1 of 3. .*I come by the side door")
        )  # what a screen reader says
    (paper,) = [one for one in await records.every(PaperAgreement) if one.signing == "in-app"]
    file = sha256(paper.pdf()).hexdigest()
    await records.save(PaperReading(file, 3, {1: NOW}))
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees("Page 3 of 3")
        await phone.tap("Go on to sign", "button")
        await phone.sees("Page 2 of 3")
        await phone.tap("Next page", "button")
        await phone.tap("Go on to sign", "button")
        await phone.sees("I mean this as my signature")
        assert phone.faults() == []
    assert await signed(records) == []


async def test_reading_goes_on_at_the_page_it_was_left_and_another_file_begins_anew(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.tap("Next page", "button")
        await phone.sees("Page 2 of 3")
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees("Page 2 of 3")
        papers = [one.to_resource() for one in await records.every(PaperAgreement)]
        await receive_all(records, "rowan", [with_file(a_pdf("One.", "Two."))(one) for one in papers], 2)
        await phone.sees("Page 1 of 2")
        assert phone.faults() == []


async def test_another_file_under_an_open_page_of_signing_is_not_signed(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await page_through(phone)
        await phone.type("Your full name", "Rowan Sample")
        await phone.tap("I mean this as my signature")
        papers = [one.to_resource() for one in await records.every(PaperAgreement)]
        changed = with_file(a_pdf("Other rules."))
        await receive_all(records, "rowan", [changed(one) for one in papers], 2)
        await phone.sees(re.compile("^Some pages were not shown"))
        assert not phone.find("Sign", "button")
    assert await signed(records) == []


async def test_a_new_version_is_asked_for_while_the_one_signed_stays_in_force_with_its_own_file(
    tmp_path: Path,
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await page_through(phone)
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
    (one,) = await signed(records)
    before = await the_file(records)

    def second(paper: dict[str, Any]) -> dict[str, Any]:
        marks = [
            {**mark, "valueCanonical": mark["valueCanonical"].replace("|1", "|2")}
            if mark["url"].endswith("agreement-version")
            else mark
            for mark in paper["extension"]
        ]
        return with_file(a_pdf("New rules."), extension=marks)(paper)

    papers = [one.to_resource() for one in await records.every(PaperAgreement)]
    rules = [paper for paper in papers if paper["id"] == "rowan-house-rules"]
    await receive_all(records, "rowan", [second(paper) for paper in rules], 2)
    async with phone_of(records, "rowan") as phone:
        await phone.start("/agreements")
        await phone.sees(
            re.compile(
                "^New version to read House rules of the clinic, version 2. Version 1 is in force until|"
                "^New version to read House rules of the clinic, version 2. Version 1 is in force. Reading"
            )
        )
        await page_through(phone, pages=1)
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
        await phone.start(f"/agreements/signed/{one.id}")
        await phone.tap("Save the file you signed", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (given,) = [args for name, args in phone.invoked if name == "save_file"]
        assert bytes(given["src_bytes"]) == before
        assert phone.faults() == []
    assert len(await signed(records)) == 2


async def test_a_file_too_large_to_travel_is_named_with_its_fingerprint_and_kept_here(tmp_path: Path) -> None:
    large = a_pdf("Long rules.", "More.", kilobytes=900)
    records = await seeded(tmp_path, "rowan", change=with_file(large))
    async with phone_of(records, "rowan") as phone:
        await page_through(phone, pages=2)
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
        (one,) = await signed(records)
        papers = [paper.to_resource() for paper in await records.every(PaperAgreement)]
        changed = with_file(a_pdf("Other rules."))
        await receive_all(records, "rowan", [changed(paper) for paper in papers], 2)
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (given,) = [args for name, args in phone.invoked if name == "save_file"]
        assert phone.faults() == []
    resource = json.loads(one.text)
    Consent.model_validate_json(one.text)
    assert resource["sourceReference"]["reference"].startswith("DocumentReference/rowan-house-rules")
    assert "sourceAttachment" not in resource
    assert one.document_sha256 == sha256(large).hexdigest()
    assert [kept.data for kept in await records.every(SignedFile)] == [large]
    copy = bytes(given["src_bytes"])
    assert verified(copy).found == "copy"
    assert PdfReader(io.BytesIO(copy)).attachments["agreement.pdf"] == [large]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (locked(a_pdf("One.")), "^The file is locked with a password. Ask your clinic for it on paper"),
        (b"%PDF-1.7\n" + b"nothing of a PDF", "^The file is damaged and does not open. Ask your clinic"),
        (a_pdf("One.", "Two.")[:700], "^The file is damaged and does not open. Ask your clinic"),
        (a_pdf(*["One."] * 300), "^It has too many pages to be shown here one by one"),
    ],
    ids=["locked", "damaged", "cut short", "300 pages"],
)
async def test_a_file_that_cannot_be_paged_is_said_plainly_and_still_handed_over(
    file: bytes, says: str, tmp_path: Path
) -> None:
    assert MOST_PAGES < 300
    records = await seeded(tmp_path, "rowan", change=with_file(file))
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees(re.compile(says))
        assert not phone.find("Next page", "button")
        assert not phone.find("Go on to sign", "button")
        await phone.tap(re.compile("^Save the file"), "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (given,) = [args for name, args in phone.invoked if name == "save_file"]
        assert bytes(given["src_bytes"]) == file
        await phone.start(f"{PAPER}/sign")
        await phone.sees(re.compile(says))
        assert not phone.find("Sign", "button")
        assert phone.faults() == []


async def test_pages_without_words_are_shown_and_said_to_have_none(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", change=with_file(a_drawing(2)))
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees(re.compile("^Page 1 of 2. This page is a picture without words"))
        await phone.tap("Show its words", "button")
        await phone.sees(re.compile("^This page is a picture without words that can be read out"))
        await phone.tap("Without the words", "button")
        await page_through(phone, pages=2)
        assert phone.faults() == []


async def test_a_device_that_cannot_draw_pages_says_so_and_signs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees(re.compile("^This device cannot show the pages of a PDF, so it is not signed here"))
        await phone.tap(re.compile("^Save the file"), "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        await phone.start(f"{PAPER}/sign")
        await phone.sees(re.compile("^This device cannot show the pages of a PDF"))
        assert not phone.find("Sign", "button")
        assert phone.faults() == []


async def test_a_page_that_could_not_be_saved_as_shown_is_said_and_lost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        save_all, is_full = records.save_all, True

        async def full(*args: Any, **more: Any) -> None:
            if is_full:
                raise NotSaved("full")
            await save_all(*args, **more)

        monkeypatch.setattr(records, "save_all", full)
        await phone.tap("Next page", "button")
        await phone.sees(re.compile("no space left"))
        await phone.sees("Page 1 of 3")
        is_full = False
        await page_through(phone)
        assert phone.faults() == []


async def test_on_the_day_of_a_session_and_with_a_clock_set_back_it_waits(tmp_path: Path) -> None:
    def arrived(one: dict[str, Any]) -> dict[str, Any]:
        if one["resourceType"] == "Appointment" and one["status"] == "booked":
            start, end = (NOW + timedelta(hours=h) for h in (-1, 1))
            return {**one, "status": "arrived", "start": start.isoformat(), "end": end.isoformat()}
        return one

    records = await seeded(tmp_path / "day", "rowan", change=arrived)
    async with phone_of(records, "rowan") as phone:
        await page_through(phone)
        await phone.sees(re.compile("^Signing waits on the day of a session. You can sign"))
        assert not phone.find("Sign", "button")
    records = await seeded(tmp_path / "clock", "rowan")
    async with phone_of(records, "rowan") as phone:
        await page_through(phone)
    async with phone_of(records, "rowan", at=NOW - timedelta(days=1)) as phone:
        await phone.start(f"{PAPER}/sign")
        await phone.sees(re.compile("clock stands before the time you read this"))
        assert not phone.find("Sign", "button")


async def test_another_device_has_what_was_signed_and_its_copy(tmp_path: Path) -> None:
    records = await seeded(tmp_path / "phone", "rowan")
    async with phone_of(records, "rowan") as phone:
        await page_through(phone)
        await type_and_sign(phone, "Rowan Sample")
        await phone.sees(re.compile("^Signed here"))
    (one,) = await signed(records)
    file = await the_file(records)
    laptop = await seeded(tmp_path / "laptop", "rowan")
    await receive_all(laptop, "rowan", [{**json.loads(one.text), "id": "c1"}])
    async with phone_of(laptop, "rowan") as phone:
        await phone.start("/agreements")
        await phone.tap(re.compile("^House rules of the clinic PDF · version 1 · Signed"))
        await phone.tap("Save a copy as PDF", "button")
        await phone.until(lambda: any(name == "save_file" for name, _ in phone.invoked), "a file")
        (given,) = [args for name, args in phone.invoked if name == "save_file"]
        assert phone.faults() == []
        await phone.start(f"{PAPER}/sign")
        await phone.sees("You have signed this version.")
    copy = bytes(given["src_bytes"])
    assert verified(copy).found == "copy"
    assert PdfReader(io.BytesIO(copy)).attachments["agreement.pdf"] == [file]


async def test_a_pdf_is_read_and_signed_in_spanish(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.wiring.change_settings(language="es")
        await phone.start(PAPER)
        await phone.sees("Página 1 de 3")
        await phone.sees("Normas de la casa", "heading")
        for _ in range(2):
            await phone.tap("Página siguiente", "button")
        await phone.sees("Página 3 de 3")
        await phone.tap("Continuar para firmar", "button")
        await phone.sees("Firmar", "heading")
        assert phone.faults(untranslated=english_only()) == []
        await phone.type("Nombre completo", "Rowan Sample")
        await phone.tap("Esta es mi firma y así lo quiero")
        await phone.tap("Firmar", "button")
        await phone.sees(re.compile("^Firmado aquí"))
    (one,) = await signed(records)
    assert "Normas de la casa" in one.what_was_signed().text


async def test_a_second_tap_that_was_meant_for_the_page_before_shows_no_page(tmp_path: Path) -> None:
    """Over a slow line both come one after the other, and the next page has not been seen by then."""
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees("Page 1 of 3")
        below_the_first = phone.find("Next page", "button")[0].control
        await phone.tap("Next page", "button")
        await phone.sees("Page 2 of 3")
        assert phone.find("Next page", "button")[0].control._i != below_the_first._i
        await below_the_first.on_click(None)
        await phone.sees("Page 2 of 3")
        (reading,) = await records.every(PaperReading)
        assert set(reading.shown) == {1}
