"""Days counted from the clinic's today, as FHIR writes them. Past and coming days move with the clock the clinic runs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api_client.sandbox import dates

ZONE = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class Days:
    """`today` is the date on the clinic's wall."""

    today: date

    @classmethod
    def at(cls, now: datetime) -> Days:
        """From an aware time."""
        return cls(now.astimezone(ZONE).date())

    def date(self, offset: int) -> str:
        """ "2026-11-24"."""
        return (self.today + timedelta(days=offset)).isoformat()

    def moment(self, offset: int, clock: str) -> datetime:
        """A clock time ("10:30") on the clinic's wall, aware."""
        return datetime.combine(self.today + timedelta(days=offset), time.fromisoformat(clock), ZONE)

    def instant(self, offset: int, clock: str) -> str:
        """ "2026-11-24T10:30:00-06:00"."""
        return self.moment(offset, clock).isoformat()

    def utc(self, offset: int, clock: str) -> str:
        """The same moment as "2026-11-24T16:30:00.000Z"."""
        return dates.instant(dates.milliseconds(self.moment(offset, clock).astimezone(UTC)))

    def ms(self, offset: int, clock: str) -> int:
        """The same moment in ms since 1970."""
        return dates.milliseconds(self.moment(offset, clock))
