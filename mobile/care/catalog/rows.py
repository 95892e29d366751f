"""The catalogue: every noun that is received from a clinic, one row each.

The clinic is asked in the order of the rows, but for a search that waits for another. Of the rows of one type the first
that recognises a document says what it is; they share one search, or each asks for a category of its own.
"""

from __future__ import annotations

from mobile.care.access_log import AccessEntry
from mobile.care.agenda import Session
from mobile.care.approval.approval import Approval, is_approval
from mobile.care.approval.insurer import BenefitCheck, Cover, InsurerAnswer
from mobile.care.approval.paper import APPROVAL_PAPER, ApprovalPaper, is_approval_paper
from mobile.care.catalog import belonging as whose
from mobile.care.catalog.holding import (
    BY_THE_COORDINATOR,
    NAMED_BY_AN_ANSWER,
    ONCE_HANDED_IN,
    WHILE_AGREED,
    WHILE_ITS_THREAD_IS_OPEN,
    opened_by_a_grant,
)
from mobile.care.catalog.row import Row
from mobile.care.catalog.search import (
    DAY_S,
    HOUR_S,
    MINUTE_S,
    MINUTES_S,
    SOON_S,
    Asked,
    Params,
    Search,
    by_all,
    everything,
    having,
    in_category,
    me,
    naming_me,
    of_copies,
    of_me,
    of_own_health,
)
from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.codes import CARE, CATEGORY_OBSERVATION, COMMITMENT, JOURNAL_ENTRY, SESSION_INTENTION
from mobile.care.consent.paper import PaperAgreement, is_paper_agreement
from mobile.care.consent.profile import AGREEMENT
from mobile.care.consent.signed import SignedAgreement, is_signed_agreement
from mobile.care.consent.standing import AgreementStanding, is_agreement_standing
from mobile.care.consent.talking_point import TalkingPoint, is_talking_point
from mobile.care.consent.withdrawal import AgreementWithdrawal, is_agreement_withdrawal
from mobile.care.cost.account import CostAccount
from mobile.care.cost.bill import Bill
from mobile.care.cost.estimate import ESTIMATE, Estimate, EstimateSeen, is_estimate, is_estimate_seen
from mobile.care.cost.payment import Payment, PaymentNotice
from mobile.care.cost.price import Price
from mobile.care.cost.ways import WayToPay, is_way_to_pay
from mobile.care.cost_help.offer import CostHelp, is_cost_help
from mobile.care.course import Course
from mobile.care.daily_word import DAILY_WORD, SharedDailyWord, is_daily_word
from mobile.care.date_change import DateAnswer, DateRequest, OpenTime, Room, is_date_answer
from mobile.care.date_change.answer import DATE_ANSWER
from mobile.care.day_page import DayPage, is_day_page
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.documents import ANSWER_PHOTO, AnswerPhoto, is_answer_photo
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant, is_share_grant
from mobile.care.health import Allergy, Caution, HealthProblem
from mobile.care.invitation import Invitation, is_invitation
from mobile.care.journal.shared_entry import SharedEntry, is_journal_entry
from mobile.care.journal.shared_picture import SHARED_PICTURE, SharedPicture, is_shared_picture
from mobile.care.journal.shared_voice import SHARED_VOICE, SharedVoice, is_shared_voice
from mobile.care.locations import Location
from mobile.care.measures.agreement import MeasuresGrant, is_measures_grant
from mobile.care.measures.measured import Measured, is_survey
from mobile.care.not_to_bring_up import NOT_TO_BRING_UP, SharedNotToBringUp, is_not_to_bring_up
from mobile.care.notices import ShareNotice, WithdrawalNotice, is_share_notice, is_withdrawal_notice
from mobile.care.opened import Opened
from mobile.care.people import CareTeam, Patient, Practitioner
from mobile.care.prompts import Protocol
from mobile.care.readiness.intake import IntakeSet, StepGuide, is_intake_set, is_step_guide
from mobile.care.readiness.task import StepTask, is_step
from mobile.care.readiness.updates import StepUpdate, is_step_update
from mobile.care.receipts.charge import Charge
from mobile.care.ride import RideRequest, is_ride_request
from mobile.care.ride_home import RideHome, is_ride_home
from mobile.care.room_card import ROOM_CARD, SharedRoomCard, is_room_card
from mobile.care.safety.alerts import Alert, is_alert
from mobile.care.safety.plan import SafetyOutline, SafetyPlan, is_safety_outline, is_safety_plan
from mobile.care.safety.routing import RoutingTable, is_routing_table
from mobile.care.shared_commitment import SharedCommitment, is_commitment
from mobile.care.shared_intention import SharedIntention, is_session_intention
from mobile.care.summary import OPEN, SUMMARY_LINE, SummaryLine, is_summary_line
from mobile.care.summary_read import LineRead, is_line_read
from mobile.care.talk.message import TEAM_MESSAGE, Message, is_team_message
from mobile.care.talk.reading_days import ReadingDays, is_reading_days
from mobile.care.talk.reply import Reply, is_reply
from mobile.care.talk.suggestion import Suggestion, is_suggestion
from mobile.care.text_wish import TextWish, is_text_wish
from mobile.care.who.staff_role import StaffRole

