"""What looks at a store after its commits never misses one and never runs by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mobile.care.intention import Intention, begin
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import Keeping
from mobile.wiring.after_commits import AfterCommits
from tests.screens.harness import opened_store
from tests.unit.care.samples import NOW


async def test_a_look_that_was_overtaken_is_made_again_for_the_commit_and_not_without_one(
    tmp_path: Path,
) -> None:
    records = await opened_store(tmp_path)
    looks, has_looked_twice = list[bool](), asyncio.Event()

    async def look(store: Keeping) -> None:
        looks.append(True)
        if len(looks) == 1:
            await store.save(begin("i1", None, NOW).revise("words", NOW))  # the commit that overtakes it
        if len(looks) == 2:
            has_looked_twice.set()
        raise ChangedMeanwhile

    watching = AfterCommits(records, (Intention,), look)
    await has_looked_twice.wait()
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(looks) == 2
    watching.end()
