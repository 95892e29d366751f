"""What a noun must offer to be kept: the ground that care and the store share, so that neither needs the other.

A noun of care is any frozen value that satisfies `Noun`. Nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, Self

Compartment = Literal["clinical", "private"]
"""`private` rows never get an outbox row: what is only the patient's cannot be queued by mistake."""


@dataclass(frozen=True)
class Kind:
    """What the store must know of a noun's type."""

    name: str  # "intention": stable, written into the sealed row's associated data
    resource_type: str  # "Goal": the FHIR type it travels as; "" for what never travels
    compartment: Compartment = "clinical"


class Noun(Protocol):
    """A frozen value of care that can be kept: JSON text out, JSON text in, and a small head for lists.

    It may say more, where that is so: `goes_first` (it ends what others may read), `may_be_hidden` (a second PIN may keep it
    apart), `belongs_to` (the id of the record it is part of) and `owns` (the ids of those that are part of it).
    """

    KIND: ClassVar[Kind]

    @property
    def id(self) -> str:
        """The device-made UUID, or `Type/server-id` for what the clinic made. Stable for the noun's life."""
        ...

    def to_json(self) -> str: ...

    @classmethod
    def from_json(cls, text: str) -> Self: ...

    def head(self) -> Mapping[str, Any]:
        """A few short values a list or a search needs. `words` (str), if present, is what search looks through."""
        ...


@dataclass(frozen=True)
class Filing:
    """How a pulled resource is to be kept: which kind, under which local id, with which head."""

    kind: Kind
    local_id: str
    head: Mapping[str, Any]
    goes_first: bool = False  # it says that what others might read is over, and is to stay so
