"""For whom an approval is begun: everybody whom the coordinator records for, found by name where they are many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.approvals.finding import Finding
from mobile.screens.frame import Surroundings


class BeginPane:
    """Made once for a place, and drawn as it is: while somebody types, only the people below the field are drawn anew."""

    def __init__(self, s: Surroundings, on_choose: Callable[..., object]) -> None:
        self._s, self._on_choose = s, on_choose
        self._patients: Mapping[str, str] = {}
        self._finding = Finding(s, s._("Find a patient"), self._found)
        self._people = parts.stack()
        self._finding.control.padding = ft.Padding(0, t.S8, 0, t.S8)  # the card has its own
        about = parts.body(s._("For whom? The insurance is checked first."))
        card = parts.card(about, self._finding.control, self._people)
        self.control = parts.stack(parts.heading(s._("Begin an approval")), card)

    def show(self, patients: Mapping[str, str]) -> None:
        self._patients = patients
        self._finding.control.visible = self._finding.stands(len(patients))
        self._fill()

    def _found(self) -> None:
        self._fill()
        parts.redraw(self._people)

    def _fill(self) -> None:
        _ = self._s._
        found = [one for one in self._patients.items() if self._finding.fits(one[1])]
        rows = [self._row(*one) for one in sorted(found, key=lambda one: one[1].casefold())]
        nobody = parts.small(_("Nobody of this name."))
        self._people.controls[:] = rows if rows or not self._finding.typed else [nobody]

    def _row(self, reference: str, name: str) -> ft.Control:
        shown = name or self._s._("A patient")
        way = self._s.guard(partial(self._on_choose, reference))
        return parts.list_row(shown, "", way, initial=shown, has_arrow=True)
