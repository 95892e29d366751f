"""Hours as a clinic states them, in lines: `Monday to Friday: 9:00 AM to 5:00 PM`. Wall times of whoever keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from mobile.care.safety.hours import DAYS, Window
from mobile.i18n.moments import time_text
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun

_ANY_DAY = date(2001, 1, 1)


def hours_lines(s: Surroundings, windows: Sequence[Window]) -> list[str]:
    """A line for each time of day, the days of each together."""
    by_time: dict[tuple[time, time], set[int]] = {}
    for one in windows:
        by_time.setdefault((one.start, one.end), set()).update(one.days)
    found = sorted(by_time.items(), key=lambda pair: (min(pair[1]), pair[0]))
    return [
        s._("{days}: {hours}").format(days=begun(days_text(s, days)), hours=_hours(s, *at))
        for at, days in found
    ]


def days_text(s: Surroundings, days: Iterable[int]) -> str:
    """`Monday to Friday`, `Tuesday, Thursday`; 0 is Monday."""
    known, _ = sorted(set(days)), s._
    if len(known) == len(DAYS):
        return _("every day")
    runs: list[list[int]] = []
    for day in known:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    name = s.moments.weekday_named
    named = [
        _("{first} to {last}").format(first=name(run[0]), last=name(run[-1]))
        if len(run) > 2
        else ", ".join(map(name, run))
        for run in runs
    ]
    return ", ".join(named)


def _hours(s: Surroundings, start: time, end: time) -> str:
    if start == end:
        return s._("day and night")
    begins, ends = (time_text(datetime.combine(_ANY_DAY, at), s.language) for at in (start, end))
    return s._("{first} to {last}").format(first=begins, last=ends)
