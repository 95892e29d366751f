"""`/cost/prices`: the clinic's price list before anybody decides, with its date, and what stopping early costs.

Figures are the clinic's alone. What is paid back, only its own words say.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.cost import Price
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.cost.ask_way import ask_way
from mobile.screens.cost_words import amount_text, price_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.cost import KINDS, Costs, costs

FIRST = 2
"""What the place shows first: somebody who stops after two."""
MOST_CHIPS = 12


class Prices(LiveScreen):
    """The patient's own view of it."""

    follows = KINDS
    _after = FIRST

    def title(self) -> str:
        return self._("The whole price")

    async def load(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)

    def drawn(self) -> list[ft.Control]:
        _, listed = self._, self.costs.prices
        if not listed.prices:
            nothing = _(
                "Your clinic has not put its prices here. Ask what all of it costs before you decide."
            )
            return [parts.notice(nothing), self._ask()] if self.has_all else []
        rows: list[ft.Control] = []
        if listed.dated is not None:
            dated = _("Your clinic’s prices as of {day}.").format(day=self.s.moments.full_date(listed.dated))
            rows.append(parts.small(dated))
        if listed.is_example:
            rows.append(parts.notice(_("These are sample prices. A clinic puts its own in their place.")))
        rows += [self._price(one) for one in listed.prices]
        return [*rows, *self._stopping(), self._ask()]

    def _price(self, one: Price) -> ft.Control:
        _, language = self._, self.s.language
        figure = price_text(self.s, one)
        name = one.name.in_language(language) or _("A price of your clinic")
        rows: list[ft.Control] = [parts.fact_row(name, figure or _("Ask your clinic"))]
        if one.sessions is not None and one.item == "series":
            count = self.ngettext("For {n} session", "For {n} sessions", one.sessions)
            rows.append(parts.small(count.format(n=one.sessions)))
        if not figure:
            rows.append(parts.small(_("This price cannot be read here.")))
        elif not one.is_fixed:
            rows.append(parts.small(_("It depends on the visit. Your clinic says which holds for you.")))
        if about := one.about.in_language(language):
            rows.append(parts.small(about))
        if one.ends is not None:
            ends = _("Until {day}").format(day=self.s.moments.full_date(one.ends))
            rows.append(parts.small(ends))
        return parts.card(*rows, spacing=t.S4)

    def _stopping(self) -> list[ft.Control]:
        """What so many sessions cost if there are no more of them."""
        _, series = self._, self.costs.prices.series
        planned = series.sessions if series is not None else None
        if series is None or planned is None or planned < 2:
            return []
        after = min(self._after, planned - 1)
        rows: list[ft.Control] = [parts.heading(_("If you stop early"))]
        if planned <= MOST_CHIPS:
            rows.append(parts.chip_row(*(self._chip(n, after) for n in range(1, planned))))
        cost = self.costs.prices.after(after)
        if cost is not None:
            text = self.ngettext(
                "{n} session by itself costs {amount}.", "{n} sessions by themselves cost {amount}.", after
            )
            rows.append(parts.body(text.format(n=after, amount=amount_text(self.s, cost))))
        else:
            rows.append(
                parts.body(_("Your clinic’s list does not say in one figure what fewer sessions cost."))
            )
        stated = series.stopping.in_language(self.s.language)
        if stated:
            rows += [parts.small(_("What your clinic says:"), is_strong=True), parts.body(stated)]
        else:
            rows.append(
                parts.body(_("Your clinic has not said here what you get back. Ask before you decide."))
            )
        return [parts.card(*rows)]

    def _chip(self, n: int, chosen: int) -> ft.Control:
        text = self.ngettext("After {n}", "After {n}", n).format(n=n)
        return parts.choice_chip(text, self.guard(partial(self.on_after, n)), is_on=n == chosen)

    async def on_after(self, n: int, _: Any = None) -> None:
        self._after = n
        await self.redraw()

    def _ask(self) -> ft.Control:
        return ask_way(self.s, "/cost/ask")
