"""One thing on the list, in the clinic's words: what it is, for whom, in which languages, where, how to reach it, and when the clinic
last looked whether it still holds. Each looks like every other."""

from __future__ import annotations

from collections.abc import Mapping

import flet as ft

from mobile.care.cost_help import CostHelp, regions_of
from mobile.care.cost_help.choosing import standing
from mobile.care.locations import Location
from mobile.care.safety.hours import windows_of
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import opens_page
from mobile.screens.frame import Surroundings
from mobile.screens.language_words import languages_text
from mobile.screens.opening_hours import hours_lines
from mobile.screens.panels.call_rows import nothing
from mobile.screens.panels.number_buttons import number_buttons


def cost_help_card(s: Surroundings, one: CostHelp, locations: Mapping[str, Location]) -> ft.Control:
    """A heading, the clinic's words, and buttons that call, text or open a page."""
    _, language = s._, s.language
    rows: list[ft.Control] = [parts.subheading(one.name.in_language(language))]
    provider = one.provider if one.provider != one.name.text else ""
    kind = [one.kind_of_help.in_language(language), provider, _price(s, one)]
    if line := " · ".join(part for part in kind if part):
        rows.append(parts.small(line, is_strong=True))
    rows += [parts.body(words.in_language(language)) for words in one.about]
    if one.for_whom:
        whom = [parts.body(words.in_language(language)) for words in one.for_whom]
        rows.append(ft.MergeSemantics(parts.stack(parts.strong(_("For whom")), *whom, spacing=0)))
    rows += [parts.small(line) for line in _facts(s, one, locations)]
    rows += _ways(s, one)
    rows.append(_looked(s, one))
    return parts.card(*rows, spacing=t.S8)


def _price(s: Surroundings, one: CostHelp) -> str:
    _ = s._
    return {"free": _("Free"), "less": _("Costs less"), "fees": _("Costs something"), "unsaid": ""}[one.price]


def _facts(s: Surroundings, one: CostHelp, locations: Mapping[str, Location]) -> list[str]:
    _ = s._
    where = [region.name.in_language(s.language) for region in regions_of([one], locations)]
    lines = [
        languages_text(_, one.languages),
        _("Where: {places}").format(places=", ".join(where)) if where else "",
        _("Ask for an appointment first.") if one.is_asked_first else "",
        *hours_lines(s, windows_of(list(one.times))),
    ]
    return [line for line in lines if line]


def _ways(s: Surroundings, one: CostHelp) -> list[ft.Control]:
    """Numbers that are theirs now, then pages."""
    _ = s._
    name = one.name.in_language(s.language)
    rows = number_buttons(s, one.phones, name)
    for page in one.pages:
        label = _("Open {host} in your browser · {name}").format(host=page.host, name=name)
        button = parts.text_button(
            _parted(page.host), nothing, icon=ft.Icons.OPEN_IN_NEW_ROUNDED, label=label
        )
        rows.append(ft.Row([opens_page(button, page.address)], wrap=True))
    return rows or [parts.small(_("Your clinic gives no number or page for it here. Ask your clinic."))]


def _parted(host: str) -> str:
    """It goes on in the next line between its parts, where it must."""
    return host.replace(".", ".\u200b")


def _looked(s: Surroundings, one: CostHelp) -> ft.Control:
    """When the clinic last looked, and what that means where it is long ago."""
    _ = s._
    today = s.moments.local(s.now()).date()
    state = standing(one, today)
    if state == "unsaid" or one.looked_on is None:
        return parts.small(
            _("Your clinic does not say when it last checked this. Ask first whether it still holds.")
        )
    month = s.moments.month(one.looked_on, with_year=True)
    if state == "old":
        text = _(
            "Checked by your clinic: {month}. That is more than a year ago. Ask first whether it still holds."
        )
        return parts.notice(text.format(month=month), tone="prepare")
    return parts.small(_("Checked by your clinic: {month}").format(month=month))
