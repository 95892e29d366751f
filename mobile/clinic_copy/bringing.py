"""Bringing copies back from the clinic: what the words open is shown first, then each chosen one is added whole or not at all.

The clinic may offer an older copy, a part of another one, or nothing of one: the seal tells, and nothing is added of what is
not whole. It must never keep the words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mobile.clinic_copy.copies_at_clinic import ClinicCopies, ListedCopy
from mobile.clinic_copy.keeper import Keeper
from mobile.clinic_copy.standing import Found, Readable
from mobile.records.clinic_copy import OpenHead, opened_head, print_of
from mobile.records.errors import DamagedCopy, NothingHere, OtherPersonsCopy, WrongSheet

Progress = Callable[[int, int], None]


async def found(keeper: Keeper, words: str, of: str) -> Found:
    """What these words open of what is at the clinic, the last one first. `of`: whose it must be.

    Raises NotASheet, WrongSheet where they open none, DamagedCopy, NothingHere, OtherPersonsCopy, ClinicError.
    """
    at_clinic = keeper.at_clinic
    listed = [one for one in await at_clinic.copies() if one.name not in keeper.state.leaving]
    if not listed:
        raise NothingHere
    readable: list[Readable] = []
    others = damaged = foreign = 0
    for one in listed:
        try:
            head = await _head(at_clinic, one, words)
        except WrongSheet:
            others += 1
            continue
        except DamagedCopy:
            damaged += 1
            continue
        manifest = head.manifest
        if manifest.of != of:
            foreign += 1
            continue
        is_older = await keeper.saw(manifest.device, manifest.count)
        is_own = manifest.device == keeper.state.device
        readable.append(Readable(one.name, manifest.made_at, is_own, is_older, one.is_whole))
    if not readable:
        raise DamagedCopy if damaged and not others else OtherPersonsCopy if foreign else WrongSheet
    return Found(tuple(sorted(readable, key=lambda one: one.made_at, reverse=True)), others, damaged)


async def fetched(
    at_clinic: ClinicCopies, words: str, name: str, of: str, on_fetched: Progress
) -> tuple[OpenHead, list[bytes]]:
    """One copy, every part of it as it was sealed, for `Snapshots.bring`. `on_fetched`: parts that came, of how many.

    Raises NotASheet, WrongSheet, DamagedCopy, NothingHere, OtherPersonsCopy, ClinicError.
    """
    one = next((one for one in await at_clinic.copies() if one.name == name), None)
    if one is None:
        raise NothingHere
    head = await _head(at_clinic, one, words)
    if head.manifest.of != of:
        raise OtherPersonsCopy
    parts: list[bytes] = []
    total = len(head.manifest.prints)
    for number in range(1, total + 1):
        on_fetched(number - 1, total)
        parts.append(await _part(at_clinic, one, number, head.manifest.prints[number - 1]))
    on_fetched(total, total)
    return head, parts


async def _head(at_clinic: ClinicCopies, one: ListedCopy, words: str) -> OpenHead:
    """Where a server made a record twice, the one that opens. Raises DamagedCopy, WrongSheet, NotASheet."""
    trouble: DamagedCopy | WrongSheet = DamagedCopy()
    for id in one.ids.get(0, ()):
        try:
            return await asyncio.to_thread(opened_head, await at_clinic.read(id), one.name, words)
        except (DamagedCopy, WrongSheet) as error:
            trouble = error
    raise trouble


async def _part(at_clinic: ClinicCopies, one: ListedCopy, number: int, print: str) -> bytes:
    for id in one.ids.get(number, ()):
        data = await at_clinic.read(id)
        if print_of(data) == print:
            return data
    raise DamagedCopy
