"""Nothing readable on the disk (T8): canaries in every field, then every byte of the folder, and of the log, is searched.

The store's own actions at random, among them every private noun by its table (tests/private_things.py); then the lives of all
that can be shared, on two devices that sync. LANTERN_ACTIONS: how many random actions (80 here, among which every kind of
action is, asserted; 1,000 in the campaign).
"""

from __future__ import annotations

import base64
import json
import logging
import os
import random
from pathlib import Path

import pytest

from mobile.noun import Noun
from mobile.records import Filing, Kind, Mark, Pulled, Records, ServerCopy, Store
from mobile.records.errors import StoreError
from mobile.records.secrets import MemorySecrets
from tests.faults.sharing.world import World
from tests.private_things import MADE
from tests.unit.records.parts import PIN, START, Secretly, Wish, at, no_sleep

ACTIONS = int(os.environ.get("LANTERN_ACTIONS", "80"))
CANARY = "zq7canary"
ACTS = 18
CLINIC = Kind("canary-visit-kind", "Appointment")
IN_A_LIFE = 12
"""Acts of one life (tests/faults/sharing)."""


def forms(word: str) -> dict[str, bytes]:
    """Every way in which a word might lie about."""
    plain = word.encode()
    found = {
        "utf-8": plain,
        "utf-16": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
    }
    for shift in range(3):  # base64 looks different at each of three offsets
        text = base64.b64encode(b"\0" * shift + plain)
        found[f"base64+{shift}"] = text[4 if shift else 0 : -4]
    return {
        form: sought for form, sought in found.items() if len(sought) > 5
    }  # fewer bytes turn up by chance


def hits(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        data += path.name.encode()
        low = data.lower()
        found += [
            (path.name, form)
            for word in words
            for form, sought in forms(word).items()
            if sought in data or (form == "utf-8" and sought.lower() in low)
        ]
    return found


class Hand:
    """One patient's random actions on one store."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.store = Store(folder / "records", MemorySecrets(), sleep=no_sleep)
        self.wishes: list[Wish] = []
        self.private = [*MADE]
        self.kept: list[Noun] = []
        self.number = 0
        self.done: set[int] = set()

    def word(self) -> str:
        self.number += 1
        return f"{CANARY}{self.number}"

    def words(self) -> str:
        self.number += 1
        return f"{CANARY}{self.number} " * self.chance.randint(1, 60)

    async def act(self) -> None:
        records = await self.store.unlock(PIN)
        choice = self.chance.randrange(ACTS)
        if self.wishes:
            self.done.add(choice)
        if choice < 3 or not self.wishes:
            wish = Wish(self.words(), about=self.chance.choice([None, *[w.id for w in self.wishes]]))
            self.wishes.append(wish)
            await records.save(wish)
        elif choice == 3:
            await records.save(Wish(self.words(), self.chance.choice(self.wishes).id))
        elif choice == 4:
            await records.save(Secretly(self.words()))
        elif choice == 5:
            rows = await records.due(START, 3)
            await records.begin([row.seq for row in rows])
            await records.acknowledge(
                [(row.seq, self.copy(row.payload)) for row in rows if row.payload and row.op != "delete"]
            )
            for row in rows:
                await records.retry_later(row.seq, START, f"{CANARY}-reason")
        elif choice == 6:
            text = json.dumps({"resourceType": "Appointment", "note": self.words()})
            copy = ServerCopy(f"{CANARY}-server-{self.number}", f'W/"{CANARY}"', at(1), text)
            filing = Filing(CLINIC, f"Appointment/{CANARY}-server-{self.number}", {"words": self.words()})
            await records.store_page(
                f"{CANARY}-query", [Pulled("Appointment", copy, filing)], Mark(at(1), (CANARY,))
            )
        elif choice == 7:
            await records.write_credential(f"{CANARY}-token", self.words())
            await records.note(f"{CANARY}-note", self.words())
        elif choice == 8:
            rows = await records.due(START, 1)
            for row in rows:
                await records.begin([row.seq])
                if row.payload:
                    await records.conflict(row.seq, self.copy(row.payload))
        elif choice == 9:
            await records.remove(self.wishes.pop(), withdrawn_stub=json.dumps({"text": self.words()}))
        elif choice == 10:
            await records.search(Wish, CANARY, 5)
            await self.store.rotate()
        elif choice == 11:
            await records.store_page("q", [], None)
            with pytest.raises(StoreError):
                await self.store.change_pin(PIN, "123456")
        elif choice < ACTS - 1:
            await self.act_privately(records, choice)
        else:
            self.store.lock()

    async def act_privately(self, records: Records, choice: int) -> None:
        """Private nouns in their turn, so that none is left to chance; some are removed again."""
        for _ in range(3):
            kind = self.private[len(self.kept) % len(self.private)]
            self.kept.append(MADE[kind](self.word))
            await records.save(self.kept[-1])
            await records.search(kind, CANARY, 5)
        await records.every(kind)
        if choice == ACTS - 2:
            await records.remove(self.kept[-1])

    def copy(self, payload: str) -> ServerCopy:
        return ServerCopy(f"{CANARY}-id-{self.chance.random()}", f'W/"{CANARY}"', at(2), payload)


async def test_no_word_id_or_time_of_the_patients_is_readable_on_the_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hand = Hand(tmp_path, 8)
    await hand.store.create(PIN)
    sought = [
        CANARY,
        "canary-visit-kind",
        "Appointment",
        "resourceType",
        "urn:uuid",
        "2026-11-20",
        "secretly",
        PIN,
    ]
    scans = 0
    for number in range(ACTIONS):
        await hand.act()
        if number % 20 == 19:  # with the log in use, then closed
            assert hits(tmp_path, sought) == []
            scans += 1
    assert hand.done == set(range(ACTS))
    assert {type(one) for one in hand.kept} == set(MADE)
    (tmp_path / "copy").write_bytes(
        await (await hand.store.unlock(PIN)).export_sealed("a long passphrase", "somebody")
    )
    ids = [one.id for one in (*hand.wishes, *hand.kept)]
    hand.store.lock()
    found = [*hits(tmp_path, sought + ids), *logged(caplog)]
    with capsys.disabled():
        print(f"FIGURES {ACTIONS} actions, {scans + 1} scans, plaintext {len(found)}")
    assert found == []


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Lines of the log that hold a canary."""
    return [line for line in caplog.text.splitlines() if CANARY in line.lower()]


async def test_no_word_of_what_is_shared_and_taken_back_is_readable_on_either_device_or_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found, lives = list[object](), max(2, ACTIONS // IN_A_LIFE)
    for first in range(0, lives, 10):
        async with World(first, str(tmp_path), CANARY) as world:
            for _ in range(min(10, lives - first)):
                await world.play()
                found += hits(tmp_path, [CANARY])
            assert CANARY in "".join(world.agreed.texts)
    found += logged(caplog)
    with capsys.disabled():
        print(f"FIGURES {lives} lives of what is shared, plaintext {len(found)}")
    assert found == []


def test_the_search_itself_finds_a_word_in_every_form(tmp_path: Path) -> None:
    for shift in range(3):
        (tmp_path / f"b{shift}").write_bytes(base64.b64encode(b"x" * shift + CANARY.encode() + b"tail"))
    (tmp_path / "u").write_bytes(CANARY.encode("utf-16"))
    (tmp_path / "h").write_bytes(CANARY.encode().hex().encode())
    (tmp_path / "p").write_bytes(b"..." + CANARY.upper().encode())
    assert {name for name, _ in hits(tmp_path, [CANARY])} == {"b0", "b1", "b2", "u", "h", "p"}
