"""Records whose days a clinic may write as moments: the day is the one on the clinic's own wall.

A session on the evening of December 31, written in UTC, is one of that year. Read by its first letters it would be of the next, and
a receipt of the wrong year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.resource import Json, Resource, at, day_of, moment

_MIDNIGHT = "T00:00:00"
Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Dated(Resource):
    """`DAYS`: of each field that is a day, where it is written; of several places the first that says one."""

    DAYS: ClassVar[Mapping[str, tuple[Path, ...]]] = {}

    has_moments: bool = False  # a day of it is written with its time

    @classmethod
    def days(cls, resource: Json, zone: ZoneInfo | None = None) -> Json:
        """The fields. Without a zone a moment is of the day that it is written with."""
        texts = {name: _first(resource, paths) for name, paths in cls.DAYS.items()}
        days = {name: _day(text, zone) for name, text in texts.items()}
        return {**days, "has_moments": any(moment(text) is not None for text in texts.values())}

    def in_zone(self, zone: ZoneInfo) -> Self:
        """With its days as they are there."""
        return replace(self, **self.days(self.to_resource(), zone)) if self.has_moments else self


D = TypeVar("D", bound=Dated)


def in_zone(every: Iterable[D], zone: ZoneInfo) -> list[D]:
    """`zone`: the clinic's."""
    return [one.in_zone(zone) for one in every]


def _first(resource: Json, paths: Iterable[Path]) -> object:
    found = (at(resource, *path) for path in paths)
    return next((text for text in found if day_of(text) is not None), None)


def _day(text: object, zone: ZoneInfo | None) -> date | None:
    """Midnight is how systems write a day without a time, in whichever zone: then it is the day that is written."""
    found = moment(text) if zone is not None and _MIDNIGHT not in str(text) else None
    return found.astimezone(zone).date() if found is not None else day_of(text)
