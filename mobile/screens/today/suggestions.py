"""What somebody whom the patient shares with suggested, on Today: kept, changed or left with one tap, and asked about no further.

Its writer is told that it was read, and nothing of what became of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import flet as ft

from mobile.care.commitment import Commitment
from mobile.care.talk.suggestion import Suggestion, suggested
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.reads.team import Team
from mobile.screens.talking.answering import mark_read
from mobile.screens.today import keeping
from mobile.screens.today.days_pieces import ways

KINDS = (Suggestion, Commitment)


async def waiting_suggestions(records: Keeping, me: str, team: Team) -> tuple[Suggestion, ...]:
    """Those of which nothing was made yet, the first first; of a stranger none, whatever a server let them write. `me`:
    "Patient/p1". Raises what the store raises."""
    every = [
        one for one in suggested(await records.every(Suggestion), me, me).written if team.knows(one.sender)
    ]
    made = {one.id for one in await records.every(Commitment)} if every else set[str]()
    return tuple(one for one in every if one.becomes not in made)


@dataclass
class SuggestionCards:
    """Made once for a place: its buttons are known again by it, and by the id of what they are about. `again` draws it anew."""

    s: Surroundings
    records: Keeping
    again: Callable[[], Awaitable[None]]

    async def note_shown(self, shown: tuple[Suggestion, ...]) -> None:
        """The receipts. A full disk only means that they are told another time."""
        unread = [one for one in shown if not one.is_read]
        with suppress(NotSaved, Locked, ChangedMeanwhile):
            if unread:
                await mark_read(self.records, list(unread), self.s.now())

    def drawn(self, waiting: tuple[Suggestion, ...], team: Team) -> list[ft.Control]:
        return [self._card(one, team.name_of(one.sender)) for one in waiting]

    def _card(self, one: Suggestion, name: str) -> ft.Control:
        _, guard = self.s._, self.s.guard
        name = name or _("Somebody of your clinic")
        words = parts.own_words(one.words, size=t.SIZE_BODY + 1)
        words.rtl = is_right_to_left(one.words)
        limit = _("{name} sees that you read it. What you make of it they see only if you share it.")
        return parts.card(
            parts.subheading(_("{name} suggests").format(name=name), level=2),
            words,
            parts.soft_button(_("I will do this"), guard(partial(self.on_keep, one.id))),
            ways(
                parts.text_button(_("Change it"), guard(partial(self.on_change, one.id))),
                parts.text_button(_("Not for me"), guard(partial(self.on_leave, one.id))),
                is_apart=True,
            ),
            parts.small(limit.format(name=name)),
        )

    # --- acts ---

    async def on_keep(self, id: str, _: Any = None) -> None:
        await self._keep(id)
        await self.again()

    async def on_change(self, id: str, _: Any = None) -> None:
        """Kept first: what is changed is the person's own from then on."""
        made = await self._keep(id)
        if made is not None:
            self.s.go(f"/commitment/{made}")

    async def on_leave(self, id: str, _: Any = None) -> None:
        one = await self.records.get(Suggestion, id)
        if one is None:
            return
        no = one.left(self.s.now(), self._today())
        await keeping.keep(self.records, no)
        undo = self.s.guard(partial(self._undo, no))
        parts.snack(self.s.page, self.s._("Set aside."), action=self.s._("Undo"), on_action=undo)
        await self.again()

    async def _keep(self, id: str) -> str | None:
        """The id of what was made of it; None: it is not here any more."""
        one = await self.records.get(Suggestion, id)
        if one is None:
            return None
        await keeping.keep(self.records, one.taken_up(self.s.now(), self._today()))
        return one.becomes

    async def _undo(self, no: Commitment, _: Any = None) -> None:
        await keeping.take_away(self.records, no)
        await self.again()

    def _today(self) -> date:
        return self.s.moments.local(self.s.now()).date()
