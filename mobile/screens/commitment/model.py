"""What is particular to a commitment while it is written: its day, and what became of it. Flet-free."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mobile.care.agenda import last_session
from mobile.care.commitment import Commitment, begin
from mobile.care.shared_commitment import State
from mobile.care.talk.suggestion import Suggestion
from mobile.screens.writing.shareable_draft import ShareableDraft

DAYS_OFFERED = 7
"""How many days stand to be chosen from; one that was chosen stays, wherever it lies."""


class CommitmentDraft(ShareableDraft[Commitment]):
    """Verbs for one commitment."""

    def begun(self, id: str, now: datetime) -> Commitment:
        """For today, after the last session as far as this device knows of one."""
        last = last_session(self.visits.sessions, now)
        return begin(id, self._day(now), now, session=last.reference if last else None)

    @property
    def today(self) -> date:
        return self._day(self._now())

    @property
    def days(self) -> tuple[date, ...]:
        """The days to choose from, in their order."""
        offered = {self.today + timedelta(days=ahead) for ahead in range(DAYS_OFFERED)}
        return tuple(sorted(offered | {self.noun.day}))

    def move_to(self, day: date) -> None:
        """For another day."""
        self._change(self.noun.moved_to(day))

    def became(self, state: State) -> None:
        """What became of it, as the person says."""
        if state != self.noun.state:
            self._change(self.noun.became(state))

    async def _remove_stored(self) -> Commitment | None:
        """What was made of a suggestion is gone without its words: the suggestion is not asked about again."""
        stored = await self._stored()
        if stored is None:
            return None
        every = await self._records.every(Suggestion)
        left = [one.left(self._now(), self.today) for one in every if one.becomes == stored.id]
        await self._records.save_all(left, [] if left else [stored], over=[stored])
        return stored

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
