"""What this device knows of a patient's care, read from their own store in one go. Never the network, never kept.

Every patient's place begins from it, so that all of them say the same of one session, one therapist, one share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mobile.care.agenda import Session, next_session
from mobile.care.clinic import Clinic, own_clinic
from mobile.care.course import Course, Place, current, place_of
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, SharedCopy, begin
from mobile.care.notices import ShareNotice
from mobile.care.people import CareTeam, Member, Patient, Practitioner, readers
from mobile.care.prompts import Protocol
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import Share, shares
from mobile.care.sharing import Reader
from mobile.records.ports import Keeping, SendState

MOST = 500
KINDS = (
    Patient,
    Session,
    Course,
    CareTeam,
    Practitioner,
    Protocol,
    Clinic,
    Intention,
    SharedIntention,
    ShareGrant,
    ShareNotice,
)
"""What to watch: a change of any of these changes what is known."""


@dataclass(frozen=True)
class Known:
    """A moment's picture. Lists are as the store has them, newest first."""

    now: datetime
    sessions: Sequence[Session] = ()
    courses: Sequence[Course] = ()
    teams: Sequence[CareTeam] = ()
    practitioners: Sequence[Practitioner] = ()
    protocols: Sequence[Protocol] = ()
    clinics: Sequence[Clinic] = ()
    patients: Sequence[Patient] = ()
    intentions: Sequence[Intention] = ()
    grants: Sequence[ShareGrant] = ()
    shares: Sequence[Share] = ()

    @property
    def clinic(self) -> Clinic | None:
        """The one that treats the patient, where it is known which that is."""
        return own_clinic(self.clinics, {patient.clinic for patient in self.patients if patient.clinic})

    @property
    def elsewhere(self) -> list[Intention]:
        """What was shared from another device: as intentions under their copy's id, not kept here until changed."""
        own = {copy.copy_id for intention in self.intentions for copy in intention.copies}
        return [
            intention_of(share)
            for share in self.shares
            if share.is_readable and share.copy is not None and share.copy.id not in own
        ]

    @property
    def all_intentions(self) -> list[Intention]:
        return [*self.intentions, *self.elsewhere]

    @property
    def next(self) -> Session | None:
        """The next session, or the one that is on."""
        return next_session(self.sessions, self.now)

    @property
    def course(self) -> Course | None:
        return current(self.courses)

    def place(self, session: Session | None) -> Place | None:
        """Session 3 of 6, if it is one of the course."""
        return place_of(session, self.course, self.sessions) if session is not None else None

    def session(self, reference: str | None) -> Session | None:
        """The session an intention is for, if the device still knows it."""
        return next((one for one in self.sessions if reference in one.names), None) if reference else None

    @property
    def team(self) -> list[Member]:
        """Who works with this patient now, therapists first."""
        return readers(self.teams, self.now)

    @property
    def therapist(self) -> Reader | None:
        """Whom "My therapist" means, where the clinic has named one."""
        found = next((member for member in self.team if member.is_therapist), None)
        return Reader(found.reference, self.name_of(found.reference) or found.name or None) if found else None

    @property
    def reader(self) -> Reader | None:
        """Whom new words are offered to: the therapist; where the clinic named none, who of the team already reads some."""
        if self.therapist is not None:
            return self.therapist
        reads = {share.grant.practitioner for share in self.shares if share.grant.is_active}
        found = next((member.reference for member in self.team if member.reference in reads), None)
        return Reader(found, self.name_of(found) or None) if found else None

    def is_therapist(self, practitioner: str | None) -> bool:
        """Whether the clinic's team calls them a therapist."""
        return any(m.is_therapist for team in self.teams for m in team.members if m.reference == practitioner)

    def name_of(self, practitioner: str | None) -> str:
        """A practitioner's name, from their own record, the team or a grant; "" where nobody says it."""
        own = next((p.name for p in self.practitioners if practitioner in p.names and p.name), "")
        listed = (
            m.name for team in self.teams for m in team.members if m.reference == practitioner and m.name
        )
        granted = (
            g.practitioner_name for g in self.grants if g.practitioner == practitioner and g.practitioner_name
        )
        return own or next(listed, "") or next(granted, "")

    def role_of(self, practitioner: str | None) -> str:
        """What the clinic's team calls them; "" where it says nothing."""
        listed = (
            m.role for team in self.teams for m in team.members if m.reference == practitioner and m.role
        )
        return next(listed, "")

    def share_of(self, intention: Intention) -> Share | None:
        """How this intention is shared now, if it is."""
        links = {copy.grant_id for copy in intention.copies}
        return next(
            (share for share in self.shares if share.grant.id in links and share.grant.is_active), None
        )

    def open_on(self, share: Share, intention: Intention | None) -> list[Share]:
        """Every active grant on what `share` is about, whoever it names: two devices may each have made one.

        `intention` is what it was made from, where that is kept here.
        """
        things = share.grant.data | (share.copy.names if share.copy is not None else frozenset())
        links = intention.copies if intention is not None else ()
        grants, copies = {link.grant_id for link in links}, {link.copy_id for link in links}
        return [
            one
            for one in self.shares
            if one.grant.is_active
            and (
                one.grant.id in grants
                or bool(one.grant.data & things)
                or (one.copy is not None and one.copy.id in copies)
            )
        ]

    def ways(self, share: Share, intention: Intention | None) -> list[Share]:
        """The same, for the one reader: ending fewer of them than all would leave it open."""
        reader = share.grant.practitioner
        return [one for one in self.open_on(share, intention) if one.grant.practitioner == reader]

    def intention_for(self, session: Session | None) -> Intention | None:
        """The newest one with words for this session; else, and without a session, the newest for none in particular."""
        written = [one for one in self.all_intentions if one.words.strip()]
        own = [one for one in written if session is not None and one.session in session.names]
        free = [one for one in written if one.session is None]
        return max(own or free, key=lambda one: one.changed_at, default=None)

    def latest_intention(self) -> Intention | None:
        """The last one written, for whatever session."""
        written = [one for one in self.all_intentions if one.words.strip()]
        return max(written, key=lambda one: one.changed_at, default=None)


