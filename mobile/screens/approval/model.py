"""A photo that is added to an approval: made small and silent, saved, taken out again, or taken back from the clinic. Flet-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from mobile.care.approval import Approval, ApprovalPaper
from mobile.care.approval.paper import MOST_BYTES
from mobile.care.sharing import new_id
from mobile.device.files import Chosen
from mobile.device.taking import PICTURES, NotTaken, Why, taken
from mobile.records.errors import Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState

Outcome = Literal["added", "locked", "not_saved", "full", "closed"]


@dataclass(frozen=True)
class Added:
    """What became of a chosen file. `why`: for which reason it is no photo that is taken; `paper`: what was saved."""

    outcome: Outcome | None = None
    why: Why | None = None
    paper: ApprovalPaper | None = None


class Papers:
    """Of whoever is signed in."""

    def __init__(self, records: Keeping, now: Callable[[], datetime]) -> None:
        self._records, self._now = records, now

    async def add(self, approval: str, chosen: Chosen, name: str) -> Added:
        """To the approval of this id, if something is still asked there. Nothing of the file is kept before it is as it may be kept."""
        try:
            made = await taken(chosen, PICTURES, MOST_BYTES)
        except NotTaken as error:
            return Added(why=error.why)
        kind = made.content_type or PICTURES[0]
        try:
            return await until_written(partial(self._add, approval, made.data, kind, name))
        except Locked:
            return Added("locked")
        except NotSaved as error:
            return Added("full" if error.reason == "full" else "not_saved")

    async def _add(self, id: str, data: bytes, kind: str, name: str) -> Added:
        approval = await self._records.get(Approval, id)
        if approval is None or not approval.is_shown or approval.step.asked != "patient":
            return Added("closed")
        paper = ApprovalPaper.of(new_id(), approval, data, kind, name, self._now())
        await self._records.save_all([paper], over=[approval], anew=[paper])
        return Added("added", paper=paper)

    async def take_out(self, id: str) -> ApprovalPaper | None:
        """While nothing of it left this device. None: it is on its way, or there. Raises NotSaved."""
        return await until_written(partial(self._take_out, id))

    async def _take_out(self, id: str) -> ApprovalPaper | None:
        paper, standing = await self._records.get(ApprovalPaper, id), None
        if paper is not None:
            standing = await self._records.standing(ApprovalPaper, id)
        if paper is None or standing is None or standing.state in (SendState.SENT, SendState.SENDING):
            return None
        await self._records.save_all([], [paper], over=[paper], unsent=[paper])
        return paper

    async def take_back(self, id: str) -> None:
        """From the clinic too. Raises NotSaved."""
        paper = await self._records.get(ApprovalPaper, id)
        if paper is not None:
            await self._records.remove(paper, withdrawn_stub=paper.withdrawn_stub())

    async def put_back(self, paper: ApprovalPaper) -> bool:
        """One that was taken out just now. False: its approval is not here any more. Raises NotSaved."""
        return await until_written(partial(self._put_back, paper))

    async def _put_back(self, paper: ApprovalPaper) -> bool:
        approvals = await self._records.every(Approval)
        if not any(one.is_shown and one.names & paper.about for one in approvals):
            return False
        await self._records.save_all([paper], anew=[paper])
        return True
