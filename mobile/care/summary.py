"""The summary that a patient's prescriber and therapist keep together: lines, each for the patient too or for the care team alone.

A line is a Composition of its own. So two who write at the same time both have theirs, and what is not for the patient lies
in no document that a patient's sign-in may read: `confidentiality` (N: the patient reads it, R: they do not) is an element of
R4 that a clinic's server can narrow a patient's searches by. One document of both would have to be taken apart by each server.

What was written stands. A line is changed by another that takes its place, struck by a mark, and never becomes another
people's: what was for the team and is to be the patient's too is written anew, so that no earlier version of it was theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, URI_SYSTEM, URN, extension
from mobile.care.elements import coded, own_identifier, to, with_extensions
from mobile.care.narrative import narrative, words_of
from mobile.care.people import CareTeam, Member, readers
from mobile.care.resource import Json, Resource, at, each, extension_of, has_code, instant, moment, text_at
from mobile.documents.carriable import carried
from mobile.noun import Kind

SUMMARY_LINE = "summary-line"
STRUCK_EXTENSION = extension("struck-at")
OPEN, CLOSED = "N", "R"
TITLE = "Shared summary"
_KEEPS = ("prescrib", "psychiatr")


@dataclass(frozen=True)
class Whose:
    """In whose record ("Patient/p1") who writes ("Practitioner/t1", by name), and whether the patient reads it."""

    patient: str
    author: str
    name: str = field(repr=False)
    is_for_patient: bool = False


@dataclass(frozen=True, kw_only=True)
class SummaryLine(Resource):
    """A Composition of type summary-line. Times are aware UTC."""

    TYPE: ClassVar[str] = "Composition"
    KIND: ClassVar[Kind] = Kind("summary_line", "Composition")

    words: str = field(default="", repr=False)
    patient: str | None = None  # "Patient/p1"
    author: str | None = None  # "Practitioner/t1"
    author_name: str = field(default="", repr=False)
    written_at: datetime | None = None
    is_for_patient: bool = False
    replaces: str | None = None  # the id of the line whose place it takes
    is_struck: bool = False
    struck_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        stated = (words_of(part.get("text")) for part in each(resource, "section"))
        target = text_at(resource, "relatesTo", 0, "targetIdentifier", "value")
        return {
            "words": "\n\n".join(words for words in stated if words),
            "patient": text_at(resource, "subject", "reference"),
            "author": text_at(resource, "author", 0, "reference"),
            "author_name": text_at(resource, "author", 0, "display") or "",
            "written_at": moment(resource.get("date")),
            "is_for_patient": is_for_patient(resource),
            "replaces": target.removeprefix(URN) if target else None,
            "is_struck": resource.get("status") == "entered-in-error",
            "struck_at": moment(at(extension_of(resource, STRUCK_EXTENSION), "valueDateTime")),
        }

    @classmethod
    def written(
        cls,
        id: str,
        words: str,
        whose: Whose,
        *,
        now: datetime,
        replaces: SummaryLine | None = None,
    ) -> Self:
        """A new one, written now. `words` must be sendable."""
        relation = None
        if replaces is not None:
            identifier = made(fhir.Identifier, system=URI_SYSTEM, value=URN + replaces.id)
            relation = [made(fhir.CompositionRelation, code="replaces", targetIdentifier=identifier)]
        return cls.from_made(
            made(
                fhir.Composition,
                identifier=own_identifier(id),
                status="final",
                type=coded(CARE, SUMMARY_LINE),
                subject=to(whose.patient),
                date=instant(now),
                author=[to(whose.author, whose.name)],
                title=TITLE,
                confidentiality=OPEN if whose.is_for_patient else CLOSED,
                relatesTo=relation,
                section=[made(fhir.CompositionSection, text=narrative(words))],
            )
        )

    @property
    def opened_as(self) -> str:
        """The id by which its words are written anew for the patient too: one on every device. It names nothing of this line."""
        return str(uuid5(NAMESPACE_URL, f"summary line for the patient too {self.id}"))

    def struck(self, now: datetime) -> Self:
        """Not meant any more. What it said stays. Striking twice changes nothing."""
        if self.is_struck:
            return self
        mark = made(fhir.Extension, url=STRUCK_EXTENSION, valueDateTime=instant(now))
        return self.changed(
            made(
                fhir.Composition,
                status="entered-in-error",
                extension=with_extensions(self.to_resource(), mark),
            )
        )

    def head(self) -> Mapping[str, Any]:
        """What a list needs; the words are searched, so they are here too."""
        return {
            "words": carried(self.words),
            "patient": self.patient,
            "author": self.author,
            "for_patient": self.is_for_patient,
            "written_at": self.written_at.isoformat() if self.written_at else None,
        }


@dataclass(frozen=True)
class Entry:
    """A line as it stands, and what stood in its place before, the newest first."""

    line: SummaryLine
    earlier: tuple[SummaryLine, ...] = ()


def is_summary_line(resource: Json) -> bool:
    """Whether a Composition is one of these."""
    return has_code(resource.get("type"), CARE, SUMMARY_LINE)


def is_for_patient(resource: Json) -> bool:
    """Whether it is the patient's to read; what does not say so is not."""
    return resource.get("confidentiality") == OPEN


