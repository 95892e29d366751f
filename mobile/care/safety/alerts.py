"""Telling the clinic at once: one message for one answer, made with the answer itself and kept until it has arrived.

It names the question's row in the clinic's table, never the answer's words. Once made it is not changed and not taken
back: an answer that is changed to a graver one may make a second. The app says which of four things is true, and never
that somebody has read it until somebody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol, Self, get_args
from uuid import NAMESPACE_URL, uuid5

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import BASE, CARE, SAFETY_ALERT, extension
from mobile.care.elements import coded, own_identifier, to, with_extensions
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.items import answered_items, options, same_value, values, weight, withheld
from mobile.care.forms.response import Response
from mobile.care.grant import names_in
from mobile.care.resource import (
    Json,
    Resource,
    at,
    each,
    extension_of,
    has_code,
    instant,
    moment,
    text_at,
)
from mobile.care.safety.asking import help_questions
from mobile.care.safety.routing import URGENCIES, RoutingTable, Rule
from mobile.noun import Kind

RULE = extension("alert-rule-id")
TABLE = extension("routing-version")
URGENCY = extension("urgency")
QUESTION = extension("question")
ACKNOWLEDGED = extension("acknowledged-by")
RESOLVED = extension("resolved")

State = Literal["created", "delivered", "acknowledged", "resolved"]
Outcome = Literal["spoke", "not-reached", "handed-over", "by-mistake"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What was done when an alert was settled: codes and no free text, because the patient reads it too."""


class HasState(Protocol):
    """As much as is needed of how a record stands with the clinic (`Standing` of the store)."""

    @property
    def state(self) -> str: ...

    @property
    def sent_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class Alert(Resource):
    """A Communication of category safety-alert. Times are aware UTC."""

    TYPE: ClassVar[str] = "Communication"
    KIND: ClassVar[Kind] = Kind("alert", "Communication")

    patient: str | None = None
    recipient: str | None = None
    recipient_name: str | None = None
    rule: str = ""
    question: str = ""  # the linkId
    urgency: str = ""
    about: frozenset[str] = frozenset()  # every name of the response
    made_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_name: str | None = None
    resolved_at: datetime | None = None
    outcome: Outcome | None = (
        None  # what was done, once it is settled; None: not said, or in a code nobody here knows
    )
    reason: str = field(default="", repr=False)  # the row's title

    @classmethod
    def read(cls, resource: Json) -> Json:
        by = _taken_by(resource)
        is_settled = by is not None and resource.get("status") == "completed"
        return {
            "patient": text_at(resource, "subject", "reference"),
            "recipient": text_at(resource, "recipient", 0, "reference"),
            "recipient_name": text_at(resource, "recipient", 0, "display"),
            "rule": text_at(extension_of(resource, RULE), "valueString") or "",
            "question": text_at(extension_of(resource, QUESTION), "valueString") or "",
            "urgency": text_at(extension_of(resource, URGENCY), "valueCode") or "",
            "about": frozenset[str]().union(*(names_in(link) for link in each(resource, "about"))),
            "made_at": moment(resource.get("sent")),
            "acknowledged_at": moment(resource.get("received")) if by else None,
            "acknowledged_by": text_at(by, "reference"),
            "acknowledged_name": text_at(by, "display"),
            "resolved_at": moment(at(extension_of(resource, RESOLVED), "valueInstant"))
            if is_settled
            else None,
            "outcome": _outcome(resource) if is_settled else None,
            "reason": text_at(resource, "payload", 0, "contentString") or "",
        }

    @classmethod
    def make(cls, response: Response, table: RoutingTable, rule: Rule, patient: str, now: datetime) -> Self:
        """The message for one row. Its id comes of the response and the row: made twice, on two devices, it is one."""
        return cls.from_made(
            made(
                fhir.Communication,
                extension=[
                    made(fhir.Extension, url=RULE, valueString=rule.id),
                    made(fhir.Extension, url=QUESTION, valueString=rule.link_id),
                    made(fhir.Extension, url=URGENCY, valueCode=rule.urgency),
                    made(fhir.Extension, url=TABLE, valueString=table.version),
                ],
                identifier=[own_identifier(_id(response, rule))],
                status="in-progress",
                category=[coded(CARE, SAFETY_ALERT)],
                priority=_PRIORITY.get(rule.urgency, "stat"),
                subject=to(patient),
                about=[_named(response)],
                sent=instant(now),
                recipient=[to(rule.recipient, rule.recipient_name)],
                sender=to(patient),
                payload=[made(fhir.CommunicationPayload, contentString=rule.title.text or rule.id)],
            )
        )

    @property
    def speed(self) -> int:
        """As a row's."""
        return URGENCIES.index(self.urgency) if self.urgency in URGENCIES else len(URGENCIES)

    def acknowledge(self, practitioner: str, now: datetime, name: str | None = None) -> Self:
        """Taken up by its recipient, in their own name. The first time counts; a second changes nothing."""
        if self.acknowledged_at is not None:
            return self
        mark = made(fhir.Extension, url=ACKNOWLEDGED, valueReference=to(practitioner, name))
        extensions = with_extensions(self.to_resource(), mark)
        return self.changed(made(fhir.Communication, received=instant(now), extension=extensions))

    def resolve(
        self, practitioner: str, now: datetime, name: str | None = None, outcome: Outcome | None = None
    ) -> Self:
        """Settled by its recipient, with what was done; taken up by that too, if it was not."""
        if self.resolved_at is not None:
            return self
        taken = self.acknowledge(practitioner, now, name)
        mark = made(fhir.Extension, url=RESOLVED, valueInstant=instant(now))
        return taken.changed(
            made(
                fhir.Communication,
                status="completed",
                statusReason=coded(CARE, outcome) if outcome else None,
                extension=with_extensions(taken.to_resource(), mark),
            )
        )

    def head(self) -> Mapping[str, Any]:
        """What a list needs; no answer."""
        return {
            "patient": self.patient,
            "recipient": self.recipient,
            "urgency": self.urgency,
            "made_at": self.made_at.isoformat() if self.made_at else None,
            "acknowledged_at": self.acknowledged_at.isoformat() if self.acknowledged_at else None,
            "resolved_at": self.resolved_at.isoformat() if self.resolved_at else None,
        }


