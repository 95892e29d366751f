"""Whose clock a time is told by: the clinic's always, and the reader's own where this process knows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.i18n.moments import time_text, weekday_text, zone_text
from mobile.screens.wording.spoken import Spoken


class ClockWords(Spoken, ABC):
    @abstractmethod
    def by_the_clinics_clock(self, at: datetime, clinic: ZoneInfo) -> str:
        """That a time is the clinic's; "" where nobody could take it for another."""


class ClockOnDevice(ClockWords):
    """The device's clock is the reader's."""

    def by_the_clinics_clock(self, at: datetime, clinic: ZoneInfo) -> str:
        return here_text(self._, at, clinic, datetime.astimezone, self._language)


class ClockOnPage(ClockWords):
    """The server's clock says nothing of where the reader is."""

    def by_the_clinics_clock(self, at: datetime, clinic: ZoneInfo) -> str:
        return self._("Clinic time ({zone})").format(zone=zone_text(clinic))


def here_text(
    _: Callable[[str], str],
    at: datetime,
    clinic: ZoneInfo,
    local: Callable[[datetime], datetime],
    language: str,
) -> str:
    """`Clinic time (Chicago). By this device's clock: 5:30 PM`, only where the two clocks differ, and with the day where
    that differs too."""
    here, there = local(at), at.astimezone(clinic)
    if here.utcoffset() == there.utcoffset():
        return ""
    time = time_text(here, language)
    if here.date() != there.date():
        time = f"{weekday_text(here, language)}, {time}"
    return _("Clinic time ({zone}). By this device's clock: {time}").format(zone=zone_text(clinic), time=time)
