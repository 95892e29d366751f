"""`/cost` (picture 13): what the course costs, what is paid and left, the plan, and the ways to prices, estimate and help.

The clinic owns every figure. What it has not said is not shown as nothing: there is somebody to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.cost import Estimate
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.cost.ask_way import ask_way
from mobile.screens.cost.course_card import course_cards
from mobile.screens.cost_words import amount_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.approval_way import approval_way
from mobile.screens.reads import approvals as insured
from mobile.screens.reads.approvals import Approvals, read_approvals
from mobile.screens.reads.cost import KINDS, Costs, costs
from mobile.screens.reads.guarded import KINDS as GUARDED
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.receipts import COUNTED as RECEIPTS
from mobile.screens.reads.receipts import known_receipts

EDGE = ft.Padding(0, t.S4, 0, t.S4)
"""A card of rows that bring their own margins."""


class CostAndCover(LiveScreen):
    """The patient's own."""

    follows = tuple(dict.fromkeys((*KINDS, *insured.KINDS, *GUARDED, *RECEIPTS)))

    def title(self) -> str:
        return self._("Cost and cover")

    async def load(self) -> None:
        now, zone = self.s.now(), self.s.zone
        self.receipts = await known_receipts(self.records, zone)
        self.costs: Costs = await costs(self.records, now, zone)
        self.approvals: Approvals = await read_approvals(self.records, self.me, now, zone)
        self.waits = await waits_now(self.records, now, zone) is not None

    def drawn(self) -> list[ft.Control]:
        insurance = approval_way(self.s, self.approvals, is_quiet=self.waits)
        if self.costs.is_empty:
            return [*insurance, *([self._nothing()] if self.has_all else [])]
        rows = [
            card
            for one in self.costs.courses
            if one.account is not None or one.bills
            for card in course_cards(self.s, self.costs, one)
        ]
        if not rows and self.has_all:
            rows.append(
                parts.notice(
                    self._("There is no bill for you yet. It appears here when your clinic writes one.")
                )
            )
        return [*rows, *insurance, *self._ways(), self._ask()]

    def _nothing(self) -> ft.Control:
        text = self._(
            "Your clinic has not put prices or bills here. You can ask what all of it costs before you decide."
        )
        way = self.guard(partial(self.s.go, "/cost/ask"))
        return parts.empty_state(
            self._("Nothing about cost yet"),
            text,
            icon=parts.icons.WALLET,
            action=parts.stack(
                parts.soft_button(self._("Ask your clinic"), way),
                parts.outline_button(
                    self._("Help with cost"), self.guard(partial(self.s.go, "/help-with-cost"))
                ),
            ),
        )

    def _ways(self) -> list[ft.Control]:
        """The whole price, the estimate, help and plans: one row each."""
        rows = [
            self._help_with_cost(),
            *self._prices(),
            *self._estimates(),
            *self._receipts(),
            *self._help(),
        ]
        lined = [part for row in rows for part in (parts.hairline(), row)][1:]
        return [parts.card(*lined, spacing=0, padding=EDGE)]

    def _help_with_cost(self) -> ft.Control:
        """What is free or costs less stands before every price."""
        detail = self._("What your clinic lists, free and cheaper first")
        icon = ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED
        return self._row(self._("Help with cost"), detail, "/help-with-cost", icon)

    def _prices(self) -> list[ft.Control]:
        if not self.costs.prices.prices:
            return []
        dated = self.costs.prices.dated
        detail = self._("Series, single sessions, and stopping early")
        if dated is not None:
            detail = self._("As of {day}").format(day=self.s.moments.full_date(dated))
        return [self._row(self._("The whole price"), detail, "/cost/prices", ft.Icons.SELL_OUTLINED)]

    def _estimates(self) -> list[ft.Control]:
        shown: Sequence[Estimate] = [one for one in self.costs.estimates if one.is_current]
        return [self._estimate(one) for one in shown or self.costs.estimates]

    def _estimate(self, one: Estimate) -> ft.Control:
        seen = self.costs.seen.get(one.id)
        detail = amount_text(self.s, one.amount) if one.amount is not None else ""
        state = (
            self._("not seen yet")
            if seen is None
            else self._("seen {when}").format(when=self.s.moments.day(seen))
        )
        detail = f"{detail} · {state}" if detail else state
        name = one.name.in_language(self.s.language) or self._("Written estimate")
        return self._row(name, detail, f"/cost/estimate/{one.server_id}", ft.Icons.REQUEST_QUOTE_OUTLINED)

    def _receipts(self) -> list[ft.Control]:
        """How many are ready: bills for which money came."""
        ready = len(self.receipts.listed)
        if not ready:
            return []
        detail = self.ngettext("{n} ready", "{n} ready", ready).format(n=ready)
        name = self._("Receipts for HSA or insurer")
        return [self._row(name, detail, "/receipts", ft.Icons.RECEIPT_LONG_OUTLINED)]

    def _help(self) -> list[ft.Control]:
        if not self.costs.ways:
            return []
        detail = self._("Plans and help that your clinic names")
        return [
            self._row(self._("Other ways to pay"), detail, "/cost/ways", ft.Icons.CALENDAR_MONTH_OUTLINED)
        ]

    def _row(self, name: str, detail: str, way: str, icon: ft.IconData) -> ft.Control:
        return parts.list_row(name, detail, self.guard(partial(self.s.go, way)), icon=icon, has_arrow=True)

    def _ask(self) -> ft.Control:
        return ask_way(self.s, "/cost/ask")
