"""`/shared/<patient>/answers/<id>`: what a patient answered on one form, read only; a measure with its line above.

The words are the patient's and the questions the form's. Nothing is added: no band, no verdict, and no mark that it was read.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.agenda import Session
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.picking import Picked
from mobile.care.people import Patient
from mobile.design import parts
from mobile.screens.live_screen import LiveScreen
from mobile.screens.pages import Pages
from mobile.screens.panels.answers.drawing import sheet_drawn
from mobile.screens.panels.answers.sheet import Sheet, sheet_of
from mobile.screens.panels.answers.values import Words
from mobile.screens.panels.measures.pieces import trend_card
from mobile.screens.reads.answered_form import picked_for
from mobile.screens.reads.measures import Measure
from mobile.screens.reads.photos import with_its_photos
from mobile.screens.shared.given import KINDS, GivenForm, as_measure, given


class GivenAnswers(LiveScreen):
    """One response of one patient."""

    follows = (*KINDS, Patient, AnswerPhoto)
    sheet: Sheet | None = None
    form: GivenForm | None = None

    def title(self) -> str:
        """As the clinic calls it in plain words, `Mood · PHQ-9`."""
        called = self.form.title(self.s.language) if self.form is not None else ""
        return called or (self.sheet.title if self.sheet is not None else "") or self._("Answers")

    def body(self) -> list[ft.Control]:
        self.pages = Pages(self.s, self.redraw)
        return super().body()

    async def load(self) -> None:
        s, patient = self.s, f"Patient/{self.params['patient']}"
        known = await given(self.records, self.person.fhir_user, s.now())
        self.form = self.sheet = self.measure = None
        self.response = None
        for one in known.get(patient, ()):
            named = [r for r in one.responses if self.params["id"] in (r.id, r.server_id)]
            if named:
                self.form, self.response = one, named[0]
        if self.form is None or self.response is None:
            return
        picked: Picked = await picked_for(self.records, self.response)
        read = await with_its_photos(self.records, self.response)
        self.sheet = sheet_of(read, picked, Words(s._, s.moments))
        sessions = [one for one in await self.records.every(Session) if one.patient == patient]
        self.measure: Measure | None = await as_measure(self.records, self.form, patient, sessions, s.now())
        people = await self.records.every(Patient)
        self.name = next((one.name for one in people if patient in one.names), "") or self._("A patient")

    def drawn(self) -> list[ft.Control]:
        _, m = self._, self.s.moments
        if self.sheet is None or self.response is None or self.form is None:
            if not self.has_all:
                return []
            return [parts.notice(_("There is nothing of this person to read now."))]
        rows: list[ft.Control] = [parts.heading(self.name)]
        if self.response.answered_at is not None:
            rows.append(parts.small(_("Answered {when}").format(when=m.moment(self.response.answered_at))))
        if self.measure is not None and self.measure.trend is not None and self.measure.trend.points:
            rows.append(trend_card(self.s, self.measure, is_own=False))
        rows += sheet_drawn(_, self.sheet)
        rows += self._others(self.form)
        rows.append(parts.small(_("To read only. Nobody reads this in real time.")))
        return rows

    def _others(self, form: GivenForm) -> list[ft.Control]:
        """The same form at other times."""
        others = [one for one in form.responses if one is not self.response and one.answered_at is not None]
        if not others:
            return []
        rows: list[ft.Control] = []
        for one in self.pages.shown("others", others):
            assert one.answered_at is not None
            way = given_route(self.params["patient"], one.id)
            when = self.s.moments.full_date(one.answered_at)
            rows.append(parts.list_row(when, "", self.guard(partial(self.s.go, way)), has_arrow=True))
        rows += self.pages.more("others", others)
        return [parts.section(self._("At other times")), parts.card(*rows, spacing=0, padding=0)]


def given_route(patient: str, response: str) -> str:
    """`patient`: as it stands in a route, "p1"."""
    return f"/shared/{patient}/answers/{quote(response, safe='')}"
