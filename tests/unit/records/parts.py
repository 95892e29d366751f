"""Nouns and clocks for the store's tests: one kind that travels, one that never does, one the clinic makes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from mobile.records import Filing, Kind, Pulled, ServerCopy
from mobile.records.sealing import Keys

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PIN, OTHER_PIN = "258013", "480215"


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Wish:
    """Travels as a Goal."""

    KIND: ClassVar[Kind] = Kind("wish", "Goal")
    words: str
    id: str = field(default_factory=new_id)
    about: str | None = None  # local id of another record

    def to_json(self) -> str:
        values: dict[str, Any] = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{self.id}"}],
            "lifecycleStatus": "active",
            "description": {"text": self.words},
        }
        if self.about is not None:
            values["addresses"] = [{"reference": f"urn:uuid:{self.about}"}]
        return json.dumps(values)

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        about = values.get("addresses", [{}])[0].get("reference", "")
        return cls(
            values["description"]["text"],
            values["identifier"][0]["value"].removeprefix("urn:uuid:"),
            about.removeprefix("urn:uuid:") if about.startswith("urn:uuid:") else None,
        )

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words[:400]}


@dataclass(frozen=True)
class Secretly:
    """Never leaves the device."""

    KIND: ClassVar[Kind] = Kind("secretly", "", "private")
    words: str
    id: str = field(default_factory=new_id)

    def to_json(self) -> str:
        return json.dumps({"id": self.id, "words": self.words})

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(values["words"], values["id"])

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words}


def copy_of(wish: Wish, server_id: str, version: int = 1, *, words: str | None = None) -> ServerCopy:
    """What a server answers: our document with its id and meta."""
    values = json.loads(Wish(words if words is not None else wish.words, wish.id, wish.about).to_json())
    values |= {"id": server_id, "meta": {"versionId": str(version), "lastUpdated": at(version)}}
    return ServerCopy(server_id, f'W/"{version}"', at(version), json.dumps(values))


def at(version: int) -> str:
    return (START + timedelta(minutes=version)).isoformat()


def pulled(copy: ServerCopy) -> Pulled:
    wish = Wish.from_json(copy.text)
    return Pulled("Goal", copy, Filing(Wish.KIND, wish.id, wish.head()))


class Clocks:
    """A wall clock anybody may set, and a steady one nobody can but a restart of the device."""

    def __init__(self) -> None:
        self.wall = START
        self.steady_s = 1000.0

    def now(self) -> datetime:
        return self.wall

    def steady(self) -> float:
        return self.steady_s

    def pass_s(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady_s += seconds


async def no_sleep(_: float) -> None:
    return None


def some_keys() -> Keys:
    return Keys({(n, 1): bytes([n]) * 32 for n in (1, 2, 3, 9)})