@dataclass(frozen=True)
class Truth:
    """What may be said of an alert, and nothing beyond it.

    created: saved on this device, not with the clinic. delivered: the clinic's system has it; nobody has read it as far
    as is known. acknowledged: a person took it up. resolved: that person settled it.
    """

    state: State
    at: datetime | None = None
    by: str | None = None  # who took it up: a name, or a reference
    trouble: Literal["offline_or_waiting", "needs_attention"] | None = None  # why it is not delivered
    outcome: Outcome | None = None  # of one that is resolved: what was done


def state(alert: Alert, standing: HasState | None) -> Truth:
    """From the alert and how it stands with the clinic. What the clinic wrote proves more than any standing."""
    by = alert.acknowledged_name or alert.acknowledged_by
    if alert.resolved_at is not None:
        return Truth("resolved", alert.resolved_at, by, outcome=alert.outcome)
    if alert.acknowledged_at is not None:
        return Truth("acknowledged", alert.acknowledged_at, by)
    if alert.server_id is not None or (standing is not None and standing.state == "sent"):
        return Truth("delivered", standing.sent_at if standing is not None else None)
    is_stuck = standing is not None and standing.state in ("needs_attention", "conflict")
    return Truth("created", alert.made_at, trouble="needs_attention" if is_stuck else "offline_or_waiting")


def alerts_for(
    response: Response,
    form: FormDefinition,
    table: RoutingTable | None,
    existing: Iterable[Alert],
    now: datetime,
) -> list[Alert]:
    """The alerts that this response calls for and that were not made yet. To save in one transaction with it.

    Asked after every answer, on the draft. One for each recipient of each question: the fastest row that is met, unless
    as fast a one was made before. A total counts for nothing; an answer changed back takes nothing away.
    """
    if table is None or not table.is_in_force or not response.patient:
        return []
    made = [one for one in existing if one.about & response.names]
    found: list[Alert] = []
    for rule in sorted(_met(response, form, table), key=lambda one: (-one.speed, one.id)):
        alike = [
            one for one in (*made, *found) if one.question == rule.link_id and one.recipient == rule.recipient
        ]
        if not any(one.rule == rule.id or one.speed >= rule.speed for one in alike):
            found.append(Alert.make(response, table, rule, response.patient, now))
    return found


