"""`/approval` (picture 33): what is asked of the patient, how far each approval is, and how to ask the clinic or call the insurer.

Read only, but for the photo that is asked for. Nothing of it is asked on the day of a session.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.device.links import FEWEST, dialled, opens
from mobile.device.links import call_link as link_of
from mobile.screens.approval.asked import AskedOfThem
from mobile.screens.ledger_words import sent_read_by
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.approval_card import approval_cards
from mobile.screens.panels.call_rows import nothing
from mobile.screens.panels.numbers import unbroken
from mobile.screens.reads.approvals import KINDS, Approvals, read_approvals
from mobile.screens.reads.guarded import KINDS as GUARDED
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.ledger import RULES, rules_alone


class ApprovalPage(LiveScreen):
    """The patient's own."""

    follows = tuple(dict.fromkeys((*KINDS, *GUARDED, *RULES)))

    def title(self) -> str:
        return self._("Approval")

    def body(self) -> list[ft.Control]:
        self.asked = AskedOfThem(self.s, self.records, self.redraw)
        return super().body()

    async def load(self) -> None:
        now = self.s.now()
        self.known: Approvals = await read_approvals(self.records, self.me, now, self.s.zone)
        self.waits = await waits_now(self.records, now, self.s.zone)
        self._who_reads = sent_read_by(self.s, await rules_alone(self.records, now), "approvals")
        await self.asked.read(self.known.every)

    def drawn(self) -> list[ft.Control]:
        known = self.known
        if not known.every:
            return self._nothing()
        acts = {
            one.approval.id: rows for one in known.every if (rows := self.asked.earlier(one, known.sending))
        }
        return [
            *self.asked.cards(known.every, known.sending, self.waits, self._who_reads),
            *approval_cards(self.s, known, acts),
            self._ways(),
            parts.small(
                self._(
                    "Your clinic records how far it is. What you see here is what it recorded, and no promise."
                )
            ),
        ]

    def _nothing(self) -> list[ft.Control]:
        if not self.has_all:
            return []
        empty = parts.empty_state(
            self._("No approval is recorded"),
            self._(
                "If your insurer wants to be asked before your sessions, your clinic writes here how far that is."
            ),
            icon=parts.icons.NOTES,
        )
        return [empty, self._ways()]

    def _ways(self) -> ft.Control:
        """Calling only where there is one insurer, with a number that can be dialled without doubt."""
        ask = parts.outline_button(
            self._("Ask the clinic"), self.guard(partial(self.s.go, "/messages")), expand=True
        )
        number = next((one.number for one in self.known.phones if _can_be_called(one.number)), None)
        if number is None:
            return parts.Buttons([ask])
        call = parts.outline_button(self._("Call insurer"), nothing, icon=parts.icons.CALL, expand=True)
        opens(call, link_of(number))
        named = f"{self.known.insurer} · {unbroken(number)}" if self.known.insurer else unbroken(number)
        return parts.stack(parts.Buttons([ask, call]), parts.small(named))


def _can_be_called(number: str) -> bool:
    return len([sign for sign in dialled(number).split(",")[0] if sign.isdigit()]) >= FEWEST
