"""What is about to be recorded of one approval, kept as it is typed; recording it, taking it back, and ending a conflict. Flet-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal, Unpack
from zoneinfo import ZoneInfo

from mobile.care.approval import Approval
from mobile.care.approval.draft import FIELDS, SAME, ApprovalDraft, Field, Recorded
from mobile.care.approval.record import Asked
from mobile.care.sharing import new_id
from mobile.records.errors import NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.kept_draft import KeptDraft

Outcome = Literal["recorded", "problems", "not_saved", "closed"]


@dataclass(frozen=True)
class Done:
    """`before`, `after`: the approval as it was, and as it is recorded now. `read`: what is wrong where it was not."""

    outcome: Outcome
    read: Recorded = field(default_factory=Recorded)
    before: Approval | None = None
    after: Approval | None = None


class Recording(KeptDraft[ApprovalDraft]):
    """`turn_to` says of which approval."""

    def __init__(
        self, records: Keeping, now: Callable[[], datetime], zone: ZoneInfo, **calls: Unpack[PageCalls]
    ) -> None:
        super().__init__(records, now, ApprovalDraft.new("", now()), **calls)
        self._zone = zone

    async def turn_to(self, about: str) -> None:
        """Goes on with what was typed about this one."""
        if self.noun.about == about:
            return
        await self.flush()
        async with self._turn:
            self.noun = ApprovalDraft.new(about, self._now())
            self.saved = await self._stored()
            self.noun = self.saved or self.noun

    def choose(self, state: str, approval: Approval) -> None:
        """The state to record; what is put right begins with what is recorded."""
        noun = self.noun.choosing(state, self._now())
        if state == SAME and noun is not self.noun:
            noun = noun.asking(approval.step.asked, self._now())
        self._change(noun)

    def ask_of(self, asked: Asked) -> None:
        self._change(self.noun.asking(asked, self._now()))

    def type_into(self, name: Field, text: str) -> None:
        self._change(self.noun.typing(name, text, self._now()))

    def catch_into(self, name: Field, text: str) -> None:
        """Letters that arrived after the lock."""
        self.noun = self.noun.typing(name, text, self._now())

    async def record(self) -> Done:
        """What is chosen and typed now, once, however often it is tapped."""
        if not await self.flush():
            return Done("not_saved")
        asked = self.noun
        try:
            async with self._turn:
                done = await until_written(partial(self._record, asked))
        except NotSaved as error:
            self.trouble = error.reason
            return Done("not_saved")
        self._on_change()
        return done

    async def _record(self, asked: ApprovalDraft) -> Done:
        """The draft is gone with what it became: a second tap finds nothing to record. Letters that came meanwhile are a draft again."""
        stored, approval = await self._stored(), await self._records.get(Approval, asked.about)
        if approval is None or not approval.is_shown:
            return Done("closed")
        # What is put right begins with the days as they were shown.
        approval = approval.by_calendar(self._zone)
        if stored is None:
            return Done("recorded", after=approval)
        read = asked.recorded(approval, self._now())
        if read.approval is None:
            return Done("problems", read)
        await self._records.save_all([read.approval], [stored], over=[stored, approval])
        self.saved = None
        if self.noun == asked:
            self.noun = ApprovalDraft.new(asked.about, self._now())
        else:
            self._save_soon()
        return Done("recorded", read, approval, read.approval)


async def begin(
    records: Keeping, patient: str, now: datetime, renews: Approval | None = None
) -> Approval | None:
    """A new approval of this patient's. None: it is being renewed already. Raises what the store raises."""

    async def write() -> Approval | None:
        every = await records.every(Approval)
        is_renewed = renews is not None and any(one.is_shown and one.renewed & renews.names for one in every)
        if is_renewed:
            return None
        made = Approval.begun(new_id(), patient, now, renews=renews)
        over = [renews] if renews is not None else []
        await records.save_all([made], over=over, anew=[made], counted={Approval: len(every)})
        return made

    return await until_written(write)


async def undo(records: Keeping, before: Approval | None, after: Approval, now: datetime) -> bool:
    """As it was before. False: somebody has recorded something else since. Raises what the store raises."""
    stored = await records.get(Approval, after.id)
    if stored is None or (stored.steps, stored.granted) != (after.steps, after.granted):
        return False
    restored = stored.called_off(now) if before is None else stored.as_before(before, now)
    await records.save_all([restored], over=[stored])
    return True


async def step_back(records: Keeping, id: str, now: datetime, zone: ZoneInfo) -> Approval | None:
    """Without its last step. None: there is none to take back. Raises what the store raises."""

    async def write() -> Approval | None:
        stored = await records.get(Approval, id)
        if stored is None or len(stored.steps) < 2:
            return None
        stored = stored.by_calendar(zone)
        await records.save_all([stored.step_back(now)], over=[stored])
        return stored

    return await until_written(write)


async def settle(records: Keeping, id: str, *, is_mine: bool, now: datetime) -> bool:
    """Ends a conflict: what the clinic has stands, and what was recorded here comes after it if that may follow. False: it may
    not, and both are still there. What may not follow is a draft again where the clinic's is kept. Raises what the store raises."""

    async def write() -> bool:
        held = [one for one in await records.conflicts(Approval) if one.id == id]
        if not held:
            return True
        ours, theirs = Approval.from_json(held[0].ours), Approval.from_json(held[0].theirs)
        stands, following = theirs, after(ours, theirs, now)
        if following is None:
            if is_mine:
                return False
            await _keep(records, not_recorded(id, ours, theirs, now))
        elif is_mine:
            stands = following
        await records.settle(stands, held[0])
        return True

    return await until_written(write)


async def _keep(records: Keeping, draft: ApprovalDraft) -> None:
    """Before the conflict ends, with what is being typed there already."""
    stored = await records.get(ApprovalDraft, draft.id)
    kept = draft if stored is None else stored.heeding(draft, None)
    if not kept.is_empty and kept != stored:
        over, anew = ([stored], []) if stored is not None else ([], [kept])
        await records.save_all([kept], over=over, anew=anew)


def not_recorded(id: str, ours: Approval, theirs: Approval, now: datetime) -> ApprovalDraft:
    """A draft about the approval of this id, with the words and figures that were recorded here and the clinic does not have."""
    draft = ApprovalDraft.new(id, now)
    as_recorded, there = draft.choosing(SAME, now), {one.words for one in theirs.steps}
    words = "\n\n".join(one.words for one in ours.steps if one.words and one.words not in there)
    draft = draft.revise(words, now).asking(ours.step.asked, now)
    for name in FIELDS:
        text = as_recorded.text_of(name, ours)
        if text and text != as_recorded.text_of(name, theirs):
            draft = draft.typing(name, text, now)
    return draft


def after(ours: Approval, theirs: Approval, now: datetime) -> Approval | None:
    """What was recorded here, upon what somebody else recorded meanwhile. None: it may not follow that."""
    about = {"first": ours.first, "last": ours.last, "warn_days": ours.warn_days}
    granted = ours.granted if ours.granted.has_dates else None
    try:
        if ours.step.state == theirs.step.state and len(ours.steps) == len(theirs.steps):
            return theirs.put_right(now, ours.step, granted, **about)
        return theirs.recorded(ours.step, granted, **about)
    except ValueError:
        return None
