"""What the ledger is computed from: the records a patient's device holds, sorted by the part of the record they are.

The clinic has a record once it has given it a name. What is only here is nobody else's to read and is in no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from mobile.care.access_log import AccessEntry
from mobile.care.agenda import Session
from mobile.care.approval.approval import Approval
from mobile.care.approval.insurer import BenefitCheck, Cover, InsurerAnswer
from mobile.care.approval.paper import PaperSeen
from mobile.care.clinic import Clinic
from mobile.care.consent.lets import ROLES
from mobile.care.consent.scopes import Scopes, scopes
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.talking_point import TalkingPoint
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.course import Course
from mobile.care.date_change import DateAnswer, DateRequest
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.ledger.rules import What, part_of_answers
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.measures.measured import Measured
from mobile.care.notices import Notice
from mobile.care.people import CareTeam, Patient, readers
from mobile.care.readiness.task import StepTask
from mobile.care.readiness.updates import StepUpdate
from mobile.care.resource import Resource, at, each, moment, text_at
from mobile.care.ride_home import RideHome
from mobile.care.safety.alerts import Alert
from mobile.care.safety.plan import SafetyPlan
from mobile.care.safety.routing import RoutingTable
from mobile.care.shareable import SharedRecord
from mobile.care.summary import SummaryLine
from mobile.care.summary_read import LineRead
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.care.talk.suggestion import Suggestion
from mobile.documents.pointers import URN, pointing_urls

_IN_FORCE = ("completed", "amended")


@dataclass(frozen=True)
class Item:
    """One record the clinic has. `at`: since when, as far as it says."""

    names: frozenset[str]  # "Observation/o1", as the clinic calls it
    at: datetime | None = None
    is_total: bool = False  # worked out from answers that are listed themselves


@dataclass(frozen=True)
class Facts:
    """All of one patient's. Lists in any order; `known_as`: by local id, how the clinic calls what was sent from
    here. `unsent`: local ids of what the clinic does not have as it stands."""

    now: datetime
    clinic: Clinic | None = None
    patients: Sequence[Patient] = ()
    teams: Sequence[CareTeam] = ()
    sessions: Sequence[Session] = ()
    courses: Sequence[Course] = ()
    steps: Sequence[StepTask] = ()
    plans: Sequence[SafetyPlan] = ()
    forms: Sequence[FormDefinition] = ()
    responses: Sequence[Response] = ()
    measured: Sequence[Measured] = ()
    grants: Sequence[ShareGrant] = ()
    copies: Sequence[SharedRecord] = ()
    agreements: Sequence[MeasuresGrant] = ()
    notices: Sequence[Notice] = ()
    alerts: Sequence[Alert] = ()
    updates: Sequence[StepUpdate] = ()
    replies: Sequence[Reply] = ()
    suggestions: Sequence[Suggestion] = ()
    messages: Sequence[Message] = ()
    date_requests: Sequence[DateRequest] = ()
    date_answers: Sequence[DateAnswer] = ()
    approvals: Sequence[Approval] = ()
    approval_papers: Sequence[PaperSeen] = ()
    insurance: Sequence[Cover | InsurerAnswer | BenefitCheck] = ()  # what the clinic keeps of it
    rides: Sequence[RideHome] = ()  # as the clinic shows them to its people
    costs: Sequence[Resource] = ()  # bills, payments, estimates
    lines: Sequence[SummaryLine] = ()  # those of the summary that are for the patient: no other is here
    lines_read: Sequence[LineRead] = ()
    tables: Sequence[RoutingTable] = ()
    invitations: Sequence[Invitation] = ()
    readings: Sequence[AccessEntry] = ()
    signed: Sequence[SignedAgreement] = ()
    withdrawn: Sequence[AgreementWithdrawal] = ()
    points: Sequence[TalkingPoint] = ()  # what of agreements is left to talk about, or was talked about
    standings: Sequence[AgreementStanding] = ()  # of agreements, as the clinic shows them to its people
    known_as: Mapping[str, str] = field(default_factory=dict[str, str])
    unsent: frozenset[str] = frozenset()

    def items(self) -> Mapping[What, Sequence[Item]]:
        """What the clinic has, by the part of the record that its statement speaks of; drafts too."""
        found: dict[What, list[Item]] = {}
        care = (self.patients, self.teams, self.sessions, self.courses, self.steps)
        found["care"] = [item for kind in care for one in kind for item in self._item(one)]
        found["safety_plan"] = [item for one in self.plans for item in self._item(one, _day(one.made_on))]
        uses = {form.address: form.uses for form in self.forms}
        for one in self.responses:
            part = _part(one, uses.get(bare(one.questionnaire), frozenset()))
            found.setdefault(part, []).extend(self._with_photos(one))
        totals = (one for one in self.measured if one.counts)
        found.setdefault("measures", []).extend(
            item
            for one in totals
            for item in self._item(one, one.answered_at, is_total=bool(one.derived_from))
        )
        found["messages"] = [item for one in self.messages for item in self._item(one, one.sent_at)]
        found["dates"] = [
            *(item for one in self.date_requests for item in self._item(one, one.asked_at)),
            *(item for one in self.date_answers for item in self._item(one, one.sent_at)),
        ]
        shown = (one for one in self.approvals if one.is_shown)
        found["approvals"] = [
            *(item for one in shown for item in self._item(one, one.began_at)),
            *(Item(one.names, one.added_at) for one in self._papers_there()),
            *(item for one in self.insurance for item in self._item(one)),
        ]
        rides = (one for one in self.rides if not one.is_taken_back)
        found["rides"] = [item for one in rides for item in self._item(one, one.changed_at)]
        found["costs"] = [item for one in self.costs for item in self._item(one)]
        found["lines"] = [item for one in self.lines for item in self._item(one, one.written_at)]
        return found

    def _papers_there(self) -> Iterator[PaperSeen]:
        """Those that the clinic has, by its names for them."""
        for one in self.approval_papers:
            names = frozenset(name for name in one.names if "/" in name)
            if one.is_there and names:
                yield replace(one, names=names)

    def _with_photos(self, one: Response) -> Iterator[Item]:
        """A response and the photos its answers name are one thing to read."""
        urls = pointing_urls(one.text)
        named = (url if "/" in url else self.known_as.get(url.removeprefix(URN)) for url in urls)
        photos = frozenset(name for name in named if name)
        for item in self._item(one, one.first_answered_at):
            yield replace(item, names=item.names | photos)

    def notes_with(self, practitioner: str) -> list[Item]:
        """Permissions that name this practitioner, ended ones too, and messages between them and the patient, alerts apart."""
        grants = [one for one in (*self.grants, *self.agreements) if one.practitioner == practitioner]
        found = [item for one in grants for item in self._item(one, one.given_at)]
        sent: list[Notice | StepUpdate] = [*self.notices, *self.updates]
        for one in sent:
            if practitioner in set(parties(one)):
                found += self._item(one, one.sent_at)
        return found

    def standings_for(self, practitioner: str) -> list[Item]:
        """How agreements stand and what of them is left to talk about, as the clinic shows it to this practitioner while they are on
        the team."""
        member = next((one for one in readers(self.teams, self.now) if one.reference == practitioner), None)
        if member is None:
            return []
        shown = (one for one in self.standings if practitioner in one.readers)
        found = [item for one in shown for item in self._item(one, one.signed_at)]
        if member.is_therapist or set(member.role_codes) & set(ROLES):
            found += [item for one in self.points for item in self._item(one, one.since)]
        return found

    def replies_with(self, practitioner: str, open_now: frozenset[str]) -> list[Item]:
        """What was written between this practitioner and the patient about what is open to them (`open_now`: its names)."""
        own = [one for one in self.replies if practitioner in set(parties(one)) and one.about & open_now]
        return [item for one in own for item in self._item(one, one.sent_at)]

    def suggestions_of(self, practitioner: str) -> list[Item]:
        """What this practitioner suggested."""
        own = [one for one in self.suggestions if one.sender == practitioner]
        return [item for one in own for item in self._item(one, one.sent_at)]

    def lines_read_of(self, practitioner: str) -> list[Item]:
        """That the patient read what this practitioner wrote for them."""
        own = [one for one in self.lines_read if practitioner in set(parties(one))]
        return [item for one in own for item in self._item(one, one.read_at)]

    def invitations_of(self, practitioner: str) -> list[Item]:
        """Those by which this person joined, ended ones too: they see them as they stand."""
        own = [one for one in self.invitations if one.guest == practitioner]
        return [item for one in own for item in self._item(one, one.joined_at)]

    def alerts_to(self, practitioner: str) -> list[Alert]:
        """The calls for help that reached the clinic and are theirs to read."""
        return [one for one in self.alerts if practitioner in set(parties(one)) and self.is_there(one)]

    def scopes(self) -> Scopes:
        """What agreements let whom read, as far as the clinic knows of them: what is signed or withdrawn only here changes nothing."""
        signed = [one for one in self.signed if self.is_there(one)]
        withdrawn = [one for one in self.withdrawn if self.is_there(one)]
        members = readers(self.teams, self.now)
        return scopes(self.forms, signed, withdrawn, self.teams, members, self.now)

    def is_there(self, one: Resource) -> bool:
        """Whether the clinic has it, in these words or in earlier ones."""
        return one.server_id is not None or one.id in self.known_as

    def names(self, one: Resource) -> frozenset[str]:
        """How the clinic calls it; nothing while it does not have it."""
        name = f"{one.TYPE}/{one.server_id}" if one.server_id else self.known_as.get(one.id)
        return frozenset((name,)) if name else frozenset()

    def _item(self, one: Resource, at: datetime | None = None, *, is_total: bool = False) -> Iterator[Item]:
        if names := self.names(one):
            yield Item(names, at or _stored(one), is_total)


def parties(message: Resource) -> Iterator[str]:
    """Who sends a message and who receives it."""
    resource = message.to_resource()
    if sender := text_at(resource, "sender", "reference"):
        yield sender
    for to in each(resource, "recipient"):
        if name := text_at(to, "reference"):
            yield name


def _part(response: Response, uses: frozenset[str]) -> What:
    return part_of_answers(uses) if response.status in _IN_FORCE else "drafts"


def _stored(one: Resource) -> datetime | None:
    return moment(at(one.to_resource(), "meta", "lastUpdated"))


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat((text or "")[:10]), time(12), UTC)
    except ValueError:
        return None
