"""Moments in words, in English and Spanish: "Tuesday, 10:30 AM", "in 2 days". Pure: the clock and the zone are given.

The clinic's wall time is what is shown, whatever zone the phone is in. Never a date format a person must decode.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip


def time_text(wall: datetime, language: str) -> str:
    """The time of day a clock shows: `10:30 AM`, `10:30 a. m.` No line ends within it."""
    half = (("AM", "PM") if language == "en" else ("a.\u00a0m.", "p.\u00a0m."))[wall.hour >= 12]
    return f"{wall.hour % 12 or 12}:{wall.minute:02d}\u00a0{half}"


def weekday_text(wall: date, language: str) -> str:
    """`Tuesday`, `martes`."""
    return _DAYS["es" if language == "es" else "en"][wall.weekday()]


def zone_text(zone: ZoneInfo) -> str:
    """`America/New_York` as `New York`."""
    return str(zone).split("/")[-1].replace("_", " ")


@dataclass(frozen=True)
class Moments:
    """Says moments in one language and one zone."""

    language: str  # "en" or "es"
    zone: ZoneInfo

    def local(self, at: datetime) -> datetime:
        """Wall time in the clinic's zone; where the calendar ends before it, as it was given. `at` must be aware."""
        if at.tzinfo is None:
            raise ValueError("an aware datetime is needed")
        try:
            return at.astimezone(self.zone)
        except OverflowError:
            return at

    def time(self, at: datetime) -> str:
        """`10:30 AM`, `10:30 a. m.`"""
        return time_text(self.local(at), self.language)

    def weekday(self, at: datetime) -> str:
        """`Tuesday`, `martes`."""
        return weekday_text(self.local(at), self.language)

    def weekday_named(self, day: int) -> str:
        """The same of a number; 0 is Monday."""
        return _DAYS[self._known][day]

    def weekday_of(self, day: date) -> str:
        """The same of a date of the clinic's calendar."""
        return weekday_text(day, self.language)

    def short_weekday(self, day: date) -> str:
        """`Tue`, `mar`: three letters are enough in both languages."""
        return self.weekday_of(day)[:3]

    def short_day(self, at: datetime | date) -> str:
        """`Dec 10`, `10 dic`: where many stand beside one another."""
        there = self._date(at)
        month = _MONTHS[self._known][there.month - 1][:3]
        return f"{month} {there.day}" if self._known == "en" else f"{there.day} {month}"

    def day(self, at: datetime | date) -> str:
        """`May 20`, `20 de mayo`."""
        there = self._date(at)
        month = _MONTHS[self._known][there.month - 1]
        return f"{month} {there.day}" if self._known == "en" else f"{there.day} de {month}"

    def month(self, at: datetime | date, *, with_year: bool) -> str:
        """`May`, `May 2025`; `mayo de 2025`, as within a sentence."""
        there = self._date(at)
        name = _MONTHS[self._known][there.month - 1]
        if not with_year:
            return name
        return f"{name} {there.year}" if self._known == "en" else f"{name} de {there.year}"

    def full_date(self, at: datetime | date) -> str:
        """`May 20, 2026`, `20 de mayo de 2026`."""
        there = self._date(at)
        return f"{self.day(at)}{', ' if self._known == 'en' else ' de '}{there.year}"

    def weekday_and_time(self, at: datetime) -> str:
        """`Tuesday, 10:30 AM`, `martes, 10:30 a. m.`: for a moment within the week."""
        return f"{self.weekday(at)}, {self.time(at)}"

    def moment(self, at: datetime) -> str:
        """`Tuesday, May 20, 10:30 AM`: for a moment any time away."""
        return f"{self.weekday(at)}, {self.day(at)}, {self.time(at)}"

    def near(self, at: datetime, now: datetime) -> str:
        """A past or coming moment, as near as it is: `10:42 AM` today, `yesterday, 10:42 AM`, `Tuesday, 10:42 AM`, `May 3`. Of a day
        that is still to begin, its beginning is the day alone: `tomorrow`."""
        days = self.days_between(now, at)
        if days == 0:
            return self.time(at)
        if days in (-1, 1):
            word = {("en", -1): "yesterday", ("en", 1): "tomorrow", ("es", -1): "ayer", ("es", 1): "mañana"}
            said = word[self._known, days]
            return said if self._begins_day(at, days) else f"{said}, {self.time(at)}"
        if -7 < days < 7:
            return self.weekday(at) if self._begins_day(at, days) else self.weekday_and_time(at)
        return self.day(at) if self.local(at).year == self.local(now).year else self.full_date(at)

    def _begins_day(self, at: datetime, days: int) -> bool:
        return days > 0 and self.local(at).time() == time.min

    def away(self, at: datetime, now: datetime) -> str:
        """By calendar days in the clinic's zone: `today`, `tomorrow`, `in 2 days`, `2 days ago`."""
        days = self.days_between(now, at)
        english = self._known == "en"
        if days == 0:
            return "today" if english else "hoy"
        if days == 1:
            return "tomorrow" if english else "mañana"
        if days == -1:
            return "yesterday" if english else "ayer"
        if days > 0:
            return f"in {days} days" if english else f"en {days} días"
        return f"{-days} days ago" if english else f"hace {-days} días"

    def on_day(self, at: datetime, now: datetime) -> str:
        """A past day as it stands within a sentence, behind "since" or "sent": `today`, `yesterday`, `Monday`, `June 2`; `hoy`,
        `ayer`, `el lunes`, `el 2 de junio`."""
        days = self.days_between(now, at)
        if days in (0, -1):
            return self.away(at, now)
        is_this_year = self.local(at).year == self.local(now).year
        stated = self.weekday(at) if -7 < days < 0 else self.day(at) if is_this_year else self.full_date(at)
        return f"el {stated}" if self._known == "es" else stated

    def on_weekdays(self, days: Iterable[int]) -> str:
        """`on Tuesdays`, `on Mondays and Fridays`, `every day`; `los martes`, `los lunes y los viernes`. 0 is Monday."""
        known = sorted(set(days))
        if len(known) == len(_DAYS["en"]):
            return "every day" if self._known == "en" else "todos los días"
        names = [_DAYS[self._known][day] for day in known]
        if self._known == "en":
            named = [f"{name}s" for name in names]
            return f"on {self._listed(named, 'and')}" if named else ""
        return self._listed([f"los {name if name.endswith('s') else f'{name}s'}" for name in names], "y")

    @staticmethod
    def _listed(words: Sequence[str], last: str) -> str:
        return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)

    def span(self, length: timedelta) -> str:
        """A wait: `30 seconds`, `5 minutes`, `1 hour`. Rounded up, never down."""
        seconds = max(1, -(-int(length.total_seconds() * 1000) // 1000))
        if seconds < 60:
            return self._count(seconds, ("second", "seconds"), ("segundo", "segundos"))
        minutes = -(-seconds // 60)
        if minutes < 60:
            return self._count(minutes, ("minute", "minutes"), ("minuto", "minutos"))
        return self._count(-(-minutes // 60), ("hour", "hours"), ("hora", "horas"))

    def days_between(self, now: datetime, at: datetime) -> int:
        """Calendar days from now to then in the clinic's zone: tonight to tomorrow morning is 1."""
        return (self.local(at).date() - self.local(now).date()).days

    @property
    def _known(self) -> str:
        return "es" if self.language == "es" else "en"

    def _date(self, at: datetime | date) -> date:
        return self.local(at).date() if isinstance(at, datetime) else at

    def _count(self, n: int, english: tuple[str, str], spanish: tuple[str, str]) -> str:
        words = english if self._known == "en" else spanish
        return f"{n} {words[n != 1]}"
