"""One line on Today where treatment needs something signed: what, why now, and the way there. Otherwise nothing.

It hurries nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.consent.listing import version_text
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.panels.row_cards import card_of
from mobile.screens.reads.to_sign import ToSign


def to_sign_line(s: Surroundings, found: Sequence[ToSign]) -> list[ft.Control]:
    """One agreement by its name; several as their list."""
    if not found:
        return []
    if len(found) > 1:
        text = s._("{n} agreements to read and sign").format(n=len(found))
        row = parts.list_row(
            text,
            s._("Your treatment needs them"),
            s.guard(partial(s.go, "/agreements")),
            icon=parts.icons.NOTES,
            has_arrow=True,
        )
        return [card_of([row])]
    one = found[0]
    title = one.title.in_language(s.language) or s._("An agreement of your clinic")
    named = s._("To sign: {title}") if one.is_read else s._("To read and sign: {title}")
    row = parts.list_row(
        named.format(title=title),
        _why(s, one),
        s.guard(partial(s.go, one.route)),
        icon=parts.icons.NOTES,
        has_arrow=True,
    )
    return [card_of([row])]


def _why(s: Surroundings, one: ToSign) -> str:
    _, m, before = s._, s.moments, one.before
    if one.why == "new_version" and before is not None:
        old, end = version_text(before.version), before.ends_at
        if end is None:
            return _("There is a new version. Version {old} stays in force.").format(old=old)
        return _("There is a new version. Version {old} is in force until {day}.").format(
            old=old, day=m.full_date(end)
        )
    if one.why == "phase":
        return _("A new part of your course has begun, and your clinic asks you to sign this again.")
    if one.why == "withdrawn":
        return _("You withdrew it. You can sign it again.")
    if one.why == "over" and before is not None and before.ends_at is not None:
        return _("It was in force until {day}.").format(day=m.full_date(before.ends_at))
    if one.why == "over":
        return _("It is in force no more.")
    return _("Your treatment needs it")
