"""The plain page of a session's day, as the patient asked for it, and how far that is on its way. Flet-free."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from mobile.care.agenda import Session
from mobile.care.day_page import DayPage
from mobile.records.ports import Keeping, SendState, Standing

KINDS = (DayPage,)
"""What to watch, besides the session."""


@dataclass(frozen=True)
class KeptDayPage:
    """`page`: the newest that was not ended; None: there is none. `is_leaving`: of one that was ended, the clinic does not know yet."""

    page: DayPage | None = None
    standing: Standing | None = None
    is_leaving: bool = False


async def read_day_page(records: Keeping, session: Session) -> KeptDayPage:
    """Raises what the store raises."""
    found = [one for one in await records.every(DayPage) if one.session in session.names]
    found.sort(key=lambda one: (one.asked_at is not None, one.asked_at), reverse=True)
    page = next((one for one in found if one.status != "cancelled"), None)
    over = [await records.standing(DayPage, one.id) for one in found if one.status == "cancelled"]
    return KeptDayPage(
        page,
        await records.standing(DayPage, page.id) if page is not None else None,
        any(one is not None and one.state is not SendState.SENT for one in over),
    )


def day_page_route(session: Session) -> str:
    """Where it is asked for."""
    return f"/session/{quote(session.server_id or session.id, safe='')}/page"
