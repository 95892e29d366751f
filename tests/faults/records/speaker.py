"""A process that speaks a voice note until it is killed, saying how many bytes of it are called saved. Not a test itself."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mobile.care.journal.sound import RATE
from mobile.records import Store
from mobile.records.secrets import DemoFileSecrets
from mobile.screens.entry.model import EntryDraft
from mobile.screens.entry.recording import Recording

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)


class Microphone:
    async def begin(self) -> str:
        return "on"

    async def end(self) -> bool:
        return True


async def speak(folder: Path) -> None:
    store = Store(folder / "records", DemoFileSecrets(folder))
    await store.look()
    records = await store.create(None)
    zone = ZoneInfo("America/Chicago")
    entry = EntryDraft(
        records, "Patient/p1", zone, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await entry.load("e1")
    one = Recording(records, lambda: NOW, entry, start=lambda work: work.close(), on_change=lambda: None)
    one.microphone = Microphone()  # type: ignore[assignment]
    await one.begin()
    for number in range(1, 1_000_000):
        one.hear(number.to_bytes(2, "little") * RATE, number)
        await one.flush()
        os.write(1, f"{one.note.length}\n".encode())


if __name__ == "__main__":
    asyncio.run(speak(Path(sys.argv[1])))
