"""A form opened before it is on this device: it opens when it arrives, once, and no later look takes an answer back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.records.errors import NotSaved
from mobile.screens.form.model import FormModel
from tests.screens.clinic_of import documents_of, person, receive_all, seeded
from tests.screens.form.samples import NOW
from tests.screens.harness import Phone, PretendWiring

QUESTIONNAIRES = [one for one in documents_of("rowan") if one["resourceType"] == "Questionnaire"]


async def test_an_answer_given_while_more_forms_arrive_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan", without=("Questionnaire",))
    looks = 0
    load, later = FormModel.load, asyncio.Event()

    async def slowly(self: FormModel, id: str) -> None:
        """Every look at a form that is here, but the first, ends only after the person has answered."""
        nonlocal looks
        looks += any(one.url.endswith("/phq-9") for one in await records.every(FormDefinition))
        if looks > 1:
            await later.wait()
        await load(self, id)

    monkeypatch.setattr(FormModel, "load", slowly)
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/form/phq-9")
        assert not phone.find("Several days")
        await receive_all(records, "rowan", QUESTIONNAIRES)
        assert await records.count(FormDefinition) > 5
        await phone.tap("Several days")
        await phone.tap("Next")
        await phone.sees("2. Feeling down, depressed, or hopeless")
        later.set()
        await phone.rest()
        await phone.sees("2. Feeling down, depressed, or hopeless")
        await phone.sees("About 9 questions left")


async def test_answers_that_a_lock_came_before_are_kept_though_the_form_is_refused_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan")

    before = {one.id for one in await records.every(Response)}
    held = await _held_back(records, monkeypatch)
    for one in await records.every(FormDefinition):
        await records.remove(one)
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/today")
        phone.shell.late_input.held = {(0, held.path): held}
        await phone.goes_to("/form/phq-9")
        await phone.rest()
        (kept,) = [one for one in await records.every(Response) if one.id not in before]
        assert "phq9-1" in kept.to_json()
        assert phone.shell._top.unsaved() is None


async def test_a_refused_form_is_not_left_with_answers_that_cannot_be_saved_without_being_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    held = await _held_back(records, monkeypatch)
    before = {one.id for one in await records.every(Response)}
    for one in await records.every(FormDefinition):
        await records.remove(one)
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/today")
        phone.shell.late_input.held = {(0, held.path): held}
        monkeypatch.setattr(type(records), "save_all", _full)
        await phone.goes_to("/form/phq-9")
        await phone.rest()
        assert phone.shell._top.unsaved() is not None
        await phone.tap("Back")
        await phone.sees("Leave without saving?")
        await phone.tap("Stay here")
        monkeypatch.undo()
        await phone.tap("Back")
        await phone.rest()
        (kept,) = [one for one in await records.every(Response) if one.id not in before]
        assert "phq9-1" in kept.to_json()


async def _full(*_: Any, **__: Any) -> None:
    raise NotSaved("full")


async def _held_back(records: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A form with one answer that could not be saved before the lock came."""
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/form/phq-9")
        monkeypatch.setattr(type(records), "save_all", _full)
        await phone.tap("Several days")
        await phone.rest()
        held = phone.shell._top
        assert held.unsaved() is not None
    monkeypatch.undo()
    return held
