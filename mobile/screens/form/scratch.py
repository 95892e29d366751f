"""Letters typed since the answers were last saved, kept on this device alone: at most the letter being typed can be lost.

Private, so that no half-typed sentence ever travels. It goes when the answers themselves are saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self, cast

from mobile.noun import Kind


@dataclass(frozen=True)
class Scratch:
    """What was typed, by the engine's node id. One for each open response."""

    KIND: ClassVar[Kind] = Kind("form_scratch", "", "private")

    response: str
    words: Mapping[str, str] = field(repr=False)

    @property
    def id(self) -> str:
        return f"scratch:{self.response}"

    def head(self) -> Mapping[str, Any]:
        """Nothing: it is only ever found by its response."""
        return {}

    def to_json(self) -> str:
        return json.dumps({"response": self.response, "words": dict(self.words)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        words = cast("dict[str, str]", kept["words"])
        return cls(str(kept["response"]), {str(node): str(typed) for node, typed in words.items()})


def scratch_id(response: str) -> str:
    """Where a response's scratch is found."""
    return f"scratch:{response}"
