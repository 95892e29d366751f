"""What a patient's choice becomes: one request, in place of what was asked before about the same session. Flet-free.

Nothing is booked here.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.date_change import DateDraft, DateRequest
from mobile.care.date_change.by_phone import asking_here
from mobile.care.date_change.standing import requests_for
from mobile.care.session_rules import SessionRules
from mobile.records.ports import Keeping
from mobile.screens.reads.dates import dates
from mobile.screens.writing.date_writing import Made


async def request_of(
    records: Keeping,
    draft: DateDraft,
    words: str,
    *,
    me: str,
    rules: SessionRules,
    now: datetime,
    zone: ZoneInfo,
) -> Made:
    """As things stand now. `rules`: what the protocols say. Raises what the store raises."""
    session = await records.get(Session, draft.about)
    if session is None or not session.is_coming or session.is_past(now):
        return Made(why="closed")
    if not asking_here(session, rules, now, zone).is_possible:
        return Made(why="phone")
    known = await dates(records, now)
    gone = {name for one in known.times if not one.is_free for name in one.names}
    if any(one.slot in gone for one in draft.wanted):
        return Made(why="taken")
    request = DateRequest.make(draft.becomes, session, patient=me, wanted=draft.wanted, words=words, now=now)
    before = tuple(one for one in requests_for(session, known.requests) if not one.is_withdrawn)
    return Made(request, besides=tuple(one.withdrawn() for one in before), over=(session, *before))
