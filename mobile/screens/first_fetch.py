"""Before the first data is there: a place says that it is being fetched, or that it could not be, and never that there is none.

Computed from what sync says of its first reading. A place shows what is here meanwhile; a sentence that counts, or that says
there is nothing, waits until `has_all` is True.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.sync_line import WHY


def has_all(s: Surroundings) -> bool:
    """Whether all the clinic has for this person was read once. True where nothing is fetched at all."""
    return s.status is None or s.status.now.first == "here"


def first_looks(s: Surroundings) -> object:
    """All that `first_fetch` draws from."""
    if has_all(s) or s.status is None:
        return None
    return s.status.now.first, s.status.now.phase, s.status.now.reason


def first_fetch(s: Surroundings) -> list[ft.Control]:
    """What stands above a place meanwhile; nothing once all is here."""
    if has_all(s) or s.status is None:
        return []
    _, now = s._, s.status.now
    if now.phase == "signed_out":
        return [
            parts.notice(
                _("Sign in again to fetch it."),
                title=_("What your clinic has is not here yet"),
                icon=parts.icons.OFFLINE,
                action=parts.text_button(_("Sign in again"), s.guard(partial(s.go, "/settings/sync"))),
                is_live=True,
            )
        ]
    if now.first == "failed":
        why = WHY.get(now.reason or "")
        text = _(why) if why else _("Your clinic cannot be reached now.")
        return [
            parts.notice(
                f"{text} {_('Lantern tries again by itself.')}",
                title=_("Not everything your clinic has is here yet"),
                icon=parts.icons.OFFLINE,
                action=parts.text_button(_("Try again"), s.guard(s.services.sync_now)),
                is_live=True,
            )
        ]
    return [
        parts.notice(
            _("It appears here by itself. What you see meanwhile may not be all."),
            title=_("Fetching what your clinic has"),
            icon=parts.icons.WAITING,
            is_live=True,
        )
    ]
