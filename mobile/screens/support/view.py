"""Support: the crisis line first, the clinic, one's own plan, grounding. Needs no sign-in, no unlocking and no network.

It asks nothing, records nothing, and promises nobody's attention: a tap calls or texts, and that is all.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.safety import Line, bundled_lines, clinic_phones, lines_of, region_for, shown_lines
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, opens, text_link
from mobile.screens.clinic_words import hours_told, phone_told
from mobile.screens.frame import Screen


class Support(Screen):
    """Picture 10."""

    close = True

    def title(self) -> str:
        return self._("Support now")

    def body(self) -> list[ft.Control]:
        card = self.s.support_card()
        region = region_for(card, self.s.country())
        lines = shown_lines(lines_of(bundled_lines(), self.s.language), region)
        return [
            *self._first(lines),
            *self._clinic(),
            self._plan(),
            self._ground(),
            parts.notice(self._nobody_watches(region)),
            *self._more(lines),
        ]

    def _nobody_watches(self, region: str | None) -> str:
        _ = self._
        if region is None:
            return _(
                "Nobody reads this app in real time. If you are in danger now, call the emergency number of the place where you are."
            )
        return _("Nobody reads this app in real time. If you are in danger now, call 988 or 911.")

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
        return opens(button, self._link(line))

    def _outlined(self, line: Line) -> ft.Control:
        icon = parts.icons.TEXT if line.kind == "text" else ft.Icons.EMERGENCY_ROUNDED
        button = parts.outline_button(line.name, self._nothing, icon=icon, tone="danger")
        return opens(button, self._link(line))

    def _link(self, line: Line) -> str:
        return call_link(line.number) if line.kind == "call" else text_link(line.number, line.body)

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
        return [
            opens(
                self._row(
                    parts.icons.CALL,
                    phone_told(_, phone.label) or _("Your clinic"),
                    " · ".join(word for word in (hours_told(_, phone.hours), phone.phone) if word),
                ),
                call_link(phone.phone),
            )
            for phone in phones
        ]

    def _plan(self) -> ft.Control:
        _ = self._
        return parts.card(
            parts.heading(_("My safety plan")),
            parts.small(
                _(
                    "There is no plan here yet. You make it together with your clinic, in your own words. Then it is shown here, also without a network."
                )
            ),
        )

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
                self._link(line),
            )
            for line in more
        ]
        said = _("These are numbers for the United States, last checked on {date}.").format(date=checked)
        return [parts.section(_("Other lines")), *rows, parts.small(said)]

    async def _nothing(self, _: object = None) -> None:
        """The client itself calls or texts, within the tap; there is nothing for us to know."""
        ft.context.disable_auto_update()
