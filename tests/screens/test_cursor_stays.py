"""A redraw leaves the cursor where it is: a field whose surroundings are drawn anew takes no more letters, and what is typed is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mobile.screens.watching import WatchingScreen
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring

PLACES = (
    "/portable-summary /receipts /reminders/texts /reminders /intention/new /word/new /commitment/new /entry/new /not-to-bring-up/new "
    "/room-card/new /messages /message/new /safety-plan /journal /sharing /daily-word /calendar /given-times /settings/lock "
    "/settings/take /cost /help-with-cost /measures /care-notes /session/rowan-session-3 /ride/rowan-session-3 "
    "/session/rowan-session-3/date /session/rowan-session-3/page"
)
FIELDS = 20
"""At least so many stand there: none looked at would be none found wanting."""


async def test_a_field_stands_where_it_stood_after_a_redraw(tmp_path: Path) -> None:
    looked_at = 0
    wiring = PretendWiring(records=await seeded(tmp_path, "rowan"), person=person("rowan"), at=NOW)
    async with Phone(wiring) as phone:
        await phone.start("/")
        for route in PLACES.split():
            await phone.goes_to(route)
            place: Any = phone.shell._top
            before = _standing(phone)
            if before and isinstance(place, WatchingScreen):
                await place.look_again()
                await phone.rest()
                assert _standing(phone) == before, route
                looked_at += len(before)
        assert phone.reported == []
    assert looked_at >= FIELDS


def _standing(phone: Phone) -> list[list[int]]:
    """Of each field that takes letters."""
    fields = [one for one in phone.find(re.compile(""), "field") if not one.is_off]
    return [phone.standing_of(one.control) for one in fields]
