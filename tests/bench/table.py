"""One figure of the benchmark, and how it is printed."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, ours and the peer's in `unit`, and the goal in words."""

    name: str
    ours: float
    peer: float | None
    unit: str
    goal: str  # "<= 1.5" (times the peer, or of ours where there is none), "<= 30 ms" (of ours), "shown"
    peer_name: str = ""

    @property
    def ratio(self) -> float | None:
        return None if not self.peer else self.ours / self.peer

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met: of the ratio where there is a peer and the goal names no unit, else of our own figure. None: it is
        shown only."""
        found = re.match(r"<= ([\d.]+)(?: (\w+))?", self.goal)
        if found is None:
            return None
        is_ratio = self.ratio is not None and found[2] is None
        return (self.ratio if is_ratio else self.ours) <= float(found[1])  # type: ignore[operator]

    def line(self) -> str:
        ratio = f"{self.ratio:6.2f}x" if self.ratio is not None else "       "
        peer = f"{self.peer:10.3f} {self.unit:<5} {self.peer_name}" if self.peer is not None else " " * 17
        verdict = {True: "holds", False: "MISSED", None: ""}[self.holds]
        return f"{self.name:<56} {self.ours:10.3f} {self.unit:<5} {peer:<52} {ratio}  goal {self.goal:<24} {verdict}".rstrip()


def median_ms(run: Callable[[], object], times: int) -> float:
    """Median milliseconds of `times` runs."""
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
