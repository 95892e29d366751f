"""What is said around a thread: how far each text is, who reads it and when, what came of a tap. Computed, and never a word of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.reading_days import ReadingDays
from mobile.i18n import ended
from mobile.records.ports import SendState, Standing
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun, standing_text
from mobile.screens.talking.answering import Outcome


def sent_text(s: Surroundings, one: Correspondence, standing: Standing | None) -> str:
    """`Sent 6:10 PM · not read yet`, `Read Tuesday, 9:05 AM`, `Waiting to send`: of what I wrote."""
    _ = s._
    if one.read_at is not None:
        return begun(_("read {when}").format(when=s.moments.near(one.read_at, s.now())))
    if standing is not None and standing.state not in (SendState.SENT, SendState.ONLY_HERE):
        return standing_text(s, standing).text
    at = (standing.sent_at if standing is not None else None) or one.sent_at
    sent = _("Sent {time}").format(time=s.moments.near(at, s.now())) if at is not None else _("Sent")
    return f"{sent} · {_('not read yet')}"


def is_waiting(standing: Standing | None) -> bool:
    """Whether it may still be taken out: nobody is known to have it."""
    return standing is not None and standing.state in (SendState.WAITING, SendState.NEEDS_ATTENTION)


def written_text(s: Surroundings, one: Correspondence) -> str:
    """`Tuesday, 9:12 AM`."""
    return begun(s.moments.near(one.sent_at, s.now())) if one.sent_at is not None else ""


def reads_text(s: Surroundings, name: str, days: ReadingDays | None) -> str:
    """`Sam reads on Tuesdays, next June 16.`; "" where nothing is said of it."""
    if days is None:
        return ""
    when = days_text(s, days)
    return s._("{name} reads {days}, next {day}.").format(name=name, days=when, day=next_text(s, days))


def days_text(s: Surroundings, days: ReadingDays) -> str:
    return s.moments.on_weekdays(days.days)


def next_text(s: Surroundings, days: ReadingDays) -> str:
    """`today`, `tomorrow`, `June 16`."""
    coming = days.next(s.now(), s.zone)
    if coming is None:
        return ""
    away = (coming - s.moments.local(s.now()).date()).days
    return s.moments.away(s.now() + timedelta(days=away), s.now()) if away < 2 else s.moments.day(coming)


def live_text(s: Surroundings) -> str:
    return s._("Nobody watches live. If you need help now, use Support.")


def hint_text(s: Surroundings, name: str, days: ReadingDays | None) -> str:
    """When it is read, and that nobody watches."""
    return " ".join(part for part in (reads_text(s, name, days), live_text(s)) if part)


def outcome_text(s: Surroundings, outcome: Outcome, name: str, until: datetime | None) -> str:
    """What came of Send."""
    _ = s._
    if outcome == "waits":
        if until is None:
            return _("Saved. A long text can be sent once your session day is over. A short one can go now.")
        when = later_text(s, until, s.zone)
        return _("Saved. You can send it {when}. A short one can go now.").format(when=when)
    return {
        "sent": _("On its way to {name}.").format(name=name),
        "nothing": _("There are no words to send yet."),
        "too_long": _("Too long to send. All of it is kept here."),
        "not_saved": _("Not sent: it could not be saved. Your text stays here."),
        "nobody": _("Saved. Your clinic has not listed your team yet, so there is nobody to send it to."),
        "turned": _(
            "Not sent: something else was opened meanwhile. What you wrote is kept with what it is about."
        ),
        "closed": _("Not sent: it was taken back meanwhile. Your words are kept here."),
    }[outcome]


def later_text(s: Surroundings, until: datetime, zone: ZoneInfo) -> str:
    """`tomorrow, 9:00 AM`."""
    return s.moments.near(until.astimezone(zone), s.now())


def came_back_text(s: Surroundings, back: str) -> str:
    """Why words that Send was tapped for stand here again."""
    _ = s._
    if back == "taken_back":
        return _("Not sent: what it is about was taken back. Your words are kept here, only for you.")
    if back == "maybe_sent":
        return _(
            "What it is about was taken back while this was on its way. It may have arrived. Your words are kept here."
        )
    return _("Taken out before it was sent.") if back == "undone" else ""


def spoken_label(s: Surroundings, name: str, words: str) -> str:
    """For a screen reader."""
    return f"{name}: {words}"


def both(*parts: str) -> str:
    return " ".join(ended(part) for part in parts if part)
