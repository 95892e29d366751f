"""One figure of the benchmark, and how it is printed."""

from __future__ import annotations

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
    goal: str
    peer_name: str = ""
    higher_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        return None if not self.peer else self.ours / self.peer

    def line(self) -> str:
        ratio = f"{self.ratio:6.2f}x" if self.ratio is not None else "       "
        peer = f"{self.peer:10.3f} {self.unit:<5} {self.peer_name}" if self.peer is not None else " " * 17
        return f"{self.name:<46} {self.ours:10.3f} {self.unit:<5} {peer:<52} {ratio}  goal {self.goal}"


def median_ms(run: Callable[[], object], times: int) -> float:
    """Median milliseconds of `times` runs."""
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
