"""Every noun that is kept here, by the name of its kind: by these an open copy is read, so that nothing beside a text is believed."""

from __future__ import annotations

from mobile.care.agenda.prepared import Prepared
from mobile.care.approval.draft import ApprovalDraft
from mobile.care.catalog import ROWS
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_file import SignedFile
from mobile.care.consent.signed_here import SignedHere
from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.cost.paying import WentToPay
from mobile.care.date_change import DateDraft
from mobile.care.forms.documents import TakenOut
from mobile.care.forms.here import DraftHere, PlaceChoice
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.given_times import GivenTimes
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.journal.offered import Offered
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.slept_on import SleptOn
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.notices import ShareNotice
from mobile.care.put_off import PutOff
from mobile.care.ride_plan import RidePlan
from mobile.care.safety.plan import PlanPast
from mobile.care.safety.put_away import PutAway
from mobile.care.session_day import SessionDay
from mobile.care.shared_kinds import ALONG, COPIES, SHAREABLE
from mobile.care.talk.draft import TalkDraft
from mobile.noun import Noun
from mobile.records import Known
from mobile.reminders.choices import ReminderChoices
from mobile.screens.form.scratch import Scratch

_ONLY_HERE: tuple[type[Noun], ...] = (
    ApprovalDraft,
    DateDraft,
    DraftHere,
    EntryPicture,
    GivenTimes,
    KeptForm,
    NoPhotosApart,
    Offered,
    PaperReading,
    PlaceChoice,
    PlanPast,
    Prepared,
    PutAway,
    ReminderChoices,
    PutOff,
    RidePlan,
    Scratch,
    SessionDay,
    SignedFile,
    SignedHere,
    SleptOn,
    TakenOut,
    TalkDraft,
    VoiceNote,
    VoicePiece,
    WentToPay,
)


def known_nouns() -> Known:
    """Shares among them: the permission, what was signed and what was withdrawn of that, the copy that it opens with what goes along, the notice of it,
    and the invitation of whom it may name. What a person makes and deletes: whatever can be shared, and what is beside it; the rest is noted by Lantern. Pictures and sound are seen only in their entry."""
    received: tuple[type[Noun], ...] = tuple(row.noun for row in ROWS)
    own: tuple[type[Noun], ...] = SHAREABLE
    every = {noun.KIND.name: noun for noun in (*received, *own, *_ONLY_HERE)}
    agreed = (MeasuresGrant, SignedAgreement, AgreementStanding, AgreementWithdrawal)
    shares = (ShareGrant, *agreed, ShareNotice, *ALONG, Invitation, *COPIES)
    made, within = (
        _kinds(*own, EntryPicture, VoiceNote, PlanPast),
        _kinds(EntryPicture, VoiceNote, VoicePiece),
    )
    return Known(every, _kinds(*shares), made, _kinds(VoicePiece), within)


def _kinds(*nouns: type[Noun]) -> frozenset[str]:
    return frozenset(one.KIND.name for one in nouns)
