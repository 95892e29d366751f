"""Whether another date of a session can be asked for here, or by phone only: on the day itself, and from the clinic's own hour on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import HERE, Session
from mobile.care.session_rules import SessionRule, SessionRules


@dataclass(frozen=True)
class AskingHere:
    """`until`: from then on by phone only, where the clinic states it. `rule`: the clinic's words about it."""

    is_possible: bool
    until: datetime | None = None
    rule: SessionRule | None = None


def asking_here(session: Session, rules: SessionRules, now: datetime, zone: ZoneInfo) -> AskingHere:
    """`session` is to come; one without a time can be asked about."""
    start = session.start_at
    if start is None:
        return AskingHere(is_possible=True)
    same_day = next(iter(rules.of("same-day")), None)
    if session.status in HERE or start.astimezone(zone).date() <= now.astimezone(zone).date():
        return AskingHere(False, rule=same_day)
    stated = [
        (at, rule)
        for rule in rules.of("change")
        if (at := rule.moment(start, session.ends_at, zone)) is not None
    ]
    if not stated:
        return AskingHere(is_possible=True)
    until, rule = min(stated, key=lambda one: one[0])
    return AskingHere(now < until, until, rule)
