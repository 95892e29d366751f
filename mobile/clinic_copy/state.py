"""What the store keeps, sealed, of the copy at the clinic: whether it is on, the last whole one, and what is still to be removed.

With the sheet's public half, which the store has too, this is all that a renewal needs. It must never hold a word of the sheet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from mobile.clinic_copy.standing import LASTING, Hindrance

NOTE = "copy at the clinic"


def digest(lock: bytes) -> str:
    """A short name of a sheet, by its public half."""
    return hashlib.sha256(lock).hexdigest()[:32]


@dataclass(frozen=True)
class Put:
    """A whole copy, acknowledged. `ids`: its records, the head first. `sheet`: which sheet it is sealed for, as a digest.
    `print`, `private`: how the private records stood."""

    name: str
    ids: tuple[str, ...]
    count: int
    made_at: datetime
    sent_at: datetime
    print: str
    private: int
    sheet: str


@dataclass(frozen=True)
class State:
    """`device`: a random name of this store. `count`: copies begun here. `leaving`: by name, records known of copies that are to
    go: replaced ones, begun ones, those the person removes. `sealed_for`: by name of those the sheet that opens them, as a digest;
    "" for one of another device. `seen`: by device, the highest count an opened copy had."""

    device: str = field(default_factory=lambda: str(uuid4()))
    is_on: bool = False
    count: int = 0
    current: Put | None = None
    leaving: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    sealed_for: Mapping[str, str] = field(default_factory=dict[str, str])
    hindrance: Hindrance | None = None
    may_be_fewer: bool = False
    is_deletion_refused: bool = False
    removed_at: datetime | None = None
    was_missing: bool = False
    seen: Mapping[str, int] = field(default_factory=dict[str, int])

    def with_leaving(self, name: str, ids: tuple[str, ...], sheet: str) -> State:
        """With one more copy that is to go, which this sheet opens; "" for one of another device."""
        leaving, sealed_for = {**self.leaving, name: ids}, {**self.sealed_for, name: sheet}
        return replace(self, leaving=leaving, sealed_for=sealed_for)

    def with_current_leaving(self) -> State:
        """The last copy is to go, where there is one."""
        last = self.current
        return self if last is None else self.with_leaving(last.name, last.ids, last.sheet)

    def without_leaving(self, name: str) -> State:
        """It went, or is not to go after all."""
        leaving = {one: ids for one, ids in self.leaving.items() if one != name}
        sealed_for = {one: sheet for one, sheet in self.sealed_for.items() if one != name}
        return replace(self, leaving=leaving, sealed_for=sealed_for)

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    @classmethod
    def from_json(cls, text: str) -> State:
        values = json.loads(text)
        put = values["current"]
        removed = values["removed_at"]
        hindrance = values["hindrance"]
        return cls(
            device=values["device"],
            is_on=values["is_on"],
            count=values["count"],
            current=_put(put) if put else None,
            leaving={name: tuple(ids) for name, ids in values["leaving"].items()},
            sealed_for=values.get("sealed_for", {}),
            hindrance=hindrance if hindrance in LASTING else None,
            may_be_fewer=values["may_be_fewer"],
            is_deletion_refused=values["is_deletion_refused"],
            removed_at=datetime.fromisoformat(removed) if removed else None,
            was_missing=values["was_missing"],
            seen=values["seen"],
        )


def _put(values: Mapping[str, Any]) -> Put:
    return Put(
        values["name"],
        tuple(values["ids"]),
        values["count"],
        datetime.fromisoformat(values["made_at"]),
        datetime.fromisoformat(values["sent_at"]),
        values["print"],
        values["private"],
        values["sheet"],
    )
