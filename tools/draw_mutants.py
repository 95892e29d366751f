"""Draws mutants by chance from those that mutmut made in this folder, or counts how those that ran ended.

`draw_mutants.py COUNT SEED` prints names; `draw_mutants.py --figures` prints one line, and one for each that survived.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

SURVIVED, NO_TESTS, SKIPPED = 0, 33, 34  # mutmut's exit codes; every other is a death


def _ended() -> dict[str, int | None]:
    """By name, how each ended; None: it has not run."""
    found: dict[str, int | None] = {}
    for meta in sorted(Path("mutants").rglob("*.meta")):
        found |= json.loads(meta.read_text("utf-8")).get("exit_code_by_key", {})
    return found


def draw(count: int, seed: int) -> list[str]:
    names = sorted(_ended())
    return random.Random(seed).sample(names, min(count, len(names)))  # noqa: S311  (no secret)


def figures() -> str:
    ended = {name: code for name, code in _ended().items() if code not in (None, SKIPPED)}
    left = sorted(name for name, code in ended.items() if code in (SURVIVED, NO_TESTS))
    codes = dict(Counter(ended.values()))
    share = 100 * (len(ended) - len(left)) / max(1, len(ended))
    line = (
        f"FIGURES {len(ended)} mutants, {len(ended) - len(left)} killed ({share:.1f} %), exit codes {codes}"
    )
    return "\n".join([line, *(f"  survived: {name}" for name in left)])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--figures"]:
        print(figures())
    else:
        print(" ".join(draw(int(sys.argv[1]), int(sys.argv[2]))))
