"""`/measures` (picture 27): how it went in one sentence and a line, whom to ask, and when each measure is asked next."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.ledger.kept import Ledger
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.live_screen import LiveScreen
from mobile.screens.measures.agreeing import KINDS as AGREEING
from mobile.screens.measures.agreeing import Agreeing, agreeing
from mobile.screens.measures.readers import readers_card
from mobile.screens.panels.measures.pieces import ask_card, slip_card, trend_card
from mobile.screens.panels.measures.sentences import name_text, row_text
from mobile.screens.reads.ledger import RULES, rules_alone
from mobile.screens.reads.measures import KINDS, Measure, measure_route, measures


class Measures(LiveScreen):
    """The list, with the first trend drawn."""

    follows = tuple(dict.fromkeys((*KINDS, *AGREEING, *RULES)))

    def title(self) -> str:
        return self._("How you’ve been")

    async def load(self) -> None:
        now, zone = self.s.now(), self.s.zone
        self.agreeing: Agreeing = await agreeing(self.records, self.person.patient or "", now, zone)
        self.ledger: Ledger = await rules_alone(self.records, now)
        self.measures: list[Measure] = await measures(self.records, now, zone)

    def looks(self) -> object:
        phase = self.s.status.now.phase if self.s.status is not None else None
        return self.s.moments.local(self.s.now()).date(), self.agreeing, self.ledger, self.measures, phase

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.measures:
            return [
                *([self._nothing()] if self.has_all else []),
                *(
                    [readers_card(self, self.agreeing, self.ledger)]
                    if self.agreeing.reading or self.agreeing.leaving
                    else []
                ),
            ]
        rows: list[ft.Control] = []
        first = next(
            (one for one in self.measures if one.shows_totals and one.trend and one.trend.points), None
        )
        slips = [one for one in self.measures if one.slip is not None]
        rows += [slip_card(self, one) for one in slips]
        if first is not None:
            rows.append(trend_card(self.s, first, is_link=True))
        if not slips:
            rows += ask_card(self.s)
        rows += [parts.section(_("When they are asked")), self._schedule()]
        if self.has_all:
            rows.append(readers_card(self, self.agreeing, self.ledger))
        return rows

    def _nothing(self) -> ft.Control:
        _ = self._
        return parts.empty_state(
            _("Nothing is measured yet"),
            _(
                "When your clinic asks how you are with a short form, it appears here, with what you answered."
            ),
            icon=parts.icons.SCORES,
        )

    def _schedule(self) -> ft.Control:
        """Every measure, what is due first; each opened by a tap."""
        rows: list[ft.Control] = []
        for one in self.measures:
            way = self.guard(partial(self.s.go, measure_route(one.name)))
            rows += [parts.hairline()] if rows else []
            rows.append(parts.list_row(name_text(self.s, one), row_text(self.s, one), way, has_arrow=True))
        return parts.card(*rows, spacing=0, padding=ft.Padding(0, t.S4, 0, t.S4))
