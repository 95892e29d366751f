"""How the app says where a record is, which session is meant, and who may read it: in one place, so that all say the same.

Plain sentences made of codes and times. Never green while something is unsent, and never a word of the patient's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mobile.care.agenda import Phase, Session, length
from mobile.care.course import CoursePosition
from mobile.care.measures.spans import Span
from mobile.design import parts
from mobile.i18n import N_
from mobile.records.ports import SendState, Standing
from mobile.screens.frame import Surroundings

Translate = Callable[[str], str]

REASONS: Mapping[str, str] = {
    "rejected": N_("The clinic's system did not accept it."),
    "forbidden": N_("The clinic's system says you may not send this."),
    "lost": N_("The clinic's system lost it. You can send it again."),
    "gone": N_("The clinic's system no longer has the record this belongs to."),
    "asked_first": N_("It came with the copy you brought back. You can send it."),
    "too_large": N_("It is longer than the clinic's system takes."),
    "signed_out": N_("Sign in again to send it."),
    "not_fhir": N_("The clinic's system answered with something that could not be understood."),
    "bad_reply": N_("The clinic's system answered with something that could not be understood."),
}
UNKNOWN_REASON = N_("The clinic's system could not take it.")


@dataclass(frozen=True)
class StatusText:
    """One line and the drawing beside it."""

    text: str
    state: parts.SavedState
    can_try_again: bool = False


def unsaved_text(s: Surroundings, trouble: str | None, *, is_saved: bool) -> StatusText | None:
    """The line for words that the store does not have, and why. None: it has them all."""
    if trouble == "locked":
        locked = s._("Not saved: Lantern was locked. Your text is saved when you unlock it.")
        return StatusText(locked, "attention")
    if trouble is not None:
        return StatusText(s.wording.words_not_saved(is_full=trouble == "full"), "attention")
    return None if is_saved else StatusText(s._("Saving"), "sending")


def unshared_text(s: Surroundings) -> StatusText:
    """The line for words nobody else has."""
    return StatusText(s.wording.unshared(), s.wording.kept_drawing)


def standing_text(s: Surroundings, standing: Standing | None) -> StatusText:
    """The line for a record that travels, or for one that never does."""
    _, here = s._, s.wording.kept()
    if standing is not None and standing.state is SendState.ONLY_HERE and standing.reason == "gone":
        return StatusText(s.wording.deleted_at_the_clinic(), s.wording.kept_drawing)
    if standing is None or standing.state is SendState.ONLY_HERE:
        return unshared_text(s)
    if standing.state is SendState.SENT:
        when = s.moments.near(standing.sent_at, s.now()) if standing.sent_at else ""
        sent = _("Sent {time}").format(time=when) if when else _("Sent")
        return StatusText(s.wording.kept_and_sent(sent), "sent")
    if standing.state is SendState.SENDING:
        return StatusText(f"{here} · {_('Sending')}", "sending")
    if standing.state is SendState.CONFLICT:
        return StatusText(_("You wrote on two devices. Both are kept."), "attention")
    if standing.state is SendState.NEEDS_ATTENTION:
        reason = _(REASONS.get(standing.reason or "", UNKNOWN_REASON))
        if standing.reason == "lost":
            return StatusText(f"{here} · {reason}", "attention", can_try_again=True)
        return StatusText(f"{here} · {_('Not sent.')} {reason}", "attention", can_try_again=True)
    return StatusText(f"{here} · {_waiting(s)}", _waiting_state(s))


def _waiting_state(s: Surroundings) -> parts.SavedState:
    if _phase(s) in ("offline", "signed_out"):
        return "offline"
    return s.wording.waiting_drawing


def _waiting(s: Surroundings) -> str:
    _ = s._
    if _phase(s) == "offline":
        return _("Waiting to send: the clinic cannot be reached now")
    if _phase(s) == "signed_out":
        return _("Waiting to send: sign in again")
    return _("Waiting to send")


def _phase(s: Surroundings) -> str:
    return s.status.now.phase if s.status is not None else "idle"


def phase_name(s: Surroundings, phase: Phase) -> str:
    """`Integrating`"""
    return {
        "prepare": s._("Preparing"),
        "session": s._("Session day"),
        "integrate": s._("Integrating"),
    }[phase]


def session_name(
    s: Surroundings, place: CoursePosition | None, *, with_total: bool = False, otherwise: str = ""
) -> str:
    """`Session 3`, `Session 3 of 6`; where nobody numbered it `otherwise`, or `Your session`."""
    _ = s._
    if place is None:
        return otherwise or _("Your session")
    if with_total and place.total:
        return _("Session {number} of {total}").format(number=place.number, total=place.total)
    return _("Session {number}").format(number=place.number)


def which_session(s: Surroundings, place: CoursePosition | None) -> str:
    """The same inside a sentence: `session 3`, `your session`."""
    if place is None:
        return s._("your session")
    return s._("session {number}").format(number=place.number)


def session_when(s: Surroundings, session: Session) -> str:
    """`Tuesday, 10:30 AM` within the week, with its date beyond; the clinic's wall time."""
    if session.start_at is None:
        return s._("Time not set yet")
    days = abs(s.moments.days_between(s.now(), session.start_at))
    return s.moments.weekday_and_time(session.start_at) if days < 7 else s.moments.moment(session.start_at)


