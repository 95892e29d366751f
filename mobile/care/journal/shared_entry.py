"""The copy of an entry that a practitioner may read: a DocumentReference by the patient, one plain text.

It holds what the patient saw in the preview and not a letter more: never the private entry's id, what it said before, or
what was left out, nor how long that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, JOURNAL_ENTRY, SESSION_EXTENSION, extension
from mobile.care.elements import coded, own_identifier, to, with_extensions
from mobile.care.journal.shown import Shown
from mobile.care.plain_document import plain_content, plain_text, withdrawn_document
from mobile.care.resource import Json, at, each, extension_of, has_code, instant, moment, text_at
from mobile.care.shareable import SharedRecord
from mobile.noun import Kind

DAY_EXTENSION = extension("day-after-session")
BLOCK_EXTENSION = extension("entry-block")
GAP_EXTENSION = extension("entry-gap")
STEP_EXTENSION = extension("entry-step")
STAR_EXTENSION = extension("entry-star")
START_EXTENSION = extension("entry-start-here")
_OWN = (
    SESSION_EXTENSION,
    DAY_EXTENSION,
    BLOCK_EXTENSION,
    GAP_EXTENSION,
    STEP_EXTENSION,
    STAR_EXTENSION,
    START_EXTENSION,
)


@dataclass(frozen=True)
class Beside:
    """What is said of an entry beside its text: when it was begun, after which session, how far up each step is ("mood-4"), its
    star, and since when it is the one to start with. The last two only where the patient chose that."""

    written_at: datetime
    session: str | None = None
    day_after: int | None = None
    steps: tuple[str, ...] = ()
    is_starred: bool = False
    start_here_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SharedEntry(SharedRecord):
    """A DocumentReference of category journal-entry. `words` is the whole text."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("shared_entry", "DocumentReference")

    written_at: datetime | None = None
    day_after: int | None = None
    blocks: tuple[str, ...] = ()
    gap: str = ""
    steps: tuple[str, ...] = ()
    is_starred: bool = False
    start_here_at: datetime | None = None  # aware UTC

    @classmethod
    def emptied(cls) -> fhir.DocumentReference:
        return withdrawn_document()

    @classmethod
    def read(cls, resource: Json) -> Json:
        attachment = at(resource, "content", 0, "attachment")
        day = at(extension_of(resource, DAY_EXTENSION), "valueInteger")
        return {
            "words": plain_text(attachment),
            "patient": text_at(resource, "subject", "reference"),
            "session": text_at(extension_of(resource, SESSION_EXTENSION), "valueReference", "reference"),
            "is_withdrawn": resource.get("status") == "entered-in-error",
            "written_at": moment(text_at(attachment, "creation")),
            "day_after": day if isinstance(day, int) and day >= 0 else None,
            "blocks": _codes(resource, BLOCK_EXTENSION),
            "gap": text_at(extension_of(resource, GAP_EXTENSION), "valueString") or "",
            "steps": _codes(resource, STEP_EXTENSION),
            "is_starred": at(extension_of(resource, STAR_EXTENSION), "valueBoolean") is True,
            "start_here_at": moment(text_at(extension_of(resource, START_EXTENSION), "valueDateTime")),
        }

    @classmethod
    def make(cls, id: str, shown: Shown, beside: Beside, *, patient: str) -> Self:
        """A new copy. The text of `shown` must already be sendable."""
        bare = made(
            fhir.DocumentReference,
            identifier=[own_identifier(id)],
            status="current",
            type=made(fhir.CodeableConcept, text="Journal entry"),
            category=[coded(CARE, JOURNAL_ENTRY)],
            subject=to(patient),
            author=[to(patient)],
            content=[plain_content(shown.text, instant(beside.written_at))],
        )
        return cls.from_made(bare).saying(shown, beside)

    def saying(self, shown: Shown, beside: Beside) -> Self:
        """The same copy with another text. Everything a server or another app added stays."""
        marks: list[fhir.Extension] = []
        if beside.session:
            marks.append(made(fhir.Extension, url=SESSION_EXTENSION, valueReference=to(beside.session)))
        if beside.day_after is not None:
            marks.append(made(fhir.Extension, url=DAY_EXTENSION, valueInteger=beside.day_after))
        marks += [made(fhir.Extension, url=BLOCK_EXTENSION, valueCode=name) for name in shown.blocks]
        if shown.gap:
            marks.append(made(fhir.Extension, url=GAP_EXTENSION, valueString=shown.gap))
        marks += [made(fhir.Extension, url=STEP_EXTENSION, valueCode=step) for step in beside.steps]
        if beside.is_starred:
            marks.append(made(fhir.Extension, url=STAR_EXTENSION, valueBoolean=True))
        if beside.start_here_at is not None:
            since = instant(beside.start_here_at)
            marks.append(made(fhir.Extension, url=START_EXTENSION, valueDateTime=since))
        extensions = with_extensions(self.to_resource(), *marks, without=_OWN)
        content = [plain_content(shown.text, instant(beside.written_at))]
        return self.changed(made(fhir.DocumentReference, content=content, extension=extensions))

    def with_contents_of(self, other: Self) -> Self:
        """The same copy saying what the other says. Everything a server or another app added stays."""
        written_at = other.written_at or self.written_at
        if written_at is None:
            return self
        return self.saying(other.shown, other._beside(written_at))

    def not_starting_here(self) -> Self:
        """The same copy, no more the one to start with: not a word of it is another."""
        if self.written_at is None:
            return self
        return self.saying(self.shown, replace(self._beside(self.written_at), start_here_at=None))

    def _beside(self, written_at: datetime) -> Beside:
        return Beside(
            written_at, self.session, self.day_after, self.steps, self.is_starred, self.start_here_at
        )

    @cached_property
    def shown(self) -> Shown:
        """What it says, in its parts."""
        return Shown.read(self.words, self.blocks, self.gap)

    @property
    def own_words(self) -> str:
        return self.shown.words

    @property
    def is_part(self) -> bool:
        """Whether something of the words was left out."""
        return bool(self.gap) or "words" not in self.blocks

    def head(self) -> Mapping[str, Any]:
        return {
            **super().head(),
            "title": self.shown.title,
            "written_at": self.written_at.isoformat() if self.written_at else None,
            "day_after": self.day_after,
        }


def is_journal_entry(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, JOURNAL_ENTRY)


def _codes(resource: Json, url: str) -> tuple[str, ...]:
    found = (one.get("valueCode") for one in each(resource, "extension") if one.get("url") == url)
    return tuple(code for code in found if isinstance(code, str) and code)
