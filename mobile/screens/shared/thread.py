"""What was written about one shared thing, at the therapist's desk: the thread, the reply being written, and sending it. Flet-free.

Only while the patient's grant is in force: ended, the thread is not here, and words not sent yet stay with their writer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Unpack

from mobile.care.codes import URN
from mobile.care.grant import ShareGrant
from mobile.care.shares import Share
from mobile.care.talk.correspondence import Between, Correspondence
from mobile.care.talk.draft import TalkDraft, is_about_nothing_shared
from mobile.care.talk.reading_days import ReadingDays, reading_days_of
from mobile.care.talk.reply import Reply
from mobile.care.talk.thread import Thread, about
from mobile.records.ports import Keeping, Standing
from mobile.screens.page_calls import PageCalls
from mobile.screens.talking.answering import Answering, Sending, delete_draft

KINDS = (Reply, TalkDraft, ReadingDays)


@dataclass(frozen=True)
class AtDesk:
    """Of whom and what is open: the thread, how far each of mine is, and what was written for what is open no more."""

    thread: Thread[Reply]
    standings: Mapping[str, Standing | None] = field(default_factory=dict[str, Standing | None])
    left: tuple[TalkDraft, ...] = field(default=(), repr=False)
    days: ReadingDays | None = None


def thread_of(share: Share, replies: list[Reply], reader: str) -> Thread[Reply]:
    """What was written about what this share opens, between its reader and the patient; nothing where it is not readable."""
    copy, grant = share.copy, share.grant
    if not share.is_readable or copy is None or grant.patient is None or grant.practitioner != reader:
        return Thread(reader)
    return about(replies, grant.data | copy.names, reader, grant.patient, (reader,))


class DeskThread:
    """`turn_to` whatever is open; the answer that is being written goes with it."""

    def __init__(
        self,
        records: Keeping,
        reader: str,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self._records, self._reader, self._now = records, reader, now
        self.answering = Answering(records, now, self._compose, **calls)
        self.share: Share | None = None
        self.at: AtDesk = AtDesk(Thread(reader))

    async def turn_to(self, patient: str | None, share: Share | None) -> None:
        """`patient`: whose pane is open, "Patient/p1". `share` None: nothing of theirs may be answered."""
        share = share if share is not None and share.is_readable else None
        every = self._records.every
        thread = (
            thread_of(share, await every(Reply), self._reader)
            if share is not None
            else Thread[Reply](self._reader)
        )
        mine = [one for one in thread.written if thread.is_mine(one)]
        copy = share.copy if share is not None else None
        await self.answering.turn_to(copy.id if copy is not None else "", patient or "")
        self.share = share
        self.at = AtDesk(
            thread,
            {one.id: await self._records.standing(Reply, one.id) for one in mine},
            await self._left(patient),
            reading_days_of(await every(ReadingDays), self._reader),
        )

    async def _left(self, patient: str | None) -> tuple[TalkDraft, ...]:
        """Words for this patient that were not sent, and cannot be any more."""
        if patient is None:
            return ()
        drafts = await self._records.every(TalkDraft, {"patient": patient})
        grants = [one for one in await self._records.every(ShareGrant) if one.is_active]
        open_now = frozenset[str]().union(*(one.data for one in grants))
        closed = (one for one in drafts if not {one.thread, URN + one.thread} & open_now)
        return tuple(one for one in closed if not is_about_nothing_shared(one.thread))

    async def _compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        """From what the store holds this moment: the grant may have ended since the pane was drawn."""
        share = self.share
        if share is None or share.copy is None or share.grant.patient is None:
            return Sending()
        if (share.copy.id, share.grant.patient) != (draft.thread, draft.patient):
            return Sending(why="turned")  # words about one person never go to another
        grant = await self._records.get(ShareGrant, share.grant.id)
        copy = await self._records.get(type(share.copy), share.copy.id)
        if grant is None or copy is None or not grant.is_active or copy.is_withdrawn:
            return Sending()
        thread = thread_of(share, await self._records.every(Reply), self._reader)
        between = Between(share.grant.patient, self._reader, share.grant.patient)
        return Sending(Reply.written(id, words, between, thread=thread.written, now=self._now(), about=copy))

    async def try_again(self, one: Correspondence) -> None:
        await self._records.try_again(Reply, one.id)

    async def delete_left(self, draft: TalkDraft) -> None:
        await delete_draft(self._records, draft)
