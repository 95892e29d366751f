"""Whatever is saved while somebody writes: the field never falls behind their letters, and in the end all of them are kept.

The client says what stands in a field, and by a message of its own that it changed. Saves begin and end between the two.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from flet.messaging.protocol import MessageAction

from mobile.care.intention import Intention
from mobile.care.safety.plan import SafetyPlan
from mobile.screens.form.scratch import Scratch, scratch_id
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.form.samples import a_form, an_item, store_with
from tests.screens.harness import Phone, PretendWiring

LETTERS = "a walk to the river, and the radio on"
SEEDS = range(12)


async def intention(folder: Path) -> tuple[Any, str, str, Callable[[Phone], Coroutine[Any, Any, str]]]:
    records = await seeded(folder, "rowan")

    async def kept(_: Phone) -> str:
        found = await records.get(Intention, "i1")
        return found.words if found is not None else ""

    return records, "/intention/i1", "Your intention", kept


async def form(folder: Path) -> tuple[Any, str, str, Callable[[Phone], Coroutine[Any, Any, str]]]:
    records = await store_with(folder, a_form(an_item("words", "text", "What brings you here?")))

    async def kept(phone: Phone) -> str:
        found = await records.get(Scratch, scratch_id(phone.shell._top.model.form.response.id))
        return next(iter(found.words.values()), "") if found is not None else ""

    return records, "/form/f", "What brings you here?", kept


async def plan(folder: Path) -> tuple[Any, str, str, Callable[[Phone], Coroutine[Any, Any, str]]]:
    records = await seeded(folder, "rowan")

    async def kept(_: Phone) -> str:
        return (await records.every(SafetyPlan))[0].steps[0].words

    return records, "/safety-plan", "How I notice that a hard time is coming", kept


@pytest.mark.parametrize("place", [intention, form, plan], ids=lambda one: one.__name__)
async def test_a_field_never_falls_behind_the_letters_typed_into_it(place: Any, tmp_path: Path) -> None:
    records, route, label, kept = await place(tmp_path)
    for seed in SEEDS:
        chance = random.Random(seed)
        slowed(records, chance)
        async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
            await phone.start(route)
            if place is plan:
                await phone.tap("Change my words")
            field = (await phone.may_type(label)).control
            written = await types(phone, field, chance, f"{seed} ")
            end = asyncio.get_running_loop().time() + 20
            while await kept(phone) != written:
                assert asyncio.get_running_loop().time() < end, f"seed {seed}: kept {await kept(phone)!r}"
                await asyncio.sleep(0.01)
            assert field.value == written


def slowed(records: Any, chance: random.Random) -> None:
    """Saves that take a moment, each another."""
    for name in ("save", "save_all"):
        save = getattr(type(records), name)

        async def slowly(*nouns: Any, _save: Any = save, **more: Any) -> None:
            await asyncio.sleep(chance.choice((0, 0, 0.001, 0.004)))
            await _save(records, *nouns, **more)

        setattr(records, name, slowly)


async def types(phone: Phone, field: Any, chance: random.Random, begin: str) -> str:
    """Letter by letter, with what else happens in between. What the client holds in the end."""
    written, heard = "", []
    for letter in begin + LETTERS:
        written += letter
        await phone.changes(field, value=written)
        for _ in range(chance.choice((0, 1, 3))):
            await asyncio.sleep(chance.choice((0, 0.002)))
            assert field.value == written
        body = {"target": field._i, "name": "change", "data": written}
        heard.append(asyncio.create_task(phone.says(MessageAction.CONTROL_EVENT, body)))
        for _ in range(chance.choice((0, 1, 2))):
            await asyncio.sleep(chance.choice((0, 0.001)))
            assert field.value == written
    await asyncio.gather(*heard)
    return written
