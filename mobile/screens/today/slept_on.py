"""Sharing that was slept on, asked again once its time has come: looked at once more, or let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import flet as ft

from mobile.care.agenda import Session
from mobile.care.decision_guard import decisions_wait
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.slept_on import SleptOn
from mobile.care.prompts import Protocol
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.reads.guarded import KINDS as GUARDED

KINDS = (SleptOn, *GUARDED)


@dataclass(frozen=True)
class AskedAgain:
    """One entry about which somebody wanted to be asked again."""

    slept_on: SleptOn
    called: str = field(repr=False)


async def asked_again(
    records: Keeping, sessions: Sequence[Session], now: datetime, zone: ZoneInfo
) -> tuple[AskedAgain, ...]:
    """Those whose time has come, and that are still there and nobody else's."""
    slept = await records.every(SleptOn)
    if not slept:
        return ()
    waits = decisions_wait(sessions, await records.every(Protocol), now, zone)
    found: list[AskedAgain] = []
    for one in slept:
        entry = await records.get(JournalEntry, one.entry) if one.is_due(now, waits) else None
        if entry is not None and entry.deleted_at is None and not entry.copies:
            found.append(AskedAgain(one, entry.called))
    return tuple(found)


def asked_again_card(s: Surroundings, one: AskedAgain, on_let_go: parts.Handler) -> ft.Control:
    """The question, and both ways on."""
    _ = s._
    look = s.guard(partial(s.go, f"/entry/{one.slept_on.entry}/share"))
    return parts.card(
        parts.subheading(_("You wanted to sleep on sharing this"), level=2, color=t.PREPARE),
        parts.heading(one.called or _("An entry without words"), level=3),
        parts.button_row(
            parts.soft_button(_("Have a look"), look),
            parts.outline_button(_("Let it go"), s.guard(on_let_go)),
        ),
        parts.small(_("It stays only yours unless you share it.")),
        tone="prepare",
    )
