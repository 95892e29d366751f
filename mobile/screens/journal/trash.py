"""`/journal/trash`: entries that were thrown away, each brought back by one tap until its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.trash import days_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.overtaken import until_written
from mobile.records.ports import IS_HIDDEN, Head
from mobile.screens.clinic_copy import removed_later_text
from mobile.screens.journal.entry_card import hidden_chip, without_words
from mobile.screens.live_screen import LiveScreen
from mobile.screens.pages import Pages
from mobile.screens.reads.trash import empty_trash, in_trash


class Trash(LiveScreen):
    """The list."""

    follows = (JournalEntry,)

    def title(self) -> str:
        return self._("Trash")

    def body(self) -> list[ft.Control]:
        self.pages = Pages(self.s, self.redraw)
        self.heads: Sequence[Head] = ()
        return super().body()

    async def load(self) -> None:
        await empty_trash(self.records, self.s.now(), self.s.services.clinic_ahead)
        self.heads = await in_trash(self.records)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        how_long = f"{self.s.wording.kept_in_trash()} {removed_later_text(self.s)}".rstrip()
        if not self.heads:
            return [
                parts.empty_state(
                    _("Nothing in the trash"),
                    how_long,
                    icon=ft.Icons.DELETE_OUTLINE_ROUNDED,
                )
            ]
        rows: list[ft.Control] = [parts.small(how_long)]
        rows += [self._card(head) for head in self.pages.shown("trash", self.heads)]
        return [*rows, *self.pages.more("trash", self.heads)]

    def _card(self, head: Head) -> ft.Control:
        pictures, has_voice = int(head.values.get("pictures") or 0), bool(head.values.get("has_voice"))
        nothing = without_words(self, pictures, has_voice=has_voice)
        called = str(head.values.get("called") or "") or nothing
        deleted = datetime.fromisoformat(str(head.values.get("deleted_at")))
        left = days_left(deleted, self.s.now())
        stays = self.ngettext("Gone in {n} day", "Gone in {n} days", left).format(n=left)
        back = parts.text_button(
            self._("Bring back"),
            self.guard(partial(self.on_bring_back, head.id)),
            label=self._("Bring back {what}").format(what=called),
        )
        texts: list[ft.Control] = [parts.strong(called)]
        first = str(head.values.get("first") or "")
        if first:
            texts.append(parts.body(first, color=t.MUTED, max_lines=2))
        if head.values.get(IS_HIDDEN):
            texts.append(ft.Row([hidden_chip(self)]))
        return parts.card(*texts, parts.Beside(parts.small(stays), back))

    async def on_bring_back(self, id: str, _: Any = None) -> None:
        await until_written(partial(self._bring_back, id))
        self.s.say(self._("It is back in your journal."))
        await self.redraw()

    async def _bring_back(self, id: str) -> None:
        entry = await self.records.get(JournalEntry, id)
        if entry is not None and entry.deleted_at is not None:
            await self.records.save_all([entry.brought_back()], over=[entry])
