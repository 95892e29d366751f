"""How somebody stands with the patient, and how to reach them, in words: computed from the team, the invitation and the ledger."""

from __future__ import annotations

from datetime import date, datetime, time

from mobile.care.ledger.kept import Ledger
from mobile.care.who import TeamPerson
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import parts_text
from mobile.screens.reads.who import WhoIsWho


def standing_text(s: Surroundings, person: TeamPerson) -> str:
    """`On your team since May 10`, `On your team until May 31`; "" where no day is said."""
    _, now, member = s._, s.now(), person.member
    since, until = _day(s, member.first_day, member.since), _day(s, member.last_day, member.until)
    if person.standing == "comes" and since is not None:
        return _("Comes to your team on {day}").format(day=s.moments.day(since))
    if person.standing == "left" and until is not None:
        return _("On your team until {day}").format(day=s.moments.on_day(until, now))
    if person.standing == "left":
        return _("Not on your team now")
    if person.standing == "guest_left":
        return _("From outside. Your invitation is over")
    if since is None:
        return ""
    day = s.moments.on_day(since, now)
    if person.standing == "guest":
        return _("Joined by your invitation, since {day}").format(day=day)
    return _("On your team since {day}").format(day=day)


def _day(s: Surroundings, day: date | None, at: datetime | None) -> datetime | None:
    """A day that the clinic names without an hour is that day, whatever zone is looked from."""
    return datetime.combine(day, time(12), s.zone) if day is not None else at


def sees_text(s: Surroundings, known: WhoIsWho, person: TeamPerson) -> str:
    """All that they can see in one line; that it is nothing only once all was read."""
    reader = known.reads(person)
    if reader is not None:
        return parts_text(s, reader)
    if not has_all(s) or not person.member.is_practitioner:
        return ""
    return s._("Reads nothing of yours")


def reach_text(s: Surroundings, ledger: Ledger, person: TeamPerson) -> str:
    """Whether they read messages to the team, by the clinic's rule; of a guest, where to write to them."""
    _ = s._
    if person.standing in ("left", "guest_left"):
        return ""
    if person.standing == "guest":
        return _("You write to each other under what you share with them.")
    if person.standing == "comes":
        return _("They read messages only once they are on your team, if your clinic’s rules say so.")
    lets = ledger.lets.get((person.reference, "messages"))
    if lets == "yes":
        return _("They read messages to your team.")
    if lets == "no":
        return _(
            "They do not read messages to your team. You write to each other under what you share with them."
        )
    return _("Your clinic does not say who reads messages to your team.")
