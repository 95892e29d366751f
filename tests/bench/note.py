"""A noun for measuring: the size of a real intention, made in bulk."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from api_client import Document
from mobile.records import Filing, Kind

WORDS = [
    "quiet",
    "water",
    "lake",
    "sister",
    "morning",
    "light",
    "heavy",
    "door",
    "music",
    "window",
    "breath",
    "river",
    "stone",
    "small",
    "open",
    "kind",
]


@dataclass(frozen=True)
class Note:
    KIND: ClassVar[Kind] = Kind("bench-note", "Goal")
    id: str
    words: str

    def to_json(self) -> str:
        return json.dumps(
            {
                "resourceType": "Goal",
                "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{self.id}"}],
                "lifecycleStatus": "active",
                "description": {"text": self.words},
                "subject": {"reference": "Patient/rowan"},
                "expressedBy": {"reference": "Patient/rowan"},
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(values["identifier"][0]["value"].removeprefix("urn:uuid:"), values["description"]["text"])

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words[:400]}


def filing(document: Document) -> Filing | None:
    """How a pulled document is kept; None for the clinic's own records, which are no notes."""
    try:
        note = Note.from_json(document.text)
    except (KeyError, IndexError, TypeError):
        return None
    return Filing(Note.KIND, note.id, note.head())


def notes(count: int, seed: int = 7) -> list[Note]:
    """`count` notes of about 1.2 kB, the same for the same seed."""
    chance = random.Random(seed)
    return [
        Note(str(uuid.UUID(int=chance.getrandbits(128), version=4)), " ".join(chance.choices(WORDS, k=180)))
        for _ in range(count)
    ]