_PLANS = Asked(
    Search("course", of_me, HOUR_S, holds_words=True, alone_every_s=MINUTE_S),
    Search("courses", everything, HOUR_S, alone_every_s=MINUTES_S),
)
_PROTOCOLS = by_all("protocols")
_SERVICES = by_all("services")
_STAFF_ROLES = by_all("reading_days")
_GRANTS = Asked(
    Search("grants", of_me, HOUR_S, is_own=True), Search("grants", naming_me("actor"), SOON_S, is_own=False)
)
_OF_ME = Search("notices", of_me, HOUR_S, holds_words=True)
_MESSAGES = Asked(
    _OF_ME, Search("notices", naming_me("recipient"), HOUR_S, is_own=False, opened_by="Consent")
)
# What a practitioner wrote is to them in no search by recipient, and what is to a whole team to none of its people.
_REPLIES = Asked(
    _OF_ME,
    Search(
        "written", naming_me("sender"), HOUR_S, is_own=False, opened_by="Consent", alone_every_s=MINUTES_S
    ),
)
_TASKS = Asked(
    Search("steps", of_me, HOUR_S, alone_every_s=MINUTE_S),
    Search("steps", everything, HOUR_S, is_own=False, alone_every_s=MINUTE_S),
)
_TO_THE_TEAM = Asked(
    _OF_ME,
    Search(
        "team_messages",
        in_category(CARE, TEAM_MESSAGE, DATE_ANSWER),
        HOUR_S,
        is_own=False,
        alone_every_s=MINUTE_S,
    ),
)


def _insurance(key: str) -> Asked:
    """What the clinic keeps of a patient's insurance; of a practitioner, to whom it shows that."""
    return Asked(
        Search(key, of_me, HOUR_S, alone_every_s=HOUR_S),
        Search(key, everything, HOUR_S, is_own=False, alone_every_s=HOUR_S),
    )


def _along(key: str, code: str) -> Asked:
    """What goes along with an entry's copy: too heavy for a page of them, and never changed once it is there."""
    own = Search(
        key, in_category(CARE, code, among=of_me), HOUR_S, is_own=True, holds_words=True, is_heavy=True
    )
    opened = Search(
        key,
        in_category(CARE, code),
        HOUR_S,
        after="grants",
        is_own=False,
        opened_by="Consent",
        is_heavy=True,
    )
    return Asked(own, opened)


def _of_my_money(key: str, params: Params, alone_every_s: float = HOUR_S) -> Asked:
    """What the clinic writes of what a patient's care costs."""
    return Asked(Search(key, params, HOUR_S, alone_every_s=alone_every_s), None)


