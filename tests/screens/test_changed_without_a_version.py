"""A clinic that changes what is agreed to, or how long it holds, and leaves the version as it was: nothing that was read, chosen or
signed before counts for the other text, and nothing on any page says that it does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.signature import Signature
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.records.errors import ChangedMeanwhile
from mobile.screens.agreements.agreement_signing import AgreementSigning
from mobile.screens.agreements.model import Reading
from mobile.screens.agreements.paper_model import PaperModel
from mobile.screens.agreements.signing import Shown
from tests.pdfs import a_pdf
from tests.properties.test_signing import WORDS
from tests.screens.clinic_of import NOW, receive_all, seeded
from tests.screens.papers import PAPER, with_file
from tests.screens.signing import ROUTE, phone_of, read_to_the_end, signed, to_signing, type_and_sign

OTHER = "Every visit is recorded and kept for ten years."
SINCE = re.compile("^Your clinic changed the text and left the number of its version as it was")
Form = dict[str, Any]


def other_text(form: Form) -> Form:
    """The first paragraph of the full text says something else."""
    first = next(
        one
        for one in form["item"][0]["item"]
        if any(mark.get("valueCode") == "full" for mark in one.get("extension", []))
    )
    first.pop("_text", None)
    return _without(form, "agreement-sha256") if first.update(text=OTHER) is None else form


def no_end(form: Form) -> Form:
    return _without(form, "in-force-for")


def _without(form: Form, name: str) -> Form:
    return {**form, "extension": [one for one in form["extension"] if not one["url"].endswith(name)]}


async def change(records: Any, how: Callable[[Form], Form], id: str = "telehealth") -> None:
    forms = [one.to_resource() for one in await records.every(FormDefinition) if one.server_id == id]
    await receive_all(records, "ines", [how(json.loads(json.dumps(one))) for one in forms], 2)


async def test_what_was_signed_is_not_the_text_that_is_there_now(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
    (first,) = await signed(records)
    await change(records, other_text)
    async with phone_of(records) as phone:
        await phone.start("/agreements")
        await phone.sees(
            re.compile("^New version to read Visits by video or phone, version 1. Version 1 is in force")
        )
        await phone.start(ROUTE)
        await phone.sees("3 things are different", "heading")
        await phone.sees(SINCE)
        await phone.sees(re.compile(f"now {OTHER}|{OTHER}"))
        await phone.start(f"{ROUTE}/sign")
        await phone.sees(re.compile("^Some parts are not read yet"))
        assert not phone.find("Sign", "button")
        await to_signing(phone)
        await phone.sees(OTHER)
        await type_and_sign(phone)
        await phone.sees(re.compile("^Signed here"))
        await phone.start("/agreements")
        await phone.sees_no(re.compile("^New version to read Visits by video or phone"))
        assert phone.faults() == []
        assert phone.reported == []
    two = await signed(records)
    assert {one.signed for one in two} == {first.signed}
    assert sorted(OTHER in one.what_was_signed().text for one in two) == [False, True]


async def test_where_the_text_that_was_signed_is_not_here_that_is_said_and_nothing_is_compared(
    tmp_path: Path,
) -> None:
    """A version signed before this one was changed too, after it was signed: what changed since is not known."""

    def never(form: Form) -> Form:
        marks = [one for one in form.get("extension", []) if not one["url"].endswith("document-sha256")]
        mark = {
            "url": "https://lantern.example/fhir/StructureDefinition/document-sha256",
            "valueString": "0" * 64,
        }
        is_it = form["resourceType"] == "Consent" and "treatment-iv|3" in json.dumps(form)
        return {**form, "extension": [*marks, mark]} if is_it else form

    records = await seeded(tmp_path, "rowan", change=never)
    async with phone_of(records, "rowan") as phone:
        await phone.start("/agreements/treatment-iv")
        await phone.sees("This is a new version", "heading")
        await phone.sees(re.compile("^The text that you signed is not here"))
        assert phone.faults() == []


async def test_what_was_read_and_chosen_of_the_other_text_counts_no_more(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
    reading = Reading(records, lambda: NOW, "Patient/ines", "en")
    await reading.load("telehealth")
    assert reading.agreement is not None
    assert reading.progress.is_all_read(reading.agreement)
    await reading.refuse()
    await change(records, other_text)
    await reading.load("telehealth")
    assert reading.agreement is not None
    assert reading.progress.parts_read(reading.agreement) == 0
    assert not any(reading.progress.is_chosen(one) for one in reading.agreement.choices())
    assert reading.page == reading.pages[0]
    assert reading.progress.refusal.stands  # a no is not undone by another text
    await reading.next()
    await reading.take_back_refusal()
    again = Reading(records, lambda: NOW, "Patient/ines", "en")
    await again.load("telehealth")
    assert again.progress.parts_read(reading.agreement) == 1
    assert not again.progress.refusal.stands


async def test_a_term_that_was_not_on_the_page_is_not_signed(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await to_signing(phone)
        await phone.sees(re.compile("in force from your signature until June 9, 2027"))
        await phone.type("Your full name", "Ines Sample")
        await phone.tap("I mean this as my signature")
        model = AgreementSigning(records, lambda: NOW, "Patient/ines", "en", ZoneInfo("America/Chicago"))
        await model.load("telehealth")
        text = model.text(WORDS)
        assert text is not None
        shown = Shown.of(text, model.term)
        await change(records, no_end)
        by_hand = Signatures(Signature("drawn", "Ines Sample", b"a picture"))
        assert await model.sign("telehealth", shown, WORDS, by_hand) == "text_changed"
        await phone.sees(re.compile("in force from your signature until you withdraw it"))
        await phone.tap("Sign", "button")
        await phone.sees(re.compile("^Say with the tick that you mean it"))
        assert phone.faults() == []
    assert await signed(records) == []


async def test_a_page_of_another_file_does_not_count_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other file arrives while the tap is being kept."""
    records = await seeded(tmp_path, "rowan")
    (paper,) = [one for one in await records.every(PaperAgreement) if one.signing == "in-app"]
    model = PaperModel(records, lambda: NOW)
    await model.load(paper.id)
    await model.draw()
    before = model.sha256
    get = records.get

    async def slow(kind: Any, id: str) -> Any:
        found = await get(kind, id)
        if kind is PaperReading and model.sha256 == before:
            changed = with_file(a_pdf("Other rules.", "And more."))
            await receive_all(records, "rowan", [changed(paper.to_resource())], 2)
            await model.load(paper.id)
        return found

    monkeypatch.setattr(records, "get", slow)
    await model.next()
    assert model.sha256 != before
    assert model.reading.not_shown(2) == [1, 2]
    kept = {one.file: sorted(one.shown) for one in await records.every(PaperReading)}
    assert kept == {before: [1]}


