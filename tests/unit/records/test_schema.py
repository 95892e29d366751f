"""Upgrades (T6): a store of every released schema opens with everything in it, wherever the upgrade was cut off."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from mobile.records import SendState, Store, schema
from mobile.records.database import FILE
from mobile.records.secret_access import SECRET
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import PIN, START, Secretly, Wish, no_sleep

pytestmark = pytest.mark.full_cost

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("schema*"))


def copied(fixture: Path, folder: Path) -> tuple[Path, MemorySecrets]:
    shutil.copytree(fixture, folder / "records")
    secrets = MemorySecrets()
    secrets._values[SECRET] = bytes.fromhex(json.loads((fixture / "secret.json").read_text())["secret"])
    return folder / "records", secrets


async def has_everything(folder: Path, secrets: MemorySecrets) -> None:
    store = Store(folder, secrets, sleep=no_sleep)
    records = await store.unlock(PIN)
    assert await records.verify() == []
    assert records.behind is None
    assert {wish.words for wish in await records.newest(Wish, 9)} == {"sent", "waiting", "from the clinic"}
    assert [mine.words for mine in await records.newest(Secretly, 9)] == ["only mine"]
    assert [Wish.from_json(row.payload).words for row in await records.due(START, 9)] == ["waiting"]
    standing = await records.standing(Wish, "11111111-1111-4111-8111-111111111111")
    assert standing is not None
    assert standing.state is SendState.SENT
    assert await records.known("Goal") == {
        "s1": "11111111-1111-4111-8111-111111111111",
        "s4": "44444444-4444-4444-8444-444444444444",
    }
    assert await records.read_credential("tokens") == "kept"
    assert [head.id for head in await records.search(Wish, "clinic", 9)] == [
        "44444444-4444-4444-8444-444444444444"
    ]
    store.lock()


def test_a_store_of_every_schema_is_kept() -> None:
    assert [path.name for path in FIXTURES] == [f"schema{n + 1}" for n in range(len(schema.STEPS))]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
async def test_a_store_of_an_earlier_release_opens_with_everything_in_it(
    fixture: Path, tmp_path: Path
) -> None:
    await has_everything(*copied(fixture, tmp_path))


class Cut(Exception):
    pass


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
async def test_an_upgrade_cut_off_anywhere_is_done_whole_the_next_time(
    fixture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, secrets = copied(fixture, tmp_path)
    statements = [f"CREATE TABLE later{n}(x) STRICT".replace("(x)", "(x TEXT)") for n in range(6)]
    allowed = 0

    def next_step(connection: sqlite3.Connection) -> None:
        for number, statement in enumerate(statements):
            if number == allowed:
                raise Cut
            connection.execute(statement)

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, next_step))
    for point in range(len(statements)):
        allowed = point
        with pytest.raises(Cut):
            await Store(folder, secrets, sleep=no_sleep).unlock(PIN)
        file = sqlite3.connect(folder / FILE)
        assert not file.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'later%'").fetchall()
        file.close()
    allowed = len(statements)
    await has_everything(folder, secrets)
    file = sqlite3.connect(folder / FILE)
    assert file.execute("PRAGMA user_version").fetchone() == (len(schema.STEPS),)
    file.close()
