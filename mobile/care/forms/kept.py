"""A version of a form that was once answered, kept with its answers: the clinic may change its form, never what was asked.

Private, because it is a copy of what the clinic has: it is never sent anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Self, cast

from mobile.care.forms.definition import FormDefinition
from mobile.noun import Kind


@dataclass(frozen=True)
class KeptForm:
    """One text of one version. `id` is its canonical, with the digest behind it where a version was changed silently."""

    KIND: ClassVar[Kind] = Kind("kept_form", "", "private")

    id: str
    canonical: str
    digest: str
    kept_at: datetime
    text: str = field(repr=False)

    def definition(self) -> FormDefinition:
        """The form as it was. Raises NotAResource where the kept text is broken."""
        return FormDefinition.from_json(self.text)

    def head(self) -> Mapping[str, Any]:
        """What finds it."""
        return {"canonical": self.canonical, "digest": self.digest}

    def to_json(self) -> str:
        """The form's text inside, as text: not a digit of it changes."""
        return json.dumps(
            {
                "id": self.id,
                "canonical": self.canonical,
                "digest": self.digest,
                "kept_at": self.kept_at.isoformat(),
                "text": self.text,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(
            id=kept["id"],
            canonical=kept["canonical"],
            digest=kept["digest"],
            kept_at=datetime.fromisoformat(kept["kept_at"]).astimezone(UTC),
            text=kept["text"],
        )


def keep(definition: FormDefinition, kept: Iterable[KeptForm], now: datetime) -> KeptForm:
    """The kept form for this definition: the one that is there already, or a new one to save with the response."""
    same = [one for one in kept if one.canonical == definition.canonical]
    for one in same:
        if one.digest == definition.digest:
            return one
    name = definition.canonical if definition.url else f"kept:{definition.canonical}"
    return KeptForm(
        id=f"{name}#{definition.digest}" if same else name,
        canonical=definition.canonical,
        digest=definition.digest,
        kept_at=now,
        text=definition.text,
    )
