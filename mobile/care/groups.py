"""The groups and circles a clinic offers, and when each meets next, by the clinic's own times and calendar.

Only what the data says: a group whose times cannot be read, or that has days off in words nobody here can read, stands
without a time. Nobody is signed up from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.safety.hours import LOOK_AHEAD, Window, windows_of


@dataclass(frozen=True)
class Group:
    """`starts`, `ends`: of the next meeting, or of the one that is on; None where it is not known."""

    service: ClinicService
    starts: datetime | None = None
    ends: datetime | None = None


def groups_of(clinic: Clinic | None, services: Iterable[ClinicService], now: datetime) -> tuple[Group, ...]:
    """Those of this clinic, the soonest first, those without a time last. `now` is in the clinic's zone."""
    if clinic is None:
        return ()
    own = [one for one in services if one.is_active and one.is_group and one.name and one.is_of(clinic)]
    found = [_group(one, now) for one in own]
    return tuple(
        sorted(found, key=lambda one: (one.starts is None, one.starts or now, one.service.name.text))
    )


def _group(service: ClinicService, now: datetime) -> Group:
    windows = () if service.has_exceptions else windows_of(list(service.times))
    meetings = [one for window in windows for one in _meetings(window, now) if one[1] > now]
    return Group(service, *min(meetings)) if meetings else Group(service)


def _meetings(window: Window, now: datetime) -> Iterable[tuple[datetime, datetime]]:
    """Of the day before, which may still be on, and of the days ahead."""
    for ahead in range(-1, LOOK_AHEAD):
        day = now.date() + timedelta(days=ahead)
        if day.weekday() in window.days:
            last = day + timedelta(days=window.end <= window.start)
            yield (
                datetime.combine(day, window.start, now.tzinfo),
                datetime.combine(last, window.end, now.tzinfo),
            )
