"""Who opened what: the clinic's own record of reads, an AuditEvent, so that the patient can see it.

Read only. A server that keeps none shows none, and nobody may conclude from silence that nothing was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mobile.care.resource import Json, Resource, each, moment, text_at
from mobile.noun import Kind

_ONE = ("read", "vread")
"""Interactions that show one record by its name."""


@dataclass(frozen=True, kw_only=True)
class AccessEntry(Resource):
    """One read."""

    TYPE: ClassVar[str] = "AuditEvent"
    KIND: ClassVar[Kind] = Kind("reading", "AuditEvent")

    by: str | None = None  # "Practitioner/t1"
    opened: frozenset[str] = frozenset()  # references of what was read
    at: datetime | None = None
    last_at: datetime | None = None  # the same again, until then: a list asked for many times is one record
    is_list: bool = False  # among what a search showed; nobody need have looked at each

    @classmethod
    def read(cls, resource: Json) -> Json:
        names = [text_at(agent, "who", "reference") for agent in each(resource, "agent")]
        what = (text_at(entity, "what", "reference") for entity in each(resource, "entity"))
        return {
            "by": next((name for name in names if name), None),
            "opened": frozenset(name for name in what if name),
            "at": (at := moment(resource.get("recorded"))),
            "last_at": moment(text_at(resource, "period", "end")) or at,
            "is_list": not any(text_at(one, "code") in _ONE for one in each(resource, "subtype")),
        }

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"by": self.by, "at": self.at.isoformat() if self.at else None}
