"""Killed without warning while an entry is hidden, shown or given another PIN: it is wholly on one side, and a PIN opens it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mobile.records import Records, Store
from mobile.records.errors import WrongPin
from mobile.records.secrets import DemoFileSecrets
from tests.faults.records.hider import WHOLE
from tests.unit.records.hideable import SECOND, THIRD, Entry, Note, Piece
from tests.unit.records.parts import PIN

pytestmark = pytest.mark.full_cost

ROOT = Path(__file__).parents[3]
POINTS = [
    *(f"{when} commit {what}" for what in ("_moved", "put_second_pin") for when in ("before", "after")),
    "before checkpoint",
    "after checkpoint",
]


def lives(folder: Path, point: str, times: int, dies_after_s: float | None = None) -> list[str]:
    """What it said until it died."""
    command = [sys.executable, "-m", "tests.faults.records.hider", str(folder), point, str(times)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    if dies_after_s is not None:
        time.sleep(dies_after_s)
        process.kill()
    rest, _ = process.communicate()
    assert process.returncode == -9
    return [line for line in (first + rest).split("\n") if line]


async def seen(records: Records) -> int:
    found = [await records.newest(noun, 99) for noun in (Entry, Note, Piece)]
    assert await records.verify() == []
    return sum(len(some) for some in found)


async def stands_whole(folder: Path, lines: list[str]) -> None:
    """As it was said last, or as it was being made."""
    store = Store(folder / "records", DemoFileSecrets(folder))
    by_first = await seen(await store.unlock(PIN))
    assert by_first in (0, len(WHOLE))
    last = lines[-1] if lines else "shown"
    if last == "hidden":
        assert by_first == 0  # what came next was another PIN
    opens: list[str] = []
    for pin in (SECOND, THIRD):
        store.lock()
        try:
            assert await seen(await store.unlock(pin)) == len(WHOLE)
        except WrongPin:
            continue
        opens.append(pin)
    store.lock()
    assert len(opens) == 1
    if last.startswith("changed"):
        assert last.endswith(opens[0])


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_a_point_it_is_wholly_on_one_side(tmp_path: Path, point: str) -> None:
    times = random.Random(point).randint(1, 3)
    await stands_whole(tmp_path, lives(tmp_path, point, times + 1))


@pytest.mark.parametrize("number", range(3))
async def test_killed_at_any_moment_it_is_wholly_on_one_side(tmp_path: Path, number: int) -> None:
    await stands_whole(tmp_path, lives(tmp_path, "", 0, random.Random(number).uniform(0.0, 0.6)))
