"""Journal: the words a person keeps, by kind, newest first, found by what they say. Search never leaves the phone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.shared_kinds import SHAREABLE
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reconcile import only_opens
from mobile.screens.shareable_words import ROWS, ShareableWords
from mobile.screens.writing.card import written_card
from mobile.screens.writing.listing import AROUND, ListModel, beside


class Journal(LiveScreen):
    """The second tab."""

    follows = (*SHAREABLE, *AROUND)

    def title(self) -> str:
        return self._("Journal")

    def body(self) -> list[ft.Control]:
        self.lists = [ListModel(self.records, row) for row in ROWS]
        self.search = parts.search_field(self._("Search your words"), on_change=self.guard(self.on_search))
        self.search.visible = False
        self._whole = parts.stack(self.search, *super().body(), spacing=t.CARD_GAP)
        return [self._whole]

    def floating(self) -> ft.Control:
        return parts.write_button(self._("Write"), self.guard(partial(self.on_write, ROWS[0])))

    async def load(self) -> None:
        around = await beside(self.records, self.s.now(), self.person.fhir_user)
        for one in self.lists:
            await one.load(around)

    @property
    def _is_searched(self) -> bool:
        return bool(self.lists[0].search)

    async def redraw(self) -> None:
        await super().redraw()
        has_any = self._is_searched or any(one.listed for one in self.lists)
        if self.search.visible != has_any:
            self.search.visible = has_any
            if self.is_mounted(self._whole):
                self._whole.update()

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not any(one.listed for one in self.lists) and self._is_searched:
            return [parts.notice(_("None of your words say this."), icon=parts.icons.SEARCH, is_live=True)]
        if not any(one.listed for one in self.lists):
            return self._nothing_yet()
        rows = [control for one in self.lists for control in self._section(one)]
        return [*rows, parts.gap(96)]

    def _nothing_yet(self) -> list[ft.Control]:
        _ = self._
        if not self.has_all:
            return []
        first, *others = ROWS
        return [
            parts.empty_state(
                _("Nothing written yet"),
                self.s.wording.nothing_written_yet(),
                icon=parts.icons.JOURNAL,
                action=parts.primary_button(_(first.write), self.guard(partial(self.on_write, first))),
            ),
            *(parts.outline_button(_(row.write), self.guard(partial(self.on_write, row))) for row in others),
        ]

    def _section(self, one: ListModel) -> Sequence[ft.Control]:
        """One kind: what there is of it, and the way to one more. A search shows only what was found."""
        _, row = self._, one.words
        if not one.listed and self._is_searched:
            return []
        write = parts.text_button(_(row.write), self.guard(partial(self.on_write, row)))
        head = ft.Row(
            [parts.section(_(row.names)), write],
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            wrap=True,
        )
        rows: list[ft.Control] = [head]
        rows += [written_card(self, row, each) for each in one.listed]
        if one.has_more:
            rows.append(
                parts.outline_button(
                    _("Show more"),
                    self.guard(partial(self.on_more, one)),
                )
            )
        return rows

    async def on_search(self, e: Any) -> None:
        for one in self.lists:
            one.search = e.control.value or ""
            one.pages = 1
        await self.redraw()

    async def on_more(self, one: ListModel) -> None:
        one.pages += 1
        await self.redraw()

    @only_opens
    def on_write(self, row: ShareableWords) -> None:
        self.s.go(row.path + row.new_id(self.s.moments.local(self.s.now())))
