"""The way into session day, on its day alone."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.session_day import is_its_day
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.session_day import day_route


def day_way(s: Surroundings, session: Session) -> list[ft.Control]:
    """One button, or nothing."""
    if not is_its_day(session, s.now(), s.zone):
        return []
    go = s.guard(partial(s.go, day_route(session)))
    return [parts.primary_button(s._("Open session day"), go, icon=parts.icons.SESSION)]
