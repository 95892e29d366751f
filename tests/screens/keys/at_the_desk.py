"""A therapist's desk with a dozen people, driven by keys."""

from __future__ import annotations

import re
from typing import Any

from mobile.care.notices import ShareNotice
from tests.screens.harness import THERAPIST, Phone, PretendWiring
from tests.screens.many_patients import NOW, name_of

ORDER = [0, 2, 1, 4, 6, 3, 5, 8, 7, 11, 10, 9]
"""Of `SMALL`, by need: the alert, what rises, the sessions (tomorrow's first), what waits longest, then by name."""
KEYS = re.compile(r"^(next: |no next|before$|nobody before|find$|all keys|hide the keys)")


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=THERAPIST, at=NOW, **more)


def desk(home: PretendWiring, width: int = 1280, platform: str = "windows") -> Phone:
    return Phone(home, width=width, platform=platform)


async def opens(phone: Phone, number: int) -> None:
    """Waits until somebody is open: on a wide page their name is the second heading."""
    name = name_of(number)
    await phone.until(lambda: opened(phone) == name, f"{name} open")


def opened(phone: Phone) -> str:
    names = [n.name for n in phone.nodes() if n.role == "heading" and n.name.startswith("Person ")]
    return names[0] if names else ""


def keys_said(phone: Phone) -> list[str]:
    return [text for text in phone.texts() if KEYS.match(text)]


async def unread(records: Any) -> set[str | None]:
    return {one.patient for one in await records.every(ShareNotice) if not one.is_read}
