"""One request as the clinic's interactions see it, and one answer: free of HTTP's details, so that a Bundle's entries
are treated exactly like requests of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from api_client.sandbox.exact import Document
from api_client.sandbox.person import Person
from api_client.sandbox.store import Row, Store


@dataclass
class Visit:
    """Who is here, and what they were shown. `disclosed` is what the audit writes down afterwards, and of whom they
    learned something without being shown anything: that it is there, or how many there are."""

    store: Store
    person: Person
    base: str  # the FHIR base as the client addressed it, no slash at the end
    is_strict: bool = False
    without: frozenset[str] = frozenset()  # resource types this clinic does not keep
    disclosed: list[Row] = field(default_factory=list[Row])
    is_to_answer: bool = False
    """Something was written that the clinic's system is to answer, or that ends what it answered."""
    asked_about: dict[str, None] = field(default_factory=dict[str, None])  # "Patient/rowan", in order

    def show(self, *rows: Row) -> None:
        """These were seen by whoever asks."""
        self.disclosed.extend(row for row in rows if row.patient and not row.is_gone)

    def tell_of(self, patients: Iterable[str]) -> None:
        """Something was told of these patients' records without showing a resource: a number, or that one is there."""
        self.asked_about.update((patient, None) for patient in patients if patient)


@dataclass(frozen=True)
class Call:
    """One interaction. `segments` is the path under the base; `prefers` is Prefer: return."""

    method: str
    segments: tuple[str, ...]
    pairs: Sequence[tuple[str, str]] = ()
    document: Document | None = None
    if_match: str | None = None
    if_none_match: str | None = None
    if_none_exist: str | None = None
    new_id: str | None = None  # the id a transaction has already promised to others
    is_post_search: bool = False


@dataclass(frozen=True)
class Answer:
    """`text` is a JSON body or "". `row` sets ETag and Last-Modified; `is_write` that it was changed, `is_made` made."""

    status: int
    text: str = ""
    row: Row | None = None
    is_write: bool = False
    is_made: bool = False
