"""Everything that says how approvals stand, read from what is kept here. Flet-free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
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
    """`patient`: of this one alone. Raises what the store raises."""
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
    return known if patient is None else only_of(known, patient)


def only_of(known: Known, patient: str) -> Known:
    """What of it is this patient's."""
    return Known(
        known.now,
        known.zone,
        [one for one in known.approvals if one.patient == patient],
        [one for one in known.answers if one.patient == patient],
        [one for one in known.checks if one.patient == patient],
        [one for one in known.papers if one.patient == patient],
        [one for one in known.sessions if one.patient == patient],
        [one for one in known.courses if one.patient == patient],
        known.unsent,
    )


async def read_approvals(records: Keeping, patient: str, now: datetime, zone: ZoneInfo) -> Approvals:
    """This patient's, as they stand now. Raises what the store raises."""
    known = await known_of(records, now, zone, patient)
    covers = [one for one in await records.every(Cover) if one.patient == patient]
    insurer, phones = insurer_of(covers, await records.every(Clinic), now)
    sending = {**await records.unsent(Approval), **await records.unsent(ApprovalPaper)}
    found = tuple(tuple(standing_of(one, known) for one in family) for family in families(known.approvals))
    return Approvals(found, insurer, phones, sending)
