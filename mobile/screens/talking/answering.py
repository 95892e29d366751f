"""The answer that is being written in one thread: kept as it is typed, sent once, taken out again while nobody has it. Flet-free.

Where it may not be sent any more (what it is about was taken back) the words stay with their writer, who is told why.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Literal, Protocol, Unpack

from mobile.care.sharing import new_id
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import BEGINS, TalkDraft, joined
from mobile.care.words import sendable
from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.kept_draft import KeptDraft

Outcome = Literal["sent", "nothing", "too_long", "not_saved", "waits", "closed", "nobody", "turned"]
"""`turned`: something else was opened between the tap and the sending; the words stay with what they are about."""
TRIES = 3


class Sent(Noun, Protocol):
    """What a draft becomes: somebody's words, on their way to whoever may read them."""

    @property
    def words(self) -> str: ...


@dataclass(frozen=True)
class Sending:
    """What came of asking what would be sent: the noun, or why there is none."""

    noun: Sent | None = None
    why: Outcome = "closed"
    until: datetime | None = None  # "waits": when it can be sent, where that is known


Compose = Callable[[TalkDraft, str, str], Awaitable[Sending]]
"""(draft, id, words) -> what would be sent in the draft's own thread as things stand now, whatever is open by then."""


class Answering(KeptDraft[TalkDraft]):
    """`compose` reads afresh whether this thread takes an answer. `turn_to` says which thread it is."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        compose: Compose,
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, _new("", "", now()), **calls)
        self._compose = compose
        self.until: datetime | None = None  # of the last that waits
        self._patients: dict[str, str] = {}  # of each thread that was open here, in whose record it is
        self._late: dict[str, TalkDraft] = {}  # of threads that are not open any more: what is not saved yet
        self._left: dict[str, TalkDraft | None] = {}  # of those, what the store held when they were left

    @property
    def thread(self) -> str:
        return self.noun.thread

    @property
    def is_saved(self) -> bool:
        return super().is_saved and not self._late

    # --- which thread ---

    async def turn_to(self, thread: str, patient: str) -> None:
        """Goes on with what was written for this thread and not sent. What was written for another is saved first.

        Where several pages began one each they are put together, and no word of any is lost.
        """
        if thread == self.thread:
            return
        await self.flush()
        async with self._turn:
            if not self._is_noun_saved and self.thread:  # typed while that was saved, or it could not be
                self._late[self.thread] = self.noun
            self._left[self.thread] = self.saved
            self._patients[thread] = patient
            self.saved, self.noun = None, _new(thread, patient, self._now())
            if thread:
                await until_written(self._find)
        if not self.is_saved:
            self._save_soon()

    async def _find(self) -> None:
        """What is kept of this thread, with what was typed in it too late to be saved there."""
        thread = self.thread
        kept = await self._records.every(TalkDraft, {"thread": thread})
        found = joined(kept)
        if found is not None and len(kept) > 1:
            others = [one for one in kept if one.id != found.id]
            await self._records.save_all([found], others, over=kept)
        typed = self._late.pop(thread, None) or (None if self.noun.is_empty else self.noun)
        self.saved = found
        if typed is not None:
            self.noun = _over(found, typed, self._left.get(thread))
        elif found is not None:
            self.noun = found

    def type_in(self, thread: str, words: str) -> None:
        """What the field of this thread holds now. Where another is open by then, the words go to their own all the same."""
        if thread == self.thread:
            self.type(words)
        elif self._keep_late(thread, words):
            self._save_soon()

    def catch_in(self, thread: str, words: str) -> None:
        """The same, behind a lock (see `catch`)."""
        if thread == self.thread:
            self.catch(words)
        else:
            self._keep_late(thread, words)

    def _keep_late(self, thread: str, words: str) -> bool:
        patient = self._patients.get(thread)
        if not thread or patient is None:
            return False
        before = self._late.get(thread) or _new(thread, patient, self._now())
        self._late[thread] = before.revise(words, self._now())
        return True

    async def _save_all(self) -> None:
        while not self.is_saved:
            await super()._save_all()
            for late in list(self._late.values()):
                self._left[late.thread] = await until_written(partial(self._save_late, late))
                if self._late.get(late.thread) == late:  # nothing was typed there since
                    del self._late[late.thread]

    async def _save_late(self, late: TalkDraft) -> TalkDraft:
        kept = await self._records.every(TalkDraft, {"thread": late.thread})
        draft = _over(joined(kept), late, self._left.get(late.thread))
        others = [one for one in kept if one.id != draft.id]
        await self._records.save_all([draft], others, over=kept, anew=[] if kept else [draft])
        return draft

    def recall(self, before: KeptDraft[Any]) -> None:
        if isinstance(before, Answering):
            self._patients |= before._patients
            self._late |= before._late
            self._left |= before._left
        super().recall(before)

    async def stored_changed(self, id: str) -> None:
        """Another page may have sent what stands here: then the box is empty, but for what that page left unsent."""
        await super().stored_changed(id)
        if id != self.noun.id or self.is_saving or self.saved is None or not self._is_noun_saved:
            return
        async with self._turn:
            sent = self.noun
            if await self._stored() is not None or self.noun is not sent:
                return
            self._begin_anew(sent.words)
            await until_written(self._find)
        self._save_soon()

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
        if self.thread != asked.thread:
            return "turned"
        stored = await self._stored()
        if stored is None or self.noun.id != asked.id:
            return "sent"  # another tap or page was faster
        sending = await self._compose(asked, asked.becomes, words.words)
        if (
            sending.noun is not None
            and await self._records.get(type(sending.noun), asked.becomes) is not None
        ):
            # Another page sent that meanwhile, and more was written here: this is another one.
            sending = await self._compose(asked, new_id(), words.words)
        self.until = sending.until
        if sending.noun is None:
            if sending.why == "closed":
                await self._records.save_all([replace(stored, back="taken_back")], over=[stored])
                self._has_saved(replace(stored, back="taken_back"))
            return sending.why
        theirs = _left_by_others(stored, asked)
        made = [sending.noun, *theirs]
        await self._records.save_all(made, [stored], over=[stored], anew=made)
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

    async def take_out(self, one: Sent) -> bool:
        """Back into the box, if for certain nobody has it yet. False: it is on its way, or there, or the box is for others by now."""
        thread = self.thread
        await self.flush()
        async with self._turn:
            for _ in range(TRIES):
                if self.thread != thread:
                    return False
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


def _over(stored: TalkDraft | None, typed: TalkDraft, before: TalkDraft | None) -> TalkDraft:
    """What was typed, with what somebody else made of it since `before` was read, under the id that is kept."""
    return typed if stored is None else replace(typed.heeding(stored, before), id=stored.id)


def _left_by_others(stored: TalkDraft, asked: TalkDraft) -> list[TalkDraft]:
    """What another page wrote into the same draft and this one never showed: it is not sent, and stays a draft of its own."""
    return [] if stored.words == asked.words else [stored.under(new_id())]


def _new(thread: str, patient: str, now: datetime) -> TalkDraft:
    return TalkDraft(BEGINS + new_id(), thread, patient, now)


async def delete_draft(records: Keeping, draft: TalkDraft) -> None:
    """Of words that can be sent no more."""
    stored = await records.get(TalkDraft, draft.id)
    if stored is not None:
        await records.save_all([], [stored], over=[stored])


async def mark_read(records: Keeping, written: list[Correspondence], now: datetime) -> bool:
    """The receipts of what its reader was shown. What became of one meanwhile stays. True if any was new."""

    async def write() -> bool:
        stored = [await records.get(type(one), one.id) for one in written]
        unread = [one for one in stored if one is not None and not one.is_read]
        if unread:
            await records.save_all([one.read_now(now) for one in unread], over=unread)
        return bool(unread)

    return await until_written(write)
