"""What patients shared with the practitioner who is signed in, and marking it read by opening it. Flet-free.

Only what an active grant opens is ever shown. Reading changes nothing but the receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.agenda import Phase, Session, next_session, phase
from mobile.care.course import Course, Place, current, place_of
from mobile.care.grant import ShareGrant
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.people import Patient
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import FromPatient, Share, by_patient
from mobile.records.ports import Keeping
from mobile.screens.shared.alerts import KINDS as ALERTS
from mobile.screens.shared.alerts import AlertRow, alerts_to
from mobile.screens.shared.given import KINDS as GIVEN
from mobile.screens.shared.given import GivenForm, given

KINDS = (
    SharedIntention,
    ShareGrant,
    ShareNotice,
    WithdrawalNotice,
    Patient,
    Session,
    Course,
    *GIVEN,
    *ALERTS,
)


@dataclass(frozen=True)
class PatientRow:
    """One patient in the list."""

    shared: FromPatient
    name: str = field(repr=False)
    sessions: tuple[Session, ...] = ()
    course: Course | None = None
    given: tuple[GivenForm, ...] = field(default=(), repr=False)  # forms and measures, given to the clinic

    @property
    def id(self) -> str:
        """As it stands in a route: "p1"."""
        return self.shared.patient.removeprefix("Patient/")

    def next(self, now: datetime) -> Session | None:
        return next_session(self.sessions, now)

    def place(self, session: Session | None) -> Place | None:
        return place_of(session, self.course, self.sessions) if session is not None else None

    def session(self, reference: str | None) -> Session | None:
        return next((one for one in self.sessions if reference in one.names), None)

    def phase(self, now: datetime, zone: ZoneInfo) -> Phase | None:
        return phase(self.sessions, now, zone)


class _OfPatient(Protocol):
    @property
    def patient(self) -> str | None: ...


P = TypeVar("P", bound=_OfPatient)


def of_patients(nouns: Iterable[P]) -> dict[str | None, list[P]]:
    """Each patient's own, in the order given."""
    found: dict[str | None, list[P]] = {}
    for one in nouns:
        found.setdefault(one.patient, []).append(one)
    return found


class SharedModel:
    """The list, the chosen patient, the chosen copy."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], reader: str = "") -> None:
        self._records = records
        self._reader = reader  # "Practitioner/t1"
        self._now = now
        self.rows: list[PatientRow] = []
        self.alerts: list[AlertRow] = []

    async def load(self) -> None:
        self.alerts = await alerts_to(self._records, self._reader)
        grants = await self._records.every(ShareGrant)
        copies = await self._records.every(SharedIntention)
        told = await self._records.every(ShareNotice)
        withdrawn = await self._records.every(WithdrawalNotice)
        patients = await self._records.every(Patient)
        sessions = await self._records.every(Session)
        courses = await self._records.every(Course)
        forms = await given(self._records, self._reader, self._now())
        listed = by_patient(grants, copies, [*told, *withdrawn])
        shared = {one.patient for one in listed}
        listed += [FromPatient(patient, (), (), ()) for patient in forms if patient not in shared]
        names = {name: patient.name for patient in reversed(patients) for name in patient.names}
        visits, planned = of_patients(sessions), of_patients(courses)
        self.rows = [
            PatientRow(
                one,
                names.get(one.patient, ""),
                tuple(visits.get(one.patient, ())),
                current(planned.get(one.patient, ())),
                forms.get(one.patient, ()),
            )
            for one in listed
        ]

    def row(self, patient: str | None) -> PatientRow | None:
        return next((row for row in self.rows if row.id == patient), None)

    def alert(self, id: str | None) -> AlertRow | None:
        return next((row for row in self.alerts if row.id == id), None)

    def first_alert(self) -> AlertRow | None:
        """What comes before everything else, if anything does."""
        return next((row for row in self.alerts if not row.is_settled), None)

    def chosen(self, row: PatientRow, copy_id: str | None) -> Share | None:
        """The share to show: the one asked for, else the one to read first. None: nothing may be read."""
        if copy_id is None:
            return row.shared.first_to_read()
        return next((s for s in row.shared.readable if s.copy is not None and s.copy.id == copy_id), None)

    async def mark_read(self, share: Share) -> bool:
        """The receipt: completes every notice about it that is not completed. True if any was."""
        unread = [notice.read_now(self._now()) for notice in share.unread]
        if unread:
            await self._records.save_all(unread)
        return bool(unread)

    async def mark_withdrawals_seen(self, row: PatientRow) -> bool:
        """The same for what was taken back."""
        unseen = [notice.read_now(self._now()) for notice in row.shared.withdrawals if not notice.is_read]
        if unseen:
            await self._records.save_all(unseen)
        return bool(unseen)
