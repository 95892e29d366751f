"""What session day says: few words, and for a screen reader whole sentences. A clock time, never a count that runs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.agenda.item import AgendaItem
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.reads.look_ins import LookIn

SUPPORT = "/support"


def head(s: Surroundings, title: str, *actions: ft.Control) -> ft.Control:
    """Title and Support, as at the head of every other place, within the margins of a bare page."""
    made = parts.header(
        title,
        on_support=s.guard(partial(s.go, SUPPORT)),
        support_label=s._("Support"),
        actions=actions,
    )
    made.padding = ft.Padding(0, t.S12, 0, 0)
    return made


def stay_line(s: Surroundings, item: AgendaItem) -> ft.Control:
    """`Until 12:10 PM`; once that has come, or where nobody has said, the team is asked: no time lets anybody go."""
    _ = s._
    if item.at is None or item.at <= s.now():
        text = _("Ask your team")
        label = _("How long you stay: your team says when you can go.")
    else:
        text = _("Until {time}").format(time=s.moments.time(item.at))
        label = _("You stay until {time} at least. Your team says when you can go.").format(
            time=s.moments.time(item.at)
        )
    return _line(parts.icons.STAY, text, label)


def _line(icon: ft.IconData, text: str, label: str) -> ft.Control:
    words = ft.Row(
        [
            parts.icons.icon(icon, size=28, color=t.MUTED),
            ft.Container(parts.session_line(text), expand=True),
        ],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Semantics(
        label=label, container=True, content=ft.Semantics(exclude_semantics=True, content=words)
    )


def look_in_line(s: Surroundings, one: LookIn) -> ft.Control:
    """`Look in 11:10 AM`: the first that was not written yet, or the next."""
    assert one.at is not None
    time = s.moments.time(one.at)
    text = s._("Look in {time}").format(time=time)
    label = s._("Whoever is with you looks in at {time}: {what}.").format(
        time=time, what=one.rule.title.in_language(s.language)
    )
    return _line(parts.icons.PERSON, text, label)


def foot(targets: Sequence[ft.Control], quiet: Sequence[ft.Control]) -> list[ft.Control]:
    """The large ones below one another, the quiet ones side by side under them where there is room."""
    return [*targets, parts.button_row(*quiet, at_least=150, is_spread=True)]


async def asked_to_begin(s: Surroundings) -> bool:
    """For who taps and does not hold."""
    _ = s._
    return await s.ask(
        _("Does it begin now?"), _("The time you stay is counted from here."), yes=_("Yes"), no=_("Not yet")
    )


async def asked_to_close(s: Surroundings) -> bool:
    """The same before closing."""
    _ = s._
    return await s.ask(
        _("Close session day?"), _("You can open it again on Today."), yes=_("Close"), no=_("Stay here")
    )


async def asked_to_leave(s: Surroundings) -> bool:
    """The same before leaving."""
    _ = s._
    return await s.ask(
        _("Are you leaving?"), _("Your team says when you can go."), yes=_("Yes"), no=_("Not yet")
    )


async def asked_to_finish(s: Surroundings) -> bool:
    """The same at the end."""
    _ = s._
    return await s.ask(
        _("Finish session day?"), _("You can open it again."), yes=_("Finish"), no=_("Not yet")
    )


def no_driving(s: Surroundings, until: str, rule: str) -> ft.Control:
    """The one thing to remember on the way home, with the clinic's words below it."""
    head = ft.Row(
        [
            parts.icons.icon(parts.icons.DRIVING_OFF, size=34, color=t.PREPARE),
            ft.Container(parts.small(s._("No driving until")), expand=True),
        ],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    inside = parts.stack(
        head,
        parts.session_time(until[:1].upper() + until[1:]),
        *([parts.small(rule)] if rule else []),
        spacing=t.S4,
    )
    return ft.Container(ft.MergeSemantics(inside), padding=ft.Padding(0, t.S16, 0, t.S16))
