"""The plain page of a session's day, as the patient asked for it, and how far that is on its way. Flet-free."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from mobile.care.agenda import Session
from mobile.care.day_page import DayPage
from mobile.records.ports import Keeping, Standing
from mobile.screens.reads.asked_tasks import standings

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
    own = (one for one in await records.every(DayPage) if one.session in session.names)
    found = await standings(records, DayPage, own)
    return KeptDayPage(found.newest, found.standing, found.is_leaving)


def day_page_route(session: Session) -> str:
    """Where it is asked for."""
    return f"/session/{quote(session.server_id or session.id, safe='')}/page"
