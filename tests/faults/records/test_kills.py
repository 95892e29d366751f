"""Killed without warning (T3): what was called saved is there, and nothing clinical is here that would not be sent.

LANTERN_KILLS: how many times a writer is killed at a random moment (15 here, 500 in the campaign).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mobile.records import Records, SendState, Store
from mobile.records.secrets import DemoFileSecrets
from tests.unit.records.parts import START, Secretly, Wish

KILLS = int(os.environ.get("LANTERN_KILLS", "15"))
ROOT = Path(__file__).parents[3]
POINTS = [
    f"{when} commit {what}"
    for what in (
        "save_all",
        "begin",
        "acknowledge",
        "retry_later",
        "due",
        "note",
        "add_keys",
        "step",
        "retire",
        "resume",
    )
    for when in ("before", "after")
] + ["before commit lay_out", "after commit lay_out", "before checkpoint", "after checkpoint"]


class Written:
    """What the writers said over all their lives."""

    def __init__(self) -> None:
        self.saved: dict[str, set[str]] = {}
        self.private: dict[str, str] = {}
        self.removing: set[str] = set()
        self.count = 0

    def hear(self, lines: str) -> None:
        for line in lines.split("\n")[:-1]:  # the last was cut off
            verb, _, rest = line.partition(" ")
            id, _, words = rest.partition(" ")
            if verb == "saved":
                self.saved[id] = {words}
                self.count += 1
            elif verb == "private":
                self.private[id] = words
                self.count += 1
            elif verb == "removing":
                self.removing.add(id)


def killed(folder: Path, seed: int, after_s: float | None, point: str = "") -> str:
    """What a writer said before it was killed: after a time, or by itself at a point."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.records.writer", str(folder), str(seed), point],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert writer.stdout is not None
    with writer.stdout as out:
        first = b""
        if after_s is not None:
            first = out.readline()  # its life begins when it has opened the store
            time.sleep(after_s)
            writer.kill()
        said = (first + out.read()).decode()
    assert writer.wait(60) == -9
    return said


async def opened(folder: Path) -> tuple[Store, Records]:
    store = Store(folder / "records", DemoFileSecrets(folder))
    return store, await store.unlock(None)


async def check(folder: Path, said: Written) -> tuple[int, int]:
    """(lost, without a way to the clinic). Rows that do not open count as lost."""
    store, records = await opened(folder)
    assert records.behind is None  # a kill loses nothing that was acknowledged, so it is no alarm
    lost = len(await records.verify())
    held = {one.id: one for one in await records.newest(Wish, 1 << 40)}
    for id, words in said.saved.items():
        if id not in said.removing and id not in held:
            lost += 1
        elif id in held and id not in said.removing and held[id].words not in words:
            # an edit that was committed and not yet said is newer, never older
            lost += not held[id].words.startswith("edit")
        said.saved[id] = {held[id].words} if id in held else words
    for id, words in said.private.items():
        mine = await records.get(Secretly, id)
        lost += mine is None or mine.words != words
    stranded = 0
    for id in held:
        standing = await records.standing(Wish, id)
        stranded += standing is None or standing.state is SendState.ONLY_HERE
    counts = await records.pending()
    assert counts["sending"] == 0  # what was in flight is due again
    queued = {row.local_id for row in await records.due(START, 1 << 40)}
    assert not queued & set(said.private)
    store.lock()
    return lost, stranded


async def test_no_kill_loses_a_saved_entry_or_leaves_one_unqueued(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(3)
    said, lost, stranded = Written(), 0, 0
    for number in range(KILLS):
        folder = tmp_path / str(number // 5)  # a store lives through five kills
        if number % 5 == 0:
            said = Written()
        before = said.count
        said.hear(killed(folder, number, chance.uniform(0.0, 0.25)))
        more_lost, more_stranded = await check(folder, said)
        lost, stranded = lost + more_lost, stranded + more_stranded
        assert (lost, stranded) == (0, 0), f"kill {number}, {said.count - before} saved in it"
    with capsys.disabled():
        print(f"FIGURES {KILLS} kills, {lost} lost, {stranded} without outbox row")


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_each_labelled_point_nothing_saved_is_lost(tmp_path: Path, point: str) -> None:
    said = Written()
    if "lay_out" not in point and "resume" not in point and "note" not in point:
        said.hear(killed(tmp_path, 1, 0.1))
    said.hear(killed(tmp_path, 2, None, point))
    if point == "before commit lay_out":
        store = Store(tmp_path / "records", DemoFileSecrets(tmp_path))
        await store.create(None)  # nothing was made: it may be made now
        store.lock()
        return
    assert await check(tmp_path, said) == (0, 0)
