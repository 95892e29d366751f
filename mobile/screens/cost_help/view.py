"""`/help-with-cost`: the clinic's own list, readable offline. It asks nothing of the person and tells nobody what was looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.cost_help import CostHelp
from mobile.design import parts
from mobile.screens.cost_help.card import cost_help_card
from mobile.screens.cost_help.model import CostHelpModel
from mobile.screens.language_words import language_name
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.reads.cost_help import KINDS
from mobile.screens.status_text import begun


class HelpWithCost(LiveScreen):
    """Reached from Care."""

    follows = KINDS

    def title(self) -> str:
        return self._("Help with cost")

    def body(self) -> list[ft.Control]:
        self.model = CostHelpModel(self.records, self.s.language)
        return super().body()

    async def load(self) -> None:
        await self.model.load()

    def drawn(self) -> list[ft.Control]:
        _, model = self._, self.model
        if not model.known.listed:
            return self._nothing() if self.has_all else []
        seen = model.seen
        rows: list[ft.Control] = [
            parts.body(
                _("Your clinic keeps this list. What it calls free or cheaper comes first.")
                + " "
                + _("Nobody is told what you look at here.")
            ),
            *self._choices(),
        ]
        rows += self._cards([one for one in seen.fitting if one.is_cheap], _("Free, or cheaper"))
        rows += self._cards([one for one in seen.fitting if not one.is_cheap], _("Other help"))
        rows += self._cards(seen.unsaid, _("The clinic does not say for which language or place"))
        if not seen.fitting and not seen.unsaid:
            rows.append(parts.notice(_("Nothing on the list fits both."), is_live=True))
        if seen.others:
            rows.append(self._others(seen.others))
        return [*rows, *self._ask()]

    def _cards(self, listed: Sequence[CostHelp], title: str) -> list[ft.Control]:
        if not listed:
            return []
        locations = self.model.known.locations
        return [parts.section(title), *(cost_help_card(self.s, one, locations) for one in listed)]

    # --- choosing ---

    def _choices(self) -> list[ft.Control]:
        """A choice is offered where there is one to make."""
        _, model = self._, self.model
        rows: list[ft.Control] = []
        if len(model.languages) > 1:
            named = [(one.key, begun(language_name(_, one))) for one in model.languages]
            rows += [
                parts.section(_("Language")),
                self._chips(named, model.language, _("Any language"), model.choose_language),
            ]
        if model.misses_own_language and self.has_all:
            rows.append(
                parts.small(_("Nothing on the list says that it speaks your language. All of it is shown."))
            )
        if len(model.regions) > 1:
            places = [(one.key, one.name.in_language(self.s.language)) for one in model.regions]
            rows += [
                parts.section(_("Place")),
                self._chips(places, model.region, _("Anywhere"), model.choose_region),
            ]
        return rows

    def _chips(
        self,
        named: Sequence[tuple[str, str]],
        chosen: str | None,
        any_: str,
        choose: Callable[[str | None], None],
    ) -> ft.Control:
        choices: list[tuple[str | None, str]] = [*named, (None, any_)]
        return parts.chip_row(
            *(
                parts.choice_chip(
                    text, self.guard(partial(self._on_choose, choose, key)), is_on=key == chosen
                )
                for key, text in choices
            )
        )

    async def _on_choose(
        self, choose: Callable[[str | None], None], key: str | None, _event: Any = None
    ) -> None:
        choose(key)
        await self.redraw()

    def _others(self, count: int) -> ft.Control:
        text = self.ngettext(
            "{n} more is for another language or place.",
            "{n} more are for another language or place.",
            count,
        )
        show = parts.text_button(self._("Show all"), self.guard(self.on_all))
        return parts.notice(text.format(n=count), action=show)

    async def on_all(self, _event: Any = None) -> None:
        self.model.choose_all()
        await self.redraw()

    # --- the clinic ---

    def _nothing(self) -> list[ft.Control]:
        return [
            parts.empty_state(
                self._("No help with cost is listed yet"),
                self._("Your clinic writes the list. Ask your clinic: it may know more than stands here."),
                icon=parts.icons.WALLET,
                action=parts.outline_button(
                    self._("Write to your team"), self.guard(partial(self.s.go, "/messages"))
                ),
            ),
            *clinic_numbers(self.s),  # a question about cost is not for whoever answers now alone
        ]

    def _ask(self) -> list[ft.Control]:
        return [
            parts.section(self._("Ask your clinic")),
            parts.small(self._("It may know more than stands here, and can tell you what fits.")),
            parts.outline_button(self._("Write to your team"), self.guard(partial(self.s.go, "/messages"))),
        ]
