"""One page about one person as data: blocks of words below and beside one another. What draws them, on paper or on a screen, adds
no word of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mobile.printing.figure import Figure

Tone = Literal["", "alert", "first", "leave"]
"""Something to see to; what comes first; what is to be left alone; none of these."""


@dataclass(frozen=True)
class Item:
    """`is_own`: the words are somebody's own. `label` says which it is, `detail` what is known of it besides."""

    words: str = field(repr=False)
    label: str = ""
    detail: str = field(default="", repr=False)
    is_own: bool = False


@dataclass(frozen=True)
class Block:
    """`is_wide`: over the whole width, with the labels beside the words. `note` stands below all of it."""

    heading: str
    items: tuple[Item, ...] = ()
    note: str = ""
    tone: Tone = ""
    figure: Figure | None = None
    is_wide: bool = False


@dataclass(frozen=True)
class Summary:
    """All words are in the reader's language already. `rows`: one block or two beside one another. `made_at` is aware."""

    title: str
    about: tuple[str, ...]  # below the title
    head: tuple[str, str]  # above it, at the left and at the right
    rows: tuple[tuple[Block, ...], ...]
    foot: str
    language: str
    made_at: datetime
    page_words: str  # "Page {page} of {pages}"
    goes_on: str  # at the foot of each page but the last
    undrawn: str  # "Some letters cannot be printed here and are shown as [?]. ..."
