"""One person's sealed store with its sync, on this machine: opened, locked, signed out, destroyed.

Pages come and go; the account session stays. Everything a page shows of a person hangs on the one it was given, and
on nothing global.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from api_client.smart import Tokens
from mobile.care.clinic import Clinic, own_clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.people import Patient
from mobile.device.lifecycle import IdleClock
from mobile.device.notifier_port import Notifier
from mobile.records import Behind, Records, SecretStore, Store, StoreError, StoreState
from mobile.records.biometric_keeper import BiometricKeeper
from mobile.records.errors import OpenOtherwise
from mobile.screens.app_services import Settings, Trouble
from mobile.sync import SyncEngine
from mobile.wiring import clear_files
from mobile.wiring.biometrics import Biometrics
from mobile.wiring.clinic_copy import KeptAtClinic
from mobile.wiring.clinic_time import ClinicTime
from mobile.wiring.closed_threads import closed_threads
from mobile.wiring.identity import Identity
from mobile.wiring.locked_plan import LockedPlan
from mobile.wiring.photos import PhotosFollow, ask_again
from mobile.wiring.reminders import PhoneReminders
from mobile.wiring.revocation_priority import revocations_first
from mobile.wiring.sending import EngineStatus, Sending
from mobile.wiring.setup import Setup
from mobile.wiring.support_card import support_card_of
from mobile.wiring.talked_points import points_settled
from mobile.wiring.tokens import ReturnedTokens, SealedTokens

IDENTITY = "identity"
COPY_OFFER = "copy offer"
"""The note of a store that was made new on a person's own device: "open" until they say whether there is a sealed copy."""


