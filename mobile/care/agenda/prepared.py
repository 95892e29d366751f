"""That the patient ticked one thing before a session. Only theirs: nobody at the clinic is shown a tick, so it has no outbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5

from mobile.noun import Kind


@dataclass(frozen=True)
class Prepared:
    """`item`: the key of what is due (`AgendaItem.key`). It holds no word of the patient's."""

    KIND: ClassVar[Kind] = Kind("prepared", "", "private")

    item: str
    is_done: bool = True

    @property
    def id(self) -> str:
        """A thing is ticked once, however often it is tapped."""
        return prepared_id(self.item)

    def head(self) -> Mapping[str, Any]:
        return {"is_done": self.is_done}

    def to_json(self) -> str:
        return json.dumps({"item": self.item, "is_done": self.is_done})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote."""
        kept = json.loads(text)
        return cls(kept["item"], bool(kept["is_done"]))


def prepared_id(item: str) -> str:
    """The id under which the tick of this thing is kept."""
    return f"prepared-{uuid5(NAMESPACE_URL, item)}"
