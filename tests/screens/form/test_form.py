"""The form place, driven as a person would: one question after the other, left and come back to, sent."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest

from mobile.care.forms.response import Response
from mobile.care.safety.alerts import Alert
from mobile.records.ports import ServerCopy
from mobile.screens.form.scratch import Scratch, scratch_id
from tests.screens.form.samples import (
    NOW,
    a_form,
    an_item,
    answer_of,
    comes,
    comes_to,
    content,
    responses,
    routing,
    store_with,
    the_response,
)
from tests.screens.harness import Phone, PretendWiring
from tests.unit.device.test_pictures import photo

HEALTH = "/form/health-history"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await store_with(
        tmp_path,
        content("intake", "health-history"),
        content("intake", "medicines-and-allergies"),
        content("intake", "mental-health-history"),
        content("measures", "phq-9"),
        content("measures", "peg"),
        routing(),
    )


@pytest.fixture
def wiring(records: Any) -> PretendWiring:
    return PretendWiring(records=records, at=NOW)


async def _says(records: Any, code: str) -> bool:
    return any(f'"{code}"' in one.text for one in await responses(records))


async def _says_no(records: Any, code: str) -> bool:
    return not await _says(records, code)


async def test_one_question_a_page_with_why_it_is_asked_and_where_one_is(wiring: PretendWiring) -> None:
    async with Phone(wiring) as phone:
        await phone.start(HEALTH)
        await phone.sees("About your health", "heading")
        await phone.sees("What sex were you given at birth?", "heading")
        await phone.sees("About you · About 27 questions left")
        await phone.tap("Next")
        await phone.sees("What is your weight?", "heading")
        assert not phone.find("What sex were you given at birth?", "heading")
        assert phone.faults() == []


async def test_every_answer_is_saved_at_once_and_found_again_at_the_same_question(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start(HEALTH)
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.sees("Has a clinician ever told you that you have high blood pressure?", "heading")
        await phone.tap("Yes")
        await comes_to(records, "blood-pressure", [{"valueBoolean": True}])
        await phone.sees("Is it treated and steady now?")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(HEALTH)
        await phone.sees("Has a clinician ever told you that you have high blood pressure?", "heading")
        assert len(await responses(records)) == 1


async def test_what_is_not_sure_or_said_in_person_goes_to_the_clinician_and_can_be_undone(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start(HEALTH)
        await phone.tap("I would rather say this in person")
        await phone.sees(re.compile("You would rather say this in person. Your clinician sees that"))
        await comes(lambda: _says(records, "in-person"))
        await phone.tap(re.compile("^Undo"))
        await phone.sees_no(re.compile("Your clinician sees that"))
        await comes(lambda: _says_no(records, "in-person"))
        await phone.tap("I’m not sure")
        await comes(lambda: _says(records, "not-sure"))


async def test_item_nine_opens_help_before_the_next_question_tells_the_clinic_and_the_form_can_go_on(
    wiring: PretendWiring, records: Any
) -> None:
    wiring.pretended.says(phase="offline")
    async with Phone(wiring) as phone:
        await phone.start("/form/phq-9")
        for _ in range(8):
            await phone.tap("Not at all")
            await phone.tap("Next")
        await phone.sees(re.compile("better off dead"), "heading")
        await phone.tap("Several days")
        await phone.sees("You do not have to be alone with this", "heading")
        await phone.sees(re.compile("It has not reached your clinic yet"))
        (alert,) = await records.newest(Alert, 5)
        assert alert.rule == "phq9-item9"
        await phone.sees(re.compile("It has not reached your clinic yet"))
        await phone.sees(re.compile("988"))
        await phone.tap("Go on with the form")
        await phone.sees(re.compile("better off dead"), "heading")
        await phone.tap("Next")
        await phone.sees(re.compile("How difficult have these problems"), "heading")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        assert (await the_response(records)).status == "completed"
        assert len(await records.newest(Alert, 5)) == 1
        assert phone.faults() == []


async def test_without_a_signed_table_a_form_that_asks_about_harm_waits_and_says_why(tmp_path: Path) -> None:
    records = await store_with(tmp_path, content("measures", "phq-9"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/phq-9")
        await phone.sees(re.compile("has not said who is told"))
        assert await responses(records) == []


async def test_a_form_refused_says_so_in_words(tmp_path: Path) -> None:
    broken = a_form(
        an_item("a", "string", "One"), modifierExtension=[{"url": "http://x.test/y", "valueBoolean": True}]
    )
    records = await store_with(tmp_path, broken)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.sees(re.compile("a rule that Lantern does not know"))
        assert phone.faults() == []


async def test_the_review_lists_every_answer_and_leads_to_what_is_missing(tmp_path: Path) -> None:
    form = a_form(
        an_item("name", "string", "What is your name?", required=True),
        an_item("born", "date", "When were you born?"),
    )
    records = await store_with(tmp_path, form)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Next")
        await phone.type("When were you born?", "next tuesday")
        await phone.tap("Next")
        (field,) = phone.find("When were you born?", "field")
        assert "could not be read as a date" in field.control.error
        await phone.tap("Next")
        await phone.sees("Look over your answers", "heading")
        await phone.sees("2 things are still to do")
        await phone.tap(re.compile("^Send to"))
        assert (await the_response(records)).is_open
        await phone.tap(re.compile("What is your name. This one needs an answer"))
        await phone.type("What is your name?", "Rowan")
        await phone.submit("What is your name?")
        await phone.sees("Look over your answers", "heading")
        await phone.tap("Change: When were you born?")
        (field,) = phone.find("When were you born?", "field")
        assert field.control.value == "next tuesday"
        await phone.type("When were you born?", "20 May 1990")
        await phone.tap("Back to your answers")
        await phone.sees("May 20, 1990")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Your clinic will review your answers with you.")
        kept = await the_response(records)
        assert kept.status == "completed"
        assert answer_of(kept, "born") == [{"valueDate": "1990-05-20"}]


async def test_letters_typed_before_a_sudden_end_are_there_again(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(an_item("words", "text", "What brings you here?")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.type("What brings you here?", "A")
        await phone.type("What brings you here?", "A long wint")
        await phone.sees(re.compile("Nobody reads this in real time"))
        await comes(lambda: records.get(Scratch, scratch_id(phone.shell._top.model.form.response.id)))
        kept = await the_response(records)
        assert answer_of(kept, "words") == [{"valueString": "A"}], "half a sentence does not travel"
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        field = await phone.may_type("What brings you here?")
        assert field.control.value == "A long wint"


async def test_letters_that_came_while_an_answer_was_saved_stay_in_the_field(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(an_item("words", "text", "What brings you here?")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.type("What brings you here?", "A")
        field = (await phone.may_type("What brings you here?")).control
        await phone.changes(
            field, value="A lo"
        )  # the client says what stands there, and then that it changed
        phone.shell._top.model.form.changed()  # as after every save
        assert field.value == "A lo"
        await phone.happens(field, "change", "A lo")
        await comes(lambda: records.get(Scratch, scratch_id(phone.shell._top.model.form.response.id)))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        assert (await phone.may_type("What brings you here?")).control.value == "A lo"


async def test_an_answer_given_while_another_version_is_read_is_not_thrown_away(tmp_path: Path) -> None:
    records = await store_with(
        tmp_path,
        a_form(an_item("words", "string", "What brings you here?"), an_item("more", "boolean", "And?")),
    )
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.type("What brings you here?", "A long winter")
        await phone.tap("Next")
        await comes_to(records, "words", [{"valueString": "A long winter"}])
        model: Any = phone.shell._top.model
        await phone.until(lambda: model.conflicts.is_quiet, "nothing to be saved")
        read = model._resuming.filled

        async def slowly(*args: Any, **more: Any) -> Any:
            found = await read(*args, **more)
            if not model.form.filling.node("more").values:
                model.form.filling.answer("more", True)  # in the middle of it
                model.keeping.changed()
            return found

        model._resuming.filled = slowly
        other = (await the_response(records)).changed(
            item=[{"linkId": "words", "answer": [{"valueString": "Said elsewhere"}]}]
        )
        await records.save(other)
        await comes_to(records, "more", [{"valueBoolean": True}])


async def test_one_more_medicine_is_added_removed_and_brought_back(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/form/medicines-and-allergies")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.sees("Medicine 1")
        await phone.type("What is it called?", "Lamotrigine")
        await phone.tap("Add another: Medicine")
        await phone.sees("Medicine 2")
        first = phone.find("What is it called?", "field")[0]
        assert first.control.value == "Lamotrigine"
        await phone.tap("Remove number 1")
        await phone.sees_no("Medicine 2")
        await comes_to(records, "medicine-name", [])
        snack = next(d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
        await phone.session.dispatch_event(snack._i, "action", None)
        await phone.sees("Medicine 2")
        await comes_to(records, "medicine-name", [{"valueString": "Lamotrigine"}])
        assert phone.faults() == []


async def test_a_gentle_warning_stands_before_a_painful_part_and_can_be_passed_by(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/form/mental-health-history")
        await phone.sees("Not now")  # the whole form begins with a warning of its own
        for _ in range(5):
            if phone.find("Skip this part for now"):
                break
            await phone.tap("Next")
        await phone.sees("Harder questions", "heading")
        await phone.sees("Talk to somebody now")
        await phone.tap("Skip this part for now")
        await phone.sees(re.compile("alcohol and drugs"))
        await phone.tap("Back", "button")


async def test_a_scale_is_steps_and_a_wide_screen_shows_a_whole_part(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW), width=1280) as phone:
        await phone.start("/form/peg")
        await phone.sees("Pain in the past week", "heading")
        await phone.sees("What number best describes your pain on average in the past week?", "heading")
        await phone.sees(
            "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
            "heading",
        )
        await phone.tap("7")
        await comes_to(records, "peg-1", [{"valueInteger": 7}])
        await phone.sees("0: No pain")
        assert phone.faults() == []


async def test_what_was_sent_opens_as_read_and_can_be_changed(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(an_item("a", "boolean", "Do you sleep well?")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        sent = await the_response(records)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(f"/form/{sent.id}")
        await phone.sees("Thank you", "heading")
        await phone.tap("Change my answers")
        await phone.tap("Change: Do you sleep well?")
        await phone.tap("No")
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        changed = await the_response(records)
        assert (changed.id, changed.status) == (sent.id, "amended")
        assert answer_of(changed, "a") == [{"valueBoolean": False}]


async def test_the_same_answers_written_on_two_devices_are_shown_beside_each_other_and_one_is_chosen(
    tmp_path: Path,
) -> None:
    records = await store_with(tmp_path, a_form(an_item("a", "boolean", "Do you sleep well?")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await comes_to(records, "a", [{"valueBoolean": True}])
    mine = await the_response(records)
    row = max(await records.due(NOW + timedelta(days=400), 50), key=lambda one: one.seq)
    await records.begin([row.seq])
    theirs = mine.draft_of([{"linkId": "a", "answer": [{"valueBoolean": False}]}], NOW).to_resource()
    text = json.dumps({**theirs, "id": "77"})
    await records.conflict(row.seq, ServerCopy("77", 'W/"9"', None, text))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(f"/form/{mine.id}")
        await phone.sees(re.compile("You answered on two devices"))
        await phone.tap("Look at both")
        await phone.sees("Yes")
        await phone.sees("No")
        assert phone.faults() == []
        await phone.tap("Keep that one")
        await phone.sees("Do you sleep well?", "heading")
        await comes_to(records, "a", [{"valueBoolean": False}])
        assert await records.conflicts(Response) == []


async def test_a_photo_that_cannot_be_taken_loses_nothing_beside_it_and_one_that_can_is_removed_again(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/form/medicines-and-allergies")
        await phone.tap("Yes")
        await phone.tap("Next")
        await phone.type("What is it called?", "Sertraline")
        (button,) = phone.find("Take or choose a photo", "button")
        chosen = button.control.action.file_picker.on_result
        for name, data, said in (
            ("gone.png", None, "gone.png could not be read"),
            ("label.png", b"12345", "label.png could not be opened as a photo"),
            ("label.png", photo(30, 20, form="PNG"), "Photo 1"),
        ):
            await chosen(SimpleNamespace(files=[SimpleNamespace(name=name, size=5, bytes=data, path=None)]))
            await phone.sees(re.compile(said))
        await phone.tap("Remove Photo 1")
        await phone.sees_no("Photo 1")
        (field,) = phone.find("What is it called?", "field")
        assert field.control.value == "Sertraline"


async def test_help_beside_a_question_opens_in_its_place(wiring: PretendWiring) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/form/medicines-and-allergies")
        help = "Help with: Do you take any medicines, vitamins, herbs or drops?"
        await phone.tap(help)
        await phone.sees(re.compile("Count what you buy without a prescription"))
        await phone.tap(help)
        await phone.sees_no(re.compile("Count what you buy without a prescription"))


async def test_a_form_the_clinic_changed_meanwhile_says_so_once_and_can_be_finished(tmp_path: Path) -> None:
    said = re.compile("^Your clinic has changed this form since you began. You can finish this one")
    asked = [an_item("a", "boolean", "The old words?"), an_item("b", "boolean", "And then?")]
    records = await store_with(tmp_path, a_form(*asked))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.tap("Yes")
        await comes_to(records, "a", [{"valueBoolean": True}])
        await phone.sees_no(said)
    await records.save(a_form(an_item("a", "boolean", "The new words?"), version="2"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start(f"/form/{(await the_response(records)).id}")
        await phone.sees(said)
        assert phone.faults() == []
        if phone.find("The old words?", "heading"):
            await phone.tap("Next")
            await phone.sees_no(said)
        await phone.tap("Next")
        await phone.sees(said)
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await phone.sees_no(said)
    assert (await the_response(records)).questionnaire.endswith("|1")


async def test_no_answer_is_ever_logged(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(an_item("w", "text", "What helps?")))

    async def broken(*given: Any, **_: Any) -> None:
        raise ValueError("zebra canary")

    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        records.save_all = broken
        await phone.type("What helps?", "zebra canary")
        assert "zebra" not in " ".join(phone.reported)
        del records.save_all
