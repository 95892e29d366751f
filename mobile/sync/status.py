"""What the screens may know of sending and receiving, in one small value.

It must never claim more than is true: `idle` is only said when nothing waits, nothing is parked and no conflict is
open. It carries counts and codes, never a word of the patient's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Phase = Literal["idle", "sending", "offline", "signed_out", "attention", "held"]
First = Literal["coming", "failed", "here"]
"""Whether everything the clinic has for this person was read once: under way, tried in vain, or done."""


@dataclass(frozen=True)
class SyncStatus:
    """`waiting` counts rows not yet acknowledged, those on their way included. Times are aware UTC."""

    phase: Phase = "idle"
    waiting: int = 0
    parked: int = 0
    lost: int = 0  # of the parked: the server had them
    conflicts: int = 0
    last_sent_at: datetime | None = None
    last_received_at: datetime | None = None
    reason: str | None = None  # a code: "timed_out", "server_broken", "mass_deletion", ...
    first: First = "coming"
    asked: int = 0  # of the parked: they came with a copy, and go when the person says so


@dataclass(frozen=True)
class Round:
    """What one pass through push, pull and reconcile did. `reason` says why it ended early, None if it did not."""

    sent: int = 0
    received: int = 0
    removed: int = 0
    parked: int = 0
    conflicts: int = 0
    reason: str | None = None


@dataclass(frozen=True)
class Outcome:
    """How a round ended, as far as the phase depends on it."""

    reason: str | None = None
    is_signed_out: bool = False
    is_unreachable: bool = False
    is_faulty: bool = False  # an exception nobody foresaw
    is_held: bool = False
    is_deletion_refused: bool = False


def phase_of(outcome: Outcome, *, waiting: int, parked: int, conflicts: int) -> tuple[Phase, str | None]:
    """The most urgent true thing to say, and the code of its reason."""
    if outcome.is_signed_out:
        return "signed_out", outcome.reason
    if outcome.is_held:
        return "held", "mass_deletion"
    if outcome.is_faulty:
        return "attention", outcome.reason
    if outcome.is_deletion_refused:
        return "attention", "deletion_refused"
    if parked:
        return "attention", "parked"
    if conflicts:
        return "attention", "conflict"
    if outcome.is_unreachable:
        return "offline", outcome.reason
    return ("sending" if waiting else "idle"), outcome.reason


class Board:
    """Holds the present status and tells whoever watches when it changed."""

    def __init__(self) -> None:
        self.status = SyncStatus()
        self._watchers: list[Callable[[SyncStatus], None]] = []

    def watch(self, on_change: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Calls `on_change` at every change from now on. Returns the end of it, safe to call twice."""
        self._watchers.append(on_change)

        def end() -> None:
            if on_change in self._watchers:
                self._watchers.remove(on_change)

        return end

    def show(self, status: SyncStatus) -> None:
        if status == self.status:
            return
        self.status = status
        for watcher in tuple(self._watchers):
            watcher(status)

    def first(self, first: First) -> None:
        """How far the first reading is, at once and without waiting for a round."""
        self.show(replace(self.status, first=first))

    def counts(self, waiting: int, parked: int, lost: int, conflicts: int) -> None:
        """New counts at once, without waiting for a round: `idle` ends the moment something is unsent."""
        phase = self.status.phase
        if phase == "idle" and waiting:
            phase = "sending"
        self.show(
            replace(self.status, phase=phase, waiting=waiting, parked=parked, lost=lost, conflicts=conflicts)
        )
