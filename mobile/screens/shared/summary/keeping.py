"""Writing a patient's summary: for whom the next line is, what it becomes, and what its writer may do with a line. Flet-free.

For whom a line is, is chosen before it is written, and each choice has a draft of its own: words that were meant for the care
team alone are never in the box of a line that the patient reads, unless their writer puts them there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from mobile.care.summary import SummaryLine, Whose
from mobile.care.talk.draft import TalkDraft, change_thread, line_thread
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, Standing
from mobile.screens.frame import Person
from mobile.screens.reads.summary import TeamSummary, team_summary
from mobile.screens.talking.answering import Answering, Sending, delete_draft


@dataclass(frozen=True)
class Writing:
    """What the box is for: a new line, for the patient too or not, or (`changes`) other words for a line of one's own."""

    is_for_patient: bool = False
    changes: str | None = None  # the id of the line

    def thread(self, patient: str) -> str:
        """`patient`: "Patient/p1"."""
        if self.changes is not None:
            return change_thread(self.changes)
        return line_thread(patient, is_for_patient=self.is_for_patient)


class SummaryKeeping:
    """Of one patient ("Patient/p1"), for who is signed in."""

    def __init__(
        self, records: Keeping, person: Callable[[], Person], patient: str, now: Callable[[], datetime]
    ) -> None:
        self._records, self._person, self._patient, self._now = records, person, patient, now
        self.summary = TeamSummary("", patient)
        self.standings: Mapping[str, Standing | None] = {}
        self.writing = Writing()  # what was chosen; the box follows
        self._ways: Mapping[str, Writing] = {}
        self.others: Mapping[Writing, TalkDraft] = {}  # begun in another box of this patient's

    async def look(self, answering: Answering, *, is_first: bool) -> None:
        """Reads it all, and turns the box to what is being written. `is_first`: to what was begun last."""
        me = self._person().fhir_user
        self.summary = await team_summary(self._records, self._patient, me, self._now())
        mine = [one for one in self._lines(self.summary) if one.author == me]
        self.standings = {one.id: await self._records.standing(SummaryLine, one.id) for one in mine}
        ways = self._ways = self._may_be_written(mine)
        kept = await self._records.every(TalkDraft, {"patient": self._patient})
        drafts = {ways[one.thread]: one for one in kept if one.thread in ways and not one.is_empty}
        if is_first:  # what a lock came before, else what was begun last, else a line for the care team alone
            last = max(drafts, key=lambda one: drafts[one].changed_at, default=Writing())
            self.writing = ways.get(answering.thread, last)
        await answering.turn_to(self.writing.thread(self._patient), self._patient)
        self.others = {what: one for what, one in drafts.items() if what != self.writing}

    def written_in(self, thread: str) -> Writing:
        """What the box of this thread is for: it, and not what was chosen a moment ago, says who will read the words in it."""
        return self._ways.get(thread, Writing())

    def _lines(self, summary: TeamSummary) -> list[SummaryLine]:
        """Those that stand, and what stood before: somebody may be changing a line that they changed elsewhere meanwhile."""
        return [line for entry in summary.entries for line in (entry.line, *entry.earlier)]

    def _may_be_written(self, mine: Iterable[SummaryLine]) -> dict[str, Writing]:
        """What may be written here, by its thread."""
        ways = [Writing(), Writing(is_for_patient=True)]
        ways += [Writing(one.is_for_patient, one.id) for one in mine]
        return {one.thread(self._patient): one for one in ways}

    # --- what is sent ---

    async def compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        """The line that a draft becomes as things stand this moment; who keeps the summary may have changed."""
        person = self._person()
        now = self._now()
        summary = await team_summary(self._records, draft.patient, person.fhir_user, now)
        if not summary.is_mine:
            return Sending(why="nobody")
        replaces: SummaryLine | None = None
        is_for_patient = draft.thread == line_thread(draft.patient, is_for_patient=True)
        if not is_for_patient and draft.thread != line_thread(draft.patient, is_for_patient=False):
            replaces = next(
                (one for one in self._lines(summary) if change_thread(one.id) == draft.thread), None
            )
            if replaces is None or replaces.author != person.fhir_user:
                return Sending(why="turned")
            is_for_patient = replaces.is_for_patient
        whose = Whose(draft.patient, person.fhir_user, person.name, is_for_patient)
        return Sending(SummaryLine.written(id, words, whose, now=now, replaces=replaces))

    # --- what is done with a line ---

    def is_mine(self, line: SummaryLine) -> bool:
        """Whether its writer is signed in and keeps this summary still."""
        return self.summary.is_mine and line.author == self.summary.me

    async def strike(self, line: SummaryLine) -> None:
        """What was asked about; nothing where it says something else by now. Raises what the store raises."""

        async def write() -> None:
            stored = await self._records.get(SummaryLine, line.id)
            if stored is None or stored.words != line.words:
                return
            if not stored.is_struck and self.is_mine(stored):
                await self._records.save_all([stored.struck(self._now())], over=[stored])

        await until_written(write)

    async def open_to_patient(self, line: SummaryLine) -> None:
        """Writes its words anew as a line that the patient reads: those that were asked about, and nothing where it says something
        else by now. Raises what the store raises."""

        async def write() -> None:
            stored = await self._records.get(SummaryLine, line.id)
            there = await self._records.get(SummaryLine, line.opened_as)
            if (
                stored is None
                or stored.words != line.words
                or there is not None
                or stored.is_struck
                or not self.is_mine(stored)
            ):
                return
            whose = Whose(self._patient, self.summary.me, self._person().name, is_for_patient=True)
            anew = SummaryLine.written(stored.opened_as, stored.words, whose, now=self._now())
            await self._records.save_all([anew], over=[stored], anew=[anew])

        await until_written(write)

    # --- what was begun elsewhere ---

    async def bring_here(self, what: Writing, answering: Answering, thread: str) -> None:
        """The words begun for other people into the box of this thread, while it is open; they stand there before they are gone
        from where they were."""
        draft = self.others.get(what)
        if draft is None or answering.thread != thread:
            return
        here = answering.noun.words
        answering.type(draft.words if not here.strip() else f"{here}\n\n{draft.words}")
        if await answering.flush():
            await delete_draft(self._records, draft)


def summary_route(patient: str) -> str:
    """`patient`: as it stands in a route, "p1"."""
    return f"/shared/{quote(patient, safe='')}/summary"
