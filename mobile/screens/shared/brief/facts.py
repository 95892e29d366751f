"""What the clinic knows, as it stands in the brief: sessions with what was shared after each, and scores in time.

Numbers and dates. None says better, worse, good or enough.
"""

from __future__ import annotations

from mobile.care.agenda import Session
from mobile.printing import Block, Item
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.paper_figure import figure_of
from mobile.screens.panels.measures.sentences import day, name_text, number, words_text
from mobile.screens.reads.measures import Measure
from mobile.screens.shared.brief.held import Brief
from mobile.screens.shared.row_words import no_score_text
from mobile.screens.status_text import begun, session_detail, session_name

LEFT_OUT = frozenset({"lowest_of_all", "highest_of_all"})
"""Of what is said of a trend: one can see it in the row of numbers."""


def sessions(s: Surroundings, brief: Brief) -> Block | None:
    items: list[Item] = []
    for session in brief.sessions:
        after = brief.shared_after(session)
        if session.is_past(s.now()):
            text = s.ngettext("{n} entry shared after it", "{n} entries shared after it", after)
            detail = text.format(n=after)
        else:
            detail = " · ".join(part for part in (s._("planned"), session.place) if part)
        kind = session_detail(s, session).partition(" · ")[0] if session.name else ""
        label = session_name(s, brief.row.place(session), otherwise=session.name)
        when = ", ".join(part for part in (_day_of(s, session), kind) if part)
        items.append(Item(f"{label} · {when}" if label != kind else when, detail=detail))
    return Block(s._("Sessions"), tuple(items)) if items else None


def _day_of(s: Surroundings, session: Session) -> str:
    if session.start_at is None:
        return s._("Time not set yet")
    return day(s, session.start_at) if session.is_past(s.now()) else s.moments.moment(session.start_at)


def scores(s: Surroundings, brief: Brief) -> Block | None:
    """None: of this patient no score ever comes to this reader, so that none is spoken of."""
    _ = s._
    if brief.row.is_guest and not brief.measures:
        return None
    items = [_score(s, one) for one in brief.measures]
    if not items:
        why = begun(" · ".join(no_score_text(s, brief.row.no_score)))
        return Block(_("Scores"), (Item(why),) if has_all(s) else ())
    return Block(_("Scores"), tuple(items), note=_("A score is one view, not a verdict."))


def _score(s: Surroundings, one: Measure) -> Item:
    assert one.trend is not None
    words = tuple(word for word in one.trend.words if word.kind not in LEFT_OUT)
    totals = [number(point.total) for point in one.trend.points if point.total is not None]
    return Item(" → ".join(totals), label=name_text(s, one), detail=" ".join(words_text(s, words)))


def figure(s: Surroundings, brief: Brief) -> Block | None:
    drawn = figure_of(s, brief.measures[0]) if brief.measures else None
    return Block("", figure=drawn) if drawn is not None else None
