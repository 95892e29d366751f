"""A process that writes until it is killed, saying on standard output what it was told is saved. Not a test itself."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from mobile.records import Store, StoreState
from mobile.records.secrets import DemoFileSecrets
from tests.unit.records.parts import START, Secretly, Wish, copy_of


def say(*words: object) -> None:
    """Unbuffered, in one piece: what was said was true when it was said."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def dying_at(point: str, times: int) -> Callable[[str], None]:
    """Kills this process at the nth time the store comes to this point."""
    left = times

    def on_point(reached: str) -> None:
        nonlocal left
        if reached == point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return on_point


async def write(folder: Path, seed: int, point: str) -> None:
    chance = random.Random(seed)
    on_point = dying_at(point, chance.randint(1, 4)) if point else lambda _: None
    store = Store(folder / "records", DemoFileSecrets(folder), on_point=on_point)
    store.upkeep_after_s = chance.choice([0.01, 0.05, 2.0])  # so that some die while the log is emptied
    state = await store.look()
    records = await (store.create(None) if state is StoreState.EMPTY else store.unlock(None))
    say("open")
    wishes: list[Wish] = []
    for number in range(100_000):
        action = chance.random()
        if action < 0.5 or not wishes:
            wish = Wish(f"wish {seed} {number} " + "x" * chance.randint(0, 3000))
            await records.save(wish)
            wishes.append(wish)
            say("saved", wish.id, wish.words)
        elif action < 0.7:
            wish = Wish(f"edit {number}", chance.choice(wishes).id)
            await records.save(wish)
            say("saved", wish.id, wish.words)
        elif action < 0.78:
            secret = Secretly(f"mine {number}")
            await records.save(secret)
            say("private", secret.id, secret.words)
        elif action < 0.95:
            rows = await records.due(START, 3)
            await records.begin([row.seq for row in rows])
            done = [
                (row.seq, copy_of(Wish.from_json(row.payload), f"s-{row.local_id}"))
                for row in rows
                if row.payload
            ]
            await records.acknowledge(done)
            for row in rows:
                await records.retry_later(row.seq, START, "interrupted")
        else:
            wish = wishes.pop(chance.randrange(len(wishes)))
            say("removing", wish.id)
            await records.remove(wish)
        if chance.random() < 0.02:
            await store.rotate()


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""))
