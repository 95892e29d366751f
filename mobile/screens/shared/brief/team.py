"""The newest lines of the summary that the reader keeps with the patient's care team, as they stand in the brief: the team's own
words, never the patient's."""

from __future__ import annotations

from mobile.printing import Block, Item
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import day
from mobile.screens.panels.summary import readers_text
from mobile.screens.shared.brief.held import Brief
from mobile.screens.shared.brief.own import patient_name

MOST = 3
"""Lines: one page has room for so many."""


def lines(s: Surroundings, brief: Brief) -> Block | None:
    """Whole, with who wrote each, when, and who reads it."""
    summary = brief.summary
    found = summary.lines if summary is not None else []
    if summary is None or not found:
        return None
    items: list[Item] = []
    for line in found[:MOST]:
        name = summary.name_of(line) or s._("Somebody of your clinic")
        written = day(s, line.written_at) if line.written_at is not None else ""
        label = " · ".join(part for part in (name, written) if part)
        items.append(Item(line.words, label=label, detail=readers_text(s, line, patient_name(s, brief))))
    more = len(found) - len(items)
    note = s.ngettext("{n} earlier line is in the summary.", "{n} earlier lines are in the summary.", more)
    return Block(
        s._("Shared summary of the care team"),
        tuple(items),
        note=note.format(n=more) if more else "",
        is_wide=True,
    )
