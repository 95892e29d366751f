"""Running text in which some words are marked, and what stood in their place is crossed out. What a mark means is said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters, stretch


@dataclass(frozen=True)
class MarkedRun:
    """A few words of one look. `sign`: the word that says what is marked ("New in this version:", "was")."""

    text: str
    look: Literal["plain", "marked", "gone", "sign"] = "plain"


def marked_words(runs: Sequence[MarkedRun]) -> ft.Text:
    """One paragraph."""
    spans = [ft.TextSpan(run.text, style=_LOOKS[run.look]()) for run in runs]
    return ft.Text(spans=spans, style=letters(t.SIZE_BODY, family=t.SANS, color=t.INK))


_LOOKS = {
    "plain": lambda: stretch(t.SANS),
    "marked": lambda: stretch(t.SANS, behind=t.PREPARE_SOFT),
    "gone": lambda: stretch(t.SANS, color=t.MUTED, is_struck=True),
    "sign": lambda: stretch(t.SANS_SEMIBOLD, color=t.PREPARE, behind=t.PREPARE_SOFT),
}
