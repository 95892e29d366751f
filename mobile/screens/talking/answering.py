"""The answer that is being written in one thread: kept as it is typed, sent once, taken out again while nobody has it. Flet-free.

Where it may not be sent any more (what it is about was taken back) the words stay with their writer, who is told why.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Literal

from mobile.care.sharing import new_id
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import BEGINS, TalkDraft, joined
from mobile.care.words import sendable
from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState
from mobile.screens.writing.kept_draft import KeptDraft

Outcome = Literal["sent", "nothing", "too_long", "not_saved", "waits", "closed", "nobody"]
TRIES = 3


@dataclass(frozen=True)
class Sending:
    """What came of asking what would be sent: the noun, or why there is none."""

    noun: Correspondence | None = None
    why: Outcome = "closed"
    until: datetime | None = None  # "waits": when it can be sent, where that is known


Compose = Callable[[str, str], Awaitable[Sending]]
"""(id, words) -> what would be sent of them as things stand now."""


class Answering(KeptDraft[TalkDraft]):
    """`compose` reads afresh whether this thread takes an answer. `turn_to` says which thread it is."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        compose: Compose,
        *,
        start: Callable[[Coroutine[Any, Any, Any]], None],
        on_change: Callable[[], None],
    ) -> None:
        super().__init__(records, now, _new("", "", now()), start=start, on_change=on_change)
        self._compose = compose
        self.until: datetime | None = None  # of the last that waits

    @property
    def thread(self) -> str:
        return self.noun.thread

    async def turn_to(self, thread: str, patient: str) -> None:
        """Goes on with what was written for this thread and not sent. What was written for another is saved first.

        Where several pages began one each they are put together, and no word of any is lost.
        """
        if thread == self.thread:
            return
        await self.flush()
        self.saved = None
        self.noun = _new(thread, patient, self._now())
        if thread:
            await until_written(self._find)

    async def _find(self) -> None:
        kept = await self._records.every(TalkDraft, {"thread": self.thread})
        found = joined(kept)
        if found is None:
            return
        if len(kept) > 1:
            others = [one for one in kept if one.id != found.id]
            await self._records.save_all([found], others, over=kept)
        self.noun = self.saved = found

    # --- sending ---

    async def send(self) -> Outcome:
        """What is in the box now, once, however often it is tapped."""
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

    async def _send(self, asked: TalkDraft) -> Outcome:
        words = sendable(asked.words)
        if words.problem is not None:
            return "nothing" if words.problem == "empty" else "too_long"
        stored = await self._stored()
        if stored is None or self.noun.id != asked.id:
            return "sent"  # another tap or page was faster
        sending = await self._compose(asked.becomes, words.words)
        self.until = sending.until
        if sending.noun is None:
            if sending.why == "closed":
                await self._records.save_all([replace(stored, back="taken_back")], over=[stored])
                self._has_saved(replace(stored, back="taken_back"))
            return sending.why
        await self._records.save_all([sending.noun], [stored], over=[stored], anew=[sending.noun])
        self._begin_anew(asked.words)
        return "sent"

    def _begin_anew(self, sent: str) -> None:
        """The box is empty again, but for what was typed since."""
        since = self.noun.words
        self.saved = None
        self.noun = _new(self.thread, self.noun.patient, self._now())
        if since != sent:
            self.noun = self.noun.revise(since, self._now())
            self._save_soon()

    # --- before it left ---

    async def take_out(self, one: Correspondence) -> bool:
        """Back into the box, if for certain nobody has it yet. False: it is on its way, or there."""
        await self.flush()
        async with self._turn:
            for _ in range(TRIES):
                standing = await self._records.standing(type(one), one.id)
                if standing is None or standing.state in (
                    SendState.SENT,
                    SendState.SENDING,
                    SendState.CONFLICT,
                ):
                    return False
                stored, kept = await self._stored(), await self._records.get(type(one), one.id)
                if kept is None:
                    return False
                draft = self.noun.after(kept.words, "undone")
                over: list[Noun] = [kept, *([stored] if stored is not None else [])]
                try:
                    await self._records.save_all([draft], [kept], over=over, unsent=[kept])
                except ChangedMeanwhile:
                    continue
                self._has_saved(draft)
                self.noun = draft
                self._on_change()
                return True
        return False

    async def put_away(self) -> TalkDraft | None:
        """Nothing is written here any more. Returns what was, for undo."""
        await self.flush()
        gone = await self._stored()
        if gone is not None:
            await self._records.save_all([], [gone], over=[gone])
        self.saved, self.noun = None, _new(self.thread, self.noun.patient, self._now())
        self._on_change()
        return gone


def _new(thread: str, patient: str, now: datetime) -> TalkDraft:
    return TalkDraft(BEGINS + new_id(), thread, patient, now)


async def mark_read(records: Keeping, written: list[Correspondence], now: datetime) -> bool:
    """The receipts of what its reader was shown. What became of one meanwhile stays. True if any was new."""

    async def write() -> bool:
        stored = [await records.get(type(one), one.id) for one in written]
        unread = [one for one in stored if one is not None and not one.is_read]
        if unread:
            await records.save_all([one.read_now(now) for one in unread], over=unread)
        return bool(unread)

    return await until_written(write)
