"""What is shown while a copy is brought back, from a file or from the clinic, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Brought
from mobile.screens.frame import Screen
from mobile.screens.guard import Handler


def under_way(screen: Screen, bar: Sequence[ft.Control]) -> list[ft.Control]:
    """`bar`: how far it is, where that is known."""
    _ = screen._
    return [
        parts.spoken(
            parts.empty_state(
                _("Bringing it back"),
                _("This can take a moment. All of it is added, or nothing."),
                icon=parts.icons.WAITING,
            )
        ),
        *bar,
    ]


def came_back(
    screen: Screen,
    brought: Brought,
    on_deleted: Handler | None,
    way_on: ft.Control,
    *,
    asked: Sequence[ft.Control] = (),
    is_open: bool = False,
) -> list[ft.Control]:
    """What was added, what was here already, what stays deleted, and the way on. `on_deleted`: what brings that back too. `is_open`:
    nothing of it is sent before the question in `asked`."""
    title, text = _in_short(screen, brought, is_open=is_open)
    return [
        parts.spoken(parts.empty_state(title, text, icon=ft.Icons.CHECK_ROUNDED)),
        *asked,
        parts.card(parts.heading(screen._("What came back")), *map(parts.body, _lines(screen, brought))),
        *_deleted(screen, brought, on_deleted),
        way_on,
    ]


def _in_short(screen: Screen, brought: Brought, *, is_open: bool) -> tuple[str, str]:
    _ = screen._
    if brought.added or brought.renewed:
        return (
            _("Your copy is here"),
            _("Nothing of it is sent without you.")
            if is_open
            else _("What your clinic does not have yet is sent as soon as it can be reached."),
        )
    if brought.kept or brought.deleted or brought.unreadable:
        return _("Nothing was added"), _("What is here stays as it is.")
    return _("Everything was here already"), _("Nothing was changed.")


def _deleted(screen: Screen, brought: Brought, on_deleted: Handler | None) -> list[ft.Control]:
    count = len(brought.deleted)
    if not count:
        return []
    text = screen.ngettext(
        "{n} was deleted here and stays deleted.", "{n} were deleted here and stay deleted.", count
    )
    stays = parts.body(text.format(n=count))
    if on_deleted is None:
        return [parts.card(stays)]
    way = screen.ngettext("Bring it back too", "Bring them back too", count)
    return [parts.card(stays, parts.gap(t.S4), parts.soft_button(way, screen.guard(on_deleted)))]


def _lines(screen: Screen, brought: Brought) -> list[str]:
    """One sentence a number that is not 0; the first one always."""
    ngettext = screen.ngettext
    back = brought.added + brought.renewed
    lines = [ngettext("{n} record came back.", "{n} records came back.", back).format(n=back)]
    others = (
        (
            brought.already_here,
            ngettext("{n} was here already.", "{n} were here already.", brought.already_here),
        ),
        (
            brought.kept,
            ngettext(
                "{n} differs from what is here, or was removed since: it was left as it is here.",
                "{n} differ from what is here, or were removed since: they were left as they are here.",
                brought.kept,
            ),
        ),
        (
            brought.unreadable,
            ngettext(
                "{n} could not be read when the copy was made.",
                "{n} could not be read when the copy was made.",
                brought.unreadable,
            ),
        ),
    )
    return lines + [line.format(n=count) for count, line in others if count]
