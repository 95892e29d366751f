"""Support: the crisis line first, the clinic, one's own plan, grounding. Needs no sign-in, no unlocking and no network.

It asks nothing and promises nobody's attention: a tap calls or texts, and that is all. What only the open store knows,
the patient's plan and how far an alert is, stands below the numbers, never before them.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.safety import Line, bundled_lines, lines_of, shown_lines
from mobile.care.safety.plan import SafetyPlan, current
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import has_all
from mobile.screens.panels.alert_card import alert_card
from mobile.screens.panels.alerts import KINDS, read_alerts
from mobile.screens.panels.call_rows import call_row, clinic_numbers, help_numbers
from mobile.screens.panels.numbers import line_link, nobody_watches
from mobile.screens.panels.plan_card import plan_card, steps_of_card, steps_of_plan
from mobile.screens.panels.plan_locked import invitation, is_to_be_invited
from mobile.screens.watching import WatchingScreen


class Support(WatchingScreen):
    """Picture 10."""

    follows = (*KINDS, SafetyPlan)

    close = True

    def title(self) -> str:
        return self._("Support now")

    def body(self) -> list[ft.Control]:
        self._looked: object = None
        card = self.s.support_card()
        first, region = help_numbers(self.s)
        lines = shown_lines(lines_of(bundled_lines(), self.s.language), region)
        self.alerts = parts.stack(spacing=t.CARD_GAP)
        self.alerts.visible = False
        self.clinic = parts.stack(*self._clinic(), spacing=t.CARD_GAP)
        in_clear = None if self._is_unlocked else steps_of_card(card)
        self.plan = parts.stack(plan_card(self.s, in_clear, is_open=self._is_unlocked))
        return [
            *(first or [self._elsewhere(region)]),
            self.alerts,
            self.clinic,
            self.plan,
            self._ground(),
            *([parts.notice(nobody_watches(self._, region))] if lines else []),
            *self._more(lines),
        ]

    async def shown(self) -> None:
        """What only an unlocked store knows: how far an alert is, and the plan where it was not made readable locked."""
        if not self._is_unlocked:
            return
        self.watch()
        await self.look_again()

    @property
    def _is_unlocked(self) -> bool:
        return self.s.records is not None and self.s.person is not None and self.s.person.role == "patient"

    async def look_again(self) -> None:
        found = await read_alerts(self.records, self.s.language)
        plan = current(await self.records.every(SafetyPlan))
        steps = steps_of_plan(plan, self.s.language)
        is_invited = plan is not None and await is_to_be_invited(self.s, self.records, plan)
        card = self.s.support_card()
        looks = self.s.moments.local(self.s.now()).date(), found, steps, is_invited, card, has_all(self.s)
        if looks == self._looked:
            return  # what is the same is left standing: a tap on its way still finds it
        self._looked = looks
        self.alerts.controls[:] = [
            alert_card(self.s, one, has_numbers=False, again=self.look_again) for one in found
        ]
        self.alerts.visible = bool(found)
        self.plan.controls[:] = [plan_card(self.s, steps, is_open=True)]
        if is_invited and plan is not None:
            self.plan.controls.append(invitation(self.s, self.records, plan, self.look_again))
        self.clinic.controls[:] = self._clinic()  # its numbers come with the first data
        for control in (self.alerts, self.clinic, self.plan):
            if self.is_mounted(control):
                control.update()

    def _elsewhere(self, region: str | None) -> ft.Control:
        """Where no line is known to answer: whom to call instead stands first, not below."""
        return parts.notice(nobody_watches(self._, region), tone="danger")

    def _clinic(self) -> list[ft.Control]:
        _ = self._
        numbers = clinic_numbers(self.s)
        if numbers:
            return numbers
        text = _("Your clinic's number appears here once you have signed in to your clinic.")
        if self.s.door() == "open" and has_all(self.s):
            text = _("Your clinic has not said a number to call.")
        elif self.s.door() not in ("starting", "signed_out"):
            text = _("No number of your clinic is here yet.")
        return [parts.card(parts.subheading(_("Your clinic")), parts.small(text))]

    def _ground(self) -> ft.Control:
        _ = self._
        words = [
            parts.strong(_("Ground myself")),
            parts.small(_("One minute, works with the phone in airplane mode")),
        ]
        inside = ft.Row(
            [
                parts.icons.icon(ft.Icons.ANCHOR_ROUNDED, size=28, color=t.SESSION),
                ft.Column([*words], spacing=2, tight=True, expand=True),
            ],
            spacing=t.S16,
        )
        return parts.pressable(
            inside,
            self.guard(partial(self.s.go, "/support/ground")),
            ground=t.SURFACE,
            padding=t.CARD_PADDING,
            has_line=True,
            radius=t.RADIUS_CARD,
        )

    def _more(self, lines: list[Line]) -> list[ft.Control]:
        more = [line for line in lines if line.spot == "more"]
        if not more:
            return []
        _ = self._
        checked = self.s.moments.full_date(min(line.verified_on for line in lines))
        rows = [call_row(line.name, [parts.small(line.detail)], line_link(line)) for line in more]
        text = _("These are numbers for the United States, last checked on {date}.").format(date=checked)
        return [parts.section(_("Other lines")), *rows, parts.small(text)]
