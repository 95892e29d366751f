"""What patients shared with the practitioner who is signed in, by need, and marking it read by opening it. Flet-free.

Only what an active grant opens is ever shown or counted. Reading changes nothing but the receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.agenda import Phase, Session, last_session, next_session, phase
from mobile.care.consent.with_me import AgreedWithMe
from mobile.care.course import Course, CoursePosition, current, place_of
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.morning import Alarm, Need, Waiting, by_need, soon
from mobile.care.notices import Notice, ShareNotice, WithdrawalNotice
from mobile.care.shared_kinds import ALONG, COPIES
from mobile.care.shares import FromPatient, Share, by_patient
from mobile.care.summary import SummaryLine
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.reply import Reply
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads import agreed_with_me as agreements
from mobile.screens.reads import summary as keeping
from mobile.screens.reads.agreed_with_me import agreed_with_me
from mobile.screens.reads.patient_names import KINDS as NAMES
from mobile.screens.reads.patient_names import patient_names
from mobile.screens.reads.shares import all_copies
from mobile.screens.reads.summary import summarised
from mobile.screens.shared.alerts import KINDS as ALERTS
from mobile.screens.shared.alerts import AlertRow, alerts_to
from mobile.screens.shared.given import KINDS as GIVEN
from mobile.screens.shared.given import GivenForm, given
from mobile.screens.shared.in_care import InCare, in_care
from mobile.screens.shared.no_score import NoScore
from mobile.screens.shared.scores import KINDS as SCORES
from mobile.screens.shared.scores import Score, Scores, scores
from mobile.screens.shared.thread import KINDS as THREADS
from mobile.screens.shared.thread import thread_of
from mobile.screens.talking.answering import mark_read

KINDS = (
    *COPIES,
    *ALONG,
    ShareGrant,
    ShareNotice,
    WithdrawalNotice,
    *NAMES,
    Session,
    Course,
    *GIVEN,
    *SCORES,
    *ALERTS,
    *THREADS,
    *keeping.KINDS,
    *agreements.KINDS,
)
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class PatientRow:
    """One patient in the list."""

    shared: FromPatient
    name: str = field(repr=False)
    sessions: tuple[Session, ...] = ()
    course: Course | None = None
    given: tuple[GivenForm, ...] = field(default=(), repr=False)  # forms and measures, given to the clinic
    score: Score | None = field(default=None, repr=False)
    no_score: NoScore | None = None  # why, where there is none
    alerts: tuple[AlertRow, ...] = field(default=(), repr=False)  # not settled, in order
    soon: Session | None = None  # booked, today or in the two days after
    answers: Mapping[str, tuple[Reply, ...]] = field(
        default_factory=dict[str, tuple[Reply, ...]], repr=False
    )  # of theirs, not read yet, by the copy they are about
    is_held: bool = False  # something is shared, and no agreement in force lets the reader see it
    is_guest: bool = False  # the reader is this patient's guest, and of no team
    new_lines: tuple[SummaryLine, ...] = field(
        default=(), repr=False
    )  # of others, in the summary they keep together

    @property
    def unread(self) -> int:
        """Shared things and answers that were not opened."""
        return self.shared.unread + sum(len(some) for some in self.answers.values())

    def answers_to(self, share: Share | None) -> tuple[Reply, ...]:
        """Not read yet, about this."""
        return self.answers.get(share.copy.id, ()) if share is not None and share.copy is not None else ()

    def first_to_read(self) -> Share | None:
        """The oldest with something unread about it; else the newest."""
        waiting = [one for one in self.shared.readable if one.unread or self.answers_to(one)]
        return waiting[-1] if waiting else self.shared.first_to_read()

    @cached_property
    def waiting(self) -> Waiting:
        """What calls for the reader, by which the rows are ordered."""
        first = self.alerts[0].alert if self.alerts else None
        shared_at = [
            one.shared_at for one in self.shared.readable if one.unread and one.shared_at is not None
        ] + [one.sent_at for some in self.answers.values() for one in some if one.sent_at is not None]
        shared_at += [one.written_at for one in self.new_lines if one.written_at is not None]
        moved = self.score.moved.difference if self.score is not None and self.score.is_rising else None
        return Waiting(
            self.shared.patient,
            self.name,
            alarm=Alarm(first.speed, first.made_at) if first is not None else None,
            moved=abs(moved) if moved is not None else None,
            session_at=self.soon.start_at if self.soon is not None else None,
            unread=self.unread,
            new_lines=len(self.new_lines),
            unread_since=min(shared_at, default=None),
        )

    @property
    def need(self) -> Need:
        return self.waiting.need

    def last(self, now: datetime) -> Session | None:
        return last_session(self.sessions, now)

    @property
    def id(self) -> str:
        """As it stands in a route: "p1"."""
        return self.shared.patient.removeprefix("Patient/")

    def next(self, now: datetime) -> Session | None:
        return next_session(self.sessions, now)

    def place(self, session: Session | None) -> CoursePosition | None:
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

    def __init__(
        self, records: Keeping, now: Callable[[], datetime], reader: str = "", zone: ZoneInfo = UTC
    ) -> None:
        self._records = records
        self._reader = reader  # "Practitioner/t1"
        self._now = now
        self._zone = zone  # the clinic's: its calendar says what is soon
        self.rows: list[PatientRow] = []
        self.alerts: list[AlertRow] = []
        self.in_care: Sequence[InCare] = ()
        self._measured: Scores | None = None

    async def load(self) -> None:
        every, now = self._records.every, self._now()
        self.alerts = await alerts_to(self._records, self._reader, now)
        grants, copies = await every(ShareGrant), await all_copies(self._records)
        notices = [*await every(ShareNotice), *await every(WithdrawalNotice)]
        names, guest_of = await patient_names(self._records), await self._guest_of()
        visits, planned = of_patients(await every(Session)), of_patients(await every(Course))
        agreed = await agreed_with_me(self._records, self._reader, now)
        forms = await given(self._records, self._reader, now, agreed)
        measured = self._measured = await scores(self._records, self._reader, now, self._zone, agreed)
        shared = {one.patient: one for one in by_patient(grants, copies, notices)}
        held = self._held(agreed, grants, shared)
        for patient in held:  # nothing of it is here to read, whatever this device still keeps
            before = shared.get(patient) or FromPatient(patient, (), (), ())
            shared[patient] = replace(before, readable=(), coming=())
        replies = of_patients(await every(Reply))
        rows: dict[str, PatientRow] = {}
        lines = await summarised(self._records, self._reader, now)
        for patient in dict.fromkeys([*self._patients(shared, forms, measured, lines), *guest_of]):
            sessions = tuple(visits.get(patient, ()))
            course = current(planned.get(patient, ()))
            score = measured.of(patient, course, sessions)
            rows[patient] = PatientRow(
                shared.get(patient) or FromPatient(patient, (), (), ()),
                names.get(patient, ""),
                sessions,
                course,
                forms.get(patient, ()),
                score,
                None if score is not None else measured.why_none(patient),
                tuple(one for one in self.alerts if one.alert.patient == patient and not one.is_settled),
                soon(sessions, now, self._zone),
                self._answers(shared.get(patient), replies.get(patient, [])),
                patient in held,
                patient in guest_of,
                tuple(lines.get(patient, ())),
            )
        self.in_care = await in_care(self._records, self._reader, names, rows, now)
        self.rows = [rows[one.patient] for one in by_need(row.waiting for row in rows.values())]

    def _held(
        self, agreed: AgreedWithMe, grants: Iterable[ShareGrant], shared: Mapping[str, FromPatient]
    ) -> frozenset[str]:
        """The patients who share something with the reader that no agreement in force lets them see. Where nothing tells that one is
        over, what the server let this device have is theirs to read."""
        sharing = {one.patient for one in grants if one.is_active and one.practitioner == self._reader}
        found = (one for one in sharing if one is not None and not agreed.lets(one, "shared"))
        return frozenset(
            one
            for one in found
            if agreed.is_closed(one, "shared") or one not in shared or not shared[one].readable
        )

    async def _guest_of(self) -> frozenset[str]:
        """Whose guest this reader is now: who invited them is listed before anything is shared."""
        invitations = await self._records.every(Invitation)
        return frozenset(
            one.patient for one in invitations if one.stands and one.patient and one.guest == self._reader
        )

    def _answers(self, shared: FromPatient | None, replies: list[Reply]) -> Mapping[str, tuple[Reply, ...]]:
        """What is new in each thread that is open to this reader."""
        if shared is None or not replies:
            return {}
        found: dict[str, tuple[Reply, ...]] = {}
        for share in shared.readable:
            unread = thread_of(share, replies, self._reader).unread
            if unread and share.copy is not None:
                found[share.copy.id] = unread
        return found

    def _patients(
        self, shared: Iterable[str], forms: Iterable[str], measured: Scores, lines: Iterable[str]
    ) -> Iterable[str]:
        """Everybody of whom something is this reader's to see, each once."""
        alarmed = [one.alert.patient for one in self.alerts if not one.is_settled and one.alert.patient]
        return dict.fromkeys([*alarmed, *shared, *forms, *measured.measured, *lines])

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
            return row.first_to_read()
        return next((s for s in row.shared.readable if s.copy is not None and s.copy.id == copy_id), None)

    def scores_of(self, row: PatientRow) -> Sequence[Score]:
        """Every measure of theirs that may be read, the one of the list first."""
        if self._measured is None:
            return ()
        return self._measured.every(row.shared.patient, row.course, row.sessions)

    async def mark_shown(self, shares: Iterable[Share]) -> bool:
        """The receipts of words that stand in view without their threads. True if any was not read before."""
        return await self._read_now([notice for one in shares for notice in one.unread])

    async def mark_read(self, row: PatientRow, share: Share) -> bool:
        """The receipts: completes every notice and answer about it that is not completed. True if any was."""
        answers = list[Correspondence](row.answers_to(share))
        has_read = await mark_read(self._records, answers, self._now()) if answers else False
        return await self._read_now(share.unread) or has_read

    async def mark_withdrawals_seen(self, row: PatientRow) -> bool:
        """The same for what was taken back."""
        return await self._read_now(row.shared.withdrawals)

    async def _read_now(self, notices: Sequence[Notice]) -> bool:
        """As they stand by now: what became of one meanwhile stays."""

        async def write() -> bool:
            stored = [await self._records.get(type(one), one.id) for one in notices]
            unread = [one for one in stored if one is not None and not one.is_read]
            if unread:
                await self._records.save_all([one.read_now(self._now()) for one in unread], over=unread)
            return bool(unread)

        return await until_written(write)
