"""Who works with the patient, by name and role: what the clinic says of them, what the patient's own grants say, and whom
the patient invited from outside of the clinic. A guest is never one of the clinic's team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation, is_guest, stands_for
from mobile.care.people import CareTeam, Member, Practitioner, readers
from mobile.care.sharing import Reader
from mobile.records.ports import Keeping
from mobile.screens.clinic_words import BY_INVITATION

KINDS = (CareTeam, Practitioner, ShareGrant, Invitation)


@dataclass(frozen=True)
class Team:
    """At a moment. Lists are as the store has them, newest first."""

    now: datetime
    teams: Sequence[CareTeam] = ()
    practitioners: Sequence[Practitioner] = ()
    grants: Sequence[ShareGrant] = ()
    invitations: Sequence[Invitation] = ()

    @property
    def guests(self) -> list[Member]:
        """Who joined by an invitation of the patient's that stands, each once."""
        joined = (one for one in self.invitations if one.stands)
        names = {one.guest or "": one.guest_name for one in joined}
        return [Member(who, self.name_of(who) or name, BY_INVITATION) for who, name in names.items()]

    @property
    def people(self) -> list[Member]:
        """Whom the patient can share with now: the clinic's people first, then guests."""
        own = self.members
        known = {one.reference for one in own}
        return [*own, *(one for one in self.guests if one.reference not in known)]

    @property
    def members(self) -> list[Member]:
        """Who works with this patient now, therapists first."""
        return readers(self.teams, self.now)

    @property
    def therapist(self) -> Reader | None:
        """Whom "My therapist" means, where the clinic has named one."""
        found = next((member for member in self.members if member.is_therapist), None)
        return Reader(found.reference, self.name_of(found.reference) or found.name or None) if found else None

    def is_therapist(self, practitioner: str | None) -> bool:
        """Whether the clinic's team calls them a therapist."""
        return any(m.is_therapist for team in self.teams for m in team.members if m.reference == practitioner)

    def knows(self, practitioner: str | None) -> bool:
        """Whether the clinic's team names them, or the patient ever shared something with them. A guest of the patient's is
        known while the invitation stands."""
        if practitioner in {member.reference for team in self.teams for member in team.members}:
            return True
        if is_guest(practitioner, self.invitations):
            return stands_for(practitioner, self.invitations)
        return practitioner is not None and practitioner in {one.practitioner for one in self.grants}

    def name_of(self, practitioner: str | None) -> str:
        """From their own record, else the team, else what the grant said; "" where nobody says it."""
        return self._names.get(practitioner or "", "")

    def role_of(self, practitioner: str | None) -> str:
        """What the clinic's team calls them, or that they came by the patient's invitation; "" where nothing says it."""
        return self._roles.get(practitioner or "", "")

    @cached_property
    def _names(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for one in self.practitioners:
            for reference in one.names if one.name else ():
                found.setdefault(reference, one.name)
        for team in self.teams:
            for member in team.members:
                if member.name:
                    found.setdefault(member.reference, member.name)
        for grant in self.grants:
            if grant.practitioner and grant.practitioner_name:
                found.setdefault(grant.practitioner, grant.practitioner_name)
        for one in self.invitations:
            if one.guest and one.guest_name:
                found.setdefault(one.guest, one.guest_name)
        return found

    @cached_property
    def _roles(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for team in self.teams:
            for member in team.members:
                if member.role:
                    found.setdefault(member.reference, member.role)
        for one in self.invitations:
            if one.guest:
                found.setdefault(one.guest, BY_INVITATION)
        return found


async def team(records: Keeping, now: datetime) -> Team:
    """Raises what the store raises."""
    return Team(
        now,
        await records.every(CareTeam),
        await records.every(Practitioner),
        await records.every(ShareGrant),
        await records.every(Invitation),
    )
