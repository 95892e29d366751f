"""The way into session day, on its day alone."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.session_day import is_its_day
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.session_day import day_route


def is_open_today(s: Surroundings, session: Session | None) -> bool:
    """Whether session day can be opened for it now."""
    return session is not None and is_its_day(session, s.now(), s.zone)


def day_way(s: Surroundings, session: Session, *, is_next: bool = True) -> list[ft.Control]:
    """One button, or nothing. `is_next`: it is what stands out; otherwise something else is to do first."""
    if not is_open_today(s, session):
        return []
    button = parts.primary_button if is_next else parts.outline_button
    return [
        button(s._("Open session day"), s.guard(partial(s.go, day_route(session))), icon=parts.icons.SESSION)
    ]


def day_again(s: Surroundings, session: Session) -> list[ft.Control]:
    """The same once it is over, in few words: it may have been closed too soon."""
    if not is_open_today(s, session):
        return []
    return [parts.text_button(s._("Open session day"), s.guard(partial(s.go, day_route(session))))]
