"""Ask once: what was answered before is offered above the choices, taken only at the person's word, and never where an
earlier answer would be a wrong one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flet as ft

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.care.safety.routing import RoutingTable
from mobile.records.ports import ServerCopy
from mobile.screens.form.model import FormModel
from tests.screens.form.samples import (
    CONTENT,
    NOW,
    a_form,
    an_item,
    answer_of,
    comes,
    content,
    marked,
    responses,
    routing,
    store_with,
)
from tests.screens.form.test_form_model import PATIENT, Started
from tests.screens.harness import Phone, PretendWiring

MARCH = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
SIGNED = "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"
CALLED = an_item("called", "string", "What are you called?")
SLEEPS = an_item("sleeps", "boolean", "Do you sleep well?")
KIM = {"linkId": "called", "answer": [{"valueString": "Kim"}]}
YES = {"linkId": "sleeps", "answer": [{"valueBoolean": True}]}
OLD_ID = "11111111-1111-4111-8111-111111111111"


def sent(form: FormDefinition, *items: dict[str, Any], who: str = PATIENT, **more: Any) -> Response:
    """A form answered in March."""
    made = Response.begin(OLD_ID, form, PATIENT, MARCH).submit(list(items), MARCH)
    source = {"reference": who}
    return made.changed(authored="2026-03-03T15:00:00Z", author=source, source=source, **more)


def told_about(*links: str) -> RoutingTable:
    """A signed table with a row for each of these questions of the invented form."""
    table = json.loads(CONTENT.joinpath("plans", "safety-routing.json").read_text("utf-8"))
    (row,) = [one for one in table["action"] if one["id"] == "history-suicide-past"]
    address = "https://lantern.example/fhir/Questionnaire/mental-health-history"
    table["action"] = [
        json.loads(
            json.dumps({**row, "id": f"rule-{link}"})
            .replace(address, "https://clinic.test/Questionnaire/f")
            .replace("suicide-past", link)
        )
        for link in links
    ]
    return RoutingTable.from_json(json.dumps(table))


async def has(records: Any, response: Response) -> None:
    """The clinic has it."""
    row = max(await records.due(datetime.now(UTC) + timedelta(days=400), 50), key=lambda one: one.seq)
    await records.begin([row.seq])
    text = json.dumps({**response.to_resource(), "id": "9"})
    await records.acknowledge([(row.seq, ServerCopy("9", 'W/"1"', None, text))])


async def again(
    folder: Path, form: FormDefinition, *items: dict[str, Any], **more: Any
) -> tuple[Any, Started, FormModel]:
    records = await store_with(folder, form, told_about("harm", "harm2", "harm3"))
    await records.save(sent(form, *items, **more))
    started = Started(records)
    return records, started, await started.open(form.id)


def offered(model: FormModel) -> dict[str, tuple[str, ...]]:
    return {id: one.words for id, one in model.prefill.offers.items()}


async def test_an_earlier_answer_is_offered_and_nothing_is_filled_before_the_person_says_so(
    tmp_path: Path,
) -> None:
    records, started, model = await again(tmp_path, a_form(CALLED, SLEEPS), KIM, YES)
    assert offered(model) == {"called": ("Kim",), "sleeps": ("Yes",)}
    assert not any(one.is_answered for one in model.form.questions)
    await started.rest()
    assert len(await responses(records)) == 1, "looking at it begins nothing"
    model.prefill.still_true("called")
    assert [one.answer for one in model.form.questions] == ["Kim", ""]
    assert model.form.step is not None
    assert model.form.step.holds("sleeps"), "on a page of one question it goes on"
    await started.rest()
    (draft,) = [one for one in await responses(records) if one.is_open]
    assert (answer_of(draft, "called"), answer_of(draft, "sleeps")) == ([{"valueString": "Kim"}], [])


async def test_one_offer_taken_leaves_the_other_answers_as_they_were_given(tmp_path: Path) -> None:
    _, _, model = await again(tmp_path, a_form(CALLED, SLEEPS), KIM, YES)
    model.answers.type("called", "Lee")
    model.prefill.still_true("sleeps")
    assert [one.answer for one in model.form.questions] == ["Lee", "Yes"]
    model.prefill.still_true("called")
    assert model.form.questions[0].written == "Kim"


async def test_a_measure_is_asked_afresh_every_time(tmp_path: Path) -> None:
    form = content("measures", "phq-9")
    records = await store_with(tmp_path, form, routing())
    before = Started(records)
    model = await before.open("phq-9")
    for question in [one for top in model.form.questions for one in top.every() if one.is_asked]:
        if question.options:
            model.answers.choose(question.id, [question.options[0].key])
    await before.rest()
    assert await model.send()
    fresh = await Started(records).open("phq-9")
    assert fresh.form.response.id != model.form.response.id
    assert fresh.prefill.offers == {}


async def test_what_calls_for_help_a_signature_and_a_scored_answer_are_never_offered_wherever_they_stand(
    tmp_path: Path,
) -> None:
    sign = [{"url": SIGNED, "valueCodeableConcept": {"coding": [{"code": "1"}]}}]
    ordinal = [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1}]
    scored = [{"valueString": "A little", "extension": ordinal}]

    def harm(link: str) -> dict[str, Any]:
        mark = marked(valueCode=("help-now", f"rule-{link}"))
        return an_item(link, "boolean", "Thoughts of harm?", extension=mark)

    name = an_item("name", "attachment", "Signature", extension=sign)
    often = an_item("often", "choice", "How often?", answerOption=scored)
    row = an_item("row", "group", "A row", repeats=True, item=[CALLED, harm("harm2")])
    parent = {**SLEEPS, "item": [harm("harm3"), an_item("why", "string", "Why?")]}
    form = a_form(harm("harm"), name, often, row, parent)
    said = {"answer": [{"valueBoolean": True}]}
    why = {"linkId": "why", "answer": [{"valueString": "Noise"}]}
    _, _, model = await again(
        tmp_path,
        form,
        {"linkId": "harm", **said},
        {"linkId": "name", "answer": [{"valueAttachment": {"title": "x", "contentType": "image/png"}}]},
        {"linkId": "often", "answer": [{"valueString": "A little"}]},
        {"linkId": "row", "item": [KIM, {"linkId": "harm2", **said}]},
        {"linkId": "sleeps", "answer": [{"valueBoolean": True, "item": [{"linkId": "harm3", **said}, why]}]},
    )
    assert model.form.state == "asking", model.form.why
    assert offered(model) == {"rows:row": ("Kim",), "sleeps": ("Yes", "Why?: Noise")}
    model.prefill.still_true("sleeps")
    model.prefill.still_true("rows:row")
    told = {one.link: one.answer for top in model.form.questions for one in top.every() if one.is_answered}
    assert told == {"called": "Kim", "sleeps": "Yes", "why": "Noise"}
    assert model.form.state == "asking"


async def test_the_day_and_the_name_below_a_signature_are_asked_afresh_with_it(tmp_path: Path) -> None:
    sign = [{"url": SIGNED, "valueCodeableConcept": {"coding": [{"code": "1"}]}}]
    inside = [
        CALLED,
        an_item("on", "date", "Today's date"),
        an_item("s", "attachment", "Sign", extension=sign),
    ]
    form = a_form(an_item("g", "group", "Signing", item=inside), SLEEPS)
    on = {"linkId": "on", "answer": [{"valueDate": "2026-03-03"}]}
    _, _, model = await again(tmp_path, form, {"linkId": "g", "item": [KIM, on]}, YES)
    assert list(model.prefill.offers) == ["sleeps"]


async def test_nothing_is_taken_over_that_was_not_read_out_and_a_second_tap_takes_nothing(
    tmp_path: Path,
) -> None:
    works = an_item("works", "boolean", "Do you work?")
    if_not = {"enableWhen": [{"question": "works", "operator": "=", "answerBoolean": False}]}
    parent = {**SLEEPS, "item": [an_item("why", "string", "Why?", **if_not)]}
    why = {"linkId": "why", "answer": [{"valueString": "Noise"}]}
    _, _, model = await again(
        tmp_path,
        a_form(works, parent),
        {"linkId": "works", "answer": [{"valueBoolean": True}]},
        {"linkId": "sleeps", "answer": [{"valueBoolean": True, "item": [why]}]},
    )
    assert offered(model)["sleeps"] == ("Yes",)
    model.answers.choose("works", ["no"])
    model.prefill.still_true("sleeps")
    assert [one.answer for one in model.form.questions[1].every()] == ["Yes", ""]
    model.answers.choose("sleeps", ["no"])
    model.prefill.still_true("sleeps")
    assert model.form.questions[1].answer == "No"


async def test_what_somebody_else_filled_in_or_the_form_would_not_take_now_is_not_offered(
    tmp_path: Path,
) -> None:
    form = a_form(CALLED, SLEEPS)
    _, _, model = await again(tmp_path / "a", form, KIM, who="Practitioner/1")
    assert model.prefill.offers == {}
    now = {"linkId": "called", "answer": [{"valueInteger": 3}]}
    _, _, model = await again(tmp_path / "b", form, now, YES)
    assert list(model.prefill.offers) == ["sleeps"]


async def test_an_answer_already_given_in_the_draft_stays_as_it_is(tmp_path: Path) -> None:
    records, started, model = await again(tmp_path, a_form(CALLED, SLEEPS), KIM, YES)
    model.answers.choose("sleeps", ["no"])
    await started.rest()
    wiring = PretendWiring(records=records, at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/form/f")
        await phone.sees("What are you called?", "heading")
        await phone.tap("Next")
        await phone.sees("Do you sleep well?", "heading")
        await phone.sees_no("Still true")


async def test_the_earlier_answer_stands_above_the_choices_with_its_day_and_one_tap_takes_it(
    tmp_path: Path,
) -> None:
    form = a_form(SLEEPS, CALLED)
    records = await store_with(tmp_path, form)
    before = sent(form, KIM, YES)
    await records.save(before)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("You answered on March 3:"))
    await has(records, before)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("You told your clinic on March 3:"))
        texts = phone.texts()
        assert texts.index("You told your clinic on March 3:") < texts.index("No")
        assert phone.faults() == []
        await phone.tap("Still true")
        await phone.sees("What are you called?", "heading")
        await phone.type("What are you called?", "Lee")
        await phone.tap("Next")
        await phone.sees("Look over your answers", "heading")
        assert not [text for text in phone.texts() if "March" in text or "Still true" in text]
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")

    async def is_sent() -> bool:
        done = [one for one in await responses(records) if one.is_done and one.id != before.id]
        return bool(done) and answer_of(done[0], "called") == [{"valueString": "Lee"}]

    await comes(is_sent)


async def test_on_a_wide_page_each_question_has_its_own_and_taking_one_stays(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEPS, CALLED))
    await records.save(sent(a_form(SLEEPS, CALLED), YES, KIM))
    async with Phone(PretendWiring(records=records, at=NOW), width=1280) as phone:
        await phone.start("/form/f")
        await phone.sees("Still true: What are you called?", "button")
        await phone.tap("Still true: Do you sleep well?")
        await phone.sees_no("Still true: Do you sleep well?")
        (field,) = phone.find("What are you called?", "field")
        assert isinstance(field.control, ft.TextField)
        assert not field.control.value
        await phone.tap("Still true: What are you called?")
        await phone.until(lambda: getattr(field.control, "value", "") == "Kim")
        assert phone.faults() == []


async def test_the_offer_is_said_in_spanish(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEPS))
    before = sent(a_form(SLEEPS), YES)
    await records.save(before)
    await has(records, before)
    async with Phone(PretendWiring(records=records, at=NOW), speaks="es") as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("Usted le dijo a su clínica el 3 de marzo:"))
        await phone.sees("Sigue siendo así", "button")
