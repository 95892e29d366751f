"""That a layer was offered: on which day it first stood in view, and whether the person let it go. Only theirs, like the journal.

A layer is asked about on one day, and not again. Nothing counts what was not written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from mobile.noun import Kind

OF_LAYER = "offered-"


@dataclass(frozen=True)
class Offered:
    """`layer` is the id of the layer of its session, `on` the clinic's date."""

    KIND: ClassVar[Kind] = Kind("layer_offered", "", "private")

    layer: str
    on: date
    is_let_go: bool = False

    @property
    def id(self) -> str:
        """A layer of a session is offered once."""
        return OF_LAYER + self.layer

    def stands(self, today: date) -> bool:
        """Whether it is offered today."""
        return self.on == today and not self.is_let_go

    def let_go(self, is_let_go: bool) -> Self:
        """Not wanted, or taken up again."""
        return replace(self, is_let_go=is_let_go)

    def head(self) -> Mapping[str, Any]:
        return {"layer": self.layer}

    def to_json(self) -> str:
        return json.dumps({"layer": self.layer, "on": self.on.isoformat(), "is_let_go": self.is_let_go})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote."""
        kept = json.loads(text)
        return cls(kept["layer"], date.fromisoformat(kept["on"]), bool(kept.get("is_let_go")))
