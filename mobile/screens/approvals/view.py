"""`/approvals` and `/approvals/<id>`: how far all patients' approvals are, and recording one of them.

Wide, the list stands beside the approval, each scrolling by itself; on a phone one after the other. What is recorded is shown before as
the patient sees it, can be taken back, and is the clinic's record once it was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.approval import Approval
from mobile.care.approval.draft import ApprovalDraft
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import NotSaved
from mobile.screens import chrome, reconcile
from mobile.screens.approvals import pane
from mobile.screens.approvals.fields import RecordFields
from mobile.screens.approvals.keys import ApprovalKeys
from mobile.screens.approvals.listing import EDGE, ROUTE, listed, piece_name, route_of
from mobile.screens.approvals.model import KINDS, Desk, Filter, read_desk
from mobile.screens.approvals.recording import Recording, begin, settle, step_back, undo
from mobile.screens.first_fetch import first_fetch
from mobile.screens.kept_in_view import KeptInView, Piece
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.halves import put, scrolling
from mobile.screens.panels.key_bar import WITH_KEYS
from mobile.screens.reads.approval_papers import PaperPictures
from mobile.screens.status_text import StatusText
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.saved_line import SavedLine
from mobile.screens.writing.screen import Held, WritingScreen

LIST_WIDTH = 400
AT_ONCE = 50
BEGIN = "new"


class ApprovalsDesk(LiveScreen, WritingScreen):
    """`params["id"]`: which one is open, or `new`; none: the list alone, or wide the first of it."""

    follows = (*KINDS, ApprovalDraft)
    scrolls = False
    widest = 0
    has_back_when_wide = False
    one_when_wide = "approvals"
    is_read = False

    def title(self) -> str:
        row = None if self.is_wide else self.row
        return (row.name or self._("A patient")) if row is not None else self._("Approvals")

    def body(self) -> list[ft.Control]:
        self._looked = None
        self.desk, self.row = Desk(), None
        self._filter: Filter | None = None
        self._most, self._by_key, self._has_gone_on = AT_ONCE, "", False
        self.model = Recording(self.records, self.s.now, start=self.s.run, on_change=self._on_change)
        self.fields = RecordFields(self.s, self.model, self.redraw)
        settled = lambda: self.model.is_saved and not self.model.trouble  # noqa: E731
        self.line = SavedLine(self.s, self._status(), self._status, settled)
        self.pictures = PaperPictures(self.records)
        # Made once, as the fields are: while somebody types only this is drawn anew.
        self._preview = parts.stack()
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
        put(self._list, self._in_view.pieces([*above, *self._listed()]))
        put(self._pane, self._one())
        changed: list[ft.Control] = [self._list, self._pane]
        if self.hears_keys():
            self.keys.show(self.desk.shown(self._filter), self.row)
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
        return listed(self.s, self.desk, chosen, self._filter, self.on_filter, most=self._most, more=more)

    def _one(self) -> list[ft.Control]:
        rows = self._rows()
        edge = 28 if self.is_wide else t.PAGE_MARGIN
        padding = ft.Padding(edge, t.S16, edge, t.S24)
        return [ft.Container(parts.stack(*rows, spacing=t.CARD_GAP), padding=padding)] if rows else []

    def _rows(self) -> list[ft.Control]:
        """The open approval, or for whom one is begun."""
        s, row, guard = self.s, self.row, self.guard
        if self.params.get("id") == BEGIN:
            if not self.desk.is_mine:
                return self._nothing() if self.has_all else [] if self.is_wide else first_fetch(s)
            return list(pane.patient_choice(s, self.desk.patients, self.on_begin))
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
            acts = pane.Acts(guard(self.on_record), guard(self.on_back), guard(self.on_renew))
            self._draw_preview()
            made = (self.fields.control, self._preview, self.line.control)
            drawn += pane.record_card(s, row, made, acts)
        return drawn

    def _draw_preview(self) -> None:
        """What the patient will see, once all that is chosen and typed can be recorded."""
        row = self.row
        made = self.model.noun.recorded(row.approval, self.s.now()).approval if row is not None else None
        drawn = pane.then_seen(self.s, row, made) if row is not None and made is not None else []
        self._preview.visible = bool(drawn)
        if not reconcile.settle(self._preview.controls, drawn):
            self._preview.controls[:] = drawn
        parts.redraw(self._preview)

    # --- what is typed ---

    @property
    def draft(self) -> Held | None:
        return self.model if self.is_read else None

    def recall(self, before: Held) -> None:
        assert isinstance(before, KeptDraft)
        self.model.recall(before)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        return self.fields.late_fields() if self.is_read else []

    def _on_change(self) -> None:
        if self.is_read:
            self.line.say()

    def _status(self) -> StatusText:
        _, wording = self._, self.s.wording
        if self.model.trouble == "locked":
            locked = _("Not saved: Lantern was locked. Your text is saved when you unlock it.")
            return StatusText(locked, "attention")
        if self.model.trouble is not None:
            return StatusText(wording.words_not_saved(is_full=self.model.trouble == "full"), "attention")
        if not self.model.is_saved:
            return StatusText(_("Saving"), "sending")
        if self.model.noun.is_empty:
            return StatusText(_("Nothing chosen or written yet"), wording.kept_drawing)
        return StatusText(_("Not recorded. {where}").format(where=wording.kept()), wording.kept_drawing)

    def on_commit(self, id: str) -> None:
        if id == self.model.noun.id:
            self.s.run(self._stored_changed(id))
        else:
            self.look_soon()

    async def _stored_changed(self, id: str) -> None:
        """Typing draws the preview alone anew; what another page chose draws all."""
        state = self.model.noun.state
        await self.model.stored_changed(id)
        if self.model.noun.state != state:
            self.look_soon()
        else:
            self._draw_preview()

    # --- acts ---

    async def on_filter(self, chosen: Filter) -> None:
        """Tapped again it is off."""
        self._filter = None if self._filter == chosen else chosen
        await self.redraw()

    async def on_more(self) -> None:
        self._most += AT_ONCE
        await self.redraw()

    async def on_record(self, _e: Any = None) -> None:
        self.fields.take()
        done = await self.model.record()
        self.fields.problems = done.read.problems if done.outcome == "problems" else {}
        if done.outcome == "not_saved":
            self.s.say(self._("It could not be saved, so it was not recorded. What you typed is still here."))
        elif done.outcome == "closed":
            self.s.say(self._("This approval is not here any more."))
        elif done.before is not None and done.after is not None:
            self._offer_undo(self._("Recorded."), done.before, done.after)
        await self.redraw()

    def _offer_undo(self, text: str, before: Approval | None, after: Approval) -> None:
        back = self.guard(partial(self._undo, before, after))
        parts.snack(self.page, text, action=self._("Undo"), on_action=back)

    async def _undo(self, before: Approval | None, after: Approval, _e: Any = None) -> None:
        try:
            is_undone = await undo(self.records, before, after, self.s.now())
        except NotSaved:
            is_undone = False
        gone = self._("Taken back. The patient sees that once the clinic’s system has it.")
        self.s.say(gone if is_undone else self._("Not taken back: something else was recorded since."))
        await self.redraw()

    async def on_back(self, _e: Any = None) -> None:
        row = self.row
        if row is None:
            return
        before = await step_back(self.records, row.approval.id, self.s.now())
        after = await self.records.get(Approval, row.approval.id)
        if before is not None and after is not None:
            self._offer_undo(self._("The last step is taken back."), before, after)
        await self.redraw()

    async def on_renew(self, _e: Any = None) -> None:
        if self.row is not None:
            await self._begin(self.row.approval.patient, self.row.approval)

    async def on_begin(self, patient: str, _e: Any = None) -> None:
        await self._begin(patient, None)

    async def _begin(self, patient: str | None, renews: Approval | None) -> None:
        if patient is None or patient not in self.desk.patients:
            return
        made = await begin(self.records, patient, self.s.now(), renews)
        if made is None:
            self.s.say(self._("It is being renewed already."))
            await self.redraw()
            return
        self._offer_undo(self._("Begun. The insurance is checked first."), None, made)
        self.s.go(f"{ROUTE}/{made.id}")

    async def on_theirs(self, _e: Any = None) -> None:
        await self._settle(is_mine=False)

    async def on_mine(self, _e: Any = None) -> None:
        await self._settle(is_mine=True)

    async def _settle(self, *, is_mine: bool) -> None:
        if self.row is None:
            return
        id = self.row.approval.id
        if not await settle(self.records, id, is_mine=is_mine, now=self.s.now()):
            self.s.say(self._("Yours may not follow what the clinic has. Both are still here."))
        await self.redraw()

    async def on_again(self, _e: Any = None) -> None:
        if self.row is not None:
            await self.records.try_again(Approval, self.row.approval.id)
        await self.redraw()

    async def on_see(self, id: str, name: str, _e: Any = None) -> None:
        data = await self.pictures.whole(id)
        if data is None:
            self.s.say(self._("This picture cannot be shown here."))
        elif self.s.may_show():
            parts.see_large(self.page, data, name, "", self._("Close"))

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide and self._has_keys

    async def key(self, name: str) -> None:
        shown = self.desk.shown(self._filter)
        to = self.keys.leads_to(name, shown, self.desk.row(self._by_key) or self.row)
        if to is not None:
            while self._most <= shown.index(to):
                self._most += AT_ONCE
            self._by_key = to.approval.id
            self.s.go(route_of(to))
        elif self.keys.turns(name):
            await self.redraw()