async def test_a_tap_that_was_meant_for_another_file_counts_no_page_of_this_one(tmp_path: Path) -> None:
    """It was on its way when the other file came."""
    records = await seeded(tmp_path, "rowan")
    async with phone_of(records, "rowan") as phone:
        await phone.start(PAPER)
        await phone.sees(re.compile("(?s)^Page 1 of 3. .*I come by the side door"))
        button = phone.find("Next page", "button")[0].control
        papers = [one.to_resource() for one in await records.every(PaperAgreement)]
        changed = with_file(a_pdf("Other rules.", "And more.", "The end."))
        await receive_all(records, "rowan", [changed(one) for one in papers], 2)
        await phone.sees(re.compile("(?s)^Page 1 of 3. .*Other rules"))
        await phone.session.dispatch_event(button._i, "click", None)
        await phone.rest()
        assert phone.find("Page 1 of 3")
        assert await records.every(PaperReading) == []
        await phone.tap("Next page", "button")
        await phone.sees("Page 2 of 3")
        assert phone.crashes == []


async def test_a_part_of_another_text_does_not_count_as_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other text arrives while the tap is being kept."""
    records = await seeded(tmp_path, "ines")
    reading = Reading(records, lambda: NOW, "Patient/ines", "en")
    await reading.load("telehealth")
    before, every = reading.agreement, records.every

    async def slow(kind: Any, *more: Any) -> Any:
        found = await every(kind, *more)
        if kind is Response and reading.agreement is before:
            monkeypatch.setattr(records, "every", every)
            await change(records, other_text)
            await reading.load("telehealth")
        return found

    monkeypatch.setattr(records, "every", slow)
    await reading.next()
    assert reading.agreement is not None
    assert reading.agreement != before
    assert reading.progress.parts_read(reading.agreement) == 0
    assert not reading.progress.refusal.stands
    again = Reading(records, lambda: NOW, "Patient/ines", "en")
    await again.load("telehealth")
    assert again.progress.parts_read(reading.agreement) == 0
    await again.next()
    assert again.progress.parts_read(reading.agreement) == 1


async def test_a_no_counts_whatever_text_has_come_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await seeded(tmp_path, "ines")
    reading = Reading(records, lambda: NOW, "Patient/ines", "en")
    await reading.load("telehealth")
    every = records.every

    async def slow(kind: Any, *more: Any) -> Any:
        found = await every(kind, *more)
        if kind is Response:
            monkeypatch.setattr(records, "every", every)
            await change(records, other_text)
            await reading.load("telehealth")
        return found

    monkeypatch.setattr(records, "every", slow)
    await reading.refuse()
    again = Reading(records, lambda: NOW, "Patient/ines", "en")
    await again.load("telehealth")
    assert again.progress.refusal.stands


async def test_a_no_said_meanwhile_to_the_text_before_is_noticed_by_who_signs_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = await seeded(tmp_path, "ines")
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
    other = Reading(records, lambda: NOW, "Patient/ines", "en")
    await other.load("telehealth")
    await change(records, other_text)
    async with phone_of(records) as phone:
        await read_to_the_end(phone)
    model = AgreementSigning(records, lambda: NOW, "Patient/ines", "en", ZoneInfo("America/Chicago"))
    await model.load("telehealth")
    text = model.text(WORDS)
    assert text is not None, model.hindrance
    save_all, noticed = records.save_all, list[bool]()

    async def saved_late(*nouns: Any, **seen: Any) -> Any:
        monkeypatch.setattr(records, "save_all", save_all)
        await other.refuse()
        try:
            return await save_all(*nouns, **seen)
        except ChangedMeanwhile:
            noticed.append(True)
            raise

    monkeypatch.setattr(records, "save_all", saved_late)
    by_hand = Signatures(Signature("drawn", "Ines Sample", b"a picture"))
    await model.sign("telehealth", Shown.of(text, model.term), WORDS, by_hand)
    assert noticed, "it was signed on what had been read before"
