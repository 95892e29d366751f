"""`/measures` (picture 08): every measure with when it was answered last and when it is due; what is due stands first."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.following import FollowingScreen
from mobile.screens.measures.agreeing import KINDS as AGREEING
from mobile.screens.measures.agreeing import Agreeing, agreeing
from mobile.screens.measures.model import KINDS, Measure, measure_route, measures
from mobile.screens.measures.pieces import slip_card, trend_card
from mobile.screens.measures.readers import readers_card
from mobile.screens.measures.sentences import name_said, row_said


class Measures(FollowingScreen):
    """The list, with the first trend drawn."""

    follows = tuple(dict.fromkeys((*KINDS, *AGREEING)))

    def title(self) -> str:
        return self._("How you’ve been")

    async def load(self) -> None:
        now, zone = self.s.now(), self.s.zone
        self.agreeing: Agreeing = await agreeing(self.records, self.person.patient or "", now, zone)
        self.measures: list[Measure] = await measures(self.records, now, zone)

    def looks(self) -> object:
        phase = self.s.status.now.phase if self.s.status is not None else None
        return self.s.moments.local(self.s.now()).date(), self.agreeing, self.measures, phase

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.measures:
            return [
                parts.empty_state(
                    _("Nothing is measured yet"),
                    _(
                        "When your clinic asks how you are with a short form, it appears here, with what you answered."
                    ),
                    icon=parts.icons.SCORES,
                ),
                *(
                    [readers_card(self, self.agreeing)]
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
        due = [one for one in self.measures if one.due is not None and one.can_be_asked]
        rest = [one for one in self.measures if one not in due]
        if due:
            rows += [parts.section(_("Due now")), *(self._card(one) for one in due)]
        if rest:
            rows += [
                parts.section(_("All measures") if not due else _("The others")),
                *(self._card(one) for one in rest),
            ]
        rows.append(readers_card(self, self.agreeing))
        rows.append(parts.small(_("Scores are one view of how you are, not a verdict.")))
        return rows

    def _card(self, one: Measure) -> ft.Control:
        return parts.card(
            parts.list_row(
                name_said(self.s, one),
                row_said(self.s, one),
                self.guard(partial(self.s.go, measure_route(one.name))),
                has_arrow=True,
            ),
            padding=ft.Padding(0, t.S4, 0, t.S4),
        )
