"""The right half of the workspace, or the whole of a phone: one patient, or one alert with what its patient shared beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.first_fetch import first_fetch, first_looks
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.pieces import trend_card
from mobile.screens.shared import reading
from mobile.screens.shared.alert_pane import AlertPane
from mobile.screens.shared.brief.held import brief_route
from mobile.screens.shared.given_pane import given_drawn
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.row_words import unread_text
from mobile.screens.shared.set_out import set_out_drawn
from mobile.screens.shared.suggest import suggest_route
from mobile.screens.shared.summary.card import summary_card
from mobile.screens.shared.then import then_drawn

if TYPE_CHECKING:
    from mobile.screens.shared.workspace import Workspace

EDGE_WIDE = ft.Padding(28, t.S16, 28, t.S24)


class Detail:
    """Draws what the place has loaded. Keeps the alert pane, with what is chosen in it, and all that a reply stands in: made anew,
    it would be another field to the page, and whoever is writing in it would write nowhere."""

    def __init__(self, place: Workspace) -> None:
        self._place = place
        self._alert = AlertPane(place)
        self.beginning: parts.Beginning | None = None
        self._rows = parts.stack(spacing=t.CARD_GAP)
        self._reply = _apart(place.talk_pane.box.control)
        self._main_half = ft.Container(
            ft.Semantics(container=True, content=self._rows), col={"xs": 12, "lg": 8}
        )
        self._halves = ft.ResponsiveRow([self._main_half], spacing=t.S24, run_spacing=t.CARD_GAP)
        self._both = ft.Container(self._halves, padding=EDGE_WIDE)
        self._narrow = parts.stack(spacing=t.CARD_GAP)
        self._phone = ft.Container(
            self._narrow, padding=ft.Padding(t.PAGE_MARGIN, t.S8, t.PAGE_MARGIN, t.S24)
        )

    def looks(self) -> object:
        """All that it is drawn from: the same again need not be drawn. Days are said by their distance from today."""
        place = self._place
        row = place.open_row()
        share = place.share_of(row) if row is not None else None
        today = place.s.moments.local(place.s.now()).date()
        return (
            (row, share, place.measure, place.summary, place.coming() if place.is_wide else None),
            (place.chosen_alert(), dict(self._alert.chosen)),
            (place.is_wide, place.has_all, first_looks(place.s), today),
            (place.talk_pane.looks(), tuple(place.hearing.notes), place.seeing.pictures),
        )

    def drawn(self) -> list[ft.Control]:
        place = self._place
        row, alert = place.open_row(), place.chosen_alert()
        if "alert" in place.params or alert is not None:
            main = self._alert_drawn()
        elif row is None:
            main = self._nobody()
        else:
            main = self._main(row)
        if place.is_wide:
            return [self._wide(main, row)]
        reconcile.put_rows(self._narrow.controls, main)
        return [self._phone]

    def _wide(self, main: list[ft.Control], row: PatientRow | None) -> ft.Control:
        """Two columns: what is read, and what helps to read it. Each is read out to its end before the other."""
        reply = self._place.talk_pane.box.control
        reconcile.put_rows(
            self._rows.controls, [self._reply if one is reply else _apart(one) for one in main]
        )
        beside = self._beside(row) if row is not None else []
        halves: list[ft.Control] = [self._main_half]
        if beside:
            rows = parts.stack(*map(_apart, beside), spacing=t.CARD_GAP)
            halves.append(ft.Container(ft.Semantics(container=True, content=rows), col={"xs": 12, "lg": 4}))
        reconcile.put_rows(self._halves.controls, halves)
        return self._both

    # --- one alert ---

    def _alert_drawn(self) -> list[ft.Control]:
        place = self._place
        alert, row = place.chosen_alert(), place.open_row()
        if alert is None:
            return self._missing(place.s._("This alert is not here any more."))
        drawn = self._alert.drawn(alert, self._named(alert.name))
        if place.is_wide:
            more = (
                [*given_drawn(place.s, row), *reading.others(place.s, row, None)] if row is not None else []
            )
            return [*drawn, *more, *then_drawn(place.s, place.coming())]
        if row is None:
            return drawn
        return [*drawn, *self._way_to(row)]

    def _way_to(self, row: PatientRow) -> list[ft.Control]:
        """From the alert to what the same patient shared, where the list does not stand beside it."""
        s = self._place.s
        if not row.shared.readable and not row.given and row.score is None:
            return []
        line = unread_text(s, row.unread) if row.unread else ""
        text = s._("What {name} shared").format(name=row.name or s._("A patient"))
        way = s.guard(partial(s.go, f"/shared/{row.id}"))
        return [
            parts.card(
                parts.list_row(text, line, way, icon=parts.icons.SHARED, has_arrow=True), spacing=0, padding=0
            )
        ]

    # --- one patient ---

    def _nobody(self) -> list[ft.Control]:
        """Nobody is open: who was asked for has nothing to read, or nobody shared anything yet."""
        place = self._place
        if place.chosen_patient() is None:
            return []
        return self._missing(place.s._("There is nothing of this person to read now."))

    def _missing(self, line: str) -> list[ft.Control]:
        """What was asked for is not here; before all is here nothing more than that is known."""
        place = self._place
        if place.has_all:
            return [parts.notice(line)]
        return [] if place.is_wide else first_fetch(place.s)  # wide, the list beside it says so

    def _main(self, row: PatientRow) -> list[ft.Control]:
        place = self._place
        s, share = place.s, place.share_of(row)
        words = reading.words(
            s,
            row,
            share,
            named=self._named(row.name),
            is_gone=place.chosen_copy() is not None and place.has_all,
            is_first=place.chosen_patient() is None,
            pictures=place.seeing.drawn(),
        )
        talk = place.talk_pane.drawn(row, is_first=place.chosen_patient() is None)
        at = len(words) if place.is_wide else len(words) - 1  # above what ends the words of a phone
        words[at:at] = [place.hearing.control, *talk] if place.hearing.notes else talk
        beside = [] if place.is_wide else self._beside(row)
        if not place.is_wide:
            words.insert(1, brief_button(s, row.id))
        then = then_drawn(s, place.coming()) if place.is_wide else []
        set_out = set_out_drawn(s, row, share)
        if row.shared.readable:
            set_out.append(suggest_button(s, row.id))
        return [*words, *set_out, *beside, *given_drawn(s, row), *reading.others(s, row, share), *then]

    def _named(self, name: str) -> ft.Control | None:
        """The heading of a wide screen, where a key that leads to somebody puts the focus. On a phone the header says it."""
        place = self._place
        heading = parts.title(name or place.s._("A patient"), level=2)
        self.beginning = parts.Beginning(heading) if place.is_wide else None
        return self.beginning

    def _beside(self, row: PatientRow) -> list[ft.Control]:
        place = self._place
        cards = [brief_button(place.s, row.id)] if place.is_wide else []
        cards += reading.coming(place.s, row)
        measure = place.measure
        if measure is not None and measure.trend is not None and measure.trend.points:
            cards.append(trend_card(place.s, measure, is_own=False, is_short=True))
        return [*cards, *summary_card(place.s, row, place.summary)]


def suggest_button(s: Surroundings, patient: str) -> ft.Control:
    """The way to suggest something to one patient ("p1")."""
    way = s.guard(partial(s.go, suggest_route(patient)))
    button = parts.text_button(s._("Suggest something to do"), way, icon=ft.Icons.LIGHTBULB_OUTLINE_ROUNDED)
    return ft.Row([button], wrap=True)


def brief_button(s: Surroundings, patient: str) -> ft.Control:
    """The way to the brief of one patient ("p1")."""
    way = s.guard(partial(s.go, brief_route(patient)))
    return parts.outline_button(s._("Brief before meeting"), way, icon=ft.Icons.SUMMARIZE_OUTLINED)


def _apart(one: ft.Control) -> ft.Semantics:
    """Read out by itself, before what follows."""
    return ft.Semantics(container=True, content=one)
