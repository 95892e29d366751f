"""One copy put in the place of another at the clinic, and records that are to go removed.

A new copy is put up whole and acknowledged, and noted here, before a record of the one before it is removed: at every moment
one whole copy is there. What a copy was begun with is noted first, so that whatever is left of it is found and removed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from mobile.care.sealed_part import PartName
from mobile.clinic_copy.copies_at_clinic import Altered, ClinicCopies, ListedCopy
from mobile.clinic_copy.kept import Kept
from mobile.clinic_copy.state import Put, digest
from mobile.records import Records
from mobile.records.clinic_copy import Manifest, Sealed, sealed_for
from mobile.records.snapshots import Private, Snapshot

FEWEST = 10
"""Of less than this much, that half of it is gone is nothing to ask about."""


class TurnedOff(Exception):
    """The person turned it off while a copy was on its way."""


class Fewer(Exception):
    """Much less is kept here than in the last copy: the person is asked first."""


class Renewal:
    """Every method raises ClinicError and StoreError. `wake`: there is something to do that was not known of."""

    def __init__(
        self,
        records: Records,
        at_clinic: ClinicCopies,
        kept: Kept,
        of: str,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._records = records
        self._at_clinic = at_clinic
        self._kept = kept
        self._of = of
        self._clock = clock
        self._wake = wake

    async def renew(self, lock: bytes) -> None:
        """For the sheet of this public half. Raises Fewer, TurnedOff, Altered."""
        snapshot = await self._records.snapshots.taken(self._of)
        if self._are_fewer(snapshot.private):
            raise Fewer
        self._kept.is_changed = False  # what is written from here on is not in it
        name, count = str(uuid4()), self._kept.state.count + 1
        await self._kept.save(replace(self._kept.state.with_leaving(name, (), digest(lock)), count=count))
        manifest = Manifest(self._of, self._kept.state.device, count, snapshot.at)
        try:
            sealed = await asyncio.to_thread(sealed_for, lock, snapshot.data, name, manifest)
            ids = await self._put_up(sealed)
            await self._noted(snapshot, name, ids, digest(lock))
        except BaseException:
            self._kept.is_changed = True
            raise

    def _are_fewer(self, private: Private) -> bool:
        """Records that were lost here must not go at the clinic too before somebody looked."""
        last = self._kept.state.current
        were = last.private if last is not None else 0
        return not self._kept.state.may_be_fewer and were >= FEWEST and private.count * 2 < were

    async def _put_up(self, sealed: Sealed) -> tuple[str, ...]:
        """Its parts, and the head last: with it the copy is whole."""
        of = len(sealed.parts)
        ids: list[str] = []
        for number, data in [*enumerate(sealed.parts, 1), (0, sealed.head)]:
            if not self._kept.state.is_on:
                raise TurnedOff
            self._kept.progress = (len(ids), of + 1)
            self._kept.tell()
            ids.append(await self._at_clinic.put(PartName(sealed.name, number, of), data))
        if await self._at_clinic.read(ids[-1]) != sealed.head:
            raise Altered
        return (ids[-1], *ids[:-1])

    async def _noted(self, snapshot: Snapshot, name: str, ids: tuple[str, ...], sheet: str) -> None:
        """It is whole and acknowledged: from now on it is the copy, and the one before may go."""
        state = self._kept.state
        if not state.is_on:
            raise TurnedOff
        private = snapshot.private
        put = Put(name, ids, state.count, snapshot.at, self._clock(), private.print, private.count, sheet)
        seen = {**state.seen, state.device: state.count}
        await self._kept.save(
            replace(
                state.without_leaving(name).with_current_leaving(),
                current=put,
                seen=seen,
                may_be_fewer=False,
                was_missing=False,
            )
        )

    async def clear(self) -> None:
        """What is to go is removed: what is known of it, and what the clinic lists under its name."""
        if not self._kept.state.leaving:
            return
        there = {one.name: one for one in await self._at_clinic.copies()}
        for name, known in list(self._kept.state.leaving.items()):
            listed = there[name].every if name in there else ()
            is_gone = True
            for id in dict.fromkeys((*listed, *known)):
                is_gone &= await self._at_clinic.remove(id)
            if is_gone:
                state = self._kept.state.without_leaving(name)
                removed_at = state.removed_at if state.is_on or state.leaving else self._clock()
                await self._kept.save(replace(state, removed_at=removed_at, is_deletion_refused=False))
            elif not self._kept.state.is_deletion_refused:
                await self._kept.save(replace(self._kept.state, is_deletion_refused=True))

    async def looked(self) -> list[ListedCopy]:
        """What the clinic has now. Where that is not the whole of the last copy, another is due; what is left of that one goes only
        after it."""
        there = await self._at_clinic.copies()
        self._kept.looked_at = self._clock()
        whole = [one.sent_at for one in there if one.is_whole and one.sent_at]
        self._kept.offered_at = max(whole, default=None) if self._kept.is_new else None
        last = self._kept.state.current
        was_missing = last is not None and await self._is_missing(last, there)
        if was_missing != self._kept.state.was_missing and last is self._kept.state.current:
            await self._kept.save(replace(self._kept.state, was_missing=was_missing))
            self._wake()
        return there

    async def _is_missing(self, last: Put, there: Sequence[ListedCopy]) -> bool:
        """A list may be late: what it does not name is asked for by its own name."""
        listed = {id for one in there for id in one.every}
        for id in last.ids:
            if id not in listed and not await self._at_clinic.has(id):
                return True
        return False
