"""Anything of the patient's that can be shared: the private words (`Shareable`), and the copy that somebody may read (`SharedRecord`).

The copy is a resource at the clinic with a life of its own. It holds only what the patient chose to share, and must never
carry the private record's id, its earlier words, or what belongs to it besides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Self, TypeVar

from api_client import fhir
from mobile.care.own_words import OwnWords
from mobile.care.resource import Json, Resource, compose
from mobile.care.words import Sendable, sendable
from mobile.documents.carriable import carried


@dataclass(frozen=True, kw_only=True)
class SharedRecord(Resource):
    """A copy as it stands at the clinic. A subclass says which resource it is."""

    words: str = field(repr=False)
    patient: str | None = None  # "Patient/p1"
    session: str | None = None  # "Appointment/a3"
    is_withdrawn: bool = False  # a stub: the server would not delete it

    @property
    def own_words(self) -> str:
        """Of its text what the patient wrote; the rest was set beside it."""
        return self.words

    @property
    def is_part(self) -> bool:
        """Whether it holds less than the words it was made from, so that it must never stand in their place."""
        return False

    STAYS: ClassVar[tuple[str, ...]] = ("category", "subject")
    """Besides its names, the elements that a withdrawn stub keeps."""

    @classmethod
    def emptied(cls) -> fhir.DomainResource:
        """The elements that say of a stub that it was withdrawn, and hold no word of the patient's. Each class says its own."""
        raise NotImplementedError

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete: the same record without a word of the patient's."""
        resource = self.to_resource()
        kept = ("resourceType", "id", "meta", "identifier", *self.STAYS)
        empty: Json = {name: resource[name] for name in kept if name in resource}
        return compose(empty | fhir.to_object(self.emptied()))

    def head(self) -> Mapping[str, Any]:
        """What a list needs; the words are searched, so they are here too."""
        return {"words": carried(self.words), "patient": self.patient, "session": self.session}


C = TypeVar("C", bound=SharedRecord)


@dataclass(frozen=True)
class Shareable(OwnWords, ABC, Generic[C]):
    """Own words that somebody may be given a copy of."""

    COPY: ClassVar[type[SharedRecord]]
    """The type of its copies, C."""

    @property
    def goes_along(self) -> tuple[str, ...]:
        """The names of what else somebody who is given a copy is given with it, in records of their own."""
        return ()

    def to_send(self) -> Sendable:
        """The exact text that somebody who is given a copy reads: these words, or the part of them that was chosen."""
        return sendable(self.words)

    def settled_as(self, ours: C, theirs: C) -> C:
        """Where two devices wrote, and these words were chosen: what the copy says from now on, over theirs. Where they cannot
        be sent it stays what theirs says."""
        found = self.to_send()
        return theirs if found.problem is not None else self.renewed(theirs, found.words)

    @abstractmethod
    def copied(self, id: str, words: str, *, patient: str, on: date) -> C:
        """A new copy. `words` are what `to_send` says; `on` is the clinic's date."""

    @abstractmethod
    def renewed(self, copy: C, words: str) -> C:
        """The same copy, saying what this says now. Everything a server or another app added stays."""

    @abstractmethod
    def is_as_in(self, copy: C) -> bool:
        """Whether the copy says the same as this, its words apart."""

    @classmethod
    @abstractmethod
    def seen_in(cls, copy: C, at: datetime, on: date) -> Self:
        """The copy as the patient's own: what another device of theirs shared. Under the copy's id, which no kept one has. `at`: when it
        was shared; `on`: the clinic's date then, for a copy that says no day."""

    def is_changed_since(self, copy: C) -> bool:
        """Whether what they can read is not what this says now."""
        found = self.to_send()
        return found.problem == "part_gone" or found.words != copy.words or not self.is_as_in(copy)
