"""Turning the opening by a finger on and off, stopped at every step: the PIN opens, and nothing else that was not meant to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from mobile.records import Store, StoreState
from mobile.records.biometric_keeper import Prompt
from mobile.records.errors import BiometricsGone, BiometricsRefused, Locked
from mobile.records.secrets import MemorySecrets
from mobile.wiring.biometrics import Biometrics
from tests.screens.pretend_biometrics import PretendKeeper
from tests.unit.records.parts import PIN, Clocks, Secretly, no_sleep

PROMPT = Prompt("Lantern", "asks")


class Killed(BaseException):
    """Nothing of the process goes on."""


class DyingKeeper(PretendKeeper):
    """The process dies at a step of the phone's, before or after it was done."""

    dies_at = ""

    def _die(self, step: str) -> None:
        if step == self.dies_at:
            raise Killed

    async def write(self, value: bytes, prompt: Prompt) -> None:
        self._die("before write")
        await super().write(value, prompt)
        self._die("after write")

    async def erase(self, *, may_ask: bool) -> None:
        self._die("before erase")
        if not self.dies_at:
            await super().erase(may_ask=may_ask)
        elif self.dies_at == "after erase":
            await super().erase(may_ask=may_ask)
            self._die("after erase")


class Device:
    """One phone: what outlives a process of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.secrets, self.clocks, self.keeper = folder, MemorySecrets(), Clocks(), DyingKeeper()
        self.dies_at = ""
        self.store = self._begun()

    def _begun(self) -> Store:
        def die(point: str) -> None:
            if point == self.dies_at:
                raise Killed

        store = Store(
            self.folder,
            self.secrets,
            clock=self.clocks.now,
            steady=self.clocks.steady,
            sleep=no_sleep,
            on_point=die,
        )
        self.biometrics = Biometrics(store, self.keeper)
        return store

    async def starts_anew(self) -> None:
        self.store.lock()
        self.dies_at = self.keeper.dies_at = ""
        self.store = self._begun()
        assert await self.store.look() is StoreState.LOCKED

    async def opens_with_the_pin(self) -> None:
        records = await self.store.unlock(PIN)
        assert [one.words for one in await records.every(Secretly)] == ["only mine"]


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Device]:
    made = Device(tmp_path / "records")
    records = await made.store.create(PIN)
    await records.save(Secretly("only mine"))
    yield made
    made.store.lock()


STEPS = ["before write", "after write", "before commit put", "after commit put"]
STEPS_OFF = ["before commit end", "after commit end", "before erase", "after erase"]


async def dies(device: Device, step: str, act: Callable[[], object]) -> None:
    device.dies_at = device.keeper.dies_at = step
    with pytest.raises(Killed):
        await act()  # type: ignore[misc]
    await device.starts_anew()


@pytest.mark.parametrize("was_on", [False, True], ids=["off before", "on before"])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_while_it_is_turned_on_the_pin_opens_and_it_can_be_turned_on(
    device: Device, step: str, was_on: bool
) -> None:
    if was_on:
        await device.biometrics.turn_on(PROMPT)
    await dies(device, step, lambda: device.biometrics.turn_on(PROMPT))
    if device.store.has_biometrics:
        secret = await device.biometrics.asked(PROMPT) if device.keeper.kept is not None else bytes(32)
        if step == "before write" or (step == "after commit put"):
            await device.store.unlock_by_biometrics(secret)
            await device.starts_anew()
        else:  # the phone keeps a newer secret than the store knows
            with pytest.raises(BiometricsGone):
                await device.store.unlock_by_biometrics(secret)
    await device.opens_with_the_pin()
    await device.biometrics.turn_on(PROMPT)
    await device.starts_anew()
    await device.store.unlock_by_biometrics(await device.biometrics.asked(PROMPT))
    await device.starts_anew()
    await device.opens_with_the_pin()


@pytest.mark.parametrize("step", STEPS_OFF)
async def test_killed_while_it_is_turned_off_the_pin_opens_and_the_phone_only_while_it_is_on(
    device: Device, step: str
) -> None:
    await device.biometrics.turn_on(PROMPT)
    await dies(device, step, device.biometrics.turn_off)
    assert device.store.has_biometrics is (step == "before commit end")
    kept = device.keeper.kept
    if device.store.has_biometrics:
        await device.store.unlock_by_biometrics(await device.biometrics.asked(PROMPT))
        await device.starts_anew()
    else:
        with pytest.raises(BiometricsGone):
            await device.store.unlock_by_biometrics(kept or bytes(32))
    await device.opens_with_the_pin()
    await device.biometrics.turn_off()
    assert device.keeper.kept is None
    assert not device.store.has_biometrics


async def test_locked_while_the_phone_asks_it_stays_off_and_the_phone_forgets(device: Device) -> None:
    async def locks() -> None:
        device.store.lock()

    device.keeper.while_asking = locks
    with pytest.raises(BiometricsRefused):
        await device.biometrics.turn_on(PROMPT)
    assert device.keeper.kept is None
    await device.starts_anew()
    assert not device.store.has_biometrics
    await device.opens_with_the_pin()


async def test_a_locked_store_is_not_turned_off(device: Device) -> None:
    await device.biometrics.turn_on(PROMPT)
    await device.starts_anew()
    with pytest.raises(Locked):
        await device.biometrics.turn_off()
    assert device.keeper.kept is not None
    await device.store.unlock_by_biometrics(await device.biometrics.asked(PROMPT))


async def test_each_turning_on_has_a_secret_of_its_own(device: Device) -> None:
    await device.biometrics.turn_on(PROMPT)
    first = device.keeper.kept
    await device.biometrics.turn_off()
    await device.biometrics.turn_on(PROMPT)
    assert first is not None
    assert device.keeper.kept not in (None, first)
    assert len(first) == 32
    await device.starts_anew()
    with pytest.raises(BiometricsGone):
        await device.store.unlock_by_biometrics(first)
