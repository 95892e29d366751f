"""When to try again: exponential with full jitter, and never sooner than the server asked.

Pure arithmetic. It must never depend on a clock or a random source of its own.
"""

from __future__ import annotations

from collections.abc import Callable

FIRST_S = 1.0
LONGEST_S = 15 * 60.0
LONGEST_ASKED_S = 60 * 60.0


def wait_s(attempt: int, random: Callable[[], float], asked_s: float | None = None) -> float:
    """Seconds to wait before try number `attempt + 1`; `random` gives [0, 1).

    `asked_s` is the server's Retry-After: it is obeyed up to an hour, so that a lying header cannot silence the
    queue, and a little jitter is added so that many devices do not come back in the same second.
    """
    if asked_s is not None and asked_s >= 0:
        return max(FIRST_S, min(asked_s, LONGEST_ASKED_S)) + random()
    ceiling = min(LONGEST_S, FIRST_S * 2.0 ** min(attempt + 1, 20))
    return FIRST_S + (ceiling - FIRST_S) * random()