def intention_of(share: Share) -> Intention:
    """A shared copy seen as the patient's own intention. Its id is the copy's, which no kept intention may have."""
    assert share.copy is not None
    at = share.told_at or datetime.fromtimestamp(0, UTC)
    link = SharedCopy(share.grant.practitioner or "", share.copy.id, share.grant.id)
    made = begin(share.copy.id, share.copy.session, at).revise(share.copy.words, at).settle()
    return replace(
        made, copies=(link,), wish="therapist", show_on_session_day=share.copy.is_shown_on_session_day
    )


async def known(records: Keeping, now: datetime) -> Known:
    """Reads it all. Raises what the store raises."""
    grants = await records.newest(ShareGrant, MOST)
    copies = await records.newest(SharedIntention, MOST)
    notices = await records.newest(ShareNotice, MOST)
    return Known(
        now=now,
        sessions=await records.newest(Session, MOST),
        courses=await records.newest(Course, 50),
        teams=await records.newest(CareTeam, 50),
        practitioners=await records.newest(Practitioner, MOST),
        protocols=await records.newest(Protocol, 50),
        clinics=await records.newest(Clinic, MOST),
        patients=await records.newest(Patient, 50),
        intentions=await records.newest(Intention, MOST),
        grants=grants,
        shares=shares(grants, copies, notices),
    )


async def is_sent(records: Keeping, share: Share) -> bool:
    """Whether the clinic has both the grant and the words as they are now."""
    standings = [await records.standing(ShareGrant, share.grant.id)]
    if share.copy is not None:
        standings.append(await records.standing(SharedIntention, share.copy.id))
    return all(standing is not None and standing.state is SendState.SENT for standing in standings)
