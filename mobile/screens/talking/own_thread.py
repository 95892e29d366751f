"""What was written about the patient's own words, and their answer to it: how it stands now, and the verbs. Flet-free."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Unpack
from zoneinfo import ZoneInfo

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.own_words import OwnWords
from mobile.care.people import Patient
from mobile.care.prompts import Protocol
from mobile.care.shares import Share
from mobile.care.talk.correspondence import Between, Correspondence
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.reading_days import ReadingDays, reading_days_of
from mobile.care.talk.reply import Reply
from mobile.care.talk.thread import Thread
from mobile.records.ports import Keeping, Standing
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads import threads as threading
from mobile.screens.reads.guarded import put_off
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.threads import patient_threads
from mobile.screens.reads.waiting import long_waits
from mobile.screens.talking.answering import Answering, Sending, delete_draft, mark_read

KINDS = (*threading.KINDS, ReadingDays, ClinicService, Clinic, Patient, Protocol)


class OwnThread:
    """`thing`: the patient's words as they stand on the page; it may be shared, taken back or neither."""

    def __init__(
        self,
        records: Keeping,
        me: str,
        thing: Callable[[], OwnWords],
        zone: ZoneInfo,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._records, self._me, self._thing, self._zone, self._now = records, me, thing, zone, now
        self.answering = Answering(records, now, self._compose, **calls)
        self.thread: Thread[Reply] = Thread(me)
        self.share: Share | None = None
        self.days: ReadingDays | None = None
        self.standings: Mapping[str, Standing | None] = {}
        self.left: list[TalkDraft] = []  # written for what is shared no more

    @property
    def reader(self) -> str | None:
        """Who can read it now."""
        return self.share.grant.practitioner if self.share is not None else None

    @property
    def has_any(self) -> bool:
        return bool(self.thread.written or self.left or self.share is not None)

    async def look(self) -> None:
        """Reads what belongs to these words; never the answer being typed."""
        thing = self._thing()
        threads = await patient_threads(self._records, self._me)
        self.thread = threads.of(thing)
        self.share = await self._open_share(thing)
        self.days = reading_days_of(await self._records.every(ReadingDays), self.reader)
        mine = [one for one in self.thread.written if self.thread.is_mine(one)]
        self.standings = {one.id: await self._records.standing(Reply, one.id) for one in mine}
        copy = self.share.copy if self.share is not None else None
        await self.answering.turn_to(copy.id if copy is not None else "", self._me)
        own = {one.copy_id for one in (*thing.copies, *thing.taken_back)} - {self.answering.thread}
        self.left = [one for one in await self._records.every(TalkDraft) if one.thread in own]

    async def _open_share(self, thing: OwnWords) -> Share | None:
        share = (await patient_shares(self._records)).of(thing)
        return share if share is not None and share.is_readable else None

    async def _compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        share = await self._open_share(self._thing())
        if share is None or share.copy is None or share.grant.practitioner is None:
            return Sending()
        if share.copy.id != draft.thread:
            return Sending()
        waits = await long_waits(self._records, words, self._now(), self._zone)
        if waits is not None:
            return Sending(why="waits", until=waits.until)
        thread = (await patient_threads(self._records, self._me)).of_copies([share.copy.id])
        between = Between(self._me, self._me, share.grant.practitioner)
        return Sending(
            Reply.written(id, words, between, thread=thread.written, now=self._now(), about=share.copy)
        )

    async def put_off(self, route: str) -> None:
        """The long text that waits is offered again on its page."""
        await put_off(self._records, "long_message", route, self.answering.until)

    async def read(self) -> None:
        """What is new was shown."""
        await mark_read(self._records, list[Correspondence](self.thread.unread), self._now())
        await self.look()

    async def try_again(self, one: Correspondence) -> None:
        await self._records.try_again(Reply, one.id)

    async def delete_left(self, draft: TalkDraft) -> None:
        await delete_draft(self._records, draft)
        await self.look()
