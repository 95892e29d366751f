"""Nothing stands before Support, and nothing written is lost on the way there, to a lock, or back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.readiness.task import StepTask
from mobile.records.errors import Damaged
from mobile.records.ports import ServerCopy
from mobile.shell import shell
from tests.screens.clinic_of import person, seeded
from tests.screens.form.samples import NOW
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_left_before_loaded import PLACES, _full

Write = Callable[[Phone], Awaitable[None]]


async def _settles(phone: Phone) -> None:
    for _ in range(2):
        await phone.rest()


@pytest.mark.parametrize(("path", "field"), [("/intention/i9", "Your intention"), ("/word/new", "Your word")])
async def test_words_that_could_not_be_saved_are_there_after_support(
    path: str, field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start(path)
        monkeypatch.setattr(type(records), "save_all", _full)
        await phone.type(field, "Still here")
        await _settles(phone)
        phone.shell.go("/support")
        await _settles(phone)
        assert phone.page.route == "/support"
        await phone.back()
        await _settles(phone)
        (found,) = phone.find(field, "field")
        assert found.control.value == "Still here"


async def test_support_is_not_left_for_another_place_while_words_under_it_are_unsaved_without_being_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/intention/i9")
        monkeypatch.setattr(type(records), "save_all", _full)
        await phone.type("Your intention", "Still here")
        phone.shell.go("/support")
        await _settles(phone)
        phone.shell.go("/support/ground")
        await _settles(phone)
        assert phone.page.route == "/support/ground"
        phone.shell.go("/plan")
        await phone.sees("Leave without saving?")
        await phone.tap("Stay here")
        await _settles(phone)
        assert phone.page.route == "/support/ground"


@pytest.mark.parametrize("over", [False, True], ids=["in view", "under Support"])
@pytest.mark.parametrize(("path", "write", "kind", "words"), PLACES)
async def test_what_a_full_disk_held_back_is_saved_after_the_lock(
    path: str,
    write: Write,
    kind: type[Any],
    words: str,
    over: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    wiring = PretendWiring(records=records, person=person("rowan"), at=NOW)
    before = {one.to_json() for one in await records.every(kind)}
    async with Phone(wiring) as phone:
        await phone.start(path)
        with monkeypatch.context() as full:
            full.setattr(type(records), "save_all", _full)
            await write(phone)
            await _settles(phone)
            if over:
                phone.shell.go("/support")
                await _settles(phone)
            wiring.opens("locked")
            await _settles(phone)
        wiring.opens("open")
        await _settles(phone)
        new = {one.to_json() for one in await records.every(kind)} - before
        assert any(words in one for one in new)


@pytest.mark.parametrize(("path", "write", "kind", "words"), PLACES)
async def test_a_store_that_is_damaged_or_hangs_does_not_stand_before_support(
    path: str, write: Write, kind: type[Any], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def damaged(*_: Any, **__: Any) -> None:
        raise Damaged

    async def hangs(*_: Any, **__: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(shell, "FLUSH_S", 0.2)  # what hangs is given up sooner than a person would wait
    for number, save in enumerate((damaged, hangs)):
        records: Any = await seeded(tmp_path / str(number), "rowan")
        async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
            await phone.start(path)
            with monkeypatch.context() as broken:
                broken.setattr(type(records), "save_all", save)
                await write(phone)
                phone.shell.go("/support")
                await phone.until(lambda phone=phone: phone.title() == "Support now", "Support")


async def test_what_sync_says_of_a_conflict_that_nobody_chooses_about_is_there(tmp_path: Path) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    step = (await records.every(StepTask))[0]
    await records.save(step.changed(made(fhir.Task, status="completed")))
    due = await records.due(NOW + timedelta(days=1), 50)
    (row,) = [one for one in due if one.resource_type == "Task"]
    await records.begin([row.seq])
    theirs = json.loads(step.text) | {"status": "on-hold"}
    await records.conflict(row.seq, ServerCopy(theirs["id"], 'W/"9"', None, json.dumps(theirs)))
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/settings/sync")
        await phone.sees("A step before your session")
        await phone.sees("It was changed in two places. Your clinic can say which counts.")
        assert phone.reported == []
