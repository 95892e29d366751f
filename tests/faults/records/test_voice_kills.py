"""A process that is killed while somebody speaks: what it called saved is there, whole, and says that it broke off."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.sound import RATE, pressed
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.records import Store
from mobile.records.secrets import DemoFileSecrets

ROOT = Path(__file__).parents[3]


async def killed_after(folder: Path, heard: int) -> int:
    """Kills it once it has said this many lines. Returns how many bytes it last called saved."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.records.speaker", str(folder),
        stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    said = b""
    for _ in range(heard):
        said = await process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest = (await process.stdout.read()).splitlines(keepends=True)
    await process.wait()
    whole = [line for line in [said, *rest] if line.endswith(b"\n")]
    return int(whole[-1])


@pytest.mark.parametrize("heard", [3, 9, 14, 31])
async def test_what_was_called_saved_is_there_after_a_kill(tmp_path: Path, heard: int) -> None:
    saved = await killed_after(tmp_path, heard)
    store = Store(tmp_path / "records", DemoFileSecrets(tmp_path))
    records = await store.unlock(None)
    notes = await records.every(VoiceNote)
    sound = b""
    for note in notes:
        assert note.ended is None
        pieces = [await records.get(VoicePiece, f"{note.id}.{at}") for at in range(note.pieces)]
        sound = b"".join(piece.sound for piece in pieces if piece is not None)
        assert len(sound) == note.length
        entry = await records.get(JournalEntry, "e1")
        assert entry is not None
        assert entry.voice == (note.id,)
    assert len(sound) >= saved
    assert sound == b"".join(
        pressed(number.to_bytes(2, "little") * RATE) for number in range(1, len(sound) // RATE + 1)
    )
    store.lock()
