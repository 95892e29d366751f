"""What of an entry stays with the patient when the chosen part of it is shown: counted, and never told to anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from mobile.care.journal.chosen import PartGone
from mobile.care.journal.entry import JournalEntry
from mobile.care.sentences import sentences


@dataclass(frozen=True)
class Stays:
    """How many of each are not shown. `of` is how many sentences there are."""

    sentences: int = 0
    of: int = 0
    steps: int = 0
    tags: int = 0
    versions: int = 0


def stays(entry: JournalEntry) -> Stays:
    """Of the entry as it is now. Where its part is gone, all of it stays."""
    every = sentences(entry.words)
    try:
        shown = entry.shown
    except PartGone:
        return Stays(len(every), len(every), len(entry.steps), len(entry.tags), len(entry.versions))
    marked = {"whole": len(every), "title": 0}.get(entry.chosen.scope)
    if marked is None:
        marked = len(entry.chosen.places(every) or ())
    return Stays(
        len(every) - marked,
        len(every),
        len(entry.steps) - len(shown.steps),
        0 if shown.tags else len(entry.tags),
        len(entry.versions),
    )
