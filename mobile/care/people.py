"""The people of a patient's care: the patient, the practitioners, and the team that says who is who.

Being on the team lets nobody read what the patient wrote; only a grant does. Nothing here guesses a profession: a
member is an integration therapist because the clinic's team says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from mobile.care.resource import Json, Resource, at, bound, day_of, each, text_at, texts
from mobile.noun import Kind

_READS_INTENTIONS = ("therap", "terape", "psychother", "counsel", "integration")


@dataclass(frozen=True)
class Number:
    """A telephone number, somebody's from `since` until `until`; None: no bound was said."""

    number: str
    since: datetime | None = None
    until: datetime | None = None

    def is_theirs(self, now: datetime) -> bool:
        return (self.since is None or self.since <= now) and (self.until is None or now <= self.until)


@dataclass(frozen=True, kw_only=True)
class Patient(Resource):
    """The patient as the clinic's record has them."""

    TYPE: ClassVar[str] = "Patient"
    KIND: ClassVar[Kind] = Kind("patient", "Patient")

    name: str = field(default="", repr=False)
    numbers: tuple[Number, ...] = field(
        default=(), repr=False
    )  # their own, as the clinic has them, a mobile first
    clinic: str | None = None  # "Organization/o1"

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "name": name_of(resource),
            "numbers": tuple(_numbers(resource)),
            "clinic": text_at(resource, "managingOrganization", "reference"),
        }

    def phone_at(self, now: datetime) -> str:
        """The number that is theirs now; "" where none is: a number that was theirs may be a stranger's."""
        return next((one.number for one in self.numbers if one.is_theirs(now)), "")

    def head(self) -> Mapping[str, Any]:
        """The name, for lists."""
        return {"name": self.name}


@dataclass(frozen=True, kw_only=True)
class Practitioner(Resource):
    """Somebody who works at the clinic."""

    TYPE: ClassVar[str] = "Practitioner"
    KIND: ClassVar[Kind] = Kind("practitioner", "Practitioner")

    name: str = field(default="", repr=False)

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {"name": name_of(resource)}

    def head(self) -> Mapping[str, Any]:
        """The name, for lists."""
        return {"name": self.name}


@dataclass(frozen=True)
class Member:
    """One place in the team. `reference` may be a Practitioner's, a RelatedPerson's, an Organization's."""

    reference: str
    name: str = field(default="", repr=False)
    role: str = ""  # in the clinic's words
    role_codes: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    first_day: date | None = None  # where the clinic names a day and no hour: that day, in every zone
    last_day: date | None = None

    @property
    def is_practitioner(self) -> bool:
        return self.reference.startswith("Practitioner/")

    @property
    def is_therapist(self) -> bool:
        """Whether the clinic names them a therapist, in the role's code or words."""
        stated = " ".join((self.role, *self.role_codes)).casefold()
        return self.is_practitioner and any(word in stated for word in _READS_INTENTIONS)


@dataclass(frozen=True, kw_only=True)
class CareTeam(Resource):
    """The team of one patient."""

    TYPE: ClassVar[str] = "CareTeam"
    KIND: ClassVar[Kind] = Kind("care_team", "CareTeam")

    patient: str | None = None
    members: tuple[Member, ...] = ()
    is_active: bool = True
    until: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        listed = (_member(part) for part in each(resource, "participant"))
        return {
            "patient": text_at(resource, "subject", "reference"),
            "members": tuple(member for member in listed if member is not None),
            "is_active": resource.get("status", "active") in ("active", "proposed"),
            "until": bound(at(resource, "period", "end"), is_end=True),
        }

    def head(self) -> Mapping[str, Any]:
        """Whose team it is."""
        return {"patient": self.patient}


def readers(teams: Iterable[CareTeam], now: datetime) -> list[Member]:
    """Who a patient could share with: practitioners now in their active teams, therapists first, each once."""
    listed: dict[str, Member] = {}
    for team in teams:
        ends = team.until
        for member in team.members if team.is_active and (ends is None or ends > now) else ():
            has_begun = member.since is None or member.since <= now
            if member.is_practitioner and has_begun and (member.until is None or member.until > now):
                listed.setdefault(member.reference, member)
    return sorted(listed.values(), key=lambda member: not member.is_therapist)


def therapist(teams: Iterable[CareTeam], now: datetime) -> Member | None:
    """The integration therapist, where the clinic has named one."""
    return next((member for member in readers(teams, now) if member.is_therapist), None)


def name_of(resource: object) -> str:
    """A person's name for display: the official or usual one, whole; "" where there is none."""
    names = list(each(resource, "name"))
    names.sort(key=lambda name: {"official": 0, "usual": 1}.get(str(name.get("use")), 2))
    for name in names:
        if whole := text_at(name, "text"):
            return whole
        parts = texts(name, "given")
        family = text_at(name, "family")
        if parts or family:
            return " ".join([*parts, *([family] if family else [])])
    return ""


def _member(part: Json) -> Member | None:
    reference = text_at(part, "member", "reference")
    if reference is None:
        return None
    roles = list(each(part, "role"))
    codes = tuple(code for role in roles for c in each(role, "coding") if (code := text_at(c, "code")))
    words = next((stated for role in roles if (stated := text_at(role, "text"))), None)
    shown = next(
        (stated for role in roles for c in each(role, "coding") if (stated := text_at(c, "display"))), ""
    )
    return Member(
        reference=reference,
        name=text_at(part, "member", "display") or "",
        role=words or shown,
        role_codes=codes,
        since=bound(at(part, "period", "start")),
        until=bound(at(part, "period", "end"), is_end=True),
        first_day=_bare_day(at(part, "period", "start")),
        last_day=_bare_day(at(part, "period", "end")),
    )


def _bare_day(text: object) -> date | None:
    is_bare = isinstance(text, str) and "T" not in text
    return day_of(text) if is_bare else None


def _numbers(resource: Json) -> list[Number]:
    """A mobile first; none that the clinic says is old."""
    points = [
        one
        for one in each(resource, "telecom")
        if one.get("system") == "phone" and one.get("use") != "old" and text_at(one, "value")
    ]
    points.sort(key=lambda one: one.get("use") != "mobile")
    return [
        Number(
            text_at(one, "value") or "",
            bound(at(one, "period", "start")),
            bound(at(one, "period", "end"), is_end=True),
        )
        for one in points
    ]
