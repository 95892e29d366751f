"""Which answer tells whom, and how fast: the clinic's own table, with a version and who signed it.

Without a version and a signer it is no table, and no question it is about may be asked. The app reads it and sends; it
adds no rule of its own, weighs nothing and calls nobody safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import ALERT_RULE, CARE, extension
from mobile.care.forms.definition import bare
from mobile.care.forms.items import same_value
from mobile.care.resource import Json, at, each, extension_of, has_code, moment, text_at
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

RULE_EXTENSION = extension("alert-rule")
SIGNED_EXTENSION = extension("signed-by")
HOURS_EXTENSION = extension("clinic-hours")
URGENCIES = ("routine", "same-day", "urgent", "emergency")
"""From the slowest to the fastest. What the clinic means by each, it says in words."""


@dataclass(frozen=True)
class Rule:
    """One row: these answers to this question go to this person, this fast."""

    id: str
    questionnaire: str  # canonical, with or without a version
    link_id: str
    recipient: str  # "Practitioner/x"
    urgency: str
    at_least: Decimal | None = None
    any_of: tuple[Json, ...] = field(default=(), repr=False)
    is_: bool | None = None
    recipient_name: str | None = None
    role: str | None = None
    title: Wording = field(default_factory=Wording)
    expected_time: Wording = field(
        default_factory=Wording
    )  # when somebody usually answers, in the clinic's words
    urgency_text: Wording = field(default_factory=Wording)  # what the urgency means here, for who is told

    @property
    def speed(self) -> int:
        """Higher is faster; a code nobody here knows counts as the fastest, so that nothing holds it back."""
        return URGENCIES.index(self.urgency) if self.urgency in URGENCIES else len(URGENCIES)

    def is_about(self, canonical: str, link_id: str) -> bool:
        """Whether it is about this question of this form: any version, unless the row names one."""
        is_exact = "|" not in self.questionnaire or canonical == self.questionnaire
        return is_exact and self.is_about_any_version(canonical, link_id)

    def is_about_any_version(self, canonical: str, link_id: str) -> bool:
        """The same, whichever version the row names."""
        return link_id == self.link_id and bare(canonical) == bare(self.questionnaire)

    def is_met(self, name: str, value: object, weight: object) -> bool:
        """Whether an answer opens it. `name`: "valueCoding"; `weight`: the number the option carries, if any.

        An answer whose number is not known opens a row that counts: a person too many is told, never one too few.
        """
        if self.is_ is not None:
            return name == "valueBoolean" and value is self.is_
        if self.any_of:
            return name == "valueCoding" and any(same_value(one, value) for one in self.any_of)
        if self.at_least is None:
            return False
        number = weight if weight is not None else value
        if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
            return True
        return Decimal(str(number)) >= self.at_least


@dataclass(frozen=True, kw_only=True)
class RoutingTable(ClinicWide):
    """A PlanDefinition with rows of who is told. `is_in_force` False: nobody signed it, or it is not for use."""

    TYPE: ClassVar[str] = "PlanDefinition"
    KIND: ClassVar[Kind] = Kind("routing_table", "PlanDefinition")

    version: str | None = None
    signer: str | None = None
    signed_on: date | None = None
    is_active: bool = False
    rules: tuple[Rule, ...] = ()
    unread: tuple[str, ...] = ()  # questions with a row that could not be understood; "": nobody knows which
    hours: Wording = field(default_factory=Wording)

    @classmethod
    def read(cls, resource: Json) -> Json:
        signed = extension_of(resource, SIGNED_EXTENSION)
        who = at(extension_of(signed, "who"), "valueReference")
        rows = [(_rule(one), one) for one in rows_of(resource)]
        return {
            "version": text_at(resource, "version"),
            "signer": text_at(who, "reference"),
            "signed_on": _date(at(extension_of(signed, "on"), "valueDate")),
            "is_active": resource.get("status") == "active",
            "rules": tuple(rule for rule, _ in rows if rule is not None),
            "unread": tuple(_question(row) or "" for rule, row in rows if rule is None),
            "hours": extension_wording(resource, HOURS_EXTENSION),
        }

    @property
    def is_in_force(self) -> bool:
        """Active, with a version, a signer and the day of signing."""
        return bool(self.is_active and self.version and self.signer and self.signed_on)

    def rules_for(self, canonical: str, link_id: str) -> tuple[Rule, ...]:
        """The rows about one question; none while the table is not in force."""
        if not self.is_in_force:
            return ()
        return tuple(rule for rule in self.rules if rule.is_about(canonical, link_id))

    def rules_naming_somebody(self, canonical: str, link_id: str) -> tuple[Rule, ...]:
        """The rows by which somebody is told of an answer: those about it, else those about another version of the form.

        Whether a question may be asked is a narrower thing: see `rules_for`.
        """
        if not self.is_in_force:
            return ()
        alike = tuple(rule for rule in self.rules if rule.is_about_any_version(canonical, link_id))
        return self.rules_for(canonical, link_id) or alike

    def head(self) -> Mapping[str, Any]:
        """Whether it stands."""
        return {"version": self.version, "active": self.is_active, "signer": self.signer}


def in_force(tables: Iterable[RoutingTable], today: date | None = None) -> RoutingTable | None:
    """The one that counts: signed last, and not later than `today`. None: no question of that kind may be asked.

    `today`: the person's date. Without it a table that says it was signed after it was last stored by the server is
    left out: nobody can have signed it yet. A day's grace either way, for the clinic's own time zone.
    """
    signed = [table for table in tables if table.is_in_force and not _is_ahead(table, today)]
    return max(signed, key=lambda one: (one.signed_on or date.min, one.id), default=None)


def _is_ahead(table: RoutingTable, today: date | None) -> bool:
    stored = moment(at(table.parsed, "meta", "lastUpdated"))
    latest = today or (stored.date() if stored is not None else None)
    return table.signed_on is not None and latest is not None and table.signed_on > latest + timedelta(days=1)


def is_routing_table(resource: Json) -> bool:
    """Whether a PlanDefinition says who is told, signed or not."""
    return extension_of(resource, SIGNED_EXTENSION) is not None or any(rows_of(resource))


def rows_of(resource: Json) -> Iterator[Json]:
    """The rows, read or not."""
    for action in each(resource, "action"):
        if has_code(action.get("code"), CARE, ALERT_RULE) or extension_of(action, RULE_EXTENSION) is not None:
            yield action


def _question(action: Json) -> str | None:
    return text_at(extension_of(extension_of(action, RULE_EXTENSION), "link-id"), "valueString")


def _rule(action: Json) -> Rule | None:
    """A row, or None where a part that decides cannot be read."""
    row = extension_of(action, RULE_EXTENSION)
    to = at(extension_of(row, "recipient"), "valueReference")
    found = {
        "id": text_at(action, "id"),
        "questionnaire": text_at(extension_of(row, "questionnaire"), "valueCanonical"),
        "link_id": _question(action),
        "recipient": text_at(to, "reference"),
        "urgency": text_at(extension_of(row, "urgency"), "valueCode"),
    }
    least = at(extension_of(row, "at-least"), "valueDecimal")
    marks = [one for one in each(row, "extension") if one.get("url") == "any-of"]
    listed: list[Json] = [one["valueCoding"] for one in marks if text_at(one, "valueCoding", "code")]
    is_ = at(extension_of(row, "is"), "valueBoolean")
    is_counted = isinstance(least, (int, Decimal)) and not isinstance(least, bool)
    has_condition = is_counted or isinstance(is_, bool) or bool(listed)
    if any(value is None for value in found.values()) or not has_condition or len(listed) < len(marks):
        return None
    return Rule(
        **{name: str(value) for name, value in found.items()},
        at_least=Decimal(str(least)) if is_counted else None,
        any_of=tuple(listed),
        is_=is_ if isinstance(is_, bool) else None,
        recipient_name=text_at(to, "display"),
        role=text_at(extension_of(row, "recipient-role"), "valueCode"),
        title=wording(action, "title"),
        expected_time=extension_wording(row, "expected-time"),
        urgency_text=extension_wording(row, "urgency-text"),
    )


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
