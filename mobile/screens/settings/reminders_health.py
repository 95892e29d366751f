"""Whether reminders are likely to come, as far as the phone says: what it does not say is not claimed either way."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.settings.reminders_model import OnPhone


@dataclass(frozen=True)
class HealthActs:
    """What can be done about it."""

    on_try: Handler
    on_look: Handler
    on_exact: Handler
    on_settings: Handler


def health_card(
    s: Surroundings, phone: OnPhone | None, acts: HealthActs, *, is_tried: bool
) -> list[ft.Control]:
    """Nothing while the phone was not asked yet. `is_tried`: one was shown just now."""
    _ = s._
    if phone is None:
        return []
    rows: list[ft.Control] = [parts.heading(_("Will they come")), *_permission(s, phone, acts)]
    if phone.health.is_exact is False:
        text = _("Your phone may show them later than they are due, because exact times are not allowed.")
        button = parts.text_button(_("Allow exact times"), s.guard(acts.on_exact))
        rows.append(parts.notice(text, tone="prepare", action=button))
    if phone.health.saves_battery:
        text = _("Your phone is saving battery, and may hold them back. Look here in Lantern too.")
        rows.append(parts.notice(text, tone="prepare"))
    if phone.held is not None:
        held = s.ngettext("It has {n} to show later.", "It has {n} to show later.", phone.held)
        rows.append(parts.small(held.format(n=phone.held)))
    stopped = _("If you force the app to stop in the phone’s settings, none come until you open it again.")
    rows.append(parts.small(stopped))
    if is_tried:
        tried = _("One was shown just now. If you do not see it, your phone holds it back.")
        rows.append(parts.spoken(parts.body(tried)))
    buttons = (
        parts.soft_button(_("Try one now"), s.guard(acts.on_try)),
        parts.outline_button(_("Look again"), s.guard(acts.on_look)),
    )
    return [parts.card(*rows, parts.button_row(*buttons))]


def _permission(s: Surroundings, phone: OnPhone, acts: HealthActs) -> list[ft.Control]:
    _ = s._
    if phone.health.may_show is False:
        text = _("Your phone does not let Lantern show reminders. They stand in Lantern all the same.")
        button = parts.text_button(_("Open the phone’s settings"), s.guard(acts.on_settings))
        return [parts.notice(text, tone="danger", action=button)]
    if phone.health.may_show is None:
        return [parts.body(_("Your phone does not say whether it shows them."))]
    return [parts.body(_("Your phone lets Lantern show them."))]
