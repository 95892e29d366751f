"""Keeps a sealed copy at the clinic: renewed once a day at most when something private changed, and removed when it is not wanted.

A new copy is put up whole and acknowledged, and noted here, before a record of the one before it is removed: at every moment
one whole copy is there. What a copy was begun with is noted first, so that whatever is left of it is found and removed. It
must never go on sending to a server that said no, nor send anything while it is off.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from api_client import ClinicClient
from api_client.errors import ClinicError, ServerBroken, TooMany
from mobile.care.sealed_part import PartName
from mobile.clinic_copy.hindrances import hindrance_of, wait_s
from mobile.clinic_copy.shelf import Altered, Shelf, Shelved
from mobile.clinic_copy.standing import LASTING, AtClinic, Hindrance, Last, Standing
from mobile.clinic_copy.state import NOTE, Put, State
from mobile.noun import Noun
from mobile.records import Records, StoreError
from mobile.records.clinic_copy import Manifest, Sealed, sealed_for
from mobile.records.snapshots import Private, Snapshot
from mobile.sync.faults import report

DAY = timedelta(days=1)
FEWEST = 10
"""Of less than this much, that half of it is gone is nothing to ask about."""

log = logging.getLogger("lantern.clinic_copy")


def _now() -> datetime:
    return datetime.now(UTC)


class _TurnedOff(Exception):
    """The person turned it off while a copy was on its way."""


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
        self.shelf = Shelf(client, patient)
        self._of = of
        self._private = private
        self._clock = clock
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ends: list[Callable[[], None]] = []
        self._watchers: list[Callable[[], None]] = []
        self._is_changed = False
        self._progress: tuple[int, int] | None = None
        self._passing: Hindrance | None = None
        self._not_before: datetime | None = None
        self._failures = 0
        self._looked_at: datetime | None = None
        self._offered_at: datetime | None = None
        self.is_new = False
        """Whether nothing of the person's was here before: then the clinic is asked whether it has a copy."""
        self.state = State()

    # --- what the screens may know ---

    @property
    def standing(self) -> Standing:
        state, last = self.state, self.state.current
        return Standing(
            state.is_on,
            Last(last.made_at, last.sent_at) if last is not None else None,
            self._is_changed,
            self._progress,
            last.made_at + DAY if last is not None else None,
            state.hindrance or self._passing,
            len(state.leaving),
            state.is_deletion_refused,
            state.removed_at,
            state.was_missing,
            self._offered_at,
        )

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls `on_change` on the event loop at every change of `standing`. Returns the end of it."""
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change) if on_change in self._watchers else None

    def _tell(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()

    # --- life ---

    async def start(self) -> None:
        """Reads what is known from before, and works from now on whenever it is woken. Raises StoreError."""
        await self._recall()
        self._ends = [self._records.watch(noun, self._on_private) for noun in self._private]
        self._task = asyncio.get_running_loop().create_task(self._live(), name="clinic copy")
        self._woken.set()

    async def _recall(self) -> None:
        text = await self._records.note(NOTE)
        self.state = State.from_json(text) if text else State()
        current = self.state.current
        if self.state.is_on and current is not None:
            self._is_changed = (await self._records.snapshots.private()).print != current.print

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
        self._progress = None

    def wake(self) -> None:
        """The clinic was reached, or something is to do."""
        self._woken.set()

    def _on_private(self, _: str) -> None:
        if self.state.is_on and not self._is_changed:
            self._is_changed = True
            self._tell()

    async def _live(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await self.once()

    # --- what the person asks for ---

    async def turn_on(self) -> None:
        """From now on. Raises StoreError."""
        await self._save(
            replace(self.state, is_on=True, hindrance=None, removed_at=None, is_deletion_refused=False)
        )
        self._tried_anew()

    async def turn_off(self) -> None:
        """Nothing is sent any more; what is at the clinic of this device is to go. Raises StoreError."""
        state = self.state
        leaving = dict(state.leaving)
        if state.current is not None:
            leaving[state.current.name] = state.current.ids
        await self._save(
            replace(state, is_on=False, current=None, leaving=leaving, hindrance=None, was_missing=False)
        )
        self._is_changed = False
        self._tried_anew()

    async def remove(self, name: str) -> None:
        """One copy is to go, whichever device made it. Raises StoreError."""
        state = self.state
        if state.current is not None and state.current.name == name:
            await self.turn_off()
            return
        await self._save(replace(state, leaving={**state.leaving, name: state.leaving.get(name, ())}))
        self._tried_anew()

    async def try_again(self, *, may_be_fewer: bool = False) -> None:
        """What stood in the way may be gone. `may_be_fewer`: the next copy may hold much less than the last. Raises StoreError."""
        await self._save(
            replace(self.state, hindrance=None, is_deletion_refused=False, may_be_fewer=may_be_fewer)
        )
        self._tried_anew()

    def _tried_anew(self) -> None:
        self._passing, self._not_before, self._failures = None, None, 0
        self._tell()
        self.wake()

    async def listed(self) -> list[AtClinic]:
        """What the clinic has now. A last copy it does not have any more is put up again. Raises ClinicError, StoreError."""
        return [
            AtClinic(one.name, one.sent_at, self._is_mine(one.name), one.is_whole)
            for one in await self._looked()
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
            except StoreError as error:
                if error.code == "not_saved":
                    self._later("not_saved", None)
            except Exception as error:
                report(log, error)
                self._later("busy", None)
            finally:
                self._progress = None
                if self.standing != before:
                    self._tell()

    async def _round(self) -> Hindrance | None:
        """What is wanting for a copy that is due, if anything is."""
        if self.state.leaving:
            await self._clear()
        if self.is_new and self._looked_at is None:
            await self._looked()
        if not self.state.is_on or self.state.hindrance is not None:
            return None
        if self._looked_at is None or not timedelta() <= self._clock() - self._looked_at < DAY:
            await self._looked()
        lock = await self._records.sheet_lock()
        if lock is None:
            return "no_sheet"
        if self._is_due(_digest(lock)):
            with suppress(_TurnedOff):
                await self._renew(lock)
            await self._clear()
        return None

    def _is_due(self, sheet: str) -> bool:
        last = self.state.current
        if last is None or last.sheet != sheet:
            return True  # the words of another sheet open nothing of the last one
        age = self._clock() - last.made_at
        return self._is_changed and (age >= DAY or age < timedelta())  # else the clock was set back

    async def _renew(self, lock: bytes) -> None:
        snapshot = await self._records.snapshots.taken(self._of)
        if self._are_fewer(snapshot.private):
            await self._hindered("fewer")
            return
        self._is_changed = False  # what is written from here on is not in it
        name, count = str(uuid4()), self.state.count + 1
        await self._save(replace(self.state, count=count, leaving={**self.state.leaving, name: ()}))
        manifest = Manifest(self._of, self.state.device, count, snapshot.at)
        try:
            sealed = await asyncio.to_thread(sealed_for, lock, snapshot.data, name, manifest)
            ids = await self._put_up(sealed)
            await self._noted(snapshot, name, ids, _digest(lock))
        except BaseException:
            self._is_changed = True
            raise

    def _are_fewer(self, private: Private) -> bool:
        """Records that were lost here must not go at the clinic too before somebody looked."""
        last = self.state.current
        were = last.private if last is not None else 0
        return not self.state.may_be_fewer and were >= FEWEST and private.count * 2 < were

    async def _put_up(self, sealed: Sealed) -> tuple[str, ...]:
        """Its parts, and the head last: with it the copy is whole."""
        of = len(sealed.parts)
        ids: list[str] = []
        for number, data in [*enumerate(sealed.parts, 1), (0, sealed.head)]:
            if not self.state.is_on:
                raise _TurnedOff
            self._progress = (len(ids), of + 1)
            self._tell()
            ids.append(await self.shelf.put(PartName(sealed.name, number, of), data))
        if await self.shelf.read(ids[-1]) != sealed.head:
            raise Altered
        return (ids[-1], *ids[:-1])

    async def _noted(self, snapshot: Snapshot, name: str, ids: tuple[str, ...], sheet: str) -> None:
        """It is whole and acknowledged: from now on it is the copy, and the one before may go."""
        state = self.state
        if not state.is_on:
            raise _TurnedOff
        leaving = {one: known for one, known in state.leaving.items() if one != name}
        if state.current is not None:
            leaving[state.current.name] = state.current.ids
        private = snapshot.private
        put = Put(name, ids, state.count, snapshot.at, self._clock(), private.print, private.count, sheet)
        seen = {**state.seen, state.device: state.count}
        await self._save(
            replace(state, current=put, leaving=leaving, seen=seen, may_be_fewer=False, was_missing=False)
        )

    async def _clear(self) -> None:
        """What is to go is removed: what is known of it, and what the clinic lists under its name."""
        if not self.state.leaving:
            return
        there = {one.name: one for one in await self.shelf.copies()}
        for name, known in list(self.state.leaving.items()):
            listed = there[name].every if name in there else ()
            is_gone = True
            for id in dict.fromkeys((*listed, *known)):
                is_gone &= await self.shelf.remove(id)
            if is_gone:
                leaving = {one: ids for one, ids in self.state.leaving.items() if one != name}
                removed_at = self.state.removed_at if self.state.is_on or leaving else self._clock()
                await self._save(
                    replace(self.state, leaving=leaving, removed_at=removed_at, is_deletion_refused=False)
                )
            elif not self.state.is_deletion_refused:
                await self._save(replace(self.state, is_deletion_refused=True))

    async def _looked(self) -> list[Shelved]:
        there = await self.shelf.copies()
        self._looked_at = self._clock()
        whole = [one.sent_at for one in there if one.is_whole and one.sent_at]
        self._offered_at = max(whole, default=None) if self.is_new else None
        last = self.state.current
        if last is not None and await self._is_missing(last, there):
            leaving = {**self.state.leaving, last.name: last.ids}
            await self._save(replace(self.state, current=None, leaving=leaving, was_missing=True))
            self.wake()
            self._tell()
        return there

    async def _is_missing(self, last: Put, there: Sequence[Shelved]) -> bool:
        """A list may be late: what it does not name is asked for by its own name."""
        listed = {id for one in there for id in one.every}
        for id in last.ids:
            if id not in listed and not await self.shelf.has(id):
                return True
        return False

    # --- what stands in the way ---

    async def _failed(self, error: ClinicError) -> None:
        hindrance = hindrance_of(error)
        if hindrance in LASTING:
            await self._hindered(hindrance)
            return
        asked_s = error.retry_after_s if isinstance(error, (TooMany, ServerBroken)) else None
        self._later(hindrance, asked_s)

    async def _hindered(self, hindrance: Hindrance) -> None:
        """It is not tried again by itself; what was put up of it already is removed, now or in the next round."""
        with suppress(StoreError):
            await self._save(replace(self.state, hindrance=hindrance))
            with suppress(ClinicError):
                await self._clear()

    def _later(self, hindrance: Hindrance, asked_s: float | None) -> None:
        self._failures += 1
        self._passing = hindrance
        self._not_before = self._clock() + timedelta(seconds=wait_s(hindrance, self._failures, asked_s))

    async def _save(self, state: State) -> None:
        """At once for whoever asks, and taken back where it could not be written. Raises StoreError."""
        before, self.state = self.state, state
        try:
            await self._records.note(NOTE, state.to_json())
        except StoreError:
            self.state = before
            raise
        self._tell()

    async def saw(self, device: str, count: int) -> bool:
        """An opened copy says it is the how-manieth of its device. Whether a later one of it was known. Raises StoreError."""
        known = self.state.seen.get(device, 0)
        if count > known:
            await self._save(replace(self.state, seen={**self.state.seen, device: count}))
        return count < known


def _digest(lock: bytes) -> str:
    return hashlib.sha256(lock).hexdigest()[:32]
