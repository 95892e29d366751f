"""What is drawn of a ride that was asked for, and what asking gives to whom: from what was written and chosen, no more."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import flet as ft

from mobile.care.names import one_line
from mobile.care.ride import RideRequest
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.frame import Surroundings
from mobile.screens.panels.ride_card import call_button, ride_text
from mobile.screens.ride.model import RideWriting
from mobile.screens.status_text import standing_text

_HAS_PAGE = ("ready", "yes", "no", "moved")


class Acts(Protocol):
    """What the taps do."""

    def on_take_back(self, is_for_another: bool) -> None: ...
    async def on_copy(self, link: str) -> None: ...
    async def on_try_again(self) -> None: ...


class RideCards:
    """`acts`: the place they stand in."""

    is_copy_refused = False

    def __init__(self, s: Surroundings, model: RideWriting, acts: Acts) -> None:
        self.s, self._model, self._acts = s, model, acts
        self._ = s._

    def given(self) -> ft.Control:
        """Before it is asked: what the clinic gets, and what the page is for."""
        _, plan = self._, self._model.noun
        name = plan.name or _("this person")
        has_number = bool(plan.given_number)
        gets = (
            _("Your clinic’s team sees {name}’s name and number, and whether they said yes.")
            if has_number
            else _(
                "Your clinic’s team sees {name}’s name, and whether they said yes. It does not get a number."
            )
        )
        page = (
            _("The page is made to show your first name, the day, the times, the address and your number.")
            if one_line(plan.call)
            else _("The page is made to show your first name, the day, the times and the address.")
        )
        rows = [gets.format(name=name), page, _("It says nothing of your health, or of what you come for.")]
        return parts.card(parts.subheading(_("What asking gives")), *map(parts.body, rows), spacing=t.S8)

    def asked(self, one: RideRequest) -> list[ft.Control]:
        """How it stands, the link while it leads somewhere, and the ways to end it."""
        rows: list[ft.Control] = [self._head(), *self._unsent()]
        if one.link and self._model.ride.stand in _HAS_PAGE:
            rows.append(self._link(one.link))
        rows += self.leaving()
        other = self._("Somebody else takes me home")
        back = self._("Take the link back")
        rows.append(parts.outline_button(other, self.s.guard(partial(self._acts.on_take_back, True))))
        rows.append(
            parts.text_button(back, self.s.guard(partial(self._acts.on_take_back, False)), tone="support")
        )
        return rows

    def _head(self) -> ft.Control:
        title, detail = ride_text(self.s, self._model.ride)
        words = parts.stack(parts.heading(title), parts.body(detail), spacing=t.S4)
        row: list[ft.Control] = [ft.Container(words, expand=True), *call_button(self.s, self._model.ride)]
        return parts.card(ft.Row(row, vertical_alignment=ft.CrossAxisAlignment.START))

    def _link(self, link: str) -> ft.Control:
        _ = self._
        drawn = parts.qr_code(link, _("The same link as a QR code, for a camera"))
        copy = parts.primary_button(
            _("Copy"), self.s.guard(partial(self._acts.on_copy, link)), icon=ft.Icons.CONTENT_COPY_ROUNDED
        )
        rows: list[ft.Control] = [
            parts.small(_("Hand this to them yourself"), is_strong=True),
            parts.strong(link),
            *([drawn] if drawn is not None else []),
            copy,
            parts.small(
                _(
                    "Whoever has it can answer in their place, so give it to nobody else. It ends with that day."
                )
            ),
        ]
        if self.is_copy_refused:
            rows.append(parts.notice(_("It could not be copied. You can write it down."), is_live=True))
        return parts.outlined_card(*rows)

    def leaving(self) -> list[ft.Control]:
        """Of a link that was taken back: whether it may still be used."""
        if not self._model.ride.is_leaving:
            return []
        text = self._(
            "The link is taken back here. Your clinic does not know yet: until it does, it may still be used."
        )
        return [parts.notice(text, tone="prepare")]

    def _unsent(self) -> list[ft.Control]:
        """How far the question is on its way, where the clinic does not have it as it stands here."""
        standing = self._model.ride.standing
        if standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE):
            return []
        is_stuck = standing.state is SendState.NEEDS_ATTENTION
        again = (
            parts.text_button(self._("Try again"), self.s.guard(self._acts.on_try_again))
            if is_stuck
            else None
        )
        text = standing_text(self.s, standing).text
        return [parts.notice(text, tone="danger" if is_stuck else "quiet", action=again)]
