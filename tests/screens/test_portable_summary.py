"""A summary to hand over: chosen section by section, seen as it is written, made as a PDF and as data, and nothing of it kept."""

from __future__ import annotations

import asyncio
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from pypdf import PdfReader

from mobile.care.narrative import words_of
from mobile.care.people import Patient
from mobile.care.room_card import OWN_ID, RoomCard
from tests.properties.test_portable import texts_of
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring

PLACE = "/portable-summary"
CARD = "If I am frightened:\nSay my name."


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=NOW, **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    kept = await seeded(tmp_path, "rowan")
    bare = RoomCard(id=OWN_ID, words="", made_at=NOW, changed_at=NOW, day=NOW.date())
    await kept.save(bare.revise(CARD, NOW))
    return kept


def files(phone: Phone) -> dict[str, bytes]:
    return {given["file_name"]: given["src_bytes"] for name, given in phone.invoked if name == "save_file"}


async def both(phone: Phone) -> tuple[str, dict[str, Any]]:
    """The words of the PDF, and the data."""
    await phone.tap("Make the PDF")
    await phone.until(lambda: len(files(phone)) == 1, "the PDF")
    await phone.tap("Make the data file")
    await phone.until(lambda: len(files(phone)) == 2, "the data")
    made = files(phone)
    assert sorted(made) == ["summary-2026-06-09.json", "summary-2026-06-09.pdf"]
    reader = PdfReader(io.BytesIO(made["summary-2026-06-09.pdf"]))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == NOW
    return " ".join(plain(page.extract_text()) for page in reader.pages), json.loads(
        made["summary-2026-06-09.json"]
    )


def plain(text: str) -> str:
    return " ".join(text.split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def said_in(bundle: dict[str, Any]) -> str:
    sections = bundle["entry"][0]["resource"]["section"]
    return "\n".join(words_of(one["text"]) for one in sections)


async def test_both_files_say_what_is_in_view_at_one_hour_and_are_valid_fhir(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Summary to hand over"))
        await phone.type("Who it is for", "Lakeside Placeholder Clinic")
        await phone.sees("For Lakeside Placeholder Clinic")
        await phone.sees(re.compile("Low mood that came back"))
        screen = phone.shell._top
        text, bundle = await both(phone)
        assert phone.faults() == []
        page = screen.made.page
    assert bundle["timestamp"] == "2026-06-09T19:00:00.000Z"
    words = squeezed(said_in(bundle))
    for said in texts_of(page):
        assert squeezed(said) in words, said
        assert squeezed(said) in squeezed(text), said
    for one in (
        "Latex (example): Itching skin",
        "Walnuts: My mouth itches",
        "Allergy tablet, each morning",
        "1 of 6",
    ):
        assert one in text
    get_fhir_model_class("Bundle").model_validate(bundle)
    for entry in bundle["entry"]:
        get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])
    assert {
        "Condition",
        "AllergyIntolerance",
        "Flag",
        "MedicationStatement",
        "Appointment",
        "Observation",
    } <= {entry["resource"]["resourceType"] for entry in bundle["entry"]}


async def test_what_is_not_chosen_is_in_neither_file_and_is_said_to_be_left_out(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.tap("Scores")
        await phone.sees(re.compile("^Left out by choice: scores, what helps in the room"))
        text, bundle = await both(phone)
    assert "PHQ-9" not in text
    assert "Observation" not in [one["resource"]["resourceType"] for one in bundle["entry"]]
    assert "Say my name." not in text + json.dumps(bundle), (
        "what was written for the room goes in by choice alone"
    )
    assert "Left out by choice: scores, what helps in the room." in text


async def test_the_room_card_goes_in_where_it_is_chosen(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.tap("What helps me in the room")
        await phone.sees(re.compile("Say my name"))
        text, bundle = await both(phone)
    assert "R If I am frightened Say my name." in text
    assert "Say my name." in said_in(bundle)


async def test_nothing_written_down_is_never_said_to_be_none(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "tova")
    device = PretendWiring(records=records, person=person("tova"), at=NOW)
    async with Phone(device) as phone:
        await phone.start(PLACE)
        await phone.sees(
            re.compile("which does not mean that there is none: allergies and alerts, medicines")
        )
        await phone.sees_no("Allergies and alerts")
        assert phone.faults() == []


async def test_what_the_clinic_withdraws_is_gone_from_the_page_and_both_files_are_of_one_page(
    records: Any,
) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("Latex"))
        taken_back = {
            "resourceType": "AllergyIntolerance",
            "id": "rowan-allergy-1",
            "verificationStatus": {"coding": [{"code": "refuted"}]},
            "code": {"text": "Latex (example)"},
            "patient": {"reference": "Patient/rowan"},
        }
        await receive_all(records, "rowan", [taken_back], version=2)
        await phone.sees_no(re.compile("Latex"))
        text, bundle = await both(phone)
    assert "Latex" not in text + json.dumps(bundle)


async def test_what_the_clinic_puts_right_of_the_person_is_on_the_page_at_once(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("born April 12, 1988"))
        place: Any = phone.shell._top  # type: ignore[union-attr]
        before = place.made
        await place.redraw()
        assert place.made is before, "with nothing else in it, it is of the same hour"
        (own,) = await records.every(Patient)
        await receive_all(records, "rowan", [{**own.to_resource(), "birthDate": "1988-04-21"}], version=2)
        await phone.sees(re.compile("born April 21, 1988"))
        text, bundle = await both(phone)
    assert "born April 21, 1988" in text
    assert "1988-04-12" not in json.dumps(bundle)


async def test_what_was_only_thought_of_is_handed_over_as_such(records: Any) -> None:
    thought_of = {
        "resourceType": "Condition",
        "id": "thought-of",
        "meta": {"versionId": "1", "lastUpdated": "2026-06-09T18:00:00Z"},
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "provisional"}]},
        "code": {"text": "Something rare (example)"},
        "subject": {"reference": "Patient/rowan"},
    }
    await receive_all(records, "rowan", [thought_of])
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile(r"Something rare \(example\), not confirmed"))
        text, bundle = await both(phone)
    assert "Something rare (example), not confirmed" in text
    (made,) = [
        one["resource"]
        for one in bundle["entry"]
        if one["resource"].get("code", {}).get("text") == "Something rare (example)"
    ]
    assert made["verificationStatus"]["coding"][0]["code"] == "provisional"


