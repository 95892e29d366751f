"""How somebody felt when they wrote: one of five steps, said in words and never as a number.

The words are kept as they stood on the screen, in the language it had: they are what is shown again and what may be shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, cast

STEPS = 5


@dataclass(frozen=True)
class Step:
    """`at` is 1 to 5, from the low end. `name` says of what ("Mood"), `label` which ("a little lighter")."""

    at: int
    name: str = field(repr=False)
    label: str = field(repr=False)

    @property
    def line(self) -> str:
        """`Mood: a little lighter`"""
        return f"{self.name}: {self.label}"

    def to_kept(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"at": self.at, "name": self.name, "label": self.label}

    @classmethod
    def of_kept(cls, kept: object) -> Self | None:
        """What `to_kept` made; None for anything else."""
        if not isinstance(kept, Mapping):
            return None
        values = cast("Mapping[str, Any]", kept)
        at, name, label = values.get("at"), values.get("name"), values.get("label")
        if (
            not isinstance(at, int)
            or not 1 <= at <= STEPS
            or not isinstance(name, str)
            or not isinstance(label, str)
        ):
            return None
        return cls(at, name, label)


def codes_of(named: Mapping[str, Step | None]) -> tuple[str, ...]:
    """How far up each step is, as it is written beside the words that say it: `mood-4`."""
    return tuple(f"{name}-{step.at}" for name, step in named.items() if step is not None)


def steps_of(codes: Sequence[str], lines: Sequence[str]) -> dict[str, Step]:
    """The steps again from their codes and their lines, which stand in the same order. What cannot be read is left out."""
    found: dict[str, Step] = {}
    for code, line in zip(codes, lines, strict=False):
        what, _, at = code.rpartition("-")
        name, _, label = line.partition(": ")
        step = Step.of_kept({"at": int(at), "name": name, "label": label}) if at.isdecimal() else None
        if step is not None:
            found[what] = step
    return found
