"""`make bench`: every table, each figure beside its peer of the same run. `ARGS="store wire"` chooses."""

from __future__ import annotations

import sys
import time
from importlib import import_module

from mobile.app import collect_garbage_less_often

TABLES = (
    "store",
    "wire",
    "idle",
    "frame",
    "connection",
    "forms",
    "morning",
    "journal",
    "large",
    "voice",
    "agenda",
    "growth",
    "visit",
    "hosted",
    "today",
    "bookings",
)


def main() -> int:
    chosen = sys.argv[1:] or list(TABLES)
    collect_garbage_less_often()  # as the app does, for every peer too
    for name in chosen:
        began = time.monotonic()
        print(f"\n{name}", flush=True)
        for figure in import_module(f"tests.bench.{name}").figures():
            print("  " + figure.line(), flush=True)
        print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