def opens_help(response: Response, form: FormDefinition, link_id: str, table: RoutingTable | None) -> bool:
    """Whether the answer just given to this question opens the support screen, before the next one.

    So it is for any question of that kind whose row is met. Where its rows only count, or there is none, any answer but
    one that counts zero or is no ("not sure" is none of them): from which number on somebody is told is the clinic's,
    that help is shown is not. Who would rather say it in person is shown help in any case; no row is met by that.
    """
    place = next((one for one in help_questions(form) if one.link_id == link_id), None)
    if place is None:
        return False
    rules = table.rules_naming_somebody(response.questionnaire, link_id) if table is not None else ()
    is_named = any(rule.is_ is not None or rule.any_of for rule in rules)
    for one in answered_items(response.to_resource()):
        how = withheld(one) if text_at(one, "linkId") == link_id else None
        if how == "in-person" or (how is not None and not is_named):
            return True
    for name, value, number in _answers(response, form, link_id):
        if any(rule.is_met(name, value, number) for rule in rules):
            return True
        if not is_named and not (value is False or (number if number is not None else value) == 0):
            return True
    return False


def _taken_by(resource: Json) -> Json | None:
    """Who took it up, if that is somebody of the clinic: nobody else's name makes an alert look read."""
    by = at(extension_of(resource, ACKNOWLEDGED), "valueReference")
    name = text_at(by, "reference")
    parts = (name or "").split("/_history/")[0].split("/")
    return by if len(parts) > 1 and parts[-2] in _STAFF and parts[-1] else None


def _outcome(resource: Json) -> Outcome | None:
    codings = each(resource, "statusReason", "coding")
    codes = [text_at(one, "code") for one in codings if one.get("system") == CARE]
    return next((known for known in OUTCOMES if known in codes), None)


_STAFF = ("Practitioner", "PractitionerRole")


def is_alert(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, SAFETY_ALERT)


_PRIORITY = {"routine": "routine", "same-day": "urgent", "urgent": "asap", "emergency": "stat"}


def _named(response: Response) -> fhir.Reference:
    """The response by its identifier: a reference to a record that is not sent yet would hold the alert back with it."""
    return made(
        fhir.Reference,
        type=response.TYPE,
        identifier=own_identifier(response.id) if "/" not in response.id else None,
        reference=f"{response.TYPE}/{response.server_id}" if response.server_id is not None else None,
    )


def _id(response: Response, rule: Rule) -> str:
    return str(uuid5(NAMESPACE_URL, f"{BASE}/alert/{response.id}/{rule.link_id}/{rule.id}"))


def _met(response: Response, form: FormDefinition, table: RoutingTable) -> list[Rule]:
    asked = {rule.link_id for rule in table.rules}
    return [
        rule
        for link_id in sorted(asked)
        for rule in table.rules_naming_somebody(response.questionnaire, link_id)
        if any(rule.is_met(*given) for given in _answers(response, form, link_id))
    ]


def _answers(response: Response, form: FormDefinition, link_id: str) -> list[tuple[str, Any, Any]]:
    """(name, value, the number it carries) of every answer to a question, wherever it is repeated."""
    item = next((place.item for place in form.placed() if place.link_id == link_id), None)
    given = [
        pair
        for one in answered_items(response.to_resource())
        if text_at(one, "linkId") == link_id
        for pair in values(one)
    ]
    return [(name, value, _number(item, value)) for name, value in given]


def _number(item: Json | None, value: object) -> Any:
    for _, offered, option in options(item) if item is not None else []:
        if same_value(offered, value):
            return weight(option, offered)
    return weight({}, value)
