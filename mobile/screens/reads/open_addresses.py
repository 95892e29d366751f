"""What somebody can read who has an address, or a phone, and nothing else: pages of a day, rides that were asked for, text messages.

The patient asked for each, and can end it. Of one whose end the clinic does not know yet nothing is said here: its own place does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.day_page import DayPage
from mobile.care.ride import RideRequest
from mobile.care.text_wish import TextWish
from mobile.records.ports import Keeping
from mobile.screens.reads.day_page import day_page_route
from mobile.screens.reads.ride import ride_route

KINDS = (DayPage, RideRequest, TextWish)
"""What to watch, besides the sessions."""
TEXTS_ROUTE = "/reminders/texts"


@dataclass(frozen=True)
class OpenAddress:
    """`session`: of a page or a ride. `who`: whoever was asked for a ride; of text messages the last digits of the number."""

    what: DayPage | RideRequest | TextWish
    route: str
    session: Session | None = None
    who: str = ""


async def open_addresses(
    records: Keeping, sessions: Iterable[Session], now: datetime, zone: ZoneInfo
) -> tuple[OpenAddress, ...]:
    """Those that open something now. Raises what the store raises."""
    by_name = {name: one for one in sessions for name in one.names}
    found: list[OpenAddress] = []
    for page in await records.every(DayPage):
        session = by_name.get(page.session or "")
        if session is not None and page.state(session, now, zone) == "ready":
            found.append(OpenAddress(page, day_page_route(session), session))
    for ride in await records.every(RideRequest):
        session = by_name.get(ride.session or "")
        if session is not None and ride.link and ride.state(session, now) in ("ready", "yes", "no", "moved"):
            found.append(OpenAddress(ride, ride_route(session), session, ride.driver))
    wishes = (one for one in await records.every(TextWish) if one.state in ("on", "to_confirm"))
    return (*found, *(OpenAddress(one, TEXTS_ROUTE, who=one.last_digits) for one in wishes))
