"""The way through a form: to the review and back to it, to where it was opened, with the keyboard, one more answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.codes import COMPLETE_FORM, FORM_INPUT, SDC_TEMP
from mobile.care.readiness import StepTask
from tests.screens.form.samples import NOW, a_form, an_item, content, store_with, the_response
from tests.screens.harness import Phone, PretendWiring

SLEEP = an_item("sleep", "boolean", "Do you sleep well?")
WHY = an_item(
    "why",
    "string",
    "What keeps you awake?",
    enableWhen=[{"question": "sleep", "operator": "=", "answerBoolean": False}],
)
NAMES = an_item("names", "string", "Names", repeats=True)
LAST = an_item("last", "string", "Anything else?")


async def _phone(tmp_path: Path, *items: dict[str, Any]) -> Phone:
    records = await store_with(tmp_path, a_form(*items))
    return Phone(PretendWiring(records=records, at=NOW))


async def test_change_on_the_review_leads_back_to_the_review(tmp_path: Path) -> None:
    async with await _phone(tmp_path, SLEEP, LAST) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.type("Anything else?", "No")
        await phone.tap("Next")
        await phone.tap("Change: Do you sleep well?")
        await phone.tap("Clear my answer")
        await phone.tap("Back to your answers")
        await phone.sees("Look over your answers", "heading")
        await phone.sees("Not answered")


async def test_what_a_changed_answer_asks_for_is_asked_before_the_review(tmp_path: Path) -> None:
    async with await _phone(tmp_path, SLEEP, WHY, LAST) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap("Change: Do you sleep well?")
        await phone.sees("Back to your answers", "button")
        await phone.tap("No")
        await phone.tap("Next")
        await phone.sees("What keeps you awake?", "heading")
        await phone.type("What keeps you awake?", "Noise")
        await phone.tap("Back to your answers")
        await phone.sees("Look over your answers", "heading")
        await phone.sees("Noise")


@pytest.mark.parametrize("began", ["/", "/plan", "/forms", "/measures", "/measures/phq-9"])
async def test_back_done_and_stop_lead_to_where_the_form_was_opened(began: str, tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(SLEEP), content("measures", "phq-9"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(began)
        phone.shell.go("/form/f")
        await phone.sees("Do you sleep well?", "heading")
        await phone.tap("Support")
        await phone.tap("Close")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.tap("Done")
        assert phone.page.route == began


async def test_one_more_answer_can_be_added_with_the_first_words_of_the_one_before(tmp_path: Path) -> None:
    async with await _phone(tmp_path, NAMES) as phone:
        await phone.start("/form/f")
        await phone.sees("Names 1", "field")
        await phone.sees_no("Add another: Names")
        await phone.type("Names 1", "a")
        await phone.tap("Add another: Names")
        await phone.type("Names 2", "b")
        await phone.sees("Add another: Names")
        await phone.type("Names 2", "")
        await phone.sees_no("Add another: Names")


def _keys(phone: Phone, name: str) -> Any:
    """Whoever hears a key pressed on the control of this name."""
    control: Any = phone.find(name)[0].control
    while not isinstance(control, ft.KeyboardListener):
        control = control.parent
    return control


async def _presses(phone: Phone, name: str, key: str) -> None:
    await phone.happens(_keys(phone, name), "key_down", {"key": key})
    await phone.rest()


async def test_enter_goes_on_from_a_radio_once_one_is_chosen_and_from_the_question(tmp_path: Path) -> None:
    async with await _phone(tmp_path, SLEEP, LAST) as phone:
        await phone.start("/form/f")
        await phone.sees("Do you sleep well?", "heading")
        await _presses(phone, "Yes", "Enter")
        await phone.sees("Do you sleep well?", "heading")
        await phone.tap("Yes")
        await _presses(phone, "Yes", "Arrow Down")
        await phone.sees("Do you sleep well?", "heading")
        await _presses(phone, "Yes", "Enter")
        await phone.sees("Anything else?", "heading")
        await _presses(phone, "Anything else?", "Enter")
        await phone.sees("Look over your answers", "heading")


async def test_after_next_the_focus_is_on_the_question(tmp_path: Path) -> None:
    async with await _phone(tmp_path, SLEEP, LAST) as phone:
        await phone.start("/form/f")
        await phone.sees("Do you sleep well?", "heading")
        assert "focus" not in [name for name, _ in phone.invoked]
        await phone.tap("Next")
        await phone.sees("Anything else?", "heading")
        await phone.until(lambda: "focus" in [name for name, _ in phone.invoked], "the focus on the question")


OTHER = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-openLabel"


async def test_an_answer_of_ones_own_is_called_as_the_form_calls_it(tmp_path: Path) -> None:
    drink = an_item(
        "d", "open-choice", "What do you drink?", answerOption=[{"valueString": "Tea"}, {"valueString": "Water"}],
        extension=[{"url": OTHER, "valueString": "Another drink"}],
    )  # fmt: skip
    async with await _phone(tmp_path, drink) as phone:
        await phone.start("/form/f")
        await phone.tap("Another drink")
        await phone.sees("In your own words", "field")


async def test_the_counter_is_of_what_is_left_and_counts_what_an_answer_asks_for(tmp_path: Path) -> None:
    async with await _phone(tmp_path, SLEEP, WHY, LAST) as phone:
        await phone.start("/form/f")
        await phone.sees("About 2 questions left")
        await phone.tap("No")
        await phone.sees("About 2 questions left")
        await phone.tap("Yes")
        await phone.sees("About 1 question left")
        await phone.tap("Next")
        await phone.type("Anything else?", "No")
        await phone.sees("No questions left")


async def test_sending_a_form_says_that_what_the_clinic_asked_for_is_done(tmp_path: Path) -> None:
    form = a_form(SLEEP)
    asked = {
        "resourceType": "Task",
        "id": "t1",
        "status": "requested",
        "intent": "order",
        "for": {"reference": "Patient/p1"},
        "owner": {"reference": "Patient/p1"},
        "focus": {"reference": form.canonical},
        "code": {"coding": [{"system": SDC_TEMP, "code": COMPLETE_FORM}]},
        "input": [
            {"type": {"coding": [{"system": SDC_TEMP, "code": FORM_INPUT}]}, "valueCanonical": form.canonical}
        ],
    }
    records = await store_with(tmp_path, form, StepTask.from_resource(asked))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
    (task,) = await records.every(StepTask)
    assert task.status == "completed"
    assert task.answers & (await the_response(records)).names
