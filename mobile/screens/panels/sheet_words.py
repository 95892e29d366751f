"""The words of a recovery sheet, typed: the field, how many they are, and slips of the pen named before anything is tried.

It must never keep a word longer than its field stands there, and nothing here tries one.
"""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.design import parts
from mobile.records.sheet_words import COUNT, split, unknown
from mobile.screens.frame import Screen


@dataclass(frozen=True)
class Slip:
    """What can be told of typed words by themselves: how many they are, and which (from 1) no sheet has."""

    count: int
    unknown: tuple[int, ...]

    @property
    def is_none(self) -> bool:
        return self.count == COUNT and not self.unknown


def slip_of(typed: str) -> Slip:
    """Looked for before anything is tried."""
    words = split(typed)
    return Slip(len(words), tuple(unknown(words)) if len(words) == COUNT else ())


class SheetWordsField:
    """`controls` are drawn by the place; what is typed is counted as it is typed."""

    def __init__(self, screen: Screen) -> None:
        _ = screen._
        self._screen = screen
        self._field = parts.writing_field(
            _("The words of your sheet"),
            on_change=screen.guard(self._on_typed),
            min_lines=6,
            is_own_words=False,
        )
        self._count = parts.spoken(parts.small(self._count_text()))

    @property
    def typed(self) -> str:
        return self._field.value

    def forget(self) -> None:
        """Nothing of it stands there any more."""
        self._field.value = ""

    def controls(self, refused: ft.Control | None = None) -> list[ft.Control]:
        """`refused`: what there is to say of the words that were tried."""
        self._show_count()
        text = self._screen._(
            "Type the {n} words in their order. The first four letters of each are enough."
        ).format(n=COUNT)
        return [
            parts.body(text),
            *([refused] if refused is not None else []),
            self._field,
            self._count,
        ]

    def slip(self) -> ft.Control | None:
        """What is to be said of it before it is tried; None: it may be."""
        _, slip = self._screen._, slip_of(self.typed)
        if slip.is_none:
            return None
        if slip.count != COUNT:
            return refused(
                _("A sheet has {n} words.").format(n=COUNT),
                self._screen.ngettext("Here is {n}.", "Here are {n}.", slip.count).format(n=slip.count),
            )
        numbers = ", ".join(str(one) for one in slip.unknown)
        return refused(
            _("No sheet has a word like that."),
            _("Compare these with your paper: {numbers}.").format(numbers=numbers),
        )

    def _on_typed(self) -> None:
        self._show_count()
        parts.redraw(self._count)

    def _count_text(self) -> str:
        return self._screen._("{n} of {of} words").format(n=len(split(self.typed)), of=COUNT)

    def _show_count(self) -> None:
        self._count.content = parts.small(self._count_text())


def refused(title: str, text: str) -> ft.Control:
    """What is said of words that do not do."""
    return parts.notice(text, title=title, tone="support", icon=parts.icons.INFO, is_live=True)