def begun(words: str) -> str:
    """The same with a large first letter, for words that begin a line: `Martes, 10:30 a. m.`"""
    return words[:1].upper() + words[1:]


def session_day(s: Surroundings, session: Session | None) -> str:
    """`Tuesday` within the week, else `June 16`; "" where it has no time."""
    if session is None or session.start_at is None:
        return ""
    days = s.moments.days_between(s.now(), session.start_at)
    if days == 0:
        return s._("today")
    return s.moments.weekday(session.start_at) if -7 < days < 7 else s.moments.day(session.start_at)


def session_detail(s: Surroundings, session: Session, *, with_name: bool = True) -> str:
    """`IV session · about 2 hours · Room 2`: only what the clinic said."""
    line = [session.name if with_name else "", _about(s, length(session)), session.place]
    return " · ".join(part for part in line if part)


def _about(s: Surroundings, planned: timedelta | None) -> str:
    if planned is None:
        return ""
    minutes = round(planned.total_seconds() / 60)
    if minutes < 60:
        return s.ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
    half_hours = round(minutes / 30)
    hours = half_hours // 2
    if half_hours % 2:
        return s._("about {n} and a half hours").format(n=hours)
    return s.ngettext("about {n} hour", "about {n} hours", hours).format(n=hours)


def read_at_text(s: Surroundings, name: str, read_at: datetime | None) -> str:
    """`Read by Sam Sample, Tuesday, 5:20 PM`, or that it is not read yet."""
    who = name or s._("your therapist")
    if read_at is None:
        return s._("Not read yet by {name}").format(name=who)
    return s._("Read by {name}, {when}").format(name=who, when=s.moments.near(read_at, s.now()))


def left_text(s: Surroundings, left: int) -> str:
    """`About 12 questions left`: of one form, the same wherever it is named."""
    if left == 0:
        return s._("No questions left")
    return s.ngettext("About {n} question left", "About {n} questions left", left).format(n=left)


def span_text(s: Surroundings, span: Span) -> str:
    """`2 weeks`."""
    count = int(span.value)
    text = {
        "min": s.ngettext("{n} minute", "{n} minutes", count),
        "h": s.ngettext("{n} hour", "{n} hours", count),
        "d": s.ngettext("{n} day", "{n} days", count),
        "wk": s.ngettext("{n} week", "{n} weeks", count),
        "mo": s.ngettext("{n} month", "{n} months", count),
        "a": s.ngettext("{n} year", "{n} years", count),
    }[span.unit]
    return text.format(n=count)
