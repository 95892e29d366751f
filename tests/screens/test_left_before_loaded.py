"""Words that a lock came before, and could not be saved then, outlive a place that is left again before it has loaded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.response import Response
from mobile.care.intention import Intention
from mobile.care.safety.plan import SafetyPlan
from mobile.records.errors import NotSaved
from tests.screens.clinic_of import person, seeded
from tests.screens.form.samples import NOW
from tests.screens.harness import Phone, PretendWiring

Write = Callable[[Phone], Awaitable[None]]


async def an_intention(phone: Phone) -> None:
    await phone.type("Your intention", "Held by the lock")


async def a_plan(phone: Phone) -> None:
    await phone.tap("Change my words")
    await phone.type("How I notice that a hard time is coming", "Held by the lock")


async def an_answer(phone: Phone) -> None:
    await phone.tap("Several days")


PLACES: list[Any] = [
    pytest.param("/intention/i9", an_intention, Intention, "Held by the lock", id="intention"),
    pytest.param("/safety-plan", a_plan, SafetyPlan, "Held by the lock", id="plan"),
    pytest.param("/form/phq-9", an_answer, Response, "phq9-1", id="form"),
]


async def _full(*_: Any, **__: Any) -> None:
    raise NotSaved("full")


async def _nothing() -> None: ...


async def _held(records: Any, path: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The place as the lock holds it: written in, and not saved."""
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start(path)
        with monkeypatch.context() as full:
            full.setattr(type(records), "save_all", _full)
            await write(phone)
            await phone.rest()
            held = phone.shell._top
            assert held.unsaved() is not None
            held.hidden = _nothing  # closing the page leaves it; a lock does not
    return held


@pytest.mark.parametrize(("path", "write", "kind", "words"), PLACES)
async def test_what_a_lock_held_back_is_saved_by_leaving_before_it_has_loaded(
    path: str,
    write: Write,
    kind: type[Any],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    held = await _held(records, path, write, monkeypatch)
    before = {one.to_json() for one in await records.every(kind)}
    never = asyncio.Event()

    async def slowly(*_: Any, **__: Any) -> None:
        await never.wait()

    monkeypatch.setattr(type(held), "shown", slowly)
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/plan")
        phone.shell.late_input.held = {(0, path): held}
        await phone.goes_to(path)
        top = phone.shell._top
        assert top.path == path
        assert top.unsaved() is not None  # a lock that comes now holds it again
        with monkeypatch.context() as full:
            full.setattr(type(records), "save_all", _full)
            await phone.tap("Back")
            await phone.sees("Leave without saving?")
            await phone.tap("Stay here")
        await phone.tap("Back")
        await phone.rest()
        assert phone.shell._top.path != path
        monkeypatch.undo()
        new = {one.to_json() for one in await records.every(kind)} - before
        assert any(words in one for one in new)
