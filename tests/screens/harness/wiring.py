"""A wiring for tests: the port of `mobile.app.Wiring`, whole, over whatever store a test gives it. No network, no clinic."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mobile.clinic_copy.standing import AtClinic, Found, Standing
from mobile.device.lifecycle import IdleClock
from mobile.device.notifier_port import Notifier
from mobile.i18n import Speech
from mobile.records import Behind, KeyChange
from mobile.records.biometric_keeper import Prompt
from mobile.records.damage import Salvaged
from mobile.records.ports import Brought, Keeping
from mobile.screens.app_services import ClinicFound, SamplePerson, Settings, Trouble
from mobile.screens.biometric_way import BiometricWay
from mobile.screens.frame import Person, SendingNow
from mobile.screens.wording import Wording
from mobile.shell.ports import Door
from mobile.wiring.setup import Mode
from mobile.wiring.wordings import WORDINGS

PATIENT = Person("http://clinic.test/fhir|Patient/p1", "patient", "Mara Example", "Patient/p1", "Patient/p1")
THERAPIST = Person(
    "http://clinic.test/fhir|Practitioner/t1", "practitioner", "Theo Sample", "Practitioner/t1"
)
CARD: Mapping[str, object] = {
    "name": "Harbor Example Clinic",
    "region": "US",
    "phones": [{"label": "On-call nurse", "phone": "+1 555 010 0199", "hours": "any hour"}],
}


async def opened_store(folder: Path) -> Keeping:
    """The real sealed store in a folder, without a PIN."""
    from mobile.records import Store
    from mobile.records.secrets import MemorySecrets

    return await Store(folder, MemorySecrets()).create(None)


@dataclass
class _Now:
    phase: str = "idle"
    waiting: int = 0
    parked: int = 0
    lost: int = 0
    conflicts: int = 0
    last_sent_at: datetime | None = None
    last_received_at: datetime | None = None
    reason: str | None = None
    first: str = "here"
    asked: int = 0


class PretendStatus:
    """What sync says, said by the test."""

    def __init__(self) -> None:
        self.now: SendingNow = _Now()
        self._watchers: list[Callable[[SendingNow], None]] = []

    def says(self, **changes: Any) -> None:
        """A new status; watchers hear it."""
        self.now = replace(self.now, **changes)  # type: ignore[type-var]
        for watcher in list(self._watchers):
            watcher(self.now)

    def watch(self, on_change: Callable[[SendingNow], None]) -> Callable[[], None]:
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change)


class PretendClinicCopy:
    """The copy at the clinic, said by the test. `done` lists what a screen asked for."""

    def __init__(self, **standing: Any) -> None:
        self.now = Standing(**standing)
        self.copies: list[AtClinic] = []
        self.readable = Found(())
        self.brought = Brought(added=2, already_here=1)
        self.done: list[str] = []
        self.troubles: list[Trouble] = []
        self._watchers: list[Callable[[], None]] = []

    def says(self, **changes: Any) -> None:
        """It stands otherwise now; watchers hear it."""
        self.now = replace(self.now, **changes)
        for watcher in list(self._watchers):
            watcher()

    def _try(self, verb: str) -> None:
        self.done.append(verb)
        if self.troubles:
            raise self.troubles.pop(0)

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change)

    async def listed(self) -> list[AtClinic]:
        self._try("listed")
        return list(self.copies)

    async def turn_on(self) -> None:
        self._try("turn_on")
        self.says(is_on=True)

    async def turn_off(self) -> None:
        self._try("turn_off")
        self.says(is_on=False, last=None, leaving=1)

    async def remove(self, name: str) -> None:
        self._try(f"remove {name}")
        self.copies = [one for one in self.copies if one.name != name]

    async def try_again(self) -> None:
        self._try("try_again")
        self.says(hindrance=None, is_deletion_refused=False)

    async def take_fewer(self) -> None:
        self._try("take_fewer")
        self.says(hindrance=None)

    async def found(self, words: str) -> Found:
        self._try("found")
        return self.readable

    async def bring(
        self,
        words: str,
        name: str,
        on_fetched: Callable[[int, int], None],
        on_progress: Callable[[int, int], None],
        *,
        with_deleted: bool = False,
    ) -> Brought:
        self._try(f"bring {name}{' with what was deleted' if with_deleted else ''}")
        on_fetched(1, 1)
        return self.brought


class PretendWiring:
    """Signed in and open unless said otherwise. `done` lists the verbs a screen asked for."""

    def __init__(
        self,
        *,
        person: Person | None = PATIENT,
        records: Keeping | None = None,
        door: Door = "open",
        settings: Settings | None = None,
        pin: str | None = None,
        card: Mapping[str, object] = CARD,
        mode: Mode = "demo",
        at: datetime | None = None,
        zone: str = "America/Chicago",
    ) -> None:
        self.cover: Callable[[], None] = lambda: None
        self.flush: Callable[[], Awaitable[None]] = self._nothing
        self.idle = IdleClock()
        self.kept = records
        self.who = person
        self.at = at
        self.clinic_ahead = timedelta()
        self.pin = pin
        self.known: str | None = None
        self.card = card
        self.behind: Behind | None = None
        self.done: list[str] = []
        self.is_in_front = True
        self.brought = Brought(added=3, already_here=2, kept=1)
        self.progress: list[tuple[int, int]] = []  # of bringing a copy back
        self.may_bring = asyncio.Event()
        self.may_bring.set()
        self.key_change: KeyChange | None = None
        self.offers_copy = False
        self.clinic_copy: PretendClinicCopy | None = None
        self.sheet: str | None = None  # the words of a recovery sheet
        self.notifier: Notifier | None = None  # of a phone that shows reminders
        self.way: BiometricWay | None = None  # of a phone that can be opened by a finger or a face
        self.is_phone_asking = False
        self._key_watchers: list[Callable[[], None]] = []
        self.troubles: list[Trouble] = []  # what the next tries raise, first first
        self.people: list[SamplePerson] = [
            SamplePerson("mara", "Mara Example", "patient", "Between sessions 2 and 3 of 6"),
            SamplePerson("theo", "Theo Sample", "therapist", "Reads what was shared"),
        ]
        self.pretended = PretendStatus()
        self._settings = settings or Settings(has_pin=pin is not None)
        self._mode: Mode = mode
        self._door: Door = door
        self._zone = ZoneInfo(zone)
        self._watchers: list[Callable[[], None]] = []
        self._settings_watchers: list[Callable[[], None]] = []

    def opens(self, door: Door) -> None:
        """The door changes, and whoever watches hears it."""
        self._door = door
        self._tell()

    def _tell(self) -> None:
        for watcher in [*self._watchers, *self._settings_watchers]:
            watcher()

    async def _nothing(self) -> None:
        """Nothing is half typed."""

    def spoken(self, language: str) -> None:
        self.language = language

    def in_foreground(self, is_in_front: bool) -> None:
        self.is_in_front = is_in_front

    def _try(self, verb: str) -> None:
        self.done.append(verb)
        if self.troubles:
            raise self.troubles.pop(0)

    # --- Wiring ---

    @property
    def door(self) -> Door:
        return self._door

    @property
    def records(self) -> Keeping | None:
        return self.kept if self._door == "open" else None

    @property
    def person(self) -> Person | None:
        return self.who if self._door == "open" else None

    @property
    def status(self) -> PretendStatus | None:
        return self.pretended if self._door == "open" else None

    @property
    def zone(self) -> ZoneInfo:
        return self._zone

    def now(self) -> datetime:
        return self.at or datetime.now(UTC)

    def support_card(self) -> Mapping[str, object]:
        return self.card

    async def start(self) -> None:
        self.done.append("start")

    async def unlock(self, pin: str) -> None:
        self._try("unlock")
        if pin != self.pin:
            raise Trouble("wrong_pin", left=9)
        self.opens("open")

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change) if on_change in self._watchers else None

    async def close(self) -> None:
        self.done.append("close")

    # --- House ---

    @property
    def keeps_after_closing(self) -> bool:
        return self._mode != "serve"

    @property
    def is_own_device(self) -> bool:
        return self._mode == "app"

    @property
    def has_sample_people(self) -> bool:
        return self._mode == "demo"

    def wording(self, speech: Speech) -> Wording:
        return WORDINGS[self._mode](speech)

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def clinic_name(self) -> str | None:
        name = self.card.get("name")
        return name if isinstance(name, str) else None

    @property
    def known_clinic(self) -> str | None:
        return self.known

    async def change_settings(self, **changes: Any) -> None:
        self._try("change_settings")
        given = {name: value for name, value in changes.items() if value is not None}
        self._settings = replace(self._settings, **given)
        self._tell()

    async def sample_people(self) -> list[SamplePerson]:
        return self.people

    async def sign_in_as(self, login_hint: str) -> None:
        self._try(f"sign_in_as {login_hint}")
        self.who = THERAPIST if login_hint == "theo" else PATIENT
        self.opens("open")

    async def find_clinic(self, text: str) -> ClinicFound:
        self._try("find_clinic")
        return ClinicFound("Harbor Example Clinic", "https://clinic.test/fhir", "Mara")

    async def sign_in(self, clinic: ClinicFound) -> None:
        self._try("sign_in")
        self.opens("open")

    def stop_signing_in(self) -> None:
        self.done.append("stop_signing_in")

    async def sign_out(self) -> None:
        self._try("sign_out")
        self.opens("signed_out")

    async def unsent(self) -> int:
        return self.pretended.now.waiting

    async def prove_pin(self, pin: str) -> None:
        self._try("prove_pin")
        if pin != self.pin:
            raise Trouble("wrong_pin", left=9)

    async def choose_pin(self, new: str, old: str | None = None) -> None:
        self._try("choose_pin")
        self.pin = new
        self._settings = replace(self._settings, has_pin=True)
        self._tell()

    async def remove_pin(self, old: str) -> None:
        self._try("remove_pin")
        self.pin = None
        self._settings = replace(self._settings, has_pin=False)
        self._tell()

    async def add_second_pin(self, new: str, old: str) -> None:
        self._try("add_second_pin")

    async def change_second_pin(self, new: str, old: str) -> None:
        self._try("change_second_pin")

    async def end_second_pin(self, pin: str) -> None:
        self._try("end_second_pin")

    @property
    def has_sheet(self) -> bool:
        return self.sheet is not None

    async def keep_sheet(self, words: str) -> None:
        self._try("keep_sheet")
        self.sheet = words
        self._tell()

    async def end_sheet(self) -> None:
        self._try("end_sheet")
        self.sheet = None
        self._tell()

    async def check_sheet(self, words: str) -> None:
        self._try("check_sheet")
        if words.split() != (self.sheet or "").split():
            raise Trouble("wrong_sheet")

    async def recover(self, words: str, pin: str) -> None:
        self._try("recover")
        self.pin = pin
        self.opens("open")

    @property
    def biometrics(self) -> BiometricWay | None:
        return self.way

    async def turn_on_biometrics(self, prompt: Prompt) -> None:
        self._try("turn_on_biometrics")
        assert self.way is not None
        self.way = replace(self.way, is_on=True)
        self._tell()

    async def turn_off_biometrics(self) -> None:
        self._try("turn_off_biometrics")
        assert self.way is not None
        self.way = replace(self.way, is_on=False)
        self._tell()

    async def open_by_biometrics(self, prompt: Prompt) -> None:
        self._try("open_by_biometrics")
        self.opens("open")

    async def lock_now(self) -> None:
        self._try("lock_now")
        if self.pin is not None:
            self.opens("locked")

    async def quick_hide(self) -> None:
        self._try("quick_hide")
        self.cover()
        await self.lock_now()

    async def own_copy(self) -> bytes:
        self._try("own_copy")
        return b"zip"

    async def sealed_copy(self, passphrase: str) -> bytes:
        self._try("sealed_copy")
        return b"sealed"

    async def salvage_asks_pin(self) -> bool:
        return self.pin is not None

    async def salvage(self, pin: str | None) -> Salvaged:
        self._try("salvage")
        return Salvaged(12, 3)

    async def look_again(self) -> None:
        self._try("look_again")

    async def bring_back(
        self,
        sealed: bytes,
        passphrase: str,
        on_progress: Callable[[int, int], None],
        *,
        with_deleted: bool = False,
    ) -> Brought:
        self._try(f"bring_back{' with what was deleted' if with_deleted else ''}")
        for done, of in self.progress:
            on_progress(done, of)
        await self.may_bring.wait()
        return self.brought

    def changes_keys(self, change: KeyChange) -> None:
        """How far it is, and whoever watches hears it."""
        self.key_change = change
        for watcher in list(self._key_watchers):
            watcher()

    async def change_keys(self) -> None:
        self._try("change_keys")
        self.changes_keys(KeyChange("under_way", 0, 200))

    def watch_key_change(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._key_watchers.append(on_change)
        return lambda: self._key_watchers.remove(on_change)

    async def decline_copy(self) -> None:
        self._try("decline_copy")
        self.offers_copy = False

    async def go_on(self) -> None:
        self._try("go_on")
        self.behind = None
        self.opens("open")

    async def start_again(self) -> None:
        self._try("start_again")
        self.opens("signed_out")

    async def wipe(self) -> None:
        self._try("wipe")
        self.opens("signed_out")

    async def sync_now(self) -> None:
        self._try("sync_now")

    async def let_go(self) -> None:
        self._try("let_go")

    def watch_settings(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._settings_watchers.append(on_change)
        return lambda: self._settings_watchers.remove(on_change)
