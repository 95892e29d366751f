"""What care costs over the wire: each device holds its patient's own, what was seen arrives once, and a clinic without money is no fault."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.faults import Faults
from mobile.care.cost import Bill, CostAccount, Estimate, EstimateSeen, Payment, PaymentNotice, Price
from mobile.care.cost.money import Money
from mobile.records.ports import SendState
from mobile.screens.reads.cost import costs
from tests.unit.care.test_with_the_clinic import BASE, NOW, device_of

MONEY = (CostAccount, Bill, Payment, PaymentNotice, Estimate)
ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    yield made
    made.close()


async def test_a_patients_device_holds_their_own_and_sums_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with device_of(sandbox, "rowan", tmp_path) as device:
        await device.sync()
        for noun in MONEY:
            held = await device.all(noun)
            assert held
            assert {one.patient for one in held} == {"Patient/rowan"}, noun
        found = await costs(device.records, NOW, ZONE)
        sums = found.courses[0].sums
        assert sums is not None
        assert (sums.price, sums.left) == (Money(Decimal("3300.00"), "USD"), Money(Decimal("1800.00"), "USD"))
        assert found.prices.after(2) == Money(Decimal("1200.00"), "USD")


@pytest.mark.parametrize("who", ["sam", "dr-ash", "coordinator"])
async def test_no_device_of_the_clinics_people_holds_any_of_it(
    sandbox: Sandbox, tmp_path: Path, who: str
) -> None:
    async with device_of(sandbox, who, tmp_path) as device:
        await device.sync()
        for noun in (*MONEY, Price, EstimateSeen):
            assert await device.all(noun) == []


async def test_that_an_estimate_was_seen_arrives_once_and_is_known_on_every_device(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with (
        device_of(sandbox, "ines", tmp_path) as first,
        device_of(sandbox, "ines", tmp_path) as second,
    ):
        for device in (first, second):
            await device.sync()
            (estimate,) = await device.all(Estimate)
            await device.records.save(
                EstimateSeen.of(estimate, "Patient/ines", NOW)
            )  # on both, before they meet
        for device in (first, second, first):
            await device.sync()
        assert (
            len(
                [
                    one
                    for one in sandbox.find("Communication")
                    if "estimate-seen" in str(one["category"])
                    and one["subject"]["reference"] == "Patient/ines"
                ]
            )
            == 1
        )
        for device in (first, second):
            (seen,) = await device.all(EstimateSeen)
            assert (await device.records.standing(EstimateSeen, seen.id)).state == SendState.SENT
            assert (await costs(device.records, NOW, ZONE)).seen[estimate.id] == NOW


async def test_a_clinic_that_keeps_none_of_it_is_no_fault(tmp_path: Path) -> None:
    without = frozenset(
        ("Account", "Invoice", "PaymentReconciliation", "PaymentNotice", "ChargeItemDefinition")
    )
    sandbox = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE, faults=Faults(without=without))
    async with device_of(sandbox, "rowan", tmp_path) as device:
        await device.sync()
        found = await costs(device.records, NOW, ZONE)
        assert found.courses == ()
        assert found.prices.prices == ()
    sandbox.close()
