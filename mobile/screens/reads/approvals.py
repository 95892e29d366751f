"""Everything that says how approvals stand, read from what is kept here. Flet-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.approval import (
    Approval,
    ApprovalPaper,
    BenefitCheck,
    Cover,
    InsurerAnswer,
    Known,
    Standing,
    families,
    standing_of,
)
from mobile.care.approval.insurer import insurer_of
from mobile.care.clinic import Clinic, Phone
from mobile.care.course import Course
from mobile.records.ports import Keeping, SendState
from mobile.records.ports import Standing as Sent
from mobile.screens.reads.approval_papers import papers_seen

KINDS = (Approval, ApprovalPaper, InsurerAnswer, BenefitCheck, Cover, Clinic, Session, Course)
"""What to watch."""


@dataclass(frozen=True)
class Approvals:
    """One patient's, each family the newest first. `insurer`: the name of the one they are insured with, "" where it is not known
    which; `sending`: of what the clinic does not have as it stands here."""

    families: tuple[tuple[Standing, ...], ...] = ()
    insurer: str = field(default="", repr=False)
    phones: tuple[Phone, ...] = ()
    sending: dict[str, Sent] = field(default_factory=dict[str, Sent])

    @property
    def every(self) -> tuple[Standing, ...]:
        return tuple(one for family in self.families for one in family)


async def known_of(records: Keeping, now: datetime, zone: ZoneInfo, patient: str | None = None) -> Known:
    """`patient`: of this one alone. Nothing else is read where there is no approval. Raises what the store raises."""
    every = records.every
    approvals = await every(Approval)
    if not approvals:
        return Known(now, zone)
    unsent = await records.unsent(ApprovalPaper)
    known = Known(
        now,
        zone,
        approvals,
        await every(InsurerAnswer),
        await every(BenefitCheck),
        await papers_seen(records),
        await every(Session),
        await every(Course),
        frozenset(id for id, one in unsent.items() if one.state is not SendState.SENT),
    )
    return known if patient is None else by_patient(known).get(patient, Known(now, zone))


def by_patient(known: Known) -> dict[str, Known]:
    """What of it is each patient's who has an approval, gone through once."""
    approvals, papers = _grouped(known.approvals), _grouped(known.papers)
    answers, checks = _grouped(known.answers), _grouped(known.checks)
    sessions, courses = _grouped(known.sessions), _grouped(known.courses)
    return {
        one: replace(
            known,
            approvals=own,
            answers=answers.get(one, ()),
            checks=checks.get(one, ()),
            papers=papers.get(one, ()),
            sessions=sessions.get(one, ()),
            courses=courses.get(one, ()),
        )
        for one, own in approvals.items()
    }


class _OfPatient(Protocol):
    @property
    def patient(self) -> str | None: ...


P = TypeVar("P", bound=_OfPatient)


def _grouped(nouns: Iterable[P]) -> dict[str, list[P]]:
    found: dict[str, list[P]] = {}
    for one in nouns:
        if one.patient is not None:
            found.setdefault(one.patient, []).append(one)
    return found


async def pressing(records: Keeping, patient: str, now: datetime, zone: ZoneInfo) -> tuple[Standing, ...]:
    """This patient's that ask something of them, then those that run out and are not being renewed. Raises what the store raises."""
    own = [one for one in await records.every(Approval) if one.patient == patient and one.is_shown]
    if not any(one.step.asked == "patient" or one.granted.ends or one.claims for one in own):
        return ()
    known = await known_of(records, now, zone, patient)
    standings = [standing_of(one, known) for one in own]
    yours = [one for one in standings if one.turn == "you"]
    ending = [one for one in standings if one.state == "expiring" and one.renewed_by is None]
    return (*yours, *sorted(ending, key=lambda one: (one.ends is None, one.ends, one.approval.id)))


async def read_approvals(records: Keeping, patient: str, now: datetime, zone: ZoneInfo) -> Approvals:
    """This patient's, as they stand now. Raises what the store raises."""
    known = await known_of(records, now, zone, patient)
    covers = [one for one in await records.every(Cover) if one.patient == patient]
    insurer, phones = insurer_of(covers, await records.every(Clinic), now)
    sending = {**await records.unsent(Approval), **await records.unsent(ApprovalPaper)}
    found = tuple(tuple(standing_of(one, known) for one in family) for family in families(known.approvals))
    return Approvals(found, insurer, phones, sending)
