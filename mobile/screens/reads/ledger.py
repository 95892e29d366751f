"""Who can read what of this patient's, computed from everything this device holds: what every sentence about it is made of."""

from __future__ import annotations

from datetime import datetime

from mobile.care.access_log import AccessEntry
from mobile.care.agenda import Session
from mobile.care.approval.approval import Approval
from mobile.care.approval.insurer import BenefitCheck, Cover, InsurerAnswer
from mobile.care.approval.paper import ApprovalPaper
from mobile.care.clinic import Clinic, own_clinic
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.talking_point import TalkingPoint
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.cost import Bill, CostAccount, Estimate, Payment, PaymentNotice
from mobile.care.course import Course
from mobile.care.date_change import DateAnswer, DateRequest
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.ledger.facts import Facts
from mobile.care.ledger.kept import Ledger
from mobile.care.ledger.reckoning import ledger
from mobile.care.measures import Measured, MeasuresGrant
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.people import CareTeam, Patient
from mobile.care.readiness.task import StepTask
from mobile.care.readiness.updates import StepUpdate
from mobile.care.receipts import Charge
from mobile.care.resource import Resource
from mobile.care.ride_home import RideHome
from mobile.care.safety.alerts import Alert
from mobile.care.safety.plan import SafetyPlan
from mobile.care.shared_kinds import COPIES
from mobile.care.summary import SummaryLine
from mobile.care.summary_read import LineRead
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.care.talk.suggestion import Suggestion
from mobile.records.ports import Keeping
from mobile.screens.reads.approval_papers import papers_seen
from mobile.screens.reads.own_clinic import clinics_named
from mobile.screens.reads.shares import all_copies

RULES = (Clinic, CareTeam, Patient, FormDefinition, SignedAgreement, AgreementWithdrawal)
"""What the clinic's rules are read from."""
SENT = (
    Response,
    AnswerPhoto,
    Measured,
    ShareGrant,
    *COPIES,
    MeasuresGrant,
    ShareNotice,
    WithdrawalNotice,
    Alert,
    Reply,
    Message,
    DateRequest,
    ApprovalPaper,
    Invitation,
    LineRead,
)
"""What the patient sends themselves."""
COSTS: tuple[type[Resource], ...] = (CostAccount, Bill, Charge, Payment, PaymentNotice, Estimate)
"""What care costs: the clinic's own records of one patient."""
KINDS = (
    *RULES,
    *COSTS,
    Session,
    Course,
    StepTask,
    SafetyPlan,
    *SENT,
    StepUpdate,
    SummaryLine,
    Suggestion,
    DateAnswer,
    RideHome,
    Approval,
    InsurerAnswer,
    BenefitCheck,
    Cover,
    AccessEntry,
    AgreementStanding,
    TalkingPoint,
)


async def patient_ledger(records: Keeping, now: datetime) -> Ledger:
    """As it stands. Raises what the store raises."""
    every = records.every
    teams, patients = await every(CareTeam), await every(Patient)
    known_as: dict[str, str] = {}
    for kind in (
        Response,
        AnswerPhoto,
        Measured,
        ShareGrant,
        *COPIES,
        ShareNotice,
        DateRequest,
    ):  # at least one of each resource type
        known_as |= await records.known_as(kind)
    return ledger(
        Facts(
            now,
            clinic=own_clinic(await every(Clinic), clinics_named(teams, patients)),
            patients=patients,
            teams=teams,
            sessions=await every(Session),
            courses=await every(Course),
            steps=await every(StepTask),
            plans=await every(SafetyPlan),
            forms=await every(FormDefinition),
            responses=await every(Response),
            measured=await every(Measured),
            grants=await every(ShareGrant),
            copies=await all_copies(records),
            agreements=await every(MeasuresGrant),
            notices=[*await every(ShareNotice), *await every(WithdrawalNotice)],
            alerts=await every(Alert),
            updates=await every(StepUpdate),
            replies=await every(Reply),
            suggestions=await every(Suggestion),
            messages=await every(Message),
            date_requests=await every(DateRequest),
            date_answers=await every(DateAnswer),
            approvals=await every(Approval),
            approval_papers=await papers_seen(records),
            insurance=[*await every(Cover), *await every(InsurerAnswer), *await every(BenefitCheck)],
            rides=await every(RideHome),
            costs=[one for kind in COSTS for one in await every(kind)],
            lines=await every(SummaryLine),
            lines_read=await every(LineRead),
            invitations=await every(Invitation),
            readings=await every(AccessEntry),
            signed=await every(SignedAgreement),
            withdrawn=await every(AgreementWithdrawal),
            standings=await every(AgreementStanding),
            points=await every(TalkingPoint),
            known_as=known_as,
            unsent=frozenset({*await records.unsent(ShareGrant), *await records.unsent(MeasuresGrant)}),
        )
    )


async def rules_alone(records: Keeping, now: datetime) -> Ledger:
    """The same without what was sent: who would read it. For a place that waits for nothing."""
    every = records.every
    teams, patients = await every(CareTeam), await every(Patient)
    clinic = own_clinic(await every(Clinic), clinics_named(teams, patients))
    return ledger(
        Facts(
            now,
            clinic=clinic,
            teams=teams,
            forms=await every(FormDefinition),
            agreements=await every(MeasuresGrant),
            signed=await every(SignedAgreement),
            withdrawn=await every(AgreementWithdrawal),
            known_as={
                **await records.known_as(SignedAgreement),
                **await records.known_as(AgreementWithdrawal),
            },
        )
    )
