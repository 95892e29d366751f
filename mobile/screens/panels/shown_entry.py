"""An entry as somebody who was given it reads it: the same drawing for the preview and for the reader, letter for letter."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shown import Shown
from mobile.care.journal.steps import STEPS, steps_of
from mobile.care.shareable import SharedRecord
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings


def shown_drawn(
    s: Surroundings, shown: Shown, codes: Sequence[str], pictures: Sequence[ft.Control] = ()
) -> list[ft.Control]:
    """Title, prompt, words with their gaps, steps, tags, how much was spoken, pictures. `codes` say how far up the steps are.
    `pictures` stand in place of their lines, where they are drawn."""
    rows: list[ft.Control] = []
    if shown.title:
        title = parts.heading(shown.title, level=3)
        title.rtl = is_right_to_left(shown.title)
        rows.append(title)
    if shown.prompt:
        rows.append(parts.strong(shown.prompt, color=t.PRIMARY))
    if "words" in shown.blocks:
        rows.append(_words(s, shown))
    rows += _steps(shown.steps, codes)
    if shown.tags:
        rows.append(parts.small(shown.tags))
    if shown.voice:
        rows.append(parts.chip_row(parts.chip(shown.voice, tone="primary", icon=parts.icons.MICROPHONE)))
    return [*rows, *(pictures or map(_picture_line, shown.pictures))]


def _picture_line(line: str) -> ft.Control:
    text = parts.small(line)
    text.rtl = is_right_to_left(line)
    icon = parts.icons.icon(parts.icons.PICTURE, size=20)
    return ft.Row([icon, ft.Container(text, expand=True)], spacing=t.S8)


def marks_drawn(s: Surroundings, *, is_starred: bool, is_start: bool) -> list[ft.Control]:
    """What the patient chose to show of it beside its text: that it is the one to start with, and its star."""
    chips: list[ft.Control] = []
    if is_start:
        chips.append(
            parts.chip(
                s._("To start with when you meet"), tone="integrate", icon=ft.Icons.BOOKMARK_BORDER_ROUNDED
            )
        )
    if is_starred:
        chips.append(parts.chip(s._("Starred"), tone="prepare", icon=ft.Icons.STAR_ROUNDED))
    return [parts.chip_row(*chips)] if chips else []


def _words(s: Surroundings, shown: Shown) -> ft.Control:
    if shown.gap:
        words = parts.gapped_words(shown.pieces, shown.gap, left_out=s._("Something is left out here."))
    else:
        words = parts.own_words(shown.words)
    words.rtl = is_right_to_left(shown.words)
    return words


def _steps(lines: Sequence[str], codes: Sequence[str]) -> list[ft.Control]:
    """As bars where the codes say how far; else the lines as they are."""
    known = [steps_of((code,), (line,)) for code, line in zip(codes, lines, strict=False)]
    if len(codes) != len(lines) or not all(known):
        return [parts.small(line) for line in lines]
    steps = [step for one in known for step in one.values()]
    return [parts.step_bars(step.name, step.at, STEPS, step.label) for step in steps]


def copy_drawn(s: Surroundings, copy: SharedRecord, pictures: Sequence[ft.Control] = ()) -> list[ft.Control]:
    """Any copy as its reader sees it, with what is known of it beside the words."""
    if not isinstance(copy, SharedEntry):
        words = parts.own_words(copy.words)
        words.rtl = is_right_to_left(copy.words)
        return [parts.card(words)]
    rows: list[ft.Control] = []
    if copy.is_part:
        rows.append(parts.chip(s._("Shared in part"), tone="session", icon=ft.Icons.CONTENT_CUT_ROUNDED))
    rows += marks_drawn(s, is_starred=copy.is_starred, is_start=copy.start_here_at is not None)
    return [*rows, parts.card(*shown_drawn(s, copy.shown, copy.steps, pictures))]
