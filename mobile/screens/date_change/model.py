"""What a patient is about to ask, kept as it is chosen and typed, and sent once. Flet-free.

Nothing is booked here. What is sent takes the place of what was asked before about the same session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal, Unpack
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.date_change import DateDraft, DateRequest
from mobile.care.date_change.by_phone import asking_here
from mobile.care.date_change.draft import MOST_TIMES, draft_id
from mobile.care.date_change.request import Wanted
from mobile.care.date_change.standing import requests_for
from mobile.care.session_rules import SessionRules
from mobile.care.sharing import new_id
from mobile.care.words import sendable
from mobile.noun import Noun
from mobile.records.errors import NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads.dates import dates
from mobile.screens.writing.kept_draft import KeptDraft

Outcome = Literal["sent", "nothing", "too_long", "not_saved", "phone", "taken", "closed"]
"""`phone`: it can be asked by phone only by now. `taken`: a chosen time went to somebody else. `closed`: the session is over."""


class DateAsking(KeptDraft[DateDraft]):
    """Of one session. `rules`: what the protocols say, as they were last read."""

    rules: SessionRules = SessionRules()

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        me: str,
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, _new("", now()), **calls)
        self._zone = zone
        self._me = me

    async def turn_to(self, session: str) -> None:
        """Goes on with what was chosen and typed for this session. `session`: its id here."""
        if self.noun.session == session:
            return
        async with self._turn:
            self.noun = _new(session, self._now())
            self.saved = await self._stored()
            self.noun = self.saved or self.noun

    def choose(self, time: Wanted) -> bool:
        """As the last wish, or not at all where it was chosen. False: no more can be taken."""
        is_new = all(one.slot != time.slot for one in self.noun.wanted)
        if is_new and len(self.noun.wanted) >= MOST_TIMES:
            return False
        self._change(self.noun.choosing(time, self._now()))
        return True

    async def send(self) -> Outcome:
        """What is chosen and written now, once, however often it is tapped."""
        if not await self.flush():
            return "not_saved"
        asked = self.noun
        try:
            async with self._turn:
                outcome = await until_written(partial(self._send, asked))
        except NotSaved as error:
            self.trouble = error.reason
            return "not_saved"
        self._on_change()
        return outcome

    async def _send(self, asked: DateDraft) -> Outcome:
        words = sendable(asked.words)
        if words.problem == "too_long":
            return "too_long"
        if words.problem == "empty" and not asked.wanted:
            return "nothing"
        stored = await self._stored()
        if stored is None or stored.becomes != asked.becomes:
            return "sent"  # another tap or page was faster
        now, session = self._now(), await self._records.get(Session, asked.session)
        if session is None or not session.is_coming or session.is_past(now):
            return "closed"
        if not asking_here(session, self.rules, now, self._zone).is_possible:
            return "phone"
        known = await dates(self._records, now)
        gone = {name for one in known.times if not one.is_free for name in one.names}
        if any(one.slot in gone for one in asked.wanted):
            return "taken"
        is_empty = words.problem == "empty"
        request = DateRequest.make(
            asked.becomes,
            session,
            patient=self._me,
            wanted=asked.wanted,
            words="" if is_empty else words.words,
            now=now,
        )
        before = [one for one in requests_for(session, known.requests) if not one.is_withdrawn]
        over: list[Noun] = [stored, session, *before]
        await self._records.save_all(
            [request, *(one.withdrawn() for one in before)], [stored], over=over, anew=[request]
        )
        self.saved, self.noun = None, _new(asked.session, now)
        return "sent"


def _new(session: str, now: datetime) -> DateDraft:
    return DateDraft(draft_id(session), session, new_id(), now)
