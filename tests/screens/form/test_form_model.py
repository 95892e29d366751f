"""The form model without a page: pages, words for what is wrong, two devices, files, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.forms.response import Response
from mobile.i18n import Moments, Speech
from mobile.screens.form.model import FormModel
from mobile.screens.form.resuming import Who
from tests.screens.form.samples import NOW, a_form, an_item, answer_of, content, marked, store_with

PATIENT = "Patient/p1"


STARTED: list[list[Any]] = []


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    """Saves that a test never waited for are dropped quietly."""
    yield
    for work in STARTED:
        for one in work:
            one.close()
    STARTED.clear()


class Started:
    """Opens a model over a store; saves run when `rest` is awaited."""

    def __init__(self, records: Any, language: str = "en") -> None:
        self.work: list[Any] = []
        STARTED.append(self.work)
        who = Who(PATIENT, Speech(language), Moments(language, ZoneInfo("America/Chicago")))
        self.model = FormModel(records, who, lambda: NOW, start=self.work.append, on_change=lambda: None)

    async def open(self, id: str = "f") -> FormModel:
        await self.model.load(id)
        return self.model

    async def rest(self) -> None:
        while self.work:
            await self.work.pop(0)


async def opened(folder: Path, *items: dict[str, Any], **more: Any) -> tuple[Any, Started, FormModel]:
    records = await store_with(folder, a_form(*items, **more))
    started = Started(records)
    return records, started, await started.open()


def words_of(model: FormModel) -> list[str]:
    return [flaw.words for flaw in model.form.flaws()]


async def test_a_long_group_text_is_said_above_each_question_and_a_short_one_names_the_part(
    tmp_path: Path,
) -> None:
    long = "Over the last 2 weeks, how often have you been bothered by any of these?"
    inside = [an_item("a", "boolean", "A?"), an_item("b", "boolean", "B?")]
    _, _, model = await opened(
        tmp_path,
        an_item("g", "group", long, item=inside),
        an_item("h", "group", "Sleep", item=[an_item("c", "boolean", "C?")]),
    )
    told = [(step.section, step.stem) for step in model.form.plan.steps]
    assert told == [("", long), ("", long), ("Sleep", "")]


async def test_a_wide_page_holds_a_whole_part_and_turning_keeps_the_question(tmp_path: Path) -> None:
    inside = [an_item("a", "boolean", "A?"), an_item("b", "boolean", "B?")]
    _, _, model = await opened(
        tmp_path, an_item("g", "group", "Sleep", item=inside), an_item("c", "boolean", "C?")
    )
    model.pager.next()
    model.pager.turn(is_wide=True)
    assert [len(step.questions) for step in model.form.plan.steps] == [2, 1]
    assert model.form.step is not None
    assert model.form.step.holds("g/b")
    model.pager.turn(is_wide=False)
    assert model.form.step is not None
    assert model.form.step.holds("g/b") or model.form.step.holds("g/a")


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        (an_item("q", "date", "When?"), "next tuesday", "could not be read as a date"),
        (an_item("q", "date", "When?"), "3/4/2020", "Day or month first"),
        (an_item("q", "integer", "How many?"), "some", "write a number"),
        (an_item("q", "string", "Name?", maxLength=3), "Rowan", "2 letters longer"),
        (
            an_item(
                "q",
                "string",
                "Phone?",
                extension=[
                    {"url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": "[0-9]{7}"},
                    {"url": "http://hl7.org/fhir/StructureDefinition/entryFormat", "valueString": "5550100"},
                ],
            ),
            "abc",
            "like this: 5550100",
        ),
        (
            an_item(
                "q",
                "integer",
                "Age?",
                extension=[{"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 120}],
            ),
            "400",
            "120 at most",
        ),
    ],
)
async def test_what_is_not_right_is_said_in_words_and_stays_as_typed(
    tmp_path: Path, item: dict[str, Any], typed: str, said: str
) -> None:
    records, started, model = await opened(tmp_path, item)
    model.answers.type("q", typed)
    assert model.form.flaws_text() == {}, "nothing is said while somebody types"
    model.answers.left("q")
    assert said in model.form.flaws_text()["q"]
    await started.rest()
    again = await Started(records).open()
    assert again.form.questions[0].written == typed


async def test_nothing_holds_anybody_but_send_says_what_is_missing(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, an_item("a", "string", "Name?", required=True))
    model.pager.next()
    assert model.form.state == "review"
    assert not await model.send()
    assert (model.could_not_send, len(model.form.missing)) == ("missing", 1)
    model.answers.withhold("a", "in-person")
    await started.rest()
    assert await model.send()
    (kept,) = await records.newest(Response, 5)
    assert kept.status == "completed"
    assert '"in-person"' in kept.text


async def test_an_answer_that_excludes_the_others_sends_them_away(tmp_path: Path) -> None:
    exclusive = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
    options = [
        {"valueString": "One"},
        {"valueString": "Two"},
        {"valueString": "None", "extension": [{"url": exclusive, "valueBoolean": True}]},
    ]
    _, _, model = await opened(tmp_path, an_item("a", "choice", "Which?", repeats=True, answerOption=options))
    model.answers.choose("a", ["0", "1"])
    model.answers.choose("a", ["0", "1", "2"])
    assert model.form.questions[0].chosen == ("2",)
    model.answers.choose("a", ["2", "0"])
    assert model.form.questions[0].chosen == ("0",)


async def test_a_number_keeps_its_unit_while_it_is_typed_anew(tmp_path: Path) -> None:
    unit = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"
    units = [
        {"url": unit, "valueCoding": {"system": "http://unitsofmeasure.org", "code": code, "display": code}}
        for code in ("kg", "[lb_av]")
    ]
    records, started, model = await opened(tmp_path, an_item("w", "quantity", "Weight?", extension=units))
    model.answers.choose_unit("w", "1")
    model.answers.type("w", "160")
    model.answers.type("w", "161")
    model.answers.left("w")
    await started.rest()
    (kept,) = await records.newest(Response, 5)
    (answer,) = answer_of(kept, "w")
    assert (str(answer["valueQuantity"]["value"]), answer["valueQuantity"]["code"]) == ("161", "[lb_av]")


async def test_two_devices_are_both_kept_until_the_person_chooses(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, an_item("a", "boolean", "A?"))
    model.answers.choose("a", ["yes"])
    await started.rest()
    form = model.keeping.form
    other = Response.begin("11111111-1111-4111-8111-111111111111", form, PATIENT, NOW)
    item = [{"linkId": "a", "answer": [{"valueBoolean": False}]}]
    await records.save(other.draft_of(item, NOW))
    again = Started(records)
    second = await again.open()
    assert second.form.state == "both"
    mine, theirs = second.form.questions[0].answer, (await second.conflicts.theirs())[0].answer
    assert {mine, theirs} == {"Yes", "No"}
    await second.conflicts.settle("theirs")
    assert second.form.questions[0].answer == theirs
    assert sorted(one.status for one in await records.newest(Response, 5)) == ["in-progress", "stopped"]


async def test_what_the_other_device_wrote_since_it_was_seen_stays_in_what_is_stopped(tmp_path: Path) -> None:
    records, started, model = await opened(
        tmp_path, an_item("a", "boolean", "A?"), an_item("w", "string", "W?")
    )
    model.answers.choose("a", ["yes"])
    await started.rest()
    form = model.keeping.form
    other = Response.begin("11111111-1111-4111-8111-111111111111", form, PATIENT, NOW)
    item = [{"linkId": "a", "answer": [{"valueBoolean": False}]}]
    await records.save(other.draft_of(item, NOW))
    again = Started(records)
    second = await again.open()
    assert second.form.state == "both"
    assert second.conflicts.rival is not None
    ours, rival = second.form.response.id, second.conflicts.rival.id
    stored = await records.get(Response, rival)
    more = [*stored.items(), {"linkId": "w", "answer": [{"valueString": "written since"}]}]
    await records.save(stored.changed(item=more))
    await second.conflicts.settle("ours")
    stopped = await records.get(Response, rival)
    assert (stopped.status, "written since" in stopped.text) == ("stopped", True)
    assert second.form.response.id == ours


async def test_a_photo_is_attached_named_and_removed_and_a_name_signs(tmp_path: Path) -> None:
    signed = "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"
    _, _, model = await opened(
        tmp_path,
        an_item("p", "attachment", "A photo?"),
        an_item(
            "s",
            "attachment",
            "Your signature",
            required=True,
            extension=[{"url": signed, "valueCodeableConcept": {"coding": [{"code": "1"}]}}],
        ),
    )
    model.answers.attach("p", "bottle.png", b"12345", "image/png")
    assert [(one.name, one.size) for one in model.form.questions[0].files] == [("bottle.png", 5)]
    model.answers.detach("p", 0)
    assert model.form.questions[0].files == ()
    assert len(model.form.missing) >= 1
    model.answers.sign("s", "Rowan Sample")
    assert "Rowan Sample" in model.form.questions[1].files[0].name
    assert words_of(model) == []
    model.answers.detach("s", 0)
    assert len(model.form.missing) >= 1


async def test_a_question_asked_again_and_again_takes_typed_answers_line_by_line(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, an_item("n", "string", "A name?", repeats=True))
    model.answers.type("n//0", "One")
    model.answers.left("n//0")
    model.answers.add_row("n")
    model.answers.type("n//1", "Two")
    model.answers.left("n//1")
    await started.rest()
    (kept,) = await records.newest(Response, 5)
    assert answer_of(kept, "n") == [{"valueString": "One"}, {"valueString": "Two"}]
    undo = model.answers.remove_row("n//0")
    assert [one.written for one in model.form.questions[0].inside] == ["Two"]
    undo()
    assert [one.written for one in model.form.questions[0].inside] == ["One", "Two"]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_form_of_the_made_up_clinic_opens_in_both_languages_or_says_why(
    tmp_path: Path, language: str
) -> None:
    names = ["health-history", "medicines-and-allergies", "people", "access-needs", "records-release"]
    records = await store_with(tmp_path, *[content("intake", name) for name in names])
    for name in names:
        model = await Started(records, language).open(name)
        assert model.form.state == "asking", (name, model.form.why)
        assert model.form.plan.steps


async def test_a_changed_questionnaire_leaves_the_answered_one_with_its_answers(tmp_path: Path) -> None:
    records, started, model = await opened(tmp_path, an_item("a", "boolean", "The old words?"))
    model.answers.choose("a", ["yes"])
    await started.rest()
    await records.save(a_form(an_item("a", "boolean", "The new words?"), version="2"))
    assert not model.is_older
    again = await Started(records).open(model.form.response.id)
    assert [one.text for one in again.form.questions] == ["The old words?"]
    assert again.is_older
    assert await again.send()
    assert not again.is_older


async def test_a_form_that_is_painful_as_a_whole_begins_with_its_own_warning(tmp_path: Path) -> None:
    mark = marked(valueString=("gentle-warning", "This may be hard."))
    _, _, model = await opened(tmp_path, an_item("a", "boolean", "A?"), extension=mark)
    assert model.form.step is not None
    assert (model.form.step.kind, model.form.step.warning) == ("warning", "This may be hard.")
    model.pager.next()
    assert model.form.step.questions[0].text == "A?"
