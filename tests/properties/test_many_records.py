"""A person's records are never too many: the store answers for all of each kind, at 505, at 2,001 and, by campaign, at 50,000.

Every noun of the catalogue is filled the way a first pull fills it, and every noun that stays on the phone the way it is saved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mobile.care import catalog
from mobile.care.forms.kept import KeptForm
from mobile.care.intention import begin
from mobile.care.resource import Resource
from mobile.care.safety.plan import PlanPast
from mobile.care.safety.put_away import PutAway
from mobile.records import Filing, Pulled, Records, ServerCopy, Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.form.scratch import Scratch

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SIZES = sorted({505, 2_001, int(os.environ.get("LANTERN_MANY", "2001"))})
PAGE = 1_000


def kept_nouns(of: type[Resource] = Resource) -> Iterator[type[Resource]]:
    """Every kind of document that can be received."""
    if "KIND" in vars(of):
        yield of
    for below in of.__subclasses__():
        yield from kept_nouns(below)


RECEIVED = sorted(kept_nouns(), key=lambda noun: noun.KIND.name)
OWN: dict[str, Any] = {
    "intention": lambda n: begin(f"i{n}", f"Appointment/a{n % 7}", NOW).revise(f"words {n}", NOW),
    "kept_form": lambda n: KeptForm(f"k{n}", f"http://forms.example/{n % 7}", f"digest {n}", NOW, "{}"),
    "safety_plan_past": lambda n: PlanPast(f"p{n}"),
    "put_away": lambda n: PutAway(f"a{n}", NOW),
    "form_scratch": lambda n: Scratch(f"r{n}", {"q": "half a word"}),
}


def received(noun: type[Resource], number: int) -> Any:
    """As a clinic may write it: little of it, some of it of one patient and some of another."""
    who = {"reference": f"Patient/p{number % 7}"}
    about = {"patient": who} if noun.TYPE == "Consent" else {"subject": who, "for": who}
    return noun.from_resource({"resourceType": noun.TYPE, "id": f"r{number}", **about})


async def pull(records: Records, noun: type[Resource], numbers: range) -> list[str]:
    """Receives these. Returns their ids."""
    made = [received(noun, number) for number in numbers]
    page = [
        Pulled(
            noun.TYPE,
            ServerCopy(str(one.server_id), 'W/"1"', None, one.text),
            Filing(noun.KIND, one.id, one.head()),
        )
        for one in made
    ]
    await records.store_page(noun.KIND.name, page, None)
    return [one.id for one in made]


def steps(size: int, done: int) -> Iterator[range]:
    for start in range(done, size, PAGE):
        yield range(start, min(size, start + PAGE))


def a_value(head: Any) -> dict[str, object]:
    """Something to ask by: the first plain value of a head."""
    return next(({name: one} for name, one in head.items() if isinstance(one, str | bool)), {})


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    store = Store(tmp_path, MemorySecrets())
    yield await store.create(None)
    store.lock()


async def test_the_list_of_kinds_is_that_of_the_catalogue() -> None:
    assert {row.noun for row in catalog.ROWS} == set(RECEIVED)


@pytest.mark.parametrize("noun", RECEIVED, ids=lambda noun: noun.KIND.name)
async def test_every_received_record_is_there_however_many(records: Records, noun: Any) -> None:
    ids: list[str] = []
    for size in SIZES:
        for numbers in steps(size, len(ids)):
            ids += await pull(records, noun, numbers)
        found = await records.every(noun)
        assert len(found) == size
        assert [one.id for one in found] == ids[::-1]
        where = a_value(found[-1].head())
        wanted = [one.id for one in found if where.items() <= dict(one.head()).items()]
        assert [one.id for one in await records.every(noun, where)] == wanted
    print(f"FIGURES {noun.KIND.name} {SIZES[-1]}")


@pytest.mark.parametrize("name", OWN)
async def test_every_record_of_ones_own_is_there_however_many(records: Records, name: str) -> None:
    ids: list[str] = []
    for size in SIZES:
        for numbers in steps(size, len(ids)):
            made = [OWN[name](number) for number in numbers]
            await records.save_all(made)
            ids += [one.id for one in made]
        noun: Any = type(OWN[name](0))
        found = await records.every(noun)
        assert [one.id for one in found] == ids[::-1]
    print(f"FIGURES {name} {SIZES[-1]}")
