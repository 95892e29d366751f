"""Whom the list shows and in which order, as it is sorted and filtered now; who comes next and who before. Flet-free.

Opening somebody's words is reading them, and what was read calls no more. While they are open they stay where they stood when
they were opened: the list does not move under the reader, and the next is the one below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mobile.care.morning import Need, Waiting, place
from mobile.care.names import is_named
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.desk import Desk, fits
from mobile.screens.shared.model import PatientRow

Place = tuple[int, tuple[Any, ...]]
"""Lower is further up: alerts, then people."""


@dataclass(frozen=True)
class Entry:
    """One row that opens: an alert that is not settled, or a person. An alert may not say whom it is about."""

    at: Place = field(repr=False)
    row: PatientRow | None
    alert: AlertRow | None = None

    @property
    def route(self) -> str:
        if self.alert is not None:
            return self.alert.route
        assert self.row is not None
        return f"/shared/{self.row.id}"

    @property
    def name(self) -> str:
        """Theirs, or ""."""
        return self.alert.name if self.alert is not None else self.row.name if self.row is not None else ""


@dataclass(frozen=True)
class Listing:
    """`rows`, `alerts`: all there are. `open_id`: the patient that was chosen ("p1"), whose place is held."""

    rows: Sequence[PatientRow]
    alerts: Sequence[AlertRow]
    desk: Desk
    open_id: str | None = None

    def waiting(self, row: PatientRow) -> Waiting:
        """By which somebody stands where they stand. A greater need that came meanwhile moves them up."""
        stood = self.desk.stood
        if stood is None or row.id != self.open_id or stood.id != row.id:
            return row.waiting
        return min(stood.waiting, row.waiting, key=place)

    @cached_property
    def unsettled(self) -> list[AlertRow]:
        """No filter hides them."""
        return [one for one in self.alerts if not one.is_settled]

    @cached_property
    def people(self) -> list[PatientRow]:
        """Those whom the filter and the name leave, in order, with those who stand there by an alert."""
        desk = self.desk
        return sorted(
            (
                row
                for row in self.rows
                if (desk.filter is None or fits(self.waiting(row), desk.filter))
                and is_named(row.name, desk.find)
            ),
            key=lambda row: place(self.waiting(row)),
        )

    def group(self, need: Need) -> list[PatientRow]:
        """Those of `people` who stand there for this."""
        return [row for row in self.people if self.waiting(row).need == need]

    @cached_property
    def entries(self) -> list[Entry]:
        """From top to bottom. Who stands there by an alert is there by that alone."""
        whose = {row.shared.patient: row for row in self.rows}
        alerts = [Entry((0, one.place), whose.get(one.alert.patient or ""), one) for one in self.unsettled]
        people = [Entry(self._place(row), row) for row in self.people if self.waiting(row).need != "alert"]
        return [*alerts, *people]

    def place_of(self, row: PatientRow | None, alert: AlertRow | None) -> Place | None:
        """Where what is open stands, whether or not it is shown. None: nothing is open."""
        if alert is not None:
            return 0, alert.place
        return self._place(row) if row is not None else None

    def next(self, at: Place | None) -> Entry | None:
        """The one below; the first, where nothing is open."""
        return next((one for one in self.entries if at is None or one.at > at), None)

    def before(self, at: Place | None) -> Entry | None:
        """The one above."""
        return next((one for one in reversed(self.entries) if at is not None and one.at < at), None)

    def _place(self, row: PatientRow) -> Place:
        if row.alerts:
            return 0, row.alerts[0].place
        return 1, place(self.waiting(row))
