"""`/agreed` and `/agreed/<patient>` (picture 49): how agreements stand and what is left to talk about, for therapist and prescriber.

Wide, the list stands beside the patient; on a phone one after the other. Reading it changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import NotSaved
from mobile.screens import reconcile
from mobile.screens.agreed.keys import TALKED, AgreedKeys
from mobile.screens.agreed.model import KINDS, AgreedModel, Point, Row
from mobile.screens.agreed.pane import pane
from mobile.screens.agreed.people import EDGE, Filter, fits, people, row_name
from mobile.screens.first_fetch import first_fetch
from mobile.screens.kept_in_view import KeptInView, Piece
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.key_bar import WITH_KEYS

LIST_WIDTH = 384
AT_ONCE = 50
LARGE_FROM = 1.3
"""Letters so many times as large as usual stand below one another, not in columns."""


class AgreedDesk(LiveScreen):
    """`params["patient"]`: who is open; none: the list alone, or wide the first of it."""

    follows = KINDS
    scrolls = False
    widest = 0
    one_when_wide = "agreed"
    _trouble = ""

    def title(self) -> str:
        row = None if self.is_wide else self._asked_for()
        return (row.name or self._("A patient")) if row is not None else self._("Agreements")

    def body(self) -> list[ft.Control]:
        self.model = AgreedModel(self.records, self.s.now, self.me, self.s.zone)
        self._filter: Filter | None = None
        self._most = AT_ONCE
        self._is_large = False  # letters leave no room for columns
        self._probe = parts.Probe(self._measured)
        # Beside what takes no room: a line of its own would push the list down.
        self._hidden = ft.Stack([ft.Container(height=0), ft.Container(self._probe, left=0, top=0)])
        self._has_keys = self.page.platform in WITH_KEYS
        self._in_view, self._pane = KeptInView(self, has_keys=self._has_keys), _scrolling()
        self._list, self.keys = self._in_view.control, AgreedKeys(self.s)
        self._by_key = ""  # whom a key leads to, while that is still to come
        self._has_gone_on = False
        stretched, edge = ft.CrossAxisAlignment.STRETCH, ft.Border(right=ft.BorderSide(1, t.LINE))
        listed = ft.Container(self._list, width=LIST_WIDTH, border=edge)
        self._in_view.watch_room(listed)
        read: list[ft.Control] = [self._pane, *([self.keys.control] if self._has_keys else [])]
        right = ft.Column(read, expand=True, spacing=0, horizontal_alignment=stretched)
        self._halves = ft.Row([listed, right], expand=True, spacing=0, vertical_alignment=stretched)
        super().body()
        self._place = ft.Column(expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        return [self._place]

    def resized(self, is_wide: bool) -> None:
        self._put(self.whole())

    def _measured(self) -> None:
        is_large = self._probe.line_height > LARGE_FROM * t.SIZE_BODY * t.LINE_HEIGHT
        if is_large != self._is_large:
            self._is_large = is_large
            self._put(self.whole())

    def goes_on(self, params: Mapping[str, str]) -> None:
        super().goes_on(params)
        self._has_gone_on = True

    async def shown(self) -> None:
        has_gone_on, self._has_gone_on = self._has_gone_on, False
        await super().shown()
        if has_gone_on and self.is_mounted(self._pane):  # somebody else is read from the beginning
            await self._pane.scroll_to(offset=0, duration=0)
        row = self._open()
        if row is not None and row.id == self._by_key:  # not one that a faster key passes over
            self._by_key = ""
            self._in_view.follow(row_name(row))

    async def load(self) -> None:
        await self.model.load()

    # --- who ---

    def _asked_for(self) -> Row | None:
        return self.model.row(self.params.get("patient"))

    def _open(self) -> Row | None:
        """Who was asked for; wide, whom the list begins with."""
        if "patient" in self.params:
            return self._asked_for()
        return next(iter(self._shown()), None) if self.is_wide else None

    def _shown(self) -> list[Row]:
        return [one for one in self.model.rows if fits(one, self._filter)]

    # --- drawing ---

    def whole(self) -> list[ft.Control]:
        """One control that fills the place: its halves scroll by themselves."""
        row = self._open()
        is_list = "patient" not in self.params
        for half, drawn in ((self._list, self._listed(row)), (self._pane, self._one(row))):
            reconcile.put_rows(half.controls, drawn)
        if self._has_keys:
            self.keys.show(self._shown(), row)
        if self.is_wide:
            return [self._halves]
        return [self._list if is_list else self._pane]

    def drawn(self) -> list[ft.Control]:
        return self.whole()

    def _listed(self, row: Row | None) -> list[ft.Control]:
        _ = self._
        if not self.model.rows:
            empty = parts.empty_state(
                _("No agreements to see"),
                _(
                    "How the agreements of your patients stand appears here, once you are on a care team of theirs."
                ),
                icon=parts.icons.NOTES,
            )
            return [
                ft.Container(one, padding=EDGE) for one in ([empty] if self.has_all else first_fetch(self.s))
            ]
        meanwhile: list[Piece] = [
            (f"fetch {place}", ft.Container(one, padding=EDGE))
            for place, one in enumerate(first_fetch(self.s))
        ]
        more = parts.text_button(_("Show more"), self.guard(self.on_more))
        listed = people(
            self.s,
            self.model.rows,
            row.id if row is not None and self.is_wide else None,
            self._filter,
            self.on_filter,
            most=self._most,
            more=more,
        )
        return [self._hidden, *self._in_view.pieces([*meanwhile, *listed])]  # it has no height to tell

    def _one(self, row: Row | None) -> list[ft.Control]:
        _ = self._
        if row is None:
            if "patient" not in self.params:
                return []
            text = _("There is nothing of this person to see here now.")
            said = [parts.notice(text)] if self.has_all else [] if self.is_wide else first_fetch(self.s)
            return [ft.Container(one, padding=EDGE) for one in said]
        rows = pane(
            self.s,
            row,
            self.me,
            self.on_talk,
            is_wide=self.is_wide,
            has_table=self.is_wide and not self._is_large,
        )
        if self._trouble:
            rows.insert(0, parts.notice(self._trouble, tone="danger", is_live=True))
        edge = 28 if self.is_wide else t.PAGE_MARGIN
        padding = ft.Padding(edge, t.S16, edge, t.S24)
        return [ft.Container(parts.stack(*rows, spacing=t.CARD_GAP), padding=padding)]

    # --- acts ---

    async def on_filter(self, chosen: Filter) -> None:
        """Tapped again it is off."""
        self._filter = None if self._filter == chosen else chosen
        await self.redraw()

    async def on_more(self) -> None:
        self._most += AT_ONCE
        await self.redraw()

    async def on_talk(self, point: Point, is_done: bool, _: object = None) -> None:
        self._trouble = ""
        try:
            await self.model.talk(point.noun.id, self.person.name, is_done=is_done)
        except NotSaved:
            self._trouble = self._("Not marked: it could not be saved on this device now.")
        await self.redraw()

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide

    async def key(self, name: str) -> None:
        row, shown = self._open(), self._shown()
        to = self.keys.leads_to(name, shown, self.model.row(self._by_key) or row)
        if to is not None:
            while self._most <= shown.index(to):
                self._most += AT_ONCE
            self._by_key = to.id
            self.s.go(f"/agreed/{to.id}")
        elif name == TALKED and row is not None and row.is_prescriber:
            point = next((one for one in row.points if one.noun.is_open), None)
            if point is not None:
                await self.on_talk(point, True)
        elif self.keys.turns(name):
            await self.redraw()


def _scrolling() -> ft.Column:
    return ft.Column(
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
