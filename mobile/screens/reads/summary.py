"""The summary that one patient's prescriber and therapist keep together, as whoever is signed in may see it now. Flet-free.

A patient's device holds the patient's lines alone, so what is read here is never narrowed for them a second time; somebody of
the clinic sees it while the clinic's team names them as one of those who keep it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.people import CareTeam, Practitioner
from mobile.care.summary import Entry, SummaryLine, entries, keepers, may_keep, standing
from mobile.care.summary_read import LineRead, read_id, unread
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping

KINDS = (SummaryLine, LineRead, CareTeam, Practitioner)


@dataclass(frozen=True)
class Keeper:
    """Somebody who keeps it: "Practitioner/t1", their name, and what the clinic calls them; "" where nobody says it."""

    reference: str
    name: str = field(repr=False)
    role: str = ""


@dataclass(frozen=True)
class TeamSummary:
    """`entries`: the newest first. `is_mine`: whoever is signed in keeps it too."""

    me: str
    patient: str  # "Patient/p1"
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    keepers: tuple[Keeper, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    marks: tuple[LineRead, ...] = ()  # who read which line, as far as it is known here

    @property
    def new(self) -> tuple[SummaryLine, ...]:
        """The lines of others that were not shown to whoever is signed in, the newest first."""
        return unread(self.entries, self.me, self.marks)

    def read_by(self, line: SummaryLine) -> list[LineRead]:
        """Others who read it, the first first."""
        found = (one for one in self.marks if one.line == line.id and one.reader not in (None, line.author))
        return sorted(found, key=lambda one: one.read_at.timestamp() if one.read_at else 0.0)

    @property
    def is_mine(self) -> bool:
        return any(one.reference == self.me for one in self.keepers)

    @property
    def others(self) -> list[Keeper]:
        """Who keeps it with whoever is signed in."""
        return [one for one in self.keepers if one.reference != self.me]

    @property
    def lines(self) -> list[SummaryLine]:
        """Those that are not crossed out, the newest first."""
        return standing(self.entries)

    def name_of(self, line: SummaryLine) -> str:
        """Who wrote it; "" where nobody says it."""
        return self.names.get(line.author or "") or line.author_name

    def role_of(self, line: SummaryLine) -> str:
        """What the clinic's team calls them now."""
        return next((one.role for one in self.keepers if one.reference == line.author), "")


async def team_summary(records: Keeping, patient: str, me: str, now: datetime) -> TeamSummary:
    """`patient`: "Patient/p1"; `me`: that patient, or "Practitioner/t1". Raises what the store raises."""
    teams = await records.every(CareTeam)
    names = {ref: one.name for one in await records.every(Practitioner) for ref in one.names if one.name}
    found = [
        Keeper(one.reference, names.get(one.reference) or one.name, one.role)
        for one in keepers(teams, patient, now)
    ]
    lines: Sequence[SummaryLine] = ()
    if me == patient or any(one.reference == me for one in found):
        lines = await records.every(SummaryLine, {"patient": patient})
    marks = await records.every(LineRead) if lines else []
    known = {one.id for one in lines}
    read = tuple(one for one in marks if one.line in known)
    return TeamSummary(me, patient, entries(lines, patient), tuple(found), names, read)


async def summarised(records: Keeping, me: str, now: datetime) -> Mapping[str, Sequence[SummaryLine]]:
    """The patients ("Patient/p1") of whom there is a line that this practitioner reads, each with the lines that are new to them."""
    lines = await records.every(SummaryLine)
    teams = await records.every(CareTeam) if lines else []
    marks = [one for one in await records.every(LineRead) if one.reader == me] if lines else []
    of: dict[str, list[SummaryLine]] = {}
    for one in lines:
        if one.patient:
            of.setdefault(one.patient, []).append(one)
    return {
        patient: unread(entries(own, patient), me, marks)
        for patient, own in of.items()
        if may_keep(teams, patient, me, now)
    }


async def mark_lines_read(records: Keeping, lines: Sequence[SummaryLine], me: str, now: datetime) -> None:
    """They were shown to `me`: said once of each, whichever device says it. Raises what the store raises."""

    async def write() -> None:
        new = [one for one in lines if await records.get(LineRead, read_id(one.id, me)) is None]
        marks = [LineRead.of(one, me, now) for one in new]
        if marks:
            await records.save_all(marks, anew=marks)

    await until_written(write)
