"""Which of a clinic's numbers answers while the house is closed: always, at times, or not at all, by the clinic's own hours.

Minutes of a week on the clinic's wall, Monday 0:00 first. Where hours are not known nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from mobile.care.safety.hours import Window

DAY = 24 * 60
WEEK = 7 * DAY
Cover = Literal["always", "at_times", "never", "unsaid"]
Span = tuple[int, int]


def closed_cover(house: Sequence[Window], number: Sequence[Window]) -> Cover:
    """Of one number. `unsaid`: the hours of one of them are not known, or the house never closes. A number that answers day and
    night answers whenever the house is closed, known or not."""
    answered = _minutes(number)
    if number and not _gaps(answered):
        return "always"
    closed = _gaps(_minutes(house))
    if not house or not number or not closed:
        return "unsaid"
    open_still = sum(end - start for start, end in closed)
    covered = sum(
        max(0, min(end, until) - max(start, since)) for start, end in closed for since, until in answered
    )
    return "always" if covered == open_still else "at_times" if covered else "never"


def _minutes(windows: Iterable[Window]) -> list[Span]:
    """In order and apart from one another; what goes over Sunday's midnight goes on on Monday."""
    found: list[Span] = []
    for one in windows:
        begins, ends = (at.hour * 60 + at.minute for at in (one.start, one.end))
        length = ends - begins if ends > begins else ends - begins + DAY
        for day in one.days:
            start = day * DAY + begins
            found.append((start, min(start + length, WEEK)))
            if start + length > WEEK:
                found.append((0, start + length - WEEK))
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _gaps(spans: Sequence[Span]) -> list[Span]:
    edges = [0, *(edge for span in spans for edge in span), WEEK]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
