"""What is shown while a copy is brought back, from a file or from the clinic, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.records.ports import Brought
from mobile.screens.frame import Screen


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
    way_on: ft.Control,
    *,
    asked: Sequence[ft.Control] = (),
    is_open: bool = False,
) -> list[ft.Control]:
    """What was added, what was here already, and the way on. `is_open`: nothing of it is sent before the question in `asked`."""
    _ = screen._
    is_new = brought.added or brought.renewed
    return [
        parts.spoken(
            parts.empty_state(
                _("Your copy is here") if is_new else _("Everything was here already"),
                _("Nothing of it is sent without you.")
                if is_open
                else _("What your clinic did not have yet is sent now."),
                icon=ft.Icons.CHECK_ROUNDED,
            )
        ),
        *asked,
        parts.card(parts.heading(_("What came back")), *map(parts.body, _lines(screen, brought))),
        way_on,
    ]


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
