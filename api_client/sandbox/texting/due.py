"""When a patient is to be reminded by text message. Pure: worked out of the sessions as they are now, never patched.

What has to be known before a time comes before the quiet hours; none comes while a session is on. What is due at one minute is one
message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api_client.sandbox.texting.wishes import Wish

_BEFORE_QUIET = timedelta(minutes=15)
_STEPS = 24 * 4


@dataclass(frozen=True)
class Planned:
    """One booked session, all UTC: when it begins, when to arrive, until when what may be eaten or drunk, and when it is over as far as
    that is known."""

    name: str
    start: datetime
    arrive: datetime | None = None
    food: tuple[datetime, ...] = ()
    until: datetime | None = None

    @property
    def there(self) -> datetime:
        return self.arrive or self.start


@dataclass(frozen=True)
class Due:
    """`at`: the minute it is to be sent, UTC; from `until` on it is of no use. `session`: the soonest it is about."""

    at: datetime
    until: datetime
    session: str


def due(planned: Sequence[Planned], wish: Wish, zone: ZoneInfo) -> tuple[Due, ...]:
    """In time, one for each minute. `zone`: the clinic's, whose clock the quiet hours and the evening are of."""
    found: dict[datetime, Due] = {}
    for one in sorted(_each(planned, wish, zone), key=lambda each: (each.at, each.until, each.session)):
        other = found.get(one.at)
        # of two at one minute the message is of use for as long as either is
        found[one.at] = one if other is None else Due(one.at, max(one.until, other.until), other.session)
    return tuple(found.values())


def _each(planned: Iterable[Planned], wish: Wish, zone: ZoneInfo) -> Iterator[Due]:
    every = list(planned)
    for session in every:
        for wanted, until in _wanted(session, wish, zone):
            at = before_quiet(wanted, wish.quiet, zone).replace(second=0, microsecond=0)
            if not any(_is_on(other, at) for other in every):
                yield Due(at, until, session.name)


def _wanted(session: Planned, wish: Wish, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """When each would be sent if no hour were quiet, and until when it is of use."""
    if "session" in wish.about:
        eve = session.start.astimezone(zone).date() - timedelta(days=1)
        at = datetime.combine(eve, wish.evening, zone).astimezone(UTC)
        yield min(at, session.start - wish.lead), session.there
        yield session.there - wish.lead, session.there
    if "food" in wish.about:
        for until in session.food:
            yield until - wish.lead, until


def _is_on(session: Planned, at: datetime) -> bool:
    return session.there <= at < max(session.until or session.start, session.start)


def is_quiet(at: datetime, quiet: tuple[time, time], zone: ZoneInfo) -> bool:
    """Whether this instant is in them, by the clock on the wall."""
    shown, (begins, ends) = at.astimezone(zone).time().replace(fold=0, tzinfo=None), quiet
    return begins <= shown < ends if begins <= ends else shown >= begins or shown < ends


def before_quiet(at: datetime, quiet: tuple[time, time], zone: ZoneInfo) -> datetime:
    """This instant, or one shortly before the quiet hours that it is in began. UTC."""
    if not is_quiet(at, quiet, zone):
        return at.astimezone(UTC)
    shown = at.astimezone(zone)
    day = shown.date() - timedelta(days=1) if shown.time().replace(fold=0) < quiet[0] else shown.date()
    found = datetime.combine(day, quiet[0], zone).astimezone(UTC) - _BEFORE_QUIET
    for _ in range(_STEPS):  # in a night in which the clock is changed an hour is there twice, or never
        if not is_quiet(found, quiet, zone):
            break
        found -= _BEFORE_QUIET
    return found
