"""One alert, opened (picture 44): which answer of the clinic's table was given, how far it is, whom to call, settling it.

It repeats the clinic's row and nothing of the answer beyond it; nothing here weighs anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

import flet as ft

from mobile.care.safety.alerts import OUTCOMES, Outcome
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import dialled
from mobile.records.ports import SendState
from mobile.screens.frame import Surroundings
from mobile.screens.live_screen import LiveScreen
from mobile.screens.shared.alert_list import call, stage_chip
from mobile.screens.shared.alerts import AlertRow, mark_seen, settle
from mobile.screens.status_text import begun, standing_text


class AlertPane:
    """Draws one alert and does what is done about it. Keeps only what is chosen and not yet marked."""

    def __init__(self, place: LiveScreen) -> None:
        self._place = place
        self.chosen: dict[str, Outcome] = {}  # by alert

    def drawn(self, row: AlertRow, named: ft.Control | None) -> list[ft.Control]:
        """`named`: the heading with the name, on a wide screen."""
        s = self._place.s
        _, name = s._, row.name or s._("A patient")
        rows: list[ft.Control] = [named] if named is not None else []
        rows += [ft.Row([stage_chip(s, row)], wrap=True), self._state(row)]
        if row.is_settled:
            return [*rows, *self._foot()]
        if dialled(row.phone):
            rows.append(parts.card(parts.subheading(_("Call"), level=2), call(s, row)))
        if row.stage == "delivered":
            rows.append(parts.primary_button(_("I have seen it"), s.guard(partial(self._see, row))))
        return [*rows, self._settling(row, name), *self._foot()]

    def _state(self, row: AlertRow) -> ft.Control:
        s, alert = self._place.s, row.alert
        _ = s._
        about: list[str] = []
        if alert.made_at is not None:
            about.append(begun(s.moments.near(alert.made_at, s.now())))
        about.append(row.urgency(s.language))
        seen = settled = _("Not yet")
        if alert.acknowledged_at is not None:
            seen = _who_and_when(s, row, s.moments.near(alert.acknowledged_at, s.now()))
        if alert.resolved_at is not None:
            done = outcome_words(s)[alert.outcome] if alert.outcome is not None else ""
            when = _who_and_when(s, row, s.moments.near(alert.resolved_at, s.now()))
            settled = f"{when} · {done}" if done else when
        steps = (
            (_("Delivered"), _("To you"), True),
            (_("Seen"), seen, alert.acknowledged_at is not None),
            (_("Settled"), settled, alert.resolved_at is not None),
        )
        drawn = [
            parts.timeline_row(
                text,
                detail,
                state="done" if is_done else "waiting",
                state_label=_("done") if is_done else _("not yet"),
                is_last=number == len(steps),
            )
            for number, (text, detail, is_done) in enumerate(steps, 1)
        ]
        return parts.card(
            parts.subheading(row.reason(s.language), level=2, color=t.INK if row.is_settled else t.DANGER),
            parts.small(" · ".join(part for part in about if part), color=t.INK),
            parts.stack(*drawn, spacing=0),
            *self._unsent(row),
            tone=None if row.is_settled else "danger",
            spacing=t.S12,
        )

    def _unsent(self, row: AlertRow) -> list[ft.Control]:
        """The patient sees what was marked when the clinic has it, and not before: until then that is said."""
        standing = row.standing
        if standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE):
            return []
        shown = standing_text(self._place.s, standing)
        return [parts.saved_line(shown.text, shown.state)]

    def _settling(self, row: AlertRow, name: str) -> ft.Control:
        s = self._place.s
        _ = s._
        words = outcome_words(s)
        choices = [parts.Choice(code, words[code]) for code in OUTCOMES]
        chosen = self.chosen.get(row.id)
        return parts.card(
            parts.subheading(_("Settle it"), level=2),
            parts.small(
                _("{name} sees on Support who settled it, when, and which of these.").format(name=name)
            ),
            parts.choice_list(
                choices, chosen, s.guard(partial(self._choose, row.id)), label=_("What was done")
            ),
            parts.soft_button(_("Mark as settled"), s.guard(partial(self._settle, row))),
            spacing=t.S12,
        )

    def _foot(self) -> list[ft.Control]:
        _ = self._place.s._
        return [
            parts.small(_("An alert is an answer somebody gave. Nothing is read out of what people write."))
        ]

    async def _choose(self, id: str, value: object) -> None:
        self.chosen[id] = cast("Outcome", value)

    async def _see(self, row: AlertRow, _: object = None) -> None:
        place = self._place
        await mark_seen(place.records, row.id, place.person.fhir_user, place.person.name, place.s.now())
        await place.redraw()

    async def _settle(self, row: AlertRow, _: object = None) -> None:
        place = self._place
        done = self.chosen.get(row.id)
        if done is None:
            place.s.say(place.s._("Choose what was done first."))
            return
        await settle(place.records, row.id, place.person.fhir_user, place.person.name, place.s.now(), done)
        await place.redraw()


def outcome_words(s: Surroundings) -> Mapping[Outcome, str]:
    """What was done, as whoever did it says it."""
    _ = s._
    return {
        "spoke": _("I spoke with them"),
        "not-reached": _("I could not reach them"),
        "handed-over": _("Handed to somebody else"),
        "by-mistake": _("Tapped by mistake"),
    }


def _who_and_when(s: Surroundings, row: AlertRow, when: str) -> str:
    alert = row.alert
    if alert.acknowledged_by == alert.recipient:
        return begun(s._("you, {when}").format(when=when))
    return f"{alert.acknowledged_name}, {when}" if alert.acknowledged_name else begun(when)
