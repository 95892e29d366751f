"""Recording one approval at the coordinator's place: the draft that is kept as it is typed, its preview, and what the acts say and undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.approval import Approval
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.errors import NotSaved
from mobile.screens import reconcile
from mobile.screens.approvals import pane
from mobile.screens.approvals.fields import RecordFields
from mobile.screens.approvals.listing import ROUTE
from mobile.screens.approvals.model import Desk, Row
from mobile.screens.approvals.recording import Recording, begin, settle, step_back, undo
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.approval_papers import PaperPictures
from mobile.screens.status_text import StatusText, unsaved_text
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.saved_line import SavedLine
from mobile.screens.writing.screen import Held, WritingScreen


class RecordingScreen(LiveScreen, WritingScreen):
    """A subclass calls `make_fields` in its body, says in `load` what is open, and sets `is_read` once that is done."""

    is_read = False
    desk: Desk
    row: Row | None

    def make_fields(self) -> None:
        """Once for a place."""
        self.model = Recording(
            self.records, self.s.now, self.s.zone, start=self.s.run, on_change=self._on_change
        )
        self.fields = RecordFields(self.s, self.model, self.redraw)
        settled = lambda: self.model.is_saved and not self.model.trouble  # noqa: E731
        self.line = SavedLine(self.s, self._status(), self._status, settled)
        self.pictures = PaperPictures(self.records)
        # Made once, as the fields are: while somebody types only this is drawn anew.
        self.preview = parts.stack()
        # A field whose card is drawn anew loses the cursor, and what is typed meanwhile goes nowhere.
        self.card = parts.card(
            parts.heading(self._("Record")),
            self.fields.control,
            self.preview,
            parts.primary_button(self._("Record it"), self.guard(self.on_record)),
            self.line.control,
            spacing=t.S12,
        )
        self.place_of_card = ft.Container(self.card)

    def draw_preview(self) -> None:
        """What the patient will see, once all that is chosen and typed can be recorded."""
        row = self.row
        made = self.model.noun.recorded(row.approval, self.s.now()).approval if row is not None else None
        drawn = pane.then_seen(self.s, row, made) if row is not None and made is not None else []
        self.preview.visible = bool(drawn)
        reconcile.put_rows(self.preview.controls, drawn)
        parts.redraw(self.preview)

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
        unsaved = unsaved_text(self.s, self.model.trouble, is_saved=self.model.is_saved)
        if unsaved is not None:
            return unsaved
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
            self.draw_preview()

    # --- acts ---

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
        before = await step_back(self.records, row.approval.id, self.s.now(), self.s.zone)
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
