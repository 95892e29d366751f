"""Lines of the summary that a patient's prescriber and therapist keep together, as both sides see them: the words, who wrote them
and when, what stood there before, and, for the care team, who reads each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from mobile.care.summary import Entry, SummaryLine
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import role_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.summary import TeamSummary
from mobile.screens.status_text import begun


def line_card(
    s: Surroundings,
    summary: TeamSummary,
    entry: Entry,
    *,
    readers: str = "",
    is_new: bool = False,
    head: Callable[[ft.Control], ft.Control] = lambda drawn: drawn,
    below: Sequence[ft.Control] = (),
) -> ft.Control:
    """One line. `readers`: who reads it, where that is said; `head`: what its head is drawn as, where a key leads to it; `below`: how
    far it is, and what may be done with it."""
    line = entry.line
    rows: list[ft.Control] = [head(_head(s, summary, line)), _words(line)]
    if line.is_struck:
        rows.append(parts.small(_struck_text(s, line), is_strong=True))
    chips = [readers_chip(readers, is_for_patient=line.is_for_patient)] if readers else []
    chips += [parts.chip(s._("New"), tone="primary")] if is_new else []
    if chips:
        rows.append(parts.chip_row(*chips))
    rows += [_earlier(s, one) for one in entry.earlier]
    return parts.card(*rows, *below, spacing=t.S8)


def readers_chip(readers: str, *, is_for_patient: bool) -> ft.Control:
    """Who reads a line, as an icon and words."""
    icon = parts.icons.THERAPIST if is_for_patient else parts.icons.ONLY_ME
    return parts.chip(readers, icon=icon, tone="primary" if is_for_patient else "quiet")


def readers_text(s: Surroundings, line: SummaryLine, patient: str) -> str:
    """`patient`: their name."""
    if line.is_for_patient:
        return s._("{name} reads this line").format(name=patient)
    return s._("Only the care team")


def read_by_text(s: Surroundings, summary: TeamSummary, line: SummaryLine, patient: str) -> str:
    """`Read by Dr. Ash Prototype, Friday, 1:40 PM · Rowan, 2:05 PM`, of a line of one's own; "" where nobody said so yet. `patient`:
    their name."""
    if line.author != summary.me:
        return ""
    shown_to: list[str] = []
    for mark in summary.read_by(line):
        name = patient if mark.reader == line.patient else summary.names.get(mark.reader or "", "")
        when = s.moments.near(mark.read_at, s.now()) if mark.read_at is not None else ""
        shown_to.append(", ".join(part for part in (name or s._("somebody of the clinic"), when) if part))
    return s._("Read by {names}").format(names=" · ".join(shown_to)) if shown_to else ""


def by_text(s: Surroundings, summary: TeamSummary, line: SummaryLine) -> str:
    """`Sam Fixture · Friday, 1:40 PM`."""
    return " · ".join(part for part in (name_text(s, summary, line), when_text(s, line)) if part)


def name_text(s: Surroundings, summary: TeamSummary, line: SummaryLine) -> str:
    if line.author == summary.me:
        return s._("You")
    return summary.name_of(line) or s._("Somebody of your clinic")


def when_text(s: Surroundings, line: SummaryLine) -> str:
    return begun(s.moments.near(line.written_at, s.now())) if line.written_at is not None else ""


def _head(s: Surroundings, summary: TeamSummary, line: SummaryLine) -> ft.Control:
    name = name_text(s, summary, line)
    detail = " · ".join(part for part in (role_text(s._, summary.role_of(line)), when_text(s, line)) if part)
    words = ft.Column(
        [parts.strong(name), *([parts.small(detail)] if detail else [])], spacing=0, tight=True, expand=True
    )
    return ft.Row([parts.avatar(name), words], spacing=t.S12)


def _words(line: SummaryLine) -> ft.Control:
    words = parts.struck(line.words) if line.is_struck else parts.body(line.words)
    words.rtl = is_right_to_left(line.words)
    return words


def _struck_text(s: Surroundings, line: SummaryLine) -> str:
    """Colour and a line through words are not all that says it."""
    if line.struck_at is None:
        return s._("Crossed out. It does not hold any more.")
    when = s.moments.near(line.struck_at, s.now())
    return s._("Crossed out {when}. It does not hold any more.").format(when=when)


def _earlier(s: Surroundings, line: SummaryLine) -> ft.Control:
    head = (
        s._("Before, from {when}:").format(when=when_text(s, line)) if when_text(s, line) else s._("Before:")
    )
    words = parts.small(f"{head} {line.words}")
    words.rtl = is_right_to_left(line.words)
    return words
