"""What is open in the therapist's workspace, and that opening is reading: the half of it that draws nothing.

A route names a patient, one of their shared intentions, or an alert. Wide, with nobody chosen, whom the list begins with is
open, and marks nothing read by that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mobile.care.consent.talking_point import TalkingPoint
from mobile.care.date_change import DateAnswer, DateRequest
from mobile.care.morning import NEEDS
from mobile.care.shares import Share
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.measures import Measure
from mobile.screens.reads.summary import TeamSummary, team_summary
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.desk import Desk, Stood
from mobile.screens.shared.hearing import Hearing
from mobile.screens.shared.listing import Entry, Listing, Place
from mobile.screens.shared.model import KINDS, PatientRow, SharedModel
from mobile.screens.shared.scores import measure_of
from mobile.screens.shared.seeing import Seeing
from mobile.screens.shared.thread import DeskThread
from mobile.screens.writing.kept_draft import KeptDraft
from mobile.screens.writing.screen import Held, WritingScreen


class Chosen(LiveScreen, WritingScreen):
    """A subclass makes `model`, `desk` and `talk` in its `body`."""

    follows = tuple(dict.fromkeys((*KINDS, DateRequest, DateAnswer, TalkingPoint)))
    model: SharedModel
    desk: Desk
    talk: DeskThread  # about what is open
    hearing: Hearing  # what was spoken with it
    seeing: Seeing  # its pictures
    _is_read = False  # the list was read once: what is open is known
    measure: Measure | None = None  # of the patient who is open
    summary: TeamSummary | None = None  # the same
    _just_read: str | None = None  # the copy that was opened, also once it is read
    _held: str | None = None  # whom the list began with when it was first looked at

    def goes_on(self, params: Mapping[str, str]) -> None:
        super().goes_on(params)
        self._just_read = None

    def chosen_patient(self) -> str | None:
        return self.params.get("patient")

    def chosen_copy(self) -> str | None:
        return self.params.get("copy")

    def chosen_alert(self) -> AlertRow | None:
        """The one asked for; on a wide screen with nobody chosen the one that comes before everything else."""
        asked = self.params.get("alert")
        if asked is None and self.is_wide and self.chosen_patient() is None:
            return self.model.first_alert()
        return self.model.alert(asked)

    def is_passed_over(self) -> bool:
        """Whether the way leads on from here already: who is passed over was not opened, and is not marked read."""
        return False

    async def load(self) -> None:
        await self.model.load()
        if not self.is_passed_over():
            self._stand()
            await self._read()
        row = self.open_row()
        await self.talk.turn_to(row.shared.patient if row is not None else None, self.shown_share(row))
        await self.hearing.turn_to(self.shown_share(row))
        await self.seeing.turn_to(self.shown_share(row))
        self._is_read = True
        self.measure, self.summary = None, None
        if row is not None:
            me, now = self.person.fhir_user, self.s.now()
            self.summary = await team_summary(self.records, row.shared.patient, me, now)
        if row is not None and row.score is not None:
            patient, forms, sessions = row.shared.patient, row.given, row.sessions
            self.measure = await measure_of(self.records, row.score, patient, forms, sessions, self.s.now())

    async def hidden(self) -> None:
        await self.hearing.leave()
        await super().hidden()

    def shown_share(self, row: PatientRow | None) -> Share | None:
        """The share whose words are in view; None where they wait for a tap."""
        share = self.share_of(row) if row is not None else None
        is_first = self.chosen_patient() is None
        return None if share is None or (is_first and share.unread) else share

    # --- the reply ---

    @property
    def draft(self) -> Held | None:
        return self.talk.answering if self._is_read else None

    def recall(self, before: Held) -> None:
        assert isinstance(before, KeptDraft)
        self.talk.answering.recall(before)

    # --- marking read ---

    def _stand(self) -> None:
        """Whoever is opened keeps the place they have now, whatever reading them changes."""
        row = self.chosen_row()
        if row is not None and (self.desk.stood is None or self.desk.stood.id != row.id):
            # Without the alarm: an alert has a place of its own.
            self.desk.stood = Stood(row.id, replace(row.waiting, alarm=None))

    async def _read(self) -> None:
        """Opening is reading: of whom was chosen, and of nobody else."""
        row = self.chosen_row()
        if row is None:
            return
        share = self.share_of(row)
        if share is None and self.chosen_copy() is None:
            share = self.model.chosen(row, None)
        if share is not None and share.copy is not None:
            self._just_read = share.copy.id
            has_changed = await self.model.mark_read(row, share)
        else:
            self._just_read = None
            has_changed = False
        if await self.model.mark_withdrawals_seen(row) or has_changed:
            await self.model.load()

    # --- who and where ---

    def listing(self) -> Listing:
        """The list as it is sorted and filtered now."""
        return Listing(self.model.rows, self.model.alerts, self.desk, self.chosen_patient())

    def open_at(self) -> Place | None:
        """Where in the list stands what is open."""
        return self.listing().place_of(self.open_row(), self.chosen_alert())

    def coming(self) -> Entry | None:
        """Who comes next in the list."""
        return self.listing().next(self.open_at())

    def share_of(self, row: PatientRow) -> Share | None:
        return self.model.chosen(row, self.chosen_copy() or self._just_read)

    def chosen_row(self) -> PatientRow | None:
        return self.model.row(self.chosen_patient())

    def open_row(self) -> PatientRow | None:
        """Who is open: the chosen patient, whose alert is open, or on a wide screen whom the list begins with."""
        if self.chosen_patient() is not None:
            return self.chosen_row()
        alert = self.chosen_alert()
        if alert is not None:
            return self.model.row((alert.alert.patient or "").removeprefix("Patient/"))
        if not self.is_wide or "alert" in self.params or not self.model.rows:
            return None
        return self._first()

    def _first(self) -> PatientRow:
        """Held while it is in view: who is being looked at gives way only to a greater need."""
        first, held = self.model.rows[0], self.model.row(self._held)
        if held is None or NEEDS.index(held.need) > NEEDS.index(first.need):
            held = first
        self._held = held.id
        return held
