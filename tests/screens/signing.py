"""Ways to the page where an agreement is signed, as a person goes them."""

from __future__ import annotations

import re
from typing import Any

from mobile.care.consent.signed import SignedAgreement
from tests.screens.clinic_of import NOW, person
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_agreements import to_part

ROUTE = "/agreements/telehealth"


def phone_of(records: Any, name: str = "ines", at: Any = NOW, **more: Any) -> Phone:
    return Phone(PretendWiring(records=records, person=person(name), at=at), **more)


async def read_to_the_end(phone: Phone, route: str = ROUTE) -> None:
    """Every part read, and what treatment needs turned on."""
    await phone.start(route)
    await to_part(phone, "You choose each part")
    for row in phone.find(re.compile("Needed for treatment$"), "button"):
        await phone.tap(row.name)


async def to_signing(phone: Phone, route: str = ROUTE) -> None:
    await read_to_the_end(phone, route)
    await phone.tap("Go on to sign", "button")
    await phone.sees("Sign", "heading")


async def type_and_sign(phone: Phone, name: str = "Ines Sample") -> None:
    await phone.type("Your full name", name)
    await phone.tap("I mean this as my signature")
    await phone.tap("Sign", "button")


async def signed(records: Any) -> list[SignedAgreement]:
    """What was signed here, not what the clinic had on paper."""
    return [one for one in await records.every(SignedAgreement) if one.is_signed_here]
