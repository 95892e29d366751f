"""`/approvals` and `/approvals/<id>`: how far all patients' approvals are, and recording one of them.

Wide, the list stands beside the approval, each scrolling by itself; on a phone one after the other. What is recorded is shown before as
the patient sees it, can be taken back, and is the clinic's record once it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping

import flet as ft

from mobile.care.approval.draft import ApprovalDraft
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome, reconcile
from mobile.screens.approvals import pane
from mobile.screens.approvals.begin_pane import BeginPane
from mobile.screens.approvals.finding import EDGE, Finding
from mobile.screens.approvals.keys import ApprovalKeys
from mobile.screens.approvals.listing import LookedFor, listed, piece_name, route_of
from mobile.screens.approvals.model import KINDS, Desk, Filter, Row, read_desk
from mobile.screens.approvals.writing import RecordingScreen
from mobile.screens.first_fetch import first_fetch
from mobile.screens.kept_in_view import KeptInView, Piece
from mobile.screens.panels.halves import scrolling
from mobile.screens.panels.key_bar import WITH_KEYS

LIST_WIDTH = 400
AT_ONCE = 50
BEGIN = "new"


class ApprovalsDesk(RecordingScreen):
    """`params["id"]`: which one is open, or `new`; none: the list alone, or wide the first of it."""

    follows = (*KINDS, ApprovalDraft)
    scrolls = False
    widest = 0
    has_back_when_wide = False
    one_when_wide = "approvals"

    def title(self) -> str:
        row = None if self.is_wide else self.row
        return (row.name or self._("A patient")) if row is not None else self._("Approvals")

    def body(self) -> list[ft.Control]:
        self._looked = None
        self.desk, self.row = Desk(), None
        self._filter: Filter | None = None
        self._finding = Finding(self.s, self._("Find by name"), self._show)
        self._begin_pane = BeginPane(self.s, self.on_begin)
        self._most, self._by_key, self._has_gone_on = AT_ONCE, "", False
        self.make_fields()
        self._has_keys = self.page.platform in WITH_KEYS
        self.keys = ApprovalKeys(self.s)
        self._in_view = KeptInView(self, has_keys=self._has_keys)
        self._list, self._pane = self._in_view.control, scrolling()
        self._place = ft.Column(expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        self._lay()
        return [self._place]

    def _lay(self) -> None:
        """Both halves side by side, or the one that was asked for."""
        if not self.is_wide:
            self._place.controls = [self._pane if "id" in self.params else self._list]
            return
        stretched = ft.CrossAxisAlignment.STRETCH
        right: list[ft.Control] = [self._pane, *([self.keys.control] if self._has_keys else [])]
        edge = ft.Border(right=ft.BorderSide(1, t.LINE))
        half = ft.Container(self._list, width=LIST_WIDTH, border=edge)
        self._in_view.watch_room(half)
        read = ft.Column(right, expand=True, spacing=0, horizontal_alignment=stretched)
        self._place.controls = [ft.Row([half, read], expand=True, spacing=0, vertical_alignment=stretched)]

    def resized(self, is_wide: bool) -> None:
        chrome.rehead(self)
        self._lay()
        self._fill()

    def goes_on(self, params: Mapping[str, str]) -> None:
        super().goes_on(params)
        self._has_gone_on = True

    async def shown(self) -> None:
        has_gone_on, self._has_gone_on = self._has_gone_on, False
        self.go_on()
        await super().shown()
        if has_gone_on and self.is_mounted(self._pane):  # another is read from the beginning
            await self._pane.scroll_to(offset=0, duration=0)
        if self.row is not None and self.row.approval.id == self._by_key:
            self._by_key = ""
            self._in_view.follow(piece_name(self.row))

    # --- reading ---

    async def load(self) -> None:
        self.desk = await read_desk(self.records, self.me, self.s.now(), self.s.zone)
        wanted = self.params.get("id", "")
        self.row = self.desk.row(wanted)
        if not wanted and self.is_wide:
            self.row = next(iter(self.desk.shown(self._filter)), None)
        self._small: Mapping[str, bytes | None] = {}
        if self.row is not None:
            one = self.row.standing
            self._small = {p.id: await self.pictures.small(p.id) for p in (*one.papers, *one.earlier)}
            if self.row.approval.id != self.model.noun.about:
                self.fields.problems = {}
            await self.model.turn_to(self.row.approval.id)
        self.is_read = True

    # --- drawing ---

    async def redraw(self) -> None:
        before = self.headed
        await self.load()
        if before and self.title() != before:
            chrome.rehead_now(self)
        self._show()

    def _show(self) -> None:
        """Of what was read."""
        for half in self._fill():
            if self.is_mounted(half):
                half.update()

    def _fill(self) -> list[ft.Control]:
        """What there is to show, into the halves. Returns those that are to be sent."""
        if not self.is_read:
            return []
        fetched = first_fetch(self.s)
        above: list[Piece] = [
            (f"fetch {n}", ft.Container(one, padding=EDGE)) for n, one in enumerate(fetched)
        ]
        if not self.desk.rows:
            above += [("nothing", ft.Container(one, padding=EDGE)) for one in self._nothing()]
        reconcile.put_rows(self._list.controls, self._in_view.pieces([*above, *self._listed()]))
        reconcile.put_rows(self._pane.controls, self._one())
        changed: list[ft.Control] = [self._list, self._pane]
        if self.hears_keys():
            self.keys.show(self._shown(), self.row)
            changed.append(self.keys.control)
        return changed

    def _nothing(self) -> list[ft.Control]:
        _ = self._
        if not self.has_all:
            return []
        if not self.desk.is_mine:
            return [parts.notice(_("Only who records approvals sees them."))]
        text = _("Begin one, and the patient sees how far it is.")
        return [parts.empty_state(_("No approvals yet"), text, icon=parts.icons.NOTES)]

    def _listed(self) -> list[Piece]:
        if not (self.desk.rows or self.desk.patients):
            return []
        more = parts.text_button(self._("Show more"), self.guard(self.on_more))
        chosen = self.row.approval.id if self.row is not None and self.is_wide else None
        return listed(self.s, self.desk, chosen, self._looked_for, self.on_filter, most=self._most, more=more)

    @property
    def _looked_for(self) -> LookedFor:
        return LookedFor(self._filter, self._finding)

    def _shown(self) -> list[Row]:
        return self._looked_for.found(self.desk)

    def _one(self) -> list[ft.Control]:
        """Row by row, each in a place of its own: the card with the fields stays where it is."""
        rows = self._rows()
        edge = 28 if self.is_wide else t.PAGE_MARGIN
        placed: list[ft.Control] = []
        for number, row in enumerate(rows):
            place = self.place_of_card if row is self.card else ft.Container(row)
            above, below = (t.CARD_GAP if number else t.S16), (0 if row is not rows[-1] else t.S24)
            place.padding = ft.Padding(edge, above, edge, below)
            placed.append(place)
        return placed

    def _rows(self) -> list[ft.Control]:
        """The open approval, or for whom one is begun."""
        s, row, guard = self.s, self.row, self.guard
        if self.params.get("id") == BEGIN:
            if not self.desk.is_mine:
                return self._nothing() if self.has_all else [] if self.is_wide else first_fetch(s)
            self._begin_pane.show(self.desk.patients)
            return [self._begin_pane.control]
        if row is None:
            if "id" not in self.params:
                return []
            gone = parts.notice(self._("This approval is not here any more."))
            return [gone] if self.has_all else [] if self.is_wide else first_fetch(s)
        drawn = pane.head(s, row, is_wide=self.is_wide)
        drawn += pane.conflict(s, row, guard(self.on_theirs), guard(self.on_mine))
        drawn += pane.unsent(s, row, guard(self.on_again))
        drawn += [pane.seen(s, row), *pane.photos(s, row, self._small, self.on_see)]
        if self.desk.is_mine and row.conflict is None:
            self.fields.show(row.approval)
            self.draw_preview()
            acts = pane.Acts(guard(self.on_back), guard(self.on_renew))
            drawn += [self.card, *pane.ways_on(s, row, acts)]
        return drawn

    # --- the list ---

    async def on_filter(self, chosen: Filter) -> None:
        """Tapped again it is off."""
        self._filter = None if self._filter == chosen else chosen
        await self.redraw()

    async def on_more(self) -> None:
        self._most += AT_ONCE
        await self.redraw()

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide and self._has_keys

    async def key(self, name: str) -> None:
        shown = self._shown()
        to = self.keys.leads_to(name, shown, self.desk.row(self._by_key) or self.row)
        if to is not None:
            while self._most <= shown.index(to):
                self._most += AT_ONCE
            self._by_key = to.approval.id
            self.s.go(route_of(to))
        elif self.keys.turns(name):
            await self.redraw()
