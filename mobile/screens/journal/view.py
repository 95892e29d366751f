"""Journal (picture 06): entries by time, found by their words or by what is set beside them; then the other words a person
keeps, by kind. Search never leaves the phone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.tags import tags_together
from mobile.care.shared_kinds import SHAREABLE
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.journal import filters
from mobile.screens.journal.entries import EntryList, grouped
from mobile.screens.journal.entry_card import entry_card, group_text
from mobile.screens.journal.filters import Filter
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.trash import empty_trash
from mobile.screens.reconcile import only_opens
from mobile.screens.shareable_words import ROWS, ShareableWords, of_kind
from mobile.screens.status_text import session_name
from mobile.screens.writing.card import written_card
from mobile.screens.writing.listing import AROUND, ListModel, beside

ENTRIES = of_kind(JournalEntry)
OTHERS = tuple(row for row in ROWS if row is not ENTRIES)


class Journal(LiveScreen):
    """The second tab."""

    follows = (*SHAREABLE, *AROUND)

    def title(self) -> str:
        return self._("Journal")

    def body(self) -> list[ft.Control]:
        self.entries = EntryList(self.records)
        self.lists = [ListModel(self.records, row) for row in OTHERS]
        self.filter = filters.ALL
        self._tags: Sequence[Sequence[str]] | None = None  # those there are, once they were asked for
        self._is_every_session = False
        self._emptied_on: object = None
        self.search = parts.search_field(
            self._("Search your words"),
            on_change=self.guard(self.on_search),
            on_come=self.guard(self.entries.make_ready),
        )
        self.search.visible = False
        self._whole = parts.stack(self.search, *super().body(), spacing=t.CARD_GAP)
        return [self._whole]

    def floating(self) -> ft.Control:
        return parts.write_button(self._("Write"), self.guard(partial(self.on_write, ENTRIES)))

    async def load(self) -> None:
        self.around = await beside(self.records, self.s.now(), self.me)
        await self.entries.load(self.around)
        for one in self.lists:
            await one.load(self.around)

    async def shown(self) -> None:
        await super().shown()
        today = self.s.moments.local(self.s.now()).date()
        if self._emptied_on != today:
            self._emptied_on = today
            self.s.run(self._empty_trash())

    async def _empty_trash(self) -> None:
        await empty_trash(self.records, self.s.now(), self.s.services.clinic_ahead)

    @property
    def _is_searched(self) -> bool:
        return bool(self.entries.search)

    @property
    def _is_narrowed(self) -> bool:
        return self._is_searched or self.filter is not filters.ALL

    @property
    def _has_any(self) -> bool:
        return bool(self.entries.lines) or any(one.listed for one in self.lists)

    async def redraw(self) -> None:
        await super().redraw()
        has_any = self._is_narrowed or self._has_any
        if self.search.visible != has_any:
            self.search.visible = has_any
            if self.is_mounted(self._whole):
                self._whole.update()
        if self.entries.unplaced:
            self.s.run(self._look_elsewhere())

    async def _look_elsewhere(self) -> None:
        """What was shared from other devices is listed too, once the first page stands."""
        await self.entries.look_elsewhere()
        await self.redraw()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self._has_any and not self._is_narrowed:
            return [*self._nothing_yet(), *self._ways()]
        rows: list[ft.Control] = [] if self._is_searched else self._filters()
        if self._is_searched and not self._has_any:
            rows.append(
                parts.notice(_("None of your words say this."), icon=parts.icons.SEARCH, is_live=True)
            )
        elif self._is_narrowed and not self._is_searched and not self.entries.lines:
            rows.append(parts.notice(self._none_here(), is_live=True))
        rows += self._entries()
        if self.filter is filters.ALL:
            rows += [control for one in self.lists for control in self._section(one)]
        return [*rows, *([] if self._is_searched else self._ways()), parts.gap(96)]

    def _entries(self) -> list[ft.Control]:
        rows: list[ft.Control] = []
        if not self.entries.lines and not self._is_narrowed:
            rows.append(parts.small(self._("Entries you write appear here, the newest first.")))
        for group, lines in grouped(self.entries.lines, self.s.now(), self.s.zone):
            rows.append(parts.section(group_text(self, group)))
            rows += [entry_card(self, line) for line in lines]
        if self.entries.has_more:
            rows.append(
                parts.outline_button(self._("Show more"), self.guard(partial(self.on_more, self.entries)))
            )
        return rows

    def _filters(self) -> list[ft.Control]:
        every = [*filters.offered(self.around.visits, self.s.now(), is_every_session=self._is_every_session)]
        every += [filters.HIDDEN] if self.s.hiding_is_open else []
        chips = [self._chip(one, self._filter_name(one)) for one in every]
        tags = [filters.of_tag(ways) for ways in self._tags or ()]
        chips += [self._chip(one, one.tag) for one in tags]
        if self._tags is None:
            chips.append(parts.choice_chip(self._("Tags"), self.guard(self.on_tags)))
        rows: list[ft.Control] = [parts.chip_row(*chips)]
        if self._tags == []:
            rows.append(parts.small(self._("No entry has a tag yet. You add tags beside its words.")))
        return rows

    def _chip(self, one: Filter, name: str) -> ft.Control:
        return parts.choice_chip(name, self.guard(partial(self.on_filter, one)), is_on=one == self.filter)

    def _filter_name(self, one: Filter) -> str:
        _ = self._
        if one.session is not None:
            return session_name(self.s, self.around.visits.place(one.session))
        return {
            "all": _("All"),
            "starred": _("Starred"),
            "shared": _("Shared"),
            "voice": _("Voice"),
            "pictures": _("Pictures"),
            "hidden": _("Hidden"),
        }[one.kind]

    def _none_here(self) -> str:
        _ = self._
        return {
            "starred": _("No entry has a star. You set one beside its words."),
            "voice": _("No entry has a voice note. You speak one beside its words."),
            "pictures": _("No entry has a picture. You add one beside its words."),
            "hidden": _("No entry is hidden. You hide one on its page."),
            "shared": _("No entry is shared. What you share stands here, with the way to take it back."),
        }.get(self.filter.kind, _("Nothing was written here."))

    def _nothing_yet(self) -> list[ft.Control]:
        _ = self._
        if not self.has_all:
            return []
        return [
            parts.empty_state(
                _("Nothing written yet"),
                self.s.wording.nothing_written_yet(),
                icon=parts.icons.JOURNAL,
                action=parts.primary_button(_(ENTRIES.write), self.guard(partial(self.on_write, ENTRIES))),
            ),
            *(parts.outline_button(_(row.write), self.guard(partial(self.on_write, row))) for row in OTHERS),
        ]

    def _ways(self) -> list[ft.Control]:
        """To days that are further away, and to what was thrown away."""
        _ = self._
        other_days = parts.list_row(
            _("On other days"),
            _("An earlier entry, when you want to meet one"),
            self.guard(partial(self.s.go, "/journal/other-days")),
            icon=ft.Icons.HISTORY_ROUNDED,
            has_arrow=True,
        )
        trash = parts.list_row(
            _("Trash"),
            _("Deleted entries"),
            self.guard(partial(self.s.go, "/journal/trash")),
            icon=ft.Icons.DELETE_OUTLINE_ROUNDED,
            has_arrow=True,
        )
        return [parts.card(other_days, parts.hairline(), trash, padding=0, spacing=0)]

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
            rows.append(parts.outline_button(_("Show more"), self.guard(partial(self.on_more, one))))
        return rows

    # --- acts ---

    async def on_search(self, e: Any) -> None:
        for one in (self.entries, *self.lists):
            one.search = e.control.value or ""
            one.pages = 1
        await self.redraw()

    async def on_filter(self, chosen: Filter, _: Any = None) -> None:
        self.filter = filters.ALL if chosen == self.filter else chosen
        self.entries.where, self.entries.pages = self.filter.where, 1
        await self.redraw()

    async def on_tags(self) -> None:
        """Every tag there is, the most used first."""
        found = await self.records.values(JournalEntry, "tags", {"is_deleted": False})
        self._tags = tags_together(found)
        await self.redraw()

    async def on_more(self, one: EntryList | ListModel) -> None:
        one.pages += 1
        await self.redraw()

    @only_opens
    def on_write(self, row: ShareableWords) -> None:
        self.s.go(row.path + row.new_id(self.s.moments.local(self.s.now())))
