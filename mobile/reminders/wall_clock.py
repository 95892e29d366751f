"""The clock on the wall where the phone is, and the hours of it in which nothing is to sound.

An instant is one whatever a clock says; quiet hours are hours of the wall clock, also in the nights in which it is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

BEFORE_QUIET = timedelta(minutes=15)
"""What has to be known before the night comes so long before its beginning."""
_STEPS = 24 * 4


@dataclass(frozen=True)
class WallClock:
    """`zone` None: this machine's own, as its system has it at any moment."""

    zone: tzinfo | None = None

    def read(self, at: datetime) -> datetime:
        """What it shows at an aware instant, without a zone."""
        return at.astimezone(self.zone).replace(tzinfo=None)

    def moment(self, shown: datetime) -> datetime:
        """When it shows this, aware UTC: the first of two, and after the change where it never does."""
        plain = shown.replace(fold=0)
        return (plain if self.zone is None else plain.replace(tzinfo=self.zone)).astimezone(UTC)


@dataclass(frozen=True)
class QuietHours:
    """From `begins` until `ends`, over midnight where that is the earlier one. The same time twice: there are none."""

    begins: time = time(21)
    ends: time = time(8)

    def hold(self, at: datetime, clock: WallClock) -> bool:
        """Whether this instant is in them."""
        shown = clock.read(at).time().replace(fold=0)
        if self.begins <= self.ends:
            return self.begins <= shown < self.ends
        return shown >= self.begins or shown < self.ends

    def before(self, at: datetime, clock: WallClock) -> datetime:
        """This instant, or one shortly before the quiet hours that it is in began."""
        if not self.hold(at, clock):
            return at
        shown = clock.read(at)
        day = shown.date() - timedelta(days=1) if shown.time() < self.begins else shown.date()
        found = clock.moment(datetime.combine(day, self.begins)) - BEFORE_QUIET
        return self._out(found, -BEFORE_QUIET, clock)

    def after(self, at: datetime, clock: WallClock) -> datetime:
        """This instant, or the end of the quiet hours that it is in."""
        if not self.hold(at, clock):
            return at
        shown = clock.read(at)
        day = shown.date() + timedelta(days=1) if shown.time() >= self.ends else shown.date()
        found = clock.moment(datetime.combine(day, self.ends))
        return self._out(found if found > at else at, BEFORE_QUIET, clock)

    def _out(self, at: datetime, step: timedelta, clock: WallClock) -> datetime:
        """In the night in which the clock is changed an hour is there twice, or never."""
        for _ in range(_STEPS):
            if not self.hold(at, clock):
                break
            at += step
        return at