async def test_the_name_it_is_for_is_kept_nowhere_and_outlasts_a_lock(records: Any) -> None:
    device = wiring(records, pin="271801")
    async with Phone(device) as phone:
        await phone.start(PLACE)
        await phone.type("Who it is for", "Lakeside")
        await phone.sees("For Lakeside")
        await device.lock_now()
        await phone.sees_no("For Lakeside")
        await device.unlock("271801")
        await phone.sees("For Lakeside")
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        field = await phone.sees("Who it is for", "field")
        assert field.control.value == ""


async def test_it_may_be_made_on_the_day_of_a_session_and_that_it_can_wait_is_said(records: Any) -> None:
    there = NOW + timedelta(days=1, hours=20, minutes=45)  # in the middle of session 3
    device = PretendWiring(records=records, person=person("rowan"), at=there)
    async with Phone(device) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("^It can wait"))
        await phone.tap("Make the PDF")
        await phone.until(lambda: len(files(phone)) == 1, "the PDF")


async def test_each_file_that_is_asked_for_while_another_is_made_has_its_turn_and_is_made_once(
    records: Any,
) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        pdf = (await phone.sees("Make the PDF", "button")).control
        data = (await phone.sees("Make the data file", "button")).control
        stood = phone.standing_of(pdf)
        await asyncio.gather(*(phone.happens(one, "click", None) for one in (pdf, pdf, data)))
        await phone.until(lambda: len(files(phone)) == 2, "both")
        await phone.sees("Your file is made")
        names = [given["file_name"] for name, given in phone.invoked if name == "save_file"]
        assert names == ["summary-2026-06-09.pdf", "summary-2026-06-09.json"]
        assert phone.standing_of((await phone.sees("Make the PDF", "button")).control) == stood
        texts = phone.texts()
        assert texts.index("Your file is made") > texts.index("Make the data file"), (
            "else the button moves from under the hand"
        )


async def test_it_is_spanish(records: Any) -> None:
    device = wiring(records)
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start(PLACE)
        await phone.sees("Lo que verán")
        await phone.tap("Hacer el PDF")
        await phone.until(lambda: len(files(phone)) == 1, "the PDF")
        (pdf,) = files(phone).values()
    text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    assert "Por qué recibe tratamiento" in text
    assert "Lo que no está en este resumen" in text


def reported(id: str, day: str, answers: dict[str, str]) -> dict[str, Any]:
    care = "https://lantern.example/fhir/CodeSystem/care"
    items = [
        {"linkId": link, "answer": [{"valueCoding": {"system": care, "code": code}}]}
        for link, code in answers.items()
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "questionnaire": "https://lantern.example/fhir/Questionnaire/side-effects|1.0.0",
        "status": "completed",
        "subject": {"reference": "Patient/rowan"},
        "author": {"reference": "Patient/rowan"},
        "source": {"reference": "Patient/rowan"},
        "authored": day,
        "item": [{"linkId": "side-effects", "item": items}],
    }


