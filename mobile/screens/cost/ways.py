"""`/cost/ways`: paying over time, or less: help, the clinic's plan, a lender. Each has the same card and the same button.

Nothing of the person's is sent along, and nothing is chosen here. Not on the day of a session, and not beside anything to sign.
"""

from __future__ import annotations

from functools import cached_property

import flet as ft

from mobile.care.cost.ways import Way, WayToPay
from mobile.design import parts
from mobile.screens.cost.ask_way import ask_way
from mobile.screens.cost.leading_out import LeadingOut
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import guarded
from mobile.screens.reads.cost import KINDS, Costs, costs


class WaysToPay(LiveScreen):
    """The patient's own view of what the clinic names."""

    follows = (*KINDS, *guarded.KINDS)

    def title(self) -> str:
        return self._("Other ways to pay")

    @cached_property
    def leading(self) -> LeadingOut:
        return LeadingOut(self.s, self.records, self.path, self.redraw)

    async def load(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)
        await self.leading.look()

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.costs.ways:
            nothing = _("Your clinic names no other way to pay here. You can ask whether there is one.")
            return [parts.notice(nothing), self._ask()] if self.has_all else []
        intro = _("Your clinic names these. Nothing of yours is sent along when you open one.")
        return [parts.small(intro), *(self._card(one) for one in self.costs.ways), self._ask()]

    def _card(self, one: WayToPay) -> ft.Control:
        language = self.s.language
        rows: list[ft.Control] = [
            parts.small(self._kinds[one.way], is_strong=True),
            parts.heading(one.name.in_language(language)),
        ]
        if about := one.about.in_language(language):
            rows.append(parts.body(about))
        if one.way == "financing" or one.has_deferred_interest:
            rows.append(parts.body(self._interest(one)))
        if one.page:
            first, says = self._("See its page"), self._("Nothing is agreed to by looking.")
            rows += self.leading.drawn(one.page, first=first, says=says)
        elif one.has_bad_page:
            rows.append(parts.small(self._("Its page cannot be opened safely from here. Ask your clinic.")))
        else:
            rows.append(parts.small(self._("It has no page here. Ask your clinic.")))
        return parts.card(*rows)

    @property
    def _kinds(self) -> dict[Way, str]:
        _ = self._
        return {
            "help": _("Help with the cost"),
            "plan": _("A plan with your clinic"),
            "financing": _("A loan from outside of your clinic"),
        }

    def _interest(self, one: WayToPay) -> str:
        """What deferred interest means: said of whoever lends, as a fact or as a question."""
        if one.has_deferred_interest:
            return self._(
                "It has deferred interest: if not all of it is paid in time, interest is added back from the first day."
            )
        return self._(
            "Ask whether it has deferred interest. If it has, and not all of it is paid in time, interest is added back from the first day."
        )

    def _ask(self) -> ft.Control:
        return ask_way(self.s, "/cost/ask")
