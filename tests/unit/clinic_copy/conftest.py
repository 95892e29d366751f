"""A patient's phone with a recovery sheet, and the sandbox clinic in process, both by a clock of the test's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from api_client import ClinicClient
from api_client.retry import Retry
from api_client.sandbox import Sandbox
from mobile.care.intention import Intention
from mobile.care.intention import begin as begin_intention
from mobile.care.journal.begin import begin
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.voice import VoicePiece
from mobile.care.sealed_part import SEALED_COPY, TYPE
from mobile.care.sharing import new_id
from mobile.clinic_copy import bringing
from mobile.clinic_copy.keeper import Keeper
from mobile.clinic_copy.standing import Found
from mobile.records import Records, Store
from mobile.records.ports import Brought
from mobile.records.secrets import MemorySecrets
from mobile.records.sheet_words import fresh_words
from mobile.wiring.setup import PATIENT_SCOPES
from tests.unit.care.test_with_the_clinic import BASE, Bearer

OF = f"{BASE}|Patient/rowan"
PRIVATE = (JournalEntry, Intention, VoicePiece)
CANARY = "zq7canary"


@dataclass
class Clock:
    now: datetime = datetime(2031, 3, 1, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


async def no_wait(_: float) -> None:
    """Short troubles are met again at once."""


@dataclass
class Phone:
    """One device of one patient. `words`: of its recovery sheet, None where it has none."""

    store: Store
    records: Records
    client: ClinicClient
    keeper: Keeper
    clock: Clock
    words: str = ""
    made: list[str] = field(default_factory=list[str])

    async def writes(self, words: str) -> JournalEntry:
        """An entry that nobody else reads."""
        entry = begin(new_id(), [], self.clock(), ZoneInfo("UTC")).revise(words, self.clock())
        await self.records.save(entry)
        self.made.append(entry.id)
        self.keeper._on_private(entry.id)  # heard one turn of the loop later otherwise
        return entry

    async def intends(self, words: str) -> None:
        await self.records.save(
            begin_intention(new_id(), "Appointment/a3", self.clock()).revise(words, self.clock())
        )

    async def speaks(self, sound: bytes) -> None:
        await self.records.save(VoicePiece(new_id(), 0, sound))

    async def texts(self) -> set[str]:
        return {one.words for one in await self.records.every(JournalEntry)}

    async def tomorrow(self) -> None:
        """A day later a round of sync went well."""
        self.clock.passes(days=1, minutes=1)
        await self.keeper.once()

    async def again(self) -> None:
        """Lantern was killed, and is opened again."""
        self.keeper = Keeper(self.records, self.client, "Patient/rowan", OF, PRIVATE, self.clock)
        await self.keeper.kept.recall()

    async def finds(self, words: str) -> Found:
        return await bringing.found(self.keeper, words, OF)

    async def brings(self, words: str, name: str, *, with_deleted: bool = False) -> Brought:
        head, parts = await bringing.fetched(self.keeper.at_clinic, words, name, OF, lambda n, of: None)
        return await self.records.snapshots.bring(
            head, parts, OF, lambda n, of: None, with_deleted=with_deleted
        )

    async def brings_all(self, words: str) -> list[Brought]:
        found = await self.finds(words)
        return [await self.brings(words, one.name) for one in found.copies]


MakePhone = Callable[..., Any]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clinic(clock: Clock) -> Any:
    made = Sandbox(None, demo=True, clock=clock, base_url=BASE, access_s=10**9)
    yield made
    made.close()


@pytest.fixture
async def a_phone(clinic: Sandbox, clock: Clock, tmp_path: Path) -> AsyncIterator[MakePhone]:
    """Makes phones of Rowan's."""
    made: list[Phone] = []

    async def make(*, has_sheet: bool = True, transport: Any = None) -> Phone:
        store = Store(tmp_path / new_id(), MemorySecrets(), clock=clock)
        await store.look()
        records = await store.create(None)
        words = " ".join(fresh_words("en")) if has_sheet else ""
        if words:
            await store.keep_sheet(words)
        client = ClinicClient(
            BASE,
            transport=transport or httpx.ASGITransport(clinic.app),
            auth=Bearer(clinic.token("rowan", PATIENT_SCOPES)),
            retry=Retry(sleep=no_wait),
        )
        keeper = Keeper(records, client, "Patient/rowan", OF, PRIVATE, clock)
        phone = Phone(store, records, client, keeper, clock, words)
        await keeper.kept.recall()
        made.append(phone)
        return phone

    yield make
    for phone in made:
        await phone.keeper.stop()
        await phone.client.aclose()
        phone.store.lock()


@pytest.fixture
async def phone(a_phone: MakePhone) -> Phone:
    """With a sheet, something private, and the copy on."""
    one = await a_phone()
    await one.writes(f"{CANARY} mine alone")
    await one.keeper.turn_on()
    return one


def sealed(clinic: Sandbox) -> list[dict[str, Any]]:
    """What of sealed copies is at the clinic now."""
    return [one for one in clinic.find(TYPE) if SEALED_COPY in str(one.get("category"))]


def names(clinic: Sandbox) -> set[str]:
    """The copies of which something is there."""
    return {
        mark["valueString"]
        for one in sealed(clinic)
        for mark in one.get("extension", [])
        if mark["url"].endswith("/sealed-copy")
    }
