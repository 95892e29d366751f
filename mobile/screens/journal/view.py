"""Journal: the words a person keeps, newest first, found by what they say. Search never leaves the phone."""

from __future__ import annotations

from typing import Any

import flet as ft

from mobile.care.sharing import new_id
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.intention_card import intention_card
from mobile.screens.intention_list import KINDS, ListModel
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reconcile import only_opens


class Journal(LiveScreen):
    """The second tab."""

    tab = "journal"
    follows = KINDS

    def title(self) -> str:
        return self._("Journal")

    def body(self) -> list[ft.Control]:
        self.model = ListModel(self.records)
        self.search = parts.search_field(self._("Search your words"), on_change=self.guard(self.on_search))
        self.search.visible = False
        self._whole = parts.stack(self.search, *super().body(), spacing=t.CARD_GAP)
        return [self._whole]

    def floating(self) -> ft.Control:
        return parts.write_button(self._("Write"), self.guard(self.on_write))

    async def load(self) -> None:
        await self.model.load(self.s.now())

    async def redraw(self) -> None:
        await super().redraw()
        has_any = bool(self.model.listed) or bool(self.model.search)
        if self.search.visible != has_any:
            self.search.visible = has_any
            if self.is_mounted(self._whole):
                self._whole.update()

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.model.listed and self.model.search:
            return [parts.notice(_("None of your words say this."), icon=parts.icons.SEARCH, is_live=True)]
        if not self.model.listed:
            if not self.has_all:
                return []
            return [
                parts.empty_state(
                    _("Nothing written yet"),
                    _(
                        "Here are the words you write while this page is open. "
                        "Share one to keep it at your clinic: what is not shared is gone with the page."
                    )
                    if self.s.is_hosted
                    else _(
                        "Here are the words you keep: your intentions first, each with its session. "
                        "They stay on this phone unless you share one."
                    ),
                    icon=parts.icons.JOURNAL,
                    action=parts.primary_button(_("Write an intention"), self.guard(self.on_write)),
                )
            ]
        rows: list[ft.Control] = [parts.section(_("Intentions"))]
        rows += [intention_card(self, one) for one in self.model.listed]
        if self.model.has_more:
            rows.append(parts.outline_button(_("Show more"), self.guard(self.on_more)))
        rows.append(parts.gap(96))
        return rows

    async def on_search(self, e: Any) -> None:
        self.model.search = e.control.value or ""
        self.model.pages = 1
        await self.redraw()

    async def on_more(self) -> None:
        self.model.pages += 1
        await self.redraw()

    @only_opens
    def on_write(self) -> None:
        self.s.go(f"/intention/{new_id()}")