def entries(lines: Iterable[SummaryLine], patient: str) -> tuple[Entry, ...]:
    """One patient's summary, the newest first: each line with its earlier words, and none that was written anew for the patient too."""
    own = {one.id: one for one in lines if one.patient == patient and one.author and one.words}
    before = {one.id: found for one in own.values() if (found := _before(one, own)) is not None}
    behind = {one.id for one in before.values()}
    behind |= {one.id for one in own.values() if _is_opened(one, own.get(one.opened_as))}
    found = [Entry(one, _chain(one, before)) for one in own.values() if one.id not in behind]
    return tuple(sorted(found, key=lambda entry: _place(entry.line), reverse=True))


def keepers(teams: Iterable[CareTeam], patient: str, now: datetime) -> list[Member]:
    """Who keeps this patient's summary: the prescribers and therapists of their team now, as the clinic names them."""
    members = readers([one for one in teams if one.patient == patient], now)
    return [one for one in members if keeps(one)]


def keeps(member: Member) -> bool:
    """Whether it is for somebody of this role to keep."""
    stated = " ".join((member.role, *member.role_codes)).casefold()
    return member.is_therapist or (member.is_practitioner and any(word in stated for word in _KEEPS))


def may_keep(teams: Iterable[CareTeam], patient: str, who: str, now: datetime) -> bool:
    """Whether `who` ("Practitioner/t1") is one of them."""
    return any(one.reference == who for one in keepers(teams, patient, now))


def _before(line: SummaryLine, own: Mapping[str, SummaryLine]) -> SummaryLine | None:
    """The line whose place it takes: an older one of the same hand, for the same people."""
    found = own.get(line.replaces or "")
    if found is None or _place(found) >= _place(line):
        return None
    is_alike = (found.author, found.is_for_patient) == (line.author, line.is_for_patient)
    return found if is_alike else None


def _is_opened(line: SummaryLine, anew: SummaryLine | None) -> bool:
    """Whether it was written anew, by the same hand, for the patient too."""
    return anew is not None and anew.author == line.author and anew.is_for_patient and not line.is_for_patient


def _chain(line: SummaryLine, before: Mapping[str, SummaryLine]) -> tuple[SummaryLine, ...]:
    found: list[SummaryLine] = []
    while line.id in before:
        line = before[line.id]
        found.append(line)
    return tuple(found)


def _place(line: SummaryLine) -> tuple[float, str]:
    return line.written_at.timestamp() if line.written_at else 0.0, line.id


def standing(found: Sequence[Entry]) -> list[SummaryLine]:
    """The lines that are not crossed out, the newest first."""
    return [one.line for one in found if not one.line.is_struck]
