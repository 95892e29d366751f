"""A request for another date in words: the times, by which rule one is not possible, and how far it is. The same for both sides."""

from __future__ import annotations

from mobile.care.agenda import Session
from mobile.care.date_change import Obstacle, Standing, Wanted
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun, span_text


def obstacle_text(s: Surroundings, one: Obstacle) -> str:
    """`Too close to session 3. Your plan keeps 48 hours between sessions.`"""
    _, language = s._, s.language
    other = (
        _("session {number}").format(number=one.number) if one.number else _("another appointment of yours")
    )
    if one.why == "gap" and one.span is not None:
        text = _("Too close to {session}. The plan keeps at least {time} between two sessions.")
        return text.format(session=other, time=span_text(s, one.span))
    if one.why == "order":
        return begun(_("{session} comes first.").format(session=other))
    if one.why == "overlap":
        return _("At the same time as {session}.").format(session=other)
    if one.why == "window" and one.span is not None:
        text = _("Outside the {time} in which the plan has these sessions.")
        return text.format(time=span_text(s, one.span))
    if one.why == "fasting" and one.at is not None and one.rule is not None:
        text = _("Too soon: {rule}, {time}, has passed already.")
        return text.format(rule=one.rule.title.in_language(language), time=s.moments.near(one.at, s.now()))
    if one.why == "room":
        return _("Somebody else is in this room then.")
    if one.why == "short":
        return _("Shorter than the session takes.")
    words = one.rule.text.in_language(language) if one.rule is not None else ""
    return _("Today: by phone only.") if not words else _("Today: {rule}").format(rule=words)


def moves_text(s: Surroundings, must_move: list[int]) -> str:
    """`Session 5 would have to move too.`"""
    if not must_move:
        return ""
    named = ", ".join(str(one) for one in must_move)
    return s.ngettext(
        "Session {numbers} would have to move too.",
        "Sessions {numbers} would have to move too.",
        len(must_move),
    ).format(numbers=named)


def wanted_text(s: Surroundings, one: Wanted) -> str:
    """`Saturday, June 13, 9:00 AM`."""
    return begun(s.moments.moment(one.start))


def standing_title(s: Surroundings, standing: Standing) -> str:
    """How far it is, to the patient."""
    _ = s._
    return {
        "asked": _("You asked for another date"),
        "booked": _("Your clinic said yes"),
        "moved": _("Your clinic chose another time"),
        "other_times": _("Your clinic offers other times"),
        "declined": _("Your session stays as it is"),
        "called_off": _("This session does not take place."),
        "withdrawn": _("You withdrew your request"),
    }[standing.state]


def standing_text(s: Surroundings, standing: Standing, session: Session) -> str:
    """What that means for the time that is booked."""
    _ = s._
    when = begun(s.moments.moment(session.start_at)) if session.start_at is not None else ""
    if standing.state == "asked":
        if standing.taken and len(standing.taken) == len(standing.request.wanted):
            return _("What you asked for went to somebody else meanwhile. Your clinic has not answered yet.")
        return (
            _("Not booked yet. {time} stays yours until your clinic says yes to another.").format(time=when)
            if when
            else _("Not booked yet. Your clinic answers here.")
        )
    if standing.state in ("booked", "moved", "declined", "other_times", "withdrawn") and when:
        return _("It is booked for {time}.").format(time=when) if not session.is_held_only else when
    return ""