class AccountSession:
    """The store's folder, its keys' keeper, and while open: its records and whoever they are of."""

    def __init__(
        self,
        folder: Path,
        secrets: SecretStore,
        setup: Setup,
        keeper: BiometricKeeper | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        self.folder = folder
        self.store = Store(folder / "records", secrets)
        self.biometrics = Biometrics(self.store, keeper) if keeper is not None else None
        self.reminders = PhoneReminders(notifier, lambda: self.zone) if notifier is not None else None
        self.times_locked = 0
        self.records: Records | None = None
        self.identity: Identity | None = None
        self.state = StoreState.EMPTY
        self.settings = clear_files.read_settings(folder)
        self.time = ClinicTime()
        self.sending = Sending(setup, self.time.now)
        self.at_clinic = KeptAtClinic()
        self.zone = ZoneInfo("UTC")
        self._end_watches: Callable[[], None] = lambda: None
        self._learning = set[asyncio.Task[None]]()
        """What is still read of the clinic; it ends with the watches."""
        self._photos: PhotosFollow | None = None
        self._locked_plan = LockedPlan(folder)
        self._outlives_pages = self._may_read_locked = setup.mode != "serve"
        self._arriving: tuple[Identity, Tokens] | None = None
        self._returned = ReturnedTokens(setup)
        self._watchers: list[Callable[[], None]] = []
        self._before_lock: list[Callable[[], Awaitable[None]]] = []
        self._in_front: set[object] = set()
        self._is_own = setup.mode == "app"
        self.offers_copy = False
        self.idle = IdleClock()  # of all pages that were let in here
        self._turn = asyncio.Lock()

    # --- what pages watch ---

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls back after every change of state or settings. Returns the end of it."""
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change) if on_change in self._watchers else None

    def before_lock(self, flush: Callable[[], Awaitable[None]]) -> Callable[[], None]:
        """Awaited before the store is locked, so that every page saves what is half typed. Returns the end of it."""
        self._before_lock.append(flush)
        return lambda: self._before_lock.remove(flush) if flush in self._before_lock else None

    async def _flush_pages(self) -> None:
        await asyncio.gather(*(flush() for flush in list(self._before_lock)), return_exceptions=True)

    def seen(self, page: object, *, is_in_front: bool) -> None:
        """A page of this device came to the front, or went behind another app or tab. One in front is enough."""
        (self._in_front.add if is_in_front else self._in_front.discard)(page)
        self.sending.in_foreground(bool(self._in_front))
        if is_in_front and self.reminders is not None:
            self.reminders.look_again()

    def spoken(self, language: str) -> None:
        """What is said or read while no page is there is in this language, the one of the page that was there last."""
        self._locked_plan.spoken(language)
        if self.reminders is not None:
            self.reminders.spoken(language)

    def _tell(self) -> None:
        for watcher in list(self._watchers):
            watcher()

    @property
    def is_signed_in(self) -> bool:
        """Whether this device is somebody's: locked or open, with or without the clinic's tokens."""
        return self.state is not StoreState.EMPTY and not self._file("signed-out").exists()

    def _file(self, name: str) -> Path:
        return self.folder / name

    # --- life ---

    async def look(self) -> StoreState:
        """What stands on the disk, without opening it."""
        if self.records is None:
            try:
                self.state = await self.store.look()
            except StoreError:
                self.state = StoreState.KEY_UNAVAILABLE
        return self.state

    async def arrive(self, identity: Identity, tokens: Tokens) -> None:
        """A sign-in came back. Opens the store, makes it, or leaves it locked until the PIN is given.

        Raises Trouble(other_person_here) where the store is another account's: nothing of either is touched.
        """
        async with self._turn:
            await self.look()
            self._drop_arriving(unless=identity.account)
            self._arriving = (identity, tokens)
            if self.records is None and self.state is StoreState.EMPTY:
                self.records = await self.store.create(None)
                self.state = StoreState.OPEN
                await self.records.write_credential(IDENTITY, identity.to_json())
                if self._is_own:
                    await self.records.note(COPY_OFFER, "open")
            elif self.records is None and self.state is StoreState.LOCKED and not self.store.needs_pin:
                self.records = await self.store.unlock(None)
                self.state = StoreState.OPEN
            try:
                if self.records is not None:
                    await self._settle_in()
            except Trouble:
                self._tell()  # it is closed now, and a page that was let in before is so no longer
                raise
            self._file("signed-out").unlink(missing_ok=True)
        self._tell()

    async def unlock(self, pin: str | None) -> None:
        """Opens the store: by a second PIN with what it keeps apart, by the first without. Where it is open otherwise, it is locked
        on every page and opened as this PIN opens it. Raises WrongPin, KeyUnavailable, Damaged as the store says."""
        await self._unlock(lambda: self.store.unlock(pin))

    async def unlock_by_biometrics(self, secret: bytes) -> None:
        """The same, by what the phone gave out. Raises BiometricsGone too."""
        await self._unlock(lambda: self.store.unlock_by_biometrics(secret))

    async def _unlock(self, proven: Callable[[], Awaitable[Records]]) -> None:
        try:
            await self._open(proven)
        except OpenOtherwise:
            await self.lock()
            await self._open(proven)

    async def _open(self, proven: Callable[[], Awaitable[Records]]) -> None:
        async with self._turn:
            records = await proven()
            if self.records is not None:
                return
            self.records = records
            self.state = StoreState.OPEN
            try:
                await self._settle_in()
            except Trouble:
                self._tell()
                raise
        self._tell()

    async def recover(self, words: str, pin: str) -> None:
        """Opens by the words of the recovery sheet, with another PIN. Another page that had it open is locked first."""
        await self._flush_pages()
        async with self._turn:
            if self.records is not None:
                await self.store.check_sheet(words)
                await self._shut()
            self.records = await self.store.recover(words, pin)
            self.state = StoreState.OPEN
            try:
                await self._settle_in()
            except Trouble:
                self._tell()
                raise
        self._tell()
        await self._forget_biometrics()

    async def prove_pin(self, pin: str) -> None:
        """Checks the PIN of an open store; opens nothing. Counts as a try. Raises WrongPin, Locked."""
        await self.store.check_pin(pin)

    async def settle_copy(self) -> None:
        """A sealed copy was brought back, or is not offered any more."""
        if self.records is not None and self.offers_copy:
            await self.records.note(COPY_OFFER, "settled")
            self.offers_copy = False
            self._tell()

    def _drop_arriving(self, unless: str | None = None) -> None:
        """A sign-in that waited before a lock and never came in: its tokens are nobody's here."""
        if self._arriving is not None and self._arriving[0].account != unless:
            self._returned.hand_back(self._arriving[0].fhir_base, self._arriving[1])
        self._arriving = None

    async def _settle_in(self) -> None:
        """The store is open: learn who this is, keep what a sign-in brought, start sending."""
        assert self.records is not None
        text = await self.records.read_credential(IDENTITY)
        known = Identity.from_json(text) if text else None
        arriving, self._arriving = self._arriving, None
        if arriving is not None:
            identity, tokens = arriving
            if known is not None and known.account != identity.account:
                self._returned.hand_back(identity.fhir_base, tokens)
                await self._shut()
                raise Trouble("other_person_here")
            await self.records.write_credential(IDENTITY, identity.to_json())
            await SealedTokens(self.records).save(tokens)
            await ask_again(self.records)  # the clinic may take now what it did not take before
            known = identity
        if known is None:
            return
        self.identity = known
        self.offers_copy = await self.records.note(COPY_OFFER) == "open"
        self.zone = _zone(known.clinic_zone)
        await self.time.recall(self.records)
        await self._learn_clinic()
        self._end_watches()
        self._end_watches = await self._watch_records(self.records)
        if self.records.behind is None:
            await self._start_sending(known, self.records)

    async def _start_sending(self, identity: Identity, records: Records) -> None:
        learnt = self._photos.take_statement if self._photos is not None else None
        await self.sending.start(identity, records, learnt, self._look_at_clock)
        if self._outlives_pages:
            await self.at_clinic.start(identity, records, self.sending, is_new=self.offers_copy)

    async def _look_at_clock(self) -> None:
        """The clinic has answered: what its answers say of the time."""
        client, records = self.sending.client, self.records
        if client is not None and records is not None:
            await self.time.learn(client.server_clock.ahead, records)

    @property
    def behind(self) -> Behind | None:
        """What is missing of the open store, until the person goes on."""
        return self.records.behind if self.records is not None else None

    async def go_on(self) -> None:
        """With what is here: everything is pulled anew. Nothing is sent or pulled before the person said so."""
        async with self._turn:
            if self.records is None or self.records.behind is None:
                return
            await self.records.go_on()
            if self.identity is not None:
                await self._start_sending(self.identity, self.records)
        self._tell()

    async def start_again(self) -> None:
        """A store that is damaged or gone makes room for a new one; what is there is kept aside."""
        async with self._turn:
            await self.store.move_aside()
            await self.look()
        self._tell()
        await self._forget_biometrics()

    async def _watch_records(self, records: Records) -> Callable[[], None]:
        ends = [records.watch(kind, self._on_clinic) for kind in (Clinic, ClinicService, Patient)]
        self._photos = PhotosFollow(records)
        identity = self.identity
        reader = identity.fhir_user if identity is not None and identity.role == "practitioner" else None
        ends += [
            revocations_first(records, is_patient=reader is None),
            closed_threads(records, reader, self.time.now),
            self._photos.end,
        ]
        if reader is not None:
            ends.append(points_settled(records))
        if self.reminders is not None and reader is None:
            ends.append(self.reminders.follow(records))
        if self._may_read_locked:
            ends.append(await self._locked_plan.follow(records))

        def end() -> None:
            for one in ends:
                one()
            for task in self._learning:
                task.cancel()

        return end

    def _on_clinic(self, _: str) -> None:
        task = asyncio.get_running_loop().create_task(self._learn_clinic(tell=True))
        self._learning.add(task)
        task.add_done_callback(self._learning.discard)

    async def _learn_clinic(self, *, tell: bool = False) -> None:
        """The clinic's zone, and its public numbers for Support: both are the clinic's data, never ours."""
        if self.records is None:
            return
        known = await self.records.every(Clinic)
        named = {patient.clinic for patient in await self.records.every(Patient) if patient.clinic}
        clinic = own_clinic(known, named)
        if clinic is not None:
            self.zone = clinic.zone(self.zone)
            if self.reminders is not None:
                self.reminders.look_again()
        if known:
            services = await self.records.every(ClinicService)
            self.keep_support_card(support_card_of(clinic, known, services))
        if tell:
            self._tell()

    @property
    def engine(self) -> SyncEngine | None:
        return self.sending.engine

    @property
    def status(self) -> EngineStatus | None:
        """What sync says, for the screens."""
        return self.sending.status

    async def _forget_biometrics(self) -> None:
        if self.biometrics is not None:
            await self.biometrics.forget()

    async def _forget_reminders(self) -> None:
        if self.reminders is not None:
            await self.reminders.forget()

    async def _shut(self) -> None:
        self.times_locked += 1
        await self._locked_plan.settled()
        self._end_watches()
        await self.at_clinic.stop()
        await self.sending.stop()
        await asyncio.to_thread(self.store.lock)
        self.sending.forget()
        self.records = None
        self.identity = None
        self.offers_copy = False
        self.state = await self.store.look()

    async def lock(self) -> None:
        """Lets every page save, stops sending and drops the keys."""
        await self._flush_pages()
        async with self._turn:
            if self.records is not None:
                await self._shut()
        self._tell()

    async def sign_out(self) -> None:
        """Tells the clinic to forget the tokens if it can be reached, forgets them here, and locks."""
        await self._flush_pages()
        async with self._turn:
            if self.records is not None:
                await self.sending.sign_out()
                await SealedTokens(self.records).clear()
                await self._shut()
            self._drop_arriving()
            clear_files.remove_plan(self.folder)
            self._file("signed-out").touch()
        self._tell()
        await self._forget_reminders()

    async def wipe(self) -> None:
        """Destroys the keys first, then everything in the folder."""
        async with self._turn:
            self._end_watches()
            await self._locked_plan.settled()
            await self.at_clinic.stop()
            await self.sending.stop()
            await self.store.shred()
            self._drop_arriving()
            self.sending.forget()
            self.records = None
            self.identity = None
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            self.settings = Settings(language=self.settings.language)
            self.state = StoreState.EMPTY
        self._tell()
        await self._forget_biometrics()
        await self._forget_reminders()

    async def send_rest(self, within_s: float) -> None:
        """Lets every page save, then sends what the clinic does not have yet, for so long at most."""
        await self._flush_pages()
        await self.sending.send_rest(within_s)

    async def close(self) -> None:
        """The process ends: finish what is being written, drop the keys."""
        async with self._turn:
            if self.records is not None:
                await self._shut()

    # --- settings, and what Support may read while locked ---

    def keep_settings(self, settings: Settings) -> None:
        self.settings = settings
        clear_files.write_settings(self.folder, settings)
        self._tell()

    def keep_support_card(self, card: dict[str, object]) -> None:
        """The clinic's public phone numbers and nothing else, so that Support works locked."""
        clear_files.write_support_card(self.folder, card)

    def support_card(self) -> dict[str, object]:
        """What Support may read while everything else is locked; `plan` only where the patient chose that."""
        card = clear_files.read_support_card(self.folder)
        plan = clear_files.read_plan(self.folder) if self._may_read_locked else []
        return {**card, "plan": plan} if plan else card


def _zone(name: str | None) -> ZoneInfo:
    """UTC where the clinic named none that exists."""
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")
