"""After a lock: no control of the page holds a person's word, and how much of them the process's memory still holds.

Python cannot promise to overwrite what it gave back, so the memory is measured and printed; the tree is a promise.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.intention import begin
from mobile.records.sealing import CLINICAL, PRIVATE
from mobile.wiring.app_services import PageServices
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW

CANARY = "kestrel-lantern-canary-"


def hits(*wanted: bytes) -> dict[bytes, int]:
    """How often each stands in this process's writable memory."""
    found = dict.fromkeys(wanted, 0)
    with Path("/proc/self/maps").open() as maps, Path("/proc/self/mem").open("rb", 0) as memory:
        for line in maps:
            start, end, rights = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line).groups()  # type: ignore[union-attr]
            if not rights.startswith("rw"):
                continue
            try:
                memory.seek(int(start, 16))
                block = memory.read(int(end, 16) - int(start, 16))
            except (OSError, ValueError, OverflowError):
                continue
            for one in wanted:
                found[one] += block.count(one)
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
async def test_what_memory_holds_of_keys_and_words_after_a_lock(
    pages: tuple[PageServices, PageServices], capsys: pytest.CaptureFixture[str]
) -> None:
    services, _ = pages
    device = services.account
    assert device is not None
    assert device.records is not None
    await device.records.save_all(
        [begin(f"i{n}", "Appointment/a3", NOW).revise(f"{CANARY}{n}", NOW) for n in range(20)]
    )
    keys = device.store._keys
    assert keys is not None
    data_keys = [bytes(keys.raw()[which, keys.newest(which)]) for which in (CLINICAL, PRIVATE)]
    masked = [bytes(byte ^ 0x5A for byte in key) for key in data_keys]  # or the test itself is what is found
    del data_keys, keys
    before = time.perf_counter()
    await services.lock_now()
    took_s = time.perf_counter() - before
    assert services.records is None
    assert device.records is None
    assert device.store._keys is None
    masked.append(os.urandom(32))  # what the search alone holds of a value nobody else has
    *key_hits, own = [sum(hits(bytes(byte ^ 0x5A for byte in one)).values()) for one in masked]
    word_hits = sum(hits(CANARY.encode() + b"1").values())
    with capsys.disabled():
        print(
            f"\nT13: lock {took_s * 1000:.0f} ms; data keys in memory after it {[found - own for found in key_hits]}; "
            f"words {word_hits}"
        )


async def test_no_control_holds_a_word_after_a_lock(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    await records.save(begin("i1", "Appointment/a3", NOW).revise(f"{CANARY}seen", NOW))
    wiring = PretendWiring(records=records, pin="271801")
    async with Phone(wiring) as phone:
        await phone.start("/intentions")
        await phone.sees(re.compile(CANARY))
        wiring.opens("locked")
        await phone.sees("Enter your PIN")
        assert not [text for text in phone.texts() if CANARY in text]
        assert not [one for one in controls(phone.page.views) if CANARY in repr(vars(one))]


def controls(held: Any) -> list[ft.BaseControl]:
    """Every control under these, whatever field it stands in."""
    found: list[ft.BaseControl] = []
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ft.BaseControl) and one not in found:
            found.append(one)
            waiting += [value for name, value in vars(one).items() if name not in ("_parent", "parent")]
        elif isinstance(one, (list, tuple)):
            waiting += one
    return found
