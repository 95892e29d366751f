"""Keeps a sealed copy at the clinic: renewed once a day at most when something private changed, and removed when it is not wanted.

What is due, when, and what stands in the way; how it is done is in `renewal`. It must never go on sending to a server that
said no, nor send anything while it is off.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api_client import ClinicClient
from api_client.errors import ClinicError, ServerBroken, TooMany
from mobile.clinic_copy.copies_at_clinic import Altered, ClinicCopies
from mobile.clinic_copy.hindrances import hindrance_of, wait_s
from mobile.clinic_copy.kept import Kept
from mobile.clinic_copy.renewal import Fewer, Renewal, TurnedOff
from mobile.clinic_copy.standing import LASTING, NOT_RENEWED, AtClinic, Hindrance, Last, Standing
from mobile.clinic_copy.state import State
from mobile.noun import Noun
from mobile.records import Records, StoreError
from mobile.sync.faults import report

DAY = timedelta(days=1)

log = logging.getLogger("lantern.clinic_copy")


def _now() -> datetime:
    return datetime.now(UTC)


class Keeper:
    """One an open store of a patient's. `of`: the account whose records these are; `private`: the nouns that tell of a change."""

    def __init__(
        self,
        records: Records,
        client: ClinicClient,
        patient: str,
        of: str,
        private: Sequence[type[Noun]] = (),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._records = records
        self.at_clinic = ClinicCopies(client, patient)
        self.kept = Kept(records)
        self._renewal = Renewal(records, self.at_clinic, self.kept, of, clock, self.wake)
        self._private = private
        self._clock = clock
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ends: list[Callable[[], None]] = []
        self._passing: Hindrance | None = None
        self._not_before: datetime | None = None
        self._failures = 0

    # --- what the screens may know ---

    @property
    def state(self) -> State:
        return self.kept.state

    @property
    def standing(self) -> Standing:
        state = self.state
        last = state.current if not state.was_missing else None
        return Standing(
            state.is_on,
            Last(last.made_at, last.sent_at) if last is not None else None,
            self.kept.is_changed,
            self.kept.progress,
            last.made_at + DAY if last is not None else None,
            state.hindrance or self._passing,
            len(state.leaving),
            state.is_deletion_refused,
            state.removed_at,
            state.was_missing,
            self.kept.offered_at,
            self.kept.is_for_earlier_sheet,
            self.kept.leaving_for_earlier_sheet,
            sum(1 for name in state.leaving if state.sealed_for.get(name) == ""),
        )

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls `on_change` on the event loop at every change of `standing`. Returns the end of it."""
        return self.kept.watch(on_change)

    # --- life ---

    async def start(self) -> None:
        """Reads what is known from before, and works from now on whenever it is woken. Raises StoreError."""
        await self.kept.recall()
        self._ends = [self._records.watch(noun, self._on_private) for noun in self._private]
        self._task = asyncio.get_running_loop().create_task(self._live(), name="clinic copy")
        self._woken.set()

    async def stop(self) -> None:
        """What was begun is found again by its name at the next start."""
        for end in self._ends:
            end()
        self._ends = []
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self.kept.progress = None

    def wake(self) -> None:
        """The clinic was reached, or something is to do."""
        self._woken.set()

    def _on_private(self, _: str) -> None:
        if self.state.is_on and not self.kept.is_changed:
            self.kept.is_changed = True
            self.kept.tell()

    async def _live(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self.once()

    # --- what the person asks for ---

    async def turn_on(self) -> None:
        """From now on. Raises StoreError."""
        await self.kept.save(
            replace(self.state, is_on=True, hindrance=None, removed_at=None, is_deletion_refused=False)
        )
        self._tried_anew()

    async def turn_off(self) -> None:
        """Nothing is sent any more; what is at the clinic of this device is to go. Raises StoreError."""
        state = self.state.with_current_leaving()
        await self.kept.save(replace(state, is_on=False, current=None, hindrance=None, was_missing=False))
        self.kept.is_changed = False
        self._tried_anew()

    async def remove(self, name: str) -> None:
        """One copy is to go, whichever device made it. Raises StoreError."""
        state = self.state
        if state.current is not None and state.current.name == name:
            await self.turn_off()
            return
        ids, sheet = state.leaving.get(name, ()), state.sealed_for.get(name, "")
        await self.kept.save(state.with_leaving(name, ids, sheet))
        self._tried_anew()

    async def try_again(self, *, may_be_fewer: bool = False) -> None:
        """What stood in the way may be gone. `may_be_fewer`: the next copy may hold much less than the last. Raises StoreError."""
        await self.kept.save(
            replace(self.state, hindrance=None, is_deletion_refused=False, may_be_fewer=may_be_fewer)
        )
        self._tried_anew()

    async def sheet_changed(self) -> None:
        """There is a new recovery sheet, or none any more: the copy is sealed anew for it now, or what is to go is removed, whatever
        stood in the way before. Never raises StoreError: the sheet counts already, and what could not be noted is looked at again
        in the next round."""
        with suppress(StoreError):
            await self.kept.sheet_lock()
            await self.kept.save(replace(self.state, hindrance=None, is_deletion_refused=False))
        self._tried_anew()

    def _tried_anew(self) -> None:
        self._passing, self._not_before, self._failures = None, None, 0
        self.kept.tell()
        self.wake()

    async def listed(self) -> list[AtClinic]:
        """What the clinic has now. A last copy it does not have any more is put up again. Raises ClinicError, StoreError."""
        return [
            AtClinic(one.name, one.sent_at, self._is_mine(one.name), one.is_whole)
            for one in await self._renewal.looked()
            if one.name not in self.state.leaving
        ]

    def _is_mine(self, name: str) -> bool:
        return self.state.current is not None and self.state.current.name == name

    # --- one round ---

    async def once(self) -> None:
        """What is due now, after anything that is under way. Never raises ClinicError."""
        async with self._turn:
            if self._not_before is not None and timedelta() < self._not_before - self._clock() < DAY * 2:
                return
            before = self.standing
            try:
                self._passing = await self._round()
                self._not_before, self._failures = None, 0
            except ClinicError as error:
                await self._failed(error)
            except Altered:
                await self._hindered("altered")
            except Fewer:
                await self._hindered("fewer")
            except StoreError as error:
                if error.code == "not_saved":
                    self._later("not_saved", None)
            except Exception as error:
                report(log, error)
                self._later("busy", None)
            finally:
                self.kept.progress = None
                if self.standing != before:
                    self.kept.tell()

    async def _round(self) -> Hindrance | None:
        """What is wanting for a copy that is due, if anything is."""
        if self.state.leaving:
            await self._renewal.clear()
        if self.kept.is_new and self.kept.looked_at is None:
            await self._renewal.looked()
        if not self.state.is_on:
            return None
        lock = await self.kept.sheet_lock()
        if self.state.hindrance is not None:
            await self._end_earlier_sheet(self.state.hindrance)
            return None
        if self.kept.looked_at is None or not timedelta() <= self._clock() - self.kept.looked_at < DAY:
            await self._renewal.looked()
        if lock is None:
            return "no_sheet"
        if self._is_due():
            with suppress(TurnedOff):
                await self._renewal.renew(lock)
            await self._renewal.clear()
        return None

    def _is_due(self) -> bool:
        last = self.state.current
        if last is None or self.state.was_missing or self.kept.is_for_earlier_sheet:
            return True  # the words of another sheet open nothing of the last one
        age = self._clock() - last.made_at
        return self.kept.is_changed and (age >= DAY or age < timedelta())  # else the clock was set back

    # --- what stands in the way ---

    async def _failed(self, error: ClinicError) -> None:
        hindrance = hindrance_of(error)
        if hindrance in LASTING:
            await self._hindered(hindrance)
            return
        asked_s = error.retry_after_s if isinstance(error, (TooMany, ServerBroken)) else None
        self._later(hindrance, asked_s)
        with suppress(StoreError, ClinicError):
            await self._end_earlier_sheet(hindrance)

    async def _end_earlier_sheet(self, hindrance: Hindrance) -> None:
        """What the words of an earlier sheet open is to go, where no copy for the present sheet takes its place: the person ended
        those words. Raises StoreError, ClinicError."""
        state = self.state
        if hindrance not in NOT_RENEWED or self.kept.sheet is None or not self.kept.is_for_earlier_sheet:
            return  # without a sheet it is not known that the person ended one: a damaged file may have lost it
        await self.kept.save(replace(state.with_current_leaving(), current=None, was_missing=False))
        await self._renewal.clear()

    async def _hindered(self, hindrance: Hindrance) -> None:
        """It is not tried again by itself; what was put up of it already is removed, now or in the next round."""
        with suppress(StoreError):
            await self.kept.save(replace(self.state, hindrance=hindrance))
            with suppress(ClinicError):
                await self._end_earlier_sheet(hindrance)
                await self._renewal.clear()

    def _later(self, hindrance: Hindrance, asked_s: float | None) -> None:
        self._failures += 1
        self._passing = hindrance
        self._not_before = self._clock() + timedelta(seconds=wait_s(hindrance, self._failures, asked_s))

    async def saw(self, device: str, count: int) -> bool:
        """An opened copy says it is the how-manieth of its device. Whether a later one of it was known. Raises StoreError."""
        known = self.state.seen.get(device, 0)
        if count > known:
            await self.kept.save(replace(self.state, seen={**self.state.seen, device: count}))
        return count < known
