"""A process that hides an entry and shows it again until it is killed, saying what it was told is done. Not a test itself."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from mobile.records import Store
from mobile.records.attempts import FADES_S
from mobile.records.secrets import DemoFileSecrets
from tests.faults.records.writer import dying_at, say
from tests.unit.records.hideable import SECOND, THIRD, Entry, Note, Piece
from tests.unit.records.parts import PIN, Clocks

WHOLE = (
    Entry("words", "e1", ("n1",)),
    Note("n1", "spoken"),
    *(Piece(f"n1.{n}", f"sound {n}") for n in range(9)),
)


async def work(folder: Path, point: str, times: int) -> None:
    reached = dying_at(point, times) if point else lambda _: None
    is_set_up = False
    clocks = Clocks()
    store = Store(
        folder / "records",
        DemoFileSecrets(folder),
        clock=clocks.now,
        steady=clocks.steady,
        on_point=lambda where: reached(where) if is_set_up else None,
    )
    records = await store.create(PIN)
    await records.save_all(WHOLE)
    await store.keep_second_pin(PIN, SECOND)
    store.lock()
    records = await store.unlock(SECOND)
    is_set_up = True
    pins = (THIRD, SECOND)
    for number in range(100):
        await records.hiding.move(WHOLE, is_hidden=True, over=WHOLE[:1])
        say("hidden")
        clocks.pass_s(FADES_S)  # as often as this no PIN is chosen
        await store.change_second_pin(PIN, pins[number % 2])
        say("changed", pins[number % 2])
        await records.hiding.move(WHOLE, is_hidden=False, over=WHOLE[:1])
        say("shown")


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
