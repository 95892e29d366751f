"""Support: the crisis line first, the clinic, one's own plan, grounding. Needs no sign-in, no unlocking and no network.

It asks nothing and promises nobody's attention: a tap calls or texts, and that is all. What only the open store knows,
the patient's plan and how far an alert is, stands below the numbers, never before them.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.safety import (
    ClinicPhone,
    Line,
    bundled_lines,
    clinic_phones,
    lines_of,
    region_for,
    shown_lines,
)
from mobile.care.safety.plan import SafetyPlan, current
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, dialled, opens
from mobile.screens.clinic_words import hours_told, phone_told
from mobile.screens.frame import Screen
from mobile.screens.support.alert_card import alert_card
from mobile.screens.support.alerts import KINDS, told_alerts
from mobile.screens.support.plan_card import plan_card, steps_of_card, steps_of_plan
from mobile.screens.support.words import line_link, nobody_watches


class Support(Screen):
    """Picture 10."""

    close = True

    def title(self) -> str:
        return self._("Support now")

    def body(self) -> list[ft.Control]:
        self._looked: object = None
        card = self.s.support_card()
        region = region_for(card, self.s.country())
        lines = shown_lines(lines_of(bundled_lines(), self.s.language), region)
        self.told = parts.stack(spacing=t.CARD_GAP)
        self.told.visible = False
        in_clear = None if self._is_unlocked else steps_of_card(card)
        self.plan = parts.stack(plan_card(self.s, in_clear, is_open=self._is_unlocked))
        return [
            *(self._first(lines) if lines else [self._elsewhere(region)]),
            self.told,
            *self._clinic(),
            self.plan,
            self._ground(),
            *([parts.notice(nobody_watches(self._, region))] if lines else []),
            *self._more(lines),
        ]

    async def shown(self) -> None:
        """What only an unlocked store knows: how far an alert is, and the plan where it was not made readable locked."""
        if not self._is_unlocked:
            return
        self._is_due = False
        for kind in (*KINDS, SafetyPlan):
            self.keep(self.records.watch(kind, self._on_commit))
        if self.s.status is not None:
            self.keep(self.s.status.watch(lambda _: self._on_commit("")))
        await self._own()

    @property
    def _is_unlocked(self) -> bool:
        return self.s.records is not None and self.s.person is not None and self.s.person.role == "patient"

    def _on_commit(self, _: str) -> None:
        if not self._is_due:
            self._is_due = True
            self.s.run(self._own())

    async def _own(self) -> None:
        self._is_due = False
        found = await told_alerts(self.records, self.s.language)
        plan = current(await self.records.every(SafetyPlan))
        steps = steps_of_plan(plan, self.s.language)
        looks = self.s.moments.local(self.s.now()).date(), found, steps
        if looks == self._looked:
            return  # what is the same is left standing: a tap on its way still finds it
        self._looked = looks
        self.told.controls[:] = [alert_card(self.s, one, has_numbers=False, again=self._own) for one in found]
        self.told.visible = bool(found)
        self.plan.controls[:] = [plan_card(self.s, steps, is_open=True)]
        for control in (self.told, self.plan):
            if self.is_mounted(control):
                control.update()

    def _elsewhere(self, region: str | None) -> ft.Control:
        """Where no line is known to answer: whom to call instead stands first, not below."""
        return parts.notice(nobody_watches(self._, region), tone="danger")

    def _first(self, lines: list[Line]) -> list[ft.Control]:
        first = [line for line in lines if line.spot == "first"]
        emergency = [line for line in lines if line.spot == "emergency"]
        rows: list[ft.Control] = [self._big(line) for line in first if line.kind == "call"]
        side = [
            self._outlined(line) for line in [*first, *emergency] if line not in first or line.kind == "text"
        ]
        if side:
            rows.append(
                ft.ResponsiveRow([ft.Container(b, col={"xs": 6}) for b in side], spacing=10, run_spacing=10)
            )
        notes = [line.detail for line in first if line.kind == "text" and line.detail]
        rows += [parts.small(note) for note in notes]
        return rows

    def _big(self, line: Line) -> ft.Control:
        inside = ft.Row(
            [
                parts.icons.icon(parts.icons.CALL, size=34, color=t.ON_DANGER),
                ft.Column(
                    [
                        parts.strong(line.name, color=t.ON_DANGER, size=t.SIZE_WORDS),
                        parts.small(line.detail, color=t.ON_DANGER),
                    ],
                    spacing=2,
                    tight=True,
                    expand=True,
                ),
            ],
            spacing=t.S16,
        )
        button = parts.pressable(inside, self._nothing, ground=t.DANGER, padding=t.S20, radius=26)
        return opens(button, line_link(line))

    def _outlined(self, line: Line) -> ft.Control:
        icon = parts.icons.TEXT if line.kind == "text" else ft.Icons.EMERGENCY_ROUNDED
        button = parts.outline_button(line.name, self._nothing, icon=icon, tone="danger")
        return opens(button, line_link(line))

    def _clinic(self) -> list[ft.Control]:
        _ = self._
        phones = clinic_phones(self.s.support_card())
        if not phones:
            return [
                parts.card(
                    parts.subheading(_("Your clinic")),
                    parts.small(
                        _("Your clinic's number appears here once you have signed in to your clinic.")
                    ),
                )
            ]
        return [self._phone(phone) for phone in phones]

    def _phone(self, phone: ClinicPhone) -> ft.Control:
        """One number of the clinic's: the row calls it. What cannot be dialled is only said, as the clinic wrote it."""
        _ = self._
        name = phone_told(_, phone.label) or _("Your clinic")
        detail = " · ".join(word for word in (hours_told(_, phone.hours), phone.phone) if word)
        if not dialled(phone.phone):
            return parts.card(
                ft.MergeSemantics(parts.stack(parts.strong(name), parts.small(detail), spacing=2))
            )
        return opens(self._row(parts.icons.CALL, name, detail), call_link(phone.phone))

    def _ground(self) -> ft.Control:
        _ = self._
        return self._row(
            ft.Icons.ANCHOR_ROUNDED,
            _("Ground myself"),
            _("One minute, works with the phone in airplane mode"),
            self.guard(partial(self.s.go, "/support/ground")),
        )

    def _row(
        self, icon: ft.IconData, name: str, detail: str, on_click: parts.Handler | None = None
    ) -> ft.Control:
        inside = ft.Row(
            [
                parts.icons.icon(icon, size=28, color=t.SESSION),
                ft.Column([parts.strong(name), parts.small(detail)], spacing=2, tight=True, expand=True),
            ],
            spacing=t.S16,
        )
        return parts.pressable(
            inside,
            on_click or self._nothing,
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
        rows = [
            opens(
                self._row(
                    parts.icons.TEXT if line.kind == "text" else parts.icons.CALL, line.name, line.detail
                ),
                line_link(line),
            )
            for line in more
        ]
        said = _("These are numbers for the United States, last checked on {date}.").format(date=checked)
        return [parts.section(_("Other lines")), *rows, parts.small(said)]

    async def _nothing(self, _: object = None) -> None:
        """The client itself calls or texts, within the tap; there is nothing for us to know."""
        ft.context.disable_auto_update()
