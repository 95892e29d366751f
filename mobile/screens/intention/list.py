"""All intentions, newest first (`/intentions`): each with its session, its beginning, and who can see it.

Fifty at a time. What other devices of the same person shared is listed too: it is theirs, though its words were written
elsewhere.
"""

from __future__ import annotations

import flet as ft

from mobile.care.intention import Intention
from mobile.care.sharing import new_id
from mobile.design import parts
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reconcile import only_opens
from mobile.screens.shareable_words import of_kind
from mobile.screens.writing.card import written_card
from mobile.screens.writing.listing import AROUND, ListModel, beside


class Intentions(LiveScreen):
    """The list, and the way to a new one."""

    follows = (Intention, *AROUND)

    def title(self) -> str:
        return self._("Intentions")

    def floating(self) -> ft.Control:
        return parts.write_button(self._("Write"), self.guard(self.on_write))

    def body(self) -> list[ft.Control]:
        self.model = ListModel(self.records, of_kind(Intention))
        return super().body()

    async def load(self) -> None:
        await self.model.load(await beside(self.records, self.s.now(), self.person.fhir_user))

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.model.listed:
            if not self.has_all:
                return []
            return [
                parts.empty_state(
                    _("No intentions yet"),
                    self.s.wording.no_intentions_yet(),
                    icon=parts.icons.PREPARE,
                    action=parts.primary_button(_("Write an intention"), self.guard(self.on_write)),
                )
            ]
        rows: list[ft.Control] = [written_card(self, self.model.words, one) for one in self.model.listed]
        if self.model.has_more:
            rows.append(parts.outline_button(_("Show more"), self.guard(self.on_more)))
        rows.append(parts.gap(96))  # the floating button covers nothing
        return rows

    @only_opens
    def on_write(self) -> None:
        self.s.go(f"/intention/{new_id()}")

    async def on_more(self) -> None:
        self.model.pages += 1
        await self.redraw()
