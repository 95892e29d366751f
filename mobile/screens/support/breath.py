"""One slow minute as data: in for 4 seconds, out for 6, six times. No clock, no control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

IN_S = 4
OUT_S = 6
ROUNDS = 6


@dataclass(frozen=True)
class Breath:
    """One half of a breath: which, for how long, and how many rounds are left with this one."""

    way: Literal["in", "out"]
    seconds: int
    left: int


def one_minute() -> Iterator[Breath]:
    """Sixty seconds, ending on an out-breath."""
    for round_ in range(ROUNDS):
        yield Breath("in", IN_S, ROUNDS - round_)
        yield Breath("out", OUT_S, ROUNDS - round_)
