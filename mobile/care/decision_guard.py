"""What waits on the day of a session: signing, and whatever binds a person, until the clinic's own period is over.

From check-in to the end of that period, with the time it comes back where that is known. A clinic that never says that a session
is over keeps nobody beyond its day and that period. Taking back and Support never
wait, and no answer is ever kept from being given; how long the period is, is the clinic's to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from mobile.care.agenda import AHEAD, HERE, Session, in_order, next_day
from mobile.care.codes import CARE, NO_DECISIONS, SIGNATURE_EXTENSION
from mobile.care.forms.definition import FormDefinition
from mobile.care.measures.spans import Span, span_of
from mobile.care.prompts import Protocol
from mobile.care.resource import at, each, extension_of, has_code

Act = Literal["sign", "pay", "delete", "share", "long_message"]
"""What waits. Taking back what is shared and getting help are no acts of these kinds, and are never asked about here."""
ACTS: tuple[Act, ...] = get_args(Act)


@dataclass(frozen=True)
class Waits:
    """`until` None: the session is on, and nobody has said how long the period is."""

    session: str
    until: datetime | None


def form_waits(
    form: FormDefinition,
    sessions: Iterable[Session],
    protocols: Iterable[Protocol],
    now: datetime,
    zone: ZoneInfo,
) -> Waits | None:
    """Whether this form is to be signed another day. Only one that binds waits: it says so, or it asks for a signature."""
    if not (form.may_wait_for_another_day or _asks_for_a_name(form)):
        return None
    return decisions_wait(sessions, protocols, now, zone)


def _asks_for_a_name(form: FormDefinition) -> bool:
    return any(extension_of(place.item, SIGNATURE_EXTENSION) is not None for place in form.placed())


def decisions_wait(
    sessions: Iterable[Session], protocols: Iterable[Protocol], now: datetime, zone: ZoneInfo
) -> Waits | None:
    """Whether what binds a person waits now. Where the clinic says no period, the rest of its day is waited."""
    period = _period(protocols)
    for session in reversed(in_order(sessions)):
        start, end = session.start_at, session.last_known
        if start is None or end is None:
            continue
        until = period.after(end, zone) if period is not None else next_day(end, zone)
        if session.status in HERE and start - AHEAD <= now < max(until, next_day(end, zone)):
            return Waits(session.id, None if until <= now else until)
        if start <= now < until:
            return Waits(session.id, until)
    return None


def _period(protocols: Iterable[Protocol]) -> Span | None:
    """The longest that any of them asks for, measured on one day."""
    spans = [
        span
        for protocol in protocols
        for action in each(protocol.parsed, "action")
        if has_code(action.get("code"), CARE, NO_DECISIONS)
        for related in each(action, "relatedAction")
        if (span := span_of(at(related, "offsetDuration"))) is not None
    ]
    some_day, utc = datetime(2000, 1, 1, tzinfo=UTC), ZoneInfo("UTC")
    return max(spans, key=lambda span: span.after(some_day, utc), default=None)
