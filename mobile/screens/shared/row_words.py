"""What the list says of one patient: where they are between two sessions, their last score and by how much it moved.

Facts with their dates; none says better or worse. A change is only said within the time that the clinic's rule names.
"""

from __future__ import annotations

from decimal import Decimal

from mobile.care.measures import RisingRule
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import day, number
from mobile.screens.shared.model import PatientRow
from mobile.screens.shared.no_score import NoScore
from mobile.screens.shared.scores import Score
from mobile.screens.status_text import begun, session_name, span_text, which_session

LONG_DAYS = 60
"""After so many days a date says more than a count."""


def line_text(s: Surroundings, row: PatientRow) -> str:
    """`Today, 10:30 AM · Session 3`, `Day 4 after session 3`, `Withdrew 1 intention`."""
    if row.is_held:
        held = s._("Agreement not in force")
        return " · ".join(part for part in (_where_text(s, row), held) if part)
    if not row.shared.readable and row.shared.ended:
        return withdrew_text(s, len(row.shared.ended))
    return _where_text(s, row)


def _where_text(s: Surroundings, row: PatientRow) -> str:
    """Between two sessions, as far as that is known."""
    if row.soon is not None and row.soon.start_at is not None:
        days = s.moments.days_between(s.now(), row.soon.start_at)
        when = s.moments.near(row.soon.start_at, s.now())
        when = f"{s._('today')}, {when}" if days == 0 else when
        place = row.place(row.soon)
        return " · ".join([begun(when), *([session_name(s, place)] if place is not None else [])])
    return _since_text(s, row) or _far_text(s, row) or _shared_text(s, row)


def _since_text(s: Surroundings, row: PatientRow) -> str:
    _, last = s._, row.last(s.now())
    if last is None or last.start_at is None:
        return ""
    days = -s.moments.days_between(s.now(), last.start_at)
    place = row.place(last)
    if days == 0:
        return _("{session} was today").format(session=session_name(s, place))
    if days > LONG_DAYS:
        return _("Last session {day}").format(day=day(s, last.start_at))
    which = which_session(s, place) if place is not None else _("the last session")
    return _("Day {n} after {session}").format(n=days, session=which)


def _far_text(s: Surroundings, row: PatientRow) -> str:
    coming = row.next(s.now())
    if coming is None or coming.start_at is None:
        return ""
    return f"{session_name(s, row.place(coming))} {s.moments.away(coming.start_at, s.now())}"


def _shared_text(s: Surroundings, row: PatientRow) -> str:
    """Where no session is known."""
    at = row.shared.changed_at
    if at is None and not row.given and not row.alerts and has_all(s):
        return s._("Invited you. Nothing is shared with you yet.") if row.is_guest else ""
    return s._("Last shared {day}").format(day=day(s, at)) if at is not None else ""


def withdrew_text(s: Surroundings, count: int) -> str:
    """`Took back 1 shared text`: of what kind is not kept."""
    return s.ngettext("Took back {n} shared text", "Took back {n} shared texts", count).format(n=count)


def new_text(s: Surroundings, count: int) -> str:
    """`1 new`, as short as a row needs it."""
    return s.ngettext("{n} new", "{n} new", count).format(n=count)


def unread_text(s: Surroundings, count: int) -> str:
    """`1 not read yet`."""
    return s.ngettext("{n} not read yet", "{n} not read yet", count).format(n=count)


def new_lines_text(s: Surroundings, row: PatientRow) -> str:
    """`New in the summary`: a colleague's line that was not opened yet; of several how many."""
    count = len(row.new_lines)
    return s.ngettext("New in the summary", "{n} new in the summary", count).format(n=count)


def change_text(s: Surroundings, score: Score) -> str:
    """`4 higher`, `same`; where nothing can be compared in the clinic's time the day of the score: `June 8`."""
    difference = score.moved.difference
    if difference is None or not is_of_now(s, score):
        return day(s, score.moved.last_at)
    return _moved(s, difference)


def _moved(s: Surroundings, difference: Decimal) -> str:
    _ = s._
    if difference == 0:
        return _("same")
    text = _("{n} higher") if difference > 0 else _("{n} lower")
    return text.format(n=number(abs(difference)))


def is_of_now(s: Surroundings, score: Score) -> bool:
    """Whether the score is from the time the clinic's rule looks at."""
    return score.rule is not None and score.moved.last_at >= score.rule.within.before(s.now(), s.zone)


def score_text(s: Surroundings, score: Score) -> str:
    """All of it for a screen reader: `Mood · PHQ-9: 14, 4 higher in 2 weeks`, `…: 14, on June 8`."""
    _ = s._
    head = f"{score.form.called(s.language)}: {number(score.moved.last)}"
    if score.rule is None or score.moved.difference is None or not is_of_now(s, score):
        return f"{head}, " + _("on {day}").format(day=day(s, score.moved.last_at))
    return f"{head}, {moved_text(s, score)}"


def moved_text(s: Surroundings, score: Score) -> str:
    """`6 higher in 2 weeks`, of a score that can be compared."""
    assert score.rule is not None
    assert score.moved.difference is not None
    within = span_text(s, score.rule.within)
    return s._("{change} in {time}").format(change=_moved(s, score.moved.difference), time=within)


def no_score_text(s: Surroundings, why: NoScore | None) -> tuple[str, ...]:
    """`no score to read` and why, as far as it is known: in a line of its own."""
    _ = s._
    reason = {
        "not_answered": _("nothing answered yet"),
        "no_total": _("answered, no total"),
        "not_shared": _("not shared with you"),
        "taken_back": _("sharing ended"),
    }.get(why or "", "")
    return (_("no score to read"), *([reason] if reason else []))


def rule_text(s: Surroundings, rule: RisingRule) -> str:
    """`clinic's rule: 5 or more higher in 2 weeks`."""
    _ = s._
    text = {
        "higher": _("clinic's rule: {n} or more higher in {time}"),
        "lower": _("clinic's rule: {n} or more lower in {time}"),
    }[rule.way]
    return text.format(n=number(rule.change), time=span_text(s, rule.within))
