"""The therapist's workspace (pictures 40 and 42): who shared something at the left, by need, what they shared at the right;
on a phone, one after the other. `people` draws the one half, `detail` the other, and `chosen` says what is open.

Only what was shared, exactly as it was written: nothing here reads meaning into words. Above it stand the alerts that the
clinic's own table sends to this person, until they are settled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome, reconcile
from mobile.screens.first_fetch import first_fetch
from mobile.screens.panels.agreed_way import agreed_row, open_points
from mobile.screens.panels.bookings import bookings_row
from mobile.screens.reads.bookings import how_many_wait
from mobile.screens.reads.course_plans import CoursePlans
from mobile.screens.shared import people
from mobile.screens.shared.brief.held import brief_route
from mobile.screens.shared.chosen import Chosen
from mobile.screens.shared.desk import Filter, desk_of
from mobile.screens.shared.detail import Detail
from mobile.screens.shared.hearing import Hearing
from mobile.screens.shared.keys import BRIEF, REPLY, SEND_KEY, SUMMARY, WITH_KEYS, DeskKeys
from mobile.screens.shared.list_head import ListHead
from mobile.screens.shared.model import SharedModel
from mobile.screens.shared.seeing import Seeing
from mobile.screens.shared.stepping import Stepping
from mobile.screens.shared.summary.keeping import summary_route
from mobile.screens.shared.talk_pane import TalkPane
from mobile.screens.shared.thread import DeskThread

LIST_WIDTH = 408  # the three filters side by side
SCROLLED_EVERY_MS = 250
FIRST_ROWS = 16
"""Drawn before the others: as many as a screen shows at once."""
SENT_S = 0.02
"""Until those have left for the page: drawing the rest holds everything else up."""


class Workspace(Chosen):
    """What the places of the workspace have in common. A subclass says what is chosen."""

    points: int | None = None  # open talking points of agreements, where the reader is shown them
    waiting: int | None = None  # requests for another date, where the reader books
    scrolls = False
    widest = 0
    has_back_when_wide = False
    one_when_wide = "shared"

    def title(self) -> str:
        """Wide, of the whole workspace; on a phone, where one patient fills it, their name."""
        row = None if self.is_wide else self.chosen_row() or self.chosen_alert()
        return (row.name or self._("A patient")) if row is not None else self._("Shared with you")

    def body(self) -> list[ft.Control]:
        self._looked = None
        self.desk = desk_of(self.page, self.person.id)
        self.model = SharedModel(self.records, self.s.now, self.person.fhir_user, self.s.zone)
        self.talk = DeskThread(
            self.records, self.person.fhir_user, self.s.now, start=self.s.run, on_change=self._on_reply
        )
        self.talk_pane = TalkPane(self)
        self.hearing = Hearing(self.s, self.records)
        self.seeing = Seeing(self.s, self.records)
        self.head = ListHead(self.s, self.model, self.desk, self._filter, self._find)
        self._stepping = Stepping(self)
        sizes = self._stepping.sizes if self.page.platform in WITH_KEYS else None
        self.list = people.PeopleList(self.s, self.head, sizes, self._show)
        self.detail = Detail(self)
        self.bar = DeskKeys(self.s)
        self._planned = CoursePlans()
        self._has_gone_on = False
        self._asked_for: str | None = None  # by a key that came before it was known who is open
        # The two halves are made once: drawn anew they would be scrolled back to their beginning.
        self._people, self._reading = _scrolling(self.guard(self._scrolled)), _scrolling()
        self._place = ft.Column(expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        self._lay()
        return [self._place]

    def goes_on(self, params: Mapping[str, str]) -> None:
        super().goes_on(params)
        self._has_gone_on = True
        self._looked = None  # what is said of nobody depends on what was asked for

    async def shown(self) -> None:
        by_key, has_gone_on = self._stepping.shown(), self._has_gone_on
        self._has_gone_on = False
        if self.chosen_patient() is None:
            self.desk.stood = None
        self.go_on()
        await super().shown()
        if has_gone_on and self.is_mounted(self._reading):  # somebody else is read from the beginning
            await self._reading.scroll_to(offset=0)
        elif self.is_wide and self.desk.offset:
            await self.scroll_list(self.desk.offset)
        if by_key and self.hears_keys():
            await self._stepping.arrive()

    async def scroll_list(self, offset: float) -> None:
        """`offset`: logical pixels from the beginning of the list."""
        if self.is_mounted(self._people):
            await self._people.scroll_to(offset=offset)

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide and self.page.platform in WITH_KEYS

    async def key(self, name: str) -> None:
        if name == REPLY and self.talk.share is not None:
            await self.talk_pane.box.focus()
        elif name == SEND_KEY and self.talk.share is not None:
            await self.talk_pane.on_send()
        elif name in (BRIEF, SUMMARY):
            self._asked_for = name
            self._go_on_to()
        else:
            await self._stepping.key(name)

    leads_out_of_fields = True

    async def leaves_field(self) -> None:
        """To who is open, or to the head of the list."""
        beginning = self.detail.beginning if self.open_row() is not None else None
        beginning = beginning or self.head.beginning
        if beginning is not None:
            self.head.leave()
            await beginning.focus()

    def _go_on_to(self) -> None:
        """The brief or the summary of who is open; a key that came before that was known is done once it is."""
        if not self._is_read:
            return
        row, asked = self.open_row(), self._asked_for
        self._asked_for = None
        if asked == BRIEF and row is not None:
            self.s.go(brief_route(row.id))
        elif asked == SUMMARY and row is not None and self._keeps_summary():
            self.s.go(summary_route(row.id))

    def _keeps_summary(self) -> bool:
        return self.summary is not None and self.summary.is_mine

    def redraw_bar(self) -> None:
        """The keys, and whom they open now."""
        if self._fill_bar() and self.is_mounted(self.bar.control):
            self.bar.control.update()

    def _fill_bar(self) -> bool:
        listing, at, desk = self.listing(), self.open_at(), self.desk
        if not listing.entries and not self.model.rows:
            return self.bar.hide()
        coming, before = listing.next(at), listing.before(at)
        has_reply = self.talk.share is not None
        return self.bar.show(
            coming,
            before,
            has_find=self.head.has_find,
            has_reply=has_reply,
            has_brief=self.open_row() is not None,
            has_summary=self._keeps_summary(),
            has_all=desk.has_all_keys,
        )

    # --- the reply ---

    def _on_reply(self) -> None:
        self.talk_pane.box.show()

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return self.talk_pane.box.late_fields() if self._is_read else []

    def _scrolled(self, e: ft.OnScrollEvent) -> None:
        ft.context.disable_auto_update()
        if self.is_wide:  # on a phone the list is one place, and keeps it by itself
            self._stepping.scrolled(e)

    # --- drawing ---

    def is_passed_over(self) -> bool:
        return self._stepping.leads_on

    async def load(self) -> None:
        await super().load()
        self.waiting = await how_many_wait(self.records, self.me, self.s.now(), self.s.zone, self._planned)
        self.points = await open_points(self.records)
        if not self.head.has_find:
            self.desk.find = ""

    async def redraw(self) -> None:
        before = self.title()
        await self.load()
        is_listing = self.is_wide or self._is_list
        if is_listing and not self._people.controls and len(self.model.rows) > FIRST_ROWS:
            self._show(FIRST_ROWS)
            await asyncio.sleep(SENT_S)
        self._show()
        self.talk_pane.box.turn()
        self.talk_pane.box.show()
        self._stepping.loaded()
        self._go_on_to()
        if self.title() != before:
            chrome.rehead_now(self)

    def resized(self, is_wide: bool) -> None:
        chrome.rehead(self)
        self._lay()
        self._fill()

    async def _filter(self, chosen: Filter) -> None:
        """Tapped again it is off."""
        self.desk.filter = None if self.desk.filter == chosen else chosen
        await self.redraw()

    def _find(self, typed: str) -> None:
        self.desk.find = typed
        self._show()

    def _lay(self) -> None:
        """Both halves side by side, or the one that was asked for."""
        if self.is_wide:
            stretched = ft.CrossAxisAlignment.STRETCH
            line = ft.Border(right=ft.BorderSide(1, t.LINE))
            listed = ft.Container(self._people, width=LIST_WIDTH, border=line)
            self._stepping.sizes.watch_room(listed)
            right: list[ft.Control] = [self._reading, *([self.bar.control] if self.hears_keys() else [])]
            halves: list[ft.Control] = [
                listed,
                ft.Column(right, expand=True, spacing=0, horizontal_alignment=stretched),
            ]
            self._place.controls = [ft.Row(halves, expand=True, spacing=0, vertical_alignment=stretched)]
        else:
            self._place.controls = [self._people if self._is_list else self._reading]

    @property
    def _is_list(self) -> bool:
        return self.chosen_patient() is None and "alert" not in self.params

    def _show(self, at_first: int = 0) -> None:
        for half in self._fill(at_first):
            if self.is_mounted(half):
                half.update()

    def _fill(self, at_first: int = 0) -> list[ft.Control]:
        """What there is to show, into the halves. Returns those in which something changed. `at_first`: only the list, and of
        it no more rows than that; 0: all."""
        changed: list[ft.Control] = []
        if self.hears_keys() and not at_first and self._fill_bar():
            changed.append(self.bar.control)
        if self.is_wide or self._is_list:
            listed = self._listed(at_first)
            if list(map(id, listed)) != list(map(id, self._people.controls)):  # it keeps its pieces itself
                self._people.controls[:] = listed
                changed.append(self._people)
        if (self.is_wide or not self._is_list) and not at_first:
            looks, before = self.detail.looks(), self._looked
            self._looked = looks
            if looks == before:
                return changed
            reconcile.put_rows(self._reading.controls, self.detail.drawn())
            changed.append(self._reading)
        return changed

    def drawn(self) -> list[ft.Control]:
        return self._place.controls

    def _listed(self, at_first: int) -> list[ft.Control]:
        in_care = self.model.in_care if self.has_all else ()
        if not self.model.rows and not self.model.alerts and not in_care:
            empty = ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S24)
            text = [people.nobody_yet(self.s)] if self.has_all else first_fetch(self.s)
            agreed = [agreed_row(self.s, self.points)] if self.points is not None else []
            text = [*bookings_row(self.s, self.waiting), *agreed, *text]
            there = self._people.controls
            drawn: list[ft.Control] = [ft.Container(parts.stack(*text), padding=empty)]
            return there if reconcile.settle(there, drawn) else drawn
        row, alert = self.open_row(), self.chosen_alert()
        chosen = row.id if row is not None and alert is None else None
        open_alert = alert.id if alert is not None else None
        return self.list.drawn(
            self.listing(),
            chosen,
            open_alert,
            is_wide=self.is_wide,
            at_first=at_first,
            in_care=in_care,
            points=self.points if self.has_all else None,
        )


def _scrolling(on_scroll: parts.Handler | None = None) -> ft.Column:
    return ft.Column(
        on_scroll=on_scroll,
        scroll_interval=SCROLLED_EVERY_MS,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
