"""A form the clinic publishes: its Questionnaire as it was received, and the few facts about it that lists need.

The engine (`mobile.care.questionnaire`) reads the questions. This never changes a word of what the clinic wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import CARE, extension
from mobile.care.consent.lets import named_in
from mobile.care.consent.profile import AGREEMENT
from mobile.care.forms.items import Placed, placed
from mobile.care.resource import Json, at, compose, each, extension_of, text_at
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

MINUTES_EXTENSION = extension("estimated-minutes")
WARNING_EXTENSION = extension("gentle-warning")
NOT_ON_SESSION_DAY = extension("not-on-session-day")
NEEDS_PERMISSION = extension("needs-permission")
PERMISSION = extension("permission")
"""Written by a clinic that may use the instrument: a reference to what allows it (valueString)."""
PLAIN_NAME = extension("plain-name")
"""What the form is about in a word or two of everyday ("Mood"), to stand before an instrument's name."""
NO_TOTAL = extension("no-total")
CLINICIAN_READS_TOTAL = extension("clinician-reads-total")


@dataclass(frozen=True, kw_only=True)
class FormDefinition(ClinicWide):
    """A Questionnaire."""

    TYPE: ClassVar[str] = "Questionnaire"
    KIND: ClassVar[Kind] = Kind("form_definition", "Questionnaire")

    url: str | None = None
    version: str | None = None
    title: Wording = field(default_factory=Wording)
    plain_name: Wording = field(default_factory=Wording)
    description: Wording = field(default_factory=Wording)
    status: str = ""
    uses: frozenset[str] = frozenset()  # our own codes: "intake", "measure", "slot", "session-day"
    codes: frozenset[tuple[str, str]] = frozenset()  # (system, code) of the whole form
    minutes: int | None = None  # how long it takes, as the clinic says
    warning: Wording = field(default_factory=Wording)  # said before a painful form
    may_wait_for_another_day: bool = False  # not to be signed on the day of a session
    needs_permission: bool = False
    permission: str | None = None
    has_no_total: bool = False
    is_total_for_clinician: bool = False
    lets_see: frozenset[tuple[str, str]] = frozenset()  # of an agreement, every (role, part) that it names

    @classmethod
    def read(cls, resource: Json) -> Json:
        uses = _uses(resource)
        minutes = at(extension_of(resource, MINUTES_EXTENSION), "valueInteger")
        return {
            "url": text_at(resource, "url"),
            "version": text_at(resource, "version"),
            "title": wording(resource, "title") or wording(resource, "name"),
            "plain_name": extension_wording(resource, PLAIN_NAME),
            "description": wording(resource, "description"),
            "status": text_at(resource, "status") or "",
            "uses": uses,
            "codes": codes_of(resource),
            "minutes": minutes if isinstance(minutes, int) and minutes > 0 else None,
            "warning": extension_wording(resource, WARNING_EXTENSION),
            "may_wait_for_another_day": _is_marked(resource, NOT_ON_SESSION_DAY),
            "needs_permission": extension_of(resource, NEEDS_PERMISSION) is not None,
            "permission": text_at(extension_of(resource, PERMISSION), "valueString"),
            "has_no_total": _is_marked(resource, NO_TOTAL),
            "is_total_for_clinician": _is_marked(resource, CLINICIAN_READS_TOTAL),
            "lets_see": frozenset(named_in(resource) if AGREEMENT in uses else ()),
        }

    def called(self, language: str) -> str:
        """`Mood · PHQ-9`; its title alone where the clinic gives no plain name, or the same one."""
        plain, title = self.plain_name.in_language(language), self.title.in_language(language)
        return f"{plain} · {title}" if plain and title and plain != title else title or plain

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def canonical(self) -> str:
        """`url|version`, as a response names it."""
        address = self.url or self.id
        return f"{address}|{self.version}" if self.version else address

    @property
    def address(self) -> str:
        """The canonical without its version."""
        return self.url or self.id

    @property
    def digest(self) -> str:
        """The same for the same questions, whatever a server adds around them."""
        bare = {name: value for name, value in self.parsed.items() if name not in ("id", "meta", "text")}
        return hashlib.sha256(compose(_sorted(bare)).encode()).hexdigest()[:32]

    def placed(self) -> Iterator[Placed]:
        """Every item, in order."""
        return placed(self.parsed)

    def head(self) -> Mapping[str, Any]:
        """What a list needs, and what finds the definition of a response."""
        return {
            "canonical": self.canonical,
            "title": self.title.text,
            "titles": dict(self.title.others),
            "uses": sorted(self.uses),
            "status": self.status,
            "minutes": self.minutes,
        }


def bare(canonical: str | None) -> str:
    """A canonical's address without version and fragment."""
    return (canonical or "").split("|")[0].split("#")[0]


def codes_of(holder: Json) -> frozenset[tuple[str, str]]:
    """(system, code) of every coding in an element `code` that is a list of codings."""
    return frozenset(
        (text_at(coding, "system") or "", code)
        for coding in each(holder, "code")
        if (code := text_at(coding, "code"))
    )


def _uses(resource: Json) -> frozenset[str]:
    return frozenset(
        code
        for context in each(resource, "useContext")
        for coding in each(context, "valueCodeableConcept", "coding")
        if coding.get("system") == CARE and (code := text_at(coding, "code"))
    )


def _is_marked(resource: Json, url: str) -> bool:
    return at(extension_of(resource, url), "valueBoolean") is True


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return {name: _sorted(members[name]) for name in sorted(members)}
    if isinstance(value, list):
        return [_sorted(one) for one in cast("list[object]", value)]
    return value
