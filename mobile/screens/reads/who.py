"""Everybody around the patient, with what each can see and what the clinic says of them. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.ledger.kept import Ledger, LedgerReader
from mobile.care.people import Practitioner
from mobile.care.who import (
    Around,
    Credentials,
    StaffRole,
    TeamPerson,
    around_patient,
    credentials_of,
    portrait_of,
    roles_of,
)
from mobile.device.pictures import can_be_shown
from mobile.records.ports import Keeping
from mobile.screens.reads import ledger as who_reads
from mobile.screens.reads import team as teams
from mobile.screens.reads.ledger import patient_ledger
from mobile.screens.reads.team import Team, team

KINDS = tuple(dict.fromkeys((*teams.KINDS, *who_reads.KINDS, StaffRole)))


@dataclass(frozen=True)
class WhoIsWho:
    """At a moment."""

    around: Around
    team: Team
    ledger: Ledger
    roles: Sequence[StaffRole] = ()
    portraits: Mapping[str, bytes] = field(default_factory=dict[str, bytes])  # by reference; can be shown

    def person(self, reference: str) -> TeamPerson | None:
        return next((one for one in self.around.everybody if one.reference == reference), None)

    def name_of(self, person: TeamPerson) -> str:
        """ "" where nobody says it."""
        return self.team.name_of(person.reference) or person.member.name

    def role_of(self, person: TeamPerson) -> str:
        return person.member.role or self.team.role_of(person.reference)

    def reads(self, person: TeamPerson) -> LedgerReader | None:
        return self.ledger.reader(person.reference)

    def roles_of(self, person: TeamPerson) -> tuple[StaffRole, ...]:
        return roles_of(self.roles, person.reference, self.team.now)

    def credentials(self, person: TeamPerson, zone: ZoneInfo) -> Credentials:
        """Of somebody of the clinic's: what a guest is, only they say."""
        known = self._record(person.reference) if person.standing in ("here", "comes", "left") else None
        return credentials_of(known, self.team.now.astimezone(zone).date(), self.role_of(person))

    def _record(self, reference: str) -> Practitioner | None:
        return next((one for one in self.team.practitioners if reference in one.names), None)


async def who_is_who(records: Keeping, me: str, now: datetime) -> WhoIsWho:
    """Raises what the store raises."""
    known, read = await team(records, now), await patient_ledger(records, now)
    can_read = [one.reference for one in read.readers]
    around = around_patient(known.teams, known.invitations, now, can_read, me)
    return WhoIsWho(around, known, read, await records.every(StaffRole), portraits(known.practitioners))


def portraits(practitioners: Iterable[Practitioner]) -> Mapping[str, bytes]:
    """By reference, of whom the clinic's record holds a picture that can be shown."""
    found: dict[str, bytes] = {}
    for one in practitioners:
        picture = portrait_of(one)
        if picture is not None and can_be_shown(picture):
            found |= dict.fromkeys(one.names, picture)
    return found
