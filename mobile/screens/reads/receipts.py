"""What receipts there are, read from what is kept here. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from mobile.care.clinic_days import by_calendar
from mobile.care.cost.bill import Bill
from mobile.care.cost.payment import Payment, PaymentNotice
from mobile.care.people import Patient, Practitioner
from mobile.care.receipts import Charge, Issuer, Receipts, issuer_of, receipts
from mobile.records.ports import Keeping
from mobile.screens.reads.own_clinic import KINDS as CLINIC
from mobile.screens.reads.own_clinic import read_own_clinic

COUNTED = (Bill, Charge, Payment, PaymentNotice)
KINDS = (*COUNTED, *CLINIC, Practitioner)


@dataclass(frozen=True)
class Paid:
    """`providers`: by "Practitioner/p1"."""

    receipts: Receipts
    issuer: Issuer = field(default_factory=Issuer)
    patient: Patient | None = None
    providers: Mapping[str, Practitioner] = field(default_factory=dict[str, Practitioner])


async def known_receipts(records: Keeping, zone: ZoneInfo) -> Receipts:
    """`zone`: the clinic's. Raises what the store raises."""
    return receipts(
        by_calendar(await records.every(Bill), zone),
        await records.every(Payment),
        by_calendar(await records.every(PaymentNotice), zone),
        by_calendar(await records.every(Charge), zone),
    )


async def paid(records: Keeping, me: str, zone: ZoneInfo) -> Paid:
    """`me`: "Patient/p1". Raises what the store raises."""
    patients = await records.every(Patient)
    providers = await records.every(Practitioner)
    return Paid(
        await known_receipts(records, zone),
        issuer_of(await read_own_clinic(records)),
        next((one for one in patients if me in one.names), None),
        {name: one for one in providers for name in one.names},
    )
