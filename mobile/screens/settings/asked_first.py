"""What came with an open copy and was not sent: how much of each kind, and the question whether the clinic gets it. Asked once; what is
not sent now waits under Sent and received.

Anybody could have changed an open copy, so nothing of it goes without this answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen
from mobile.screens.settings.sync_model import Unsent, WaitingForMe


class AskedFirst:
    """One a place. `again` draws the place anew."""

    def __init__(self, place: Screen, again: Callable[[], None]) -> None:
        self._place, self._again = place, again
        self._items: Sequence[Unsent] = ()
        self._answer: Literal["", "sent", "later"] = ""

    async def load(self) -> None:
        """Reads what waits now. Raises what the store raises."""
        if self._place.s.records is None:
            return
        every = await self._waiting().load()
        self._items, self._answer = [one for one in every if one.is_asked_first], ""
        self._again()

    def drawn(self) -> list[ft.Control]:
        """Nothing where nothing waits."""
        _, guard = self._place._, self._place.guard
        if self._answer == "sent":
            return [parts.notice(_("It is on its way to your clinic."), is_live=True)]
        if self._answer == "later":
            text = _("It is kept here, and not sent. You can send it later under Sent and received.")
            look = parts.text_button(_("Sent and received"), guard(self._on_look))
            return [parts.notice(text, action=look, is_live=True)]
        if not self._items:
            return []
        return [
            parts.card(
                parts.heading(_("Send this to your clinic?")),
                parts.body(
                    _(
                        "The copy was not sealed, so anybody who had it could have changed it. Your clinic has not got these yet:"
                    )
                ),
                *map(parts.body, self._lines()),
                parts.gap(t.S4),
                parts.primary_button(_("Send it to your clinic"), guard(self._on_send)),
                parts.outline_button(_("Not now"), guard(self._on_later)),
            )
        ]

    def _lines(self) -> list[str]:
        """`A form you filled in · 2`, the most first."""
        return [
            f"{self._place._(name)} · {n}"
            for name, n in Counter(one.name for one in self._items).most_common()
        ]

    def _waiting(self) -> WaitingForMe:
        person = self._place.s.person
        return WaitingForMe(self._place.records, is_patient=person is None or person.role == "patient")

    # --- acts ---

    async def _on_send(self) -> None:
        await self._waiting().try_again(self._items)
        self._answer = "sent"
        self._again()
        await self._place.s.services.sync_now()

    def _on_later(self) -> None:
        self._answer = "later"
        self._again()

    def _on_look(self) -> None:
        self._place.s.go("/settings/sync")