async def test_what_was_reported_afterwards_stands_with_its_session_and_what_the_clinic_left_out_does_not(
    records: Any,
) -> None:
    """The clinic's form says which of its questions go into a summary: not the one about thoughts of suicide."""
    said = {"side-dizzy": "a-little", "side-headache": "not-at-all", "side-thoughts": "a-lot"}
    after = [
        reported("r1", "2026-06-03T15:00:00Z", said),
        reported("r2", "2026-06-07T15:00:00Z", {"side-dizzy": "not-at-all", "side-nausea": "not-at-all"}),
    ]
    await receive_all(records, "rowan", after)
    async with Phone(wiring(records)) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("Afterwards, as reported: Jun 3: Dizzy or unsteady: A little"))
        text, bundle = await both(phone)
    lines = said_in(bundle).split("\n")
    (first,) = [line for line in lines if "1 of 6" in line]
    (second,) = [line for line in lines if "2 of 6" in line]
    assert first.endswith("Afterwards, as reported: [R] Jun 3: Dizzy or unsteady: A little")
    assert second.endswith("[R] Jun 7: “No” to each of 2 questions")
    assert "suicide" not in (text + json.dumps(bundle)).casefold()


async def test_it_is_reached_from_where_everything_is_taken_along(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/settings/take")
        await phone.tap("Summary to hand over")
        await phone.sees("What they will see")
        assert phone.page.route == PLACE


async def test_what_the_clinic_has_not_confirmed_is_handed_on_as_not_confirmed(tmp_path: Path) -> None:
    """Else a guess of one clinic's is a fact at the next."""
    code = {"Condition": "provisional", "AllergyIntolerance": "unconfirmed"}

    def unsure(one: dict[str, Any]) -> dict[str, Any]:
        stated = code.get(one["resourceType"])
        return one | {"verificationStatus": {"coding": [{"code": stated}]}} if stated else one

    async with Phone(wiring(await seeded(tmp_path, "rowan", change=unsure))) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("Low mood that came back.*not confirmed"))
        text, bundle = await both(phone)
        assert phone.faults() == []
    assert "not confirmed" in text
    found = {type_: list[Any]() for type_ in code}
    for entry in bundle["entry"]:
        one = entry["resource"]
        get_fhir_model_class(one["resourceType"]).model_validate(one)
        if one["resourceType"] in code and one["meta"]["tag"][0]["code"] == "from-clinic-record":
            found[one["resourceType"]].append(one["verificationStatus"]["coding"][0]["code"])
    assert found == {type_: [stated] * len(found[type_]) for type_, stated in code.items()}
    assert all(found.values())


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2026-06-08", None),
        ("2026-06-09T04:30:00Z", None),  # half past eleven on the 8th, at the clinic
        ("2026-06-09", "until June 9, 2026"),
        ("2026", "until December 31, 2026"),
    ],
)
async def test_an_alert_is_handed_over_until_the_day_the_clinic_ends_it(
    ends: str, said: str | None, tmp_path: Path
) -> None:
    def ending(one: Any) -> Any:
        return one | {"period": {"end": ends}} if one["resourceType"] == "Flag" else one

    async with Phone(wiring(await seeded(tmp_path, "rowan", change=ending))) as phone:
        await phone.start(PLACE)
        await phone.sees(re.compile("Low mood that came back"))
        text, bundle = await both(phone)
        assert phone.faults() == []
    flags = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Flag"]
    assert ("Blood pressure is taken twice" in text, bool(flags)) == (said is not None, said is not None)
    for one in flags:
        get_fhir_model_class("Flag").model_validate(one)
        assert said in text
        assert one["period"]["end"] == ("2026-12-31" if ends == "2026" else ends)


@pytest.mark.parametrize(
    ("stated", "english", "spanish"),
    [
        ("2026-05-11", ("recorded May 11, 2026", "since May 11, 2026"), ("anotado el 11 de mayo de 2026", "desde el 11 de mayo de 2026")),
        ("2026-05-12T03:30:00Z", ("recorded May 11, 2026", "since May 11, 2026"), ("anotado el 11 de mayo de 2026", "desde el 11 de mayo de 2026")),
        ("2026-05", ("recorded in May 2026", "since May 2026"), ("anotado en mayo de 2026", "desde mayo de 2026")),
        ("2025", ("recorded in 2025", "since 2025"), ("anotado en 2025", "desde 2025")),
    ],
)  # fmt: skip
async def test_since_when_reads_as_a_sentence_however_much_of_the_day_is_stated(
    stated: str, english: tuple[str, str], spanish: tuple[str, str], tmp_path: Path
) -> None:
    def dated(one: Any) -> Any:
        if one["resourceType"] == "Condition":
            return {**one, "recordedDate": stated}
        return {**one, "period": {"start": stated}} if one["resourceType"] == "Flag" else one

    kept = await seeded(tmp_path, "rowan", change=dated)
    for language, (recorded, since) in (("en", english), ("es", spanish)):
        device = wiring(kept)
        await device.change_settings(language=language)
        async with Phone(device) as phone:
            await phone.start(PLACE)
            await phone.sees(re.compile(f"Low mood that came back .*, {recorded}$", re.MULTILINE))
            await phone.sees(re.compile(f"Blood pressure is taken twice .*, {since}$", re.MULTILINE))
