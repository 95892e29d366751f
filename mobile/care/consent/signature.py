"""A signature: whose it is, how it was made and as it is seen. What is less than one is told from it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from math import hypot, isfinite
from typing import Literal
from zoneinfo import ZoneInfo

Method = Literal["typed", "drawn"]
Stroke = Sequence[tuple[float, float]]
SHORTEST = 40.0
"""Logical pixels that a hand goes for a signature: what is shorter is a touch, and perhaps a mistaken one."""


@dataclass(frozen=True)
class Signature:
    """`name`: whose it is, as typed, or as the person is called here where it was drawn. `png`: as it is seen."""

    method: Method
    name: str = field(repr=False)
    png: bytes = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """`patient`: "Patient/p1"; `now`: the moment of signing, aware; `zone`: the one that it is shown in; `clinic`: whose people the
    rules are about, as far as that is known: "Organization/c"."""

    patient: str
    now: datetime
    zone: ZoneInfo
    clinic: str | None = None


def is_a_signature(strokes: Sequence[Stroke]) -> bool:
    """Whether a hand drew it: further than a touch, and nothing but places on the page."""
    if not all(isfinite(x) and isfinite(y) for stroke in strokes for x, y in stroke):
        return False
    length = 0.0
    for stroke in strokes:
        for (x, y), (to_x, to_y) in pairwise(stroke):
            length += hypot(to_x - x, to_y - y)
    return length >= SHORTEST
