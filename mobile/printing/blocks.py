"""One page about one person as data: blocks of words below and beside one another. What draws them, on paper or on a screen, adds
no word of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mobile.printing.figure import Figure

Tone = Literal["", "alert", "first", "leave", "note"]
"""Something to see to; what comes first; what is to be left alone; how the page is read; none of these."""
Whose = Literal["record", "person"]
"""Who said it: a clinic's record, or the person that the page is about."""


@dataclass(frozen=True)
class Mark:
    """Before words: who said them, in a letter or two. `name`: the same in words, for whoever hears it."""

    letters: str
    whose: Whose
    name: str = ""


@dataclass(frozen=True)
class Item:
    """`is_own`: the words are somebody's own. `label` says which it is, `detail` what is known of it besides."""

    words: str = field(repr=False)
    label: str = ""
    detail: str = field(default="", repr=False)
    is_own: bool = False
    mark: Mark | None = None


@dataclass(frozen=True)
class Table:
    """Below `heads`, rows of as many cells. `shares`: how wide each column is, of 1. A mark stands before its cell's words."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Item, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Block:
    """`is_wide`: over the whole width, with the labels beside the words. `note` stands below all of it."""

    heading: str
    items: tuple[Item, ...] = ()
    note: str = ""
    tone: Tone = ""
    figure: Figure | None = None
    is_wide: bool = False
    table: Table | None = None
    picture: bytes = field(default=b"", repr=False)  # below its words; what does not open as one is left out

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written in it, but for what belongs to a figure alone."""
        cells = [one for row in self.table.rows for one in row] if self.table is not None else []
        heads = self.table.heads if self.table is not None else ()
        said = [text for one in (*self.items, *cells) for text in (one.label, one.words, one.detail)]
        return tuple(text for text in (self.heading, *heads, *said, self.note) if text)


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
