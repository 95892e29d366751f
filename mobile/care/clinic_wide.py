"""What a clinic publishes for all its people: forms, plans, services. Read once in a process from one text, whoever's store keeps it.

A hosted process opens a store for each person, and nine tenths of what they first receive is the same for all. Nothing here is
written by or about a patient, so it may stay in memory while a store is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self, cast

from mobile.care.resource import Json, Resource

MOST_KEPT = 512
LONGEST_KEPT = 200_000
"""Letters. A longer text is read for each who asks, so that a clinic cannot fill the memory."""


@dataclass(frozen=True, kw_only=True)
class ClinicWide(Resource):
    """A noun that is the same for everybody at a clinic, and shared by all who ask for it."""

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The same object for the same text. Raises NotAResource."""
        if len(text) > LONGEST_KEPT:
            return super().from_json(text)
        return cast(Self, _read_once(cls, text))

    @cached_property
    def parsed(self) -> Json:
        """Its whole resource, parsed once for all who read it, and never to be changed."""
        return self.to_resource()


@lru_cache(MOST_KEPT)
def _read_once(noun: type[ClinicWide], text: str) -> Any:
    return super(ClinicWide, noun).from_json(text)
