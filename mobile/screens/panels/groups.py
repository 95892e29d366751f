"""A clinic's group as a row, and all of them as a card: the name, the next time, and whose it is. Only what the clinic says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.groups import Group
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun


def next_group(s: Surroundings, groups: Sequence[Group], *, leads_to: str) -> list[ft.Control]:
    """The one that meets next, as one row; nothing where no time is known."""
    if not groups or groups[0].starts is None:
        return []
    row = parts.list_row(
        groups[0].service.name.in_language(s.language),
        when_text(s, groups[0]),
        s.guard(partial(s.go, leads_to)),
        icon=parts.icons.GROUP,
        has_arrow=True,
    )
    return [parts.card(row, padding=ft.Padding(0, t.S4, 0, t.S4))]


def all_groups(s: Surroundings, groups: Sequence[Group]) -> list[ft.Control]:
    """Every one of them, with what the clinic says about it."""
    if not groups:
        return []
    return [
        parts.section(s._("Groups at your clinic")),
        *(
            parts.card(
                parts.subheading(one.service.name.in_language(s.language)),
                parts.small(when_text(s, one), is_strong=True),
                *([parts.body(about)] if (about := one.service.about.in_language(s.language)) else []),
                spacing=t.S4,
            )
            for one in groups
        ),
    ]


def when_text(s: Surroundings, one: Group) -> str:
    """`Thursday, 6:00 PM · run by your clinic`."""
    if one.starts is None or one.ends is None:
        return s._("Your clinic tells you the times")
    if one.starts <= s.now():
        when = s._("On now, until {time}").format(time=s.moments.time(one.ends))
    else:
        days = s.moments.days_between(s.now(), one.starts)
        near = s.moments.near(one.starts, s.now()) if days < 7 else s.moments.moment(one.starts)
        when = s._("Today, {time}").format(time=near) if days == 0 else begun(near)
    return " · ".join((when, s._("run by your clinic")))