ROWS: tuple[Row, ...] = (
    Row(
        Patient,
        Asked(
            Search("patient", me, alone_every_s=MINUTES_S),
            Search("patients", everything, HOUR_S, alone_every_s=MINUTE_S),
        ),
        whose.themselves,
    ),
    Row(
        CareTeam,
        Asked(
            Search("team", of_me, HOUR_S, alone_every_s=MINUTES_S),
            Search("teams", naming_me("participant"), HOUR_S, alone_every_s=MINUTES_S),
        ),
        whose.team,
        noted=Opened.note_team,
    ),
    Row(HealthProblem, of_own_health("problems"), whose.own_health),
    Row(Allergy, of_own_health("allergies"), whose.about_patient),
    Row(Caution, of_own_health("cautions"), whose.own_health),
    Row(Clinic, by_all("clinic"), whose.anybodys),
    Row(CostHelp, _SERVICES, whose.anybodys, is_cost_help),
    Row(WayToPay, _SERVICES, whose.anybodys, is_way_to_pay),
    Row(ClinicService, _SERVICES, whose.anybodys),
    Row(Location, by_all("locations", alone_every_s=HOUR_S), whose.anybodys),
    Row(Practitioner, by_all("practitioners"), whose.anybodys),
    Row(ReadingDays, _STAFF_ROLES, whose.anybodys, is_reading_days),
    Row(StaffRole, _STAFF_ROLES, whose.anybodys),
    Row(SafetyPlan, _PLANS, whose.subject, is_safety_plan),
    Row(Course, _PLANS, whose.subject),
    Row(
        Session,
        Asked(
            Search("sessions", of_me, HOUR_S, alone_every_s=MINUTE_S),
            Search("sessions", everything, HOUR_S, alone_every_s=MINUTE_S),
        ),
        whose.attending,
    ),
    Row(OpenTime, by_all("open_times"), whose.anybodys),
    Row(Room, by_all("rooms", alone_every_s=HOUR_S), whose.anybodys),
    Row(
        DateRequest,
        Asked(
            Search("date_requests", of_me, HOUR_S, is_own=True, holds_words=True, alone_every_s=MINUTE_S),
            Search("date_requests", everything, HOUR_S, is_own=False, alone_every_s=MINUTES_S),
        ),
        whose.asking,
    ),
    # A table of who is told stays one when its signature goes: then it is out of force.
    Row(RoutingTable, _PROTOCOLS, whose.anybodys, is_routing_table),
    Row(SafetyOutline, _PROTOCOLS, whose.anybodys, is_safety_outline),
    Row(IntakeSet, _PROTOCOLS, whose.anybodys, is_intake_set),
    Row(StepGuide, _PROTOCOLS, whose.anybodys, is_step_guide),
    Row(Protocol, _PROTOCOLS, whose.anybodys),
    Row(
        FormDefinition,
        by_all("forms"),
        whose.anybodys,
        noted=lambda opened, noun: opened.agreed.note_form(noun),
    ),
    Row(
        Response,
        Asked(
            Search("responses", of_me, HOUR_S, is_own=True, holds_words=True, alone_every_s=MINUTE_S),
            Search(
                "responses", everything, MINUTES_S, is_own=False, opened_by="Consent", alone_every_s=MINUTE_S
            ),
        ),
        whose.subject,
        holding=ONCE_HANDED_IN,
        noted=Opened.note_answers,
    ),
    Row(
        AnswerPhoto,
        Asked(
            Search(
                "photos",
                in_category(CARE, ANSWER_PHOTO, among=of_me),
                MINUTES_S,
                is_own=True,
                holds_words=True,
                opened_by="QuestionnaireResponse",
                is_heavy=True,
            ),
            Search(
                "photos",
                in_category(CARE, ANSWER_PHOTO),
                MINUTES_S,
                is_own=False,
                opened_by="QuestionnaireResponse",
                is_heavy=True,
            ),
        ),
        whose.subject,
        is_answer_photo,
        holding=NAMED_BY_AN_ANSWER,
    ),
    Row(
        PaperAgreement,
        Asked(
            Search(
                "agreements",
                in_category(CARE, AGREEMENT, among=of_me),
                HOUR_S,
                alone_every_s=MINUTE_S,
                is_heavy=True,
            ),
            None,
        ),
        whose.subject,
        is_paper_agreement,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    # What care costs is the patient's to see; at the clinic their own programs show it.
    Row(Price, Asked(Search("prices", everything, DAY_S, alone_every_s=HOUR_S), None), whose.anybodys),
    Row(CostAccount, _of_my_money("accounts", of_me), whose.among_subjects),
    Row(Bill, _of_my_money("bills", of_me, MINUTES_S), whose.subject),
    Row(Charge, _of_my_money("charges", of_me), whose.subject),
    Row(Payment, _of_my_money("payments", everything, MINUTES_S), whose.paid_by),
    Row(PaymentNotice, _of_my_money("payment_notices", everything), whose.paid_by),
    Row(
        Estimate,
        Asked(
            Search(
                "estimates",
                in_category(CARE, ESTIMATE, among=of_me),
                HOUR_S,
                alone_every_s=HOUR_S,
                is_heavy=True,
            ),
            None,
        ),
        whose.subject,
        is_estimate,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(StepTask, _TASKS, whose.done_for, is_step),
    Row(Invitation, _TASKS, whose.invited, is_invitation),
    Row(RideRequest, _TASKS, whose.asked_for, is_ride_request),
    Row(TextWish, _TASKS, whose.asked_for, is_text_wish),
    Row(DayPage, _TASKS, whose.asked_for, is_day_page),
    Row(RideHome, _TASKS, whose.done_for, is_ride_home),
    Row(TalkingPoint, _TASKS, whose.done_for, is_talking_point),
    Row(Approval, _TASKS, whose.done_for, is_approval, BY_THE_COORDINATOR),
    Row(
        ApprovalPaper,
        Asked(
            Search(
                "approval_papers",
                in_category(CARE, APPROVAL_PAPER, among=of_me),
                HOUR_S,
                is_own=True,
                holds_words=True,
                alone_every_s=MINUTES_S,
                is_heavy=True,
            ),
            Search(
                "approval_papers",
                in_category(CARE, APPROVAL_PAPER),
                MINUTES_S,
                is_own=False,
                alone_every_s=4 * MINUTES_S,
                is_heavy=True,
            ),
        ),
        whose.subject,
        is_approval_paper,
        holding=BY_THE_COORDINATOR,
    ),
    Row(InsurerAnswer, _insurance("insurer_answers"), whose.insured, holding=BY_THE_COORDINATOR),
    Row(BenefitCheck, _insurance("benefit_checks"), whose.insured, holding=BY_THE_COORDINATOR),
    Row(Cover, _insurance("covers"), whose.covered, holding=BY_THE_COORDINATOR),
    Row(
        Measured,
        Asked(
            Search(
                "measured",
                in_category(CATEGORY_OBSERVATION, "survey", among=of_me),
                HOUR_S,
                is_own=True,
                alone_every_s=MINUTE_S,
            ),
            Search(
                "measured",
                in_category(CATEGORY_OBSERVATION, "survey"),
                MINUTES_S,
                is_own=False,
                opened_by="Consent",
                alone_every_s=MINUTE_S,
            ),
        ),
        whose.subject,
        is_survey,
        WHILE_AGREED,
        lambda opened, noun: opened.agreed.note_measured(noun),
    ),
    Row(
        SharedIntention,
        of_copies("intentions", SESSION_INTENTION, alone_every_s=0.0),
        whose.subject,
        is_session_intention,
        holding=opened_by_a_grant("Goal"),
    ),
    Row(
        SharedDailyWord,
        of_copies("daily_words", DAILY_WORD),
        whose.subject,
        is_daily_word,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(
        SharedEntry,
        of_copies("journal_entries", JOURNAL_ENTRY),
        whose.subject,
        is_journal_entry,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(
        SharedVoice,
        _along("voices", SHARED_VOICE),
        whose.subject,
        is_shared_voice,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(
        SharedPicture,
        _along("pictures", SHARED_PICTURE),
        whose.subject,
        is_shared_picture,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(
        SharedCommitment,
        of_copies("commitments", COMMITMENT),
        whose.subject,
        is_commitment,
        holding=opened_by_a_grant("Goal"),
    ),
    Row(
        SharedNotToBringUp,
        of_copies("not_to_bring_up", NOT_TO_BRING_UP),
        whose.subject,
        is_not_to_bring_up,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(
        SharedRoomCard,
        of_copies("room_cards", ROOM_CARD),
        whose.subject,
        is_room_card,
        holding=opened_by_a_grant("DocumentReference"),
    ),
    Row(
        SummaryLine,
        Asked(
            Search(
                "summary",
                having(of_me, type=f"{CARE}|{SUMMARY_LINE}", confidentiality=OPEN),
                HOUR_S,
                is_own=False,
                alone_every_s=MINUTE_S,
            ),
            Search(
                "summaries",
                having(everything, type=f"{CARE}|{SUMMARY_LINE}"),
                HOUR_S,
                is_own=False,
                opened_by="CareTeam",
                alone_every_s=MINUTE_S,
            ),
        ),
        whose.lines_for,
        is_summary_line,
    ),
    Row(SignedAgreement, _GRANTS, whose.parties, is_signed_agreement),
    Row(
        AgreementStanding,
        _GRANTS,
        whose.parties,
        is_agreement_standing,
        noted=lambda opened, noun: opened.agreed.note_standing(noun),
    ),
    Row(
        MeasuresGrant,
        _GRANTS,
        whose.parties,
        is_measures_grant,
        noted=lambda opened, noun: opened.agreed.note_measures(noun),
    ),
    Row(ShareGrant, _GRANTS, whose.parties, is_share_grant, noted=Opened.note),
    Row(
        Alert,
        _MESSAGES,
        whose.is_message_to,
        is_alert,
        noted=lambda opened, noun: opened.agreed.note_alert(noun),
    ),
    Row(Reply, _REPLIES, whose.taking_part, is_reply, WHILE_ITS_THREAD_IS_OPEN, Opened.note_reply),
    Row(Suggestion, _REPLIES, whose.taking_part, is_suggestion),
    Row(LineRead, _REPLIES, whose.taking_part, is_line_read),
    Row(Message, _TO_THE_TEAM, whose.subject, is_team_message),
    Row(DateAnswer, _TO_THE_TEAM, whose.subject, is_date_answer),
    Row(StepUpdate, _MESSAGES, whose.correspondents, is_step_update),
    Row(AgreementWithdrawal, _MESSAGES, whose.correspondents, is_agreement_withdrawal),
    Row(EstimateSeen, _MESSAGES, whose.correspondents, is_estimate_seen),
    Row(ShareNotice, _MESSAGES, whose.correspondents, is_share_notice),
    Row(WithdrawalNotice, _MESSAGES, whose.correspondents, is_withdrawal_notice),
    Row(AccessEntry, Asked(Search("readings", of_me, alone_every_s=MINUTE_S), None), whose.read_of),
)
