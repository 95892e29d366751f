"""Whom to call from here, in the order it is shown everywhere: crisis line, its text, the emergency number, the clinic.

One list for every place that shows numbers, and for the page that lost its connection. Of the clinic's own numbers the
one that answers now, by the clinic's hours, stands first. Flet-free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.safety import (
    Answering,
    ClinicPhone,
    bundled_lines,
    clinic_phones,
    in_order,
    lines_of,
    region_for,
    shown_lines,
)
from mobile.device.links import call_link, dialled
from mobile.i18n import Moments, Speech
from mobile.screens.clinic_words import hours_text, phone_text
from mobile.screens.panels.numbers import line_link


@dataclass(frozen=True)
class Call:
    """One way to reach somebody. `link`: `tel:` or `sms:`; "" where what the clinic wrote cannot be dialled."""

    name: str
    detail: str  # who answers and when
    link: str
    kind: Literal["call", "text"]
    spot: Literal["first", "emergency", "clinic"]
    number: str = ""  # as the clinic wrote it: it is also copied and printed
    answers_now: bool | None = None  # None: the clinic has not said when
    holds_until: datetime | None = None  # when `detail` and `answers_now` are no longer true


def calls_for(
    speech: Speech, card: Mapping[str, object], country: str | None, now: datetime, zone: ZoneInfo
) -> tuple[list[Call], str | None]:
    """The calls, and the region they are for: None where no line is known to answer. Only what can be dialled."""
    region = region_for(card, country)
    lines = shown_lines(lines_of(bundled_lines(), speech.language), region)
    calls = [
        Call(line.name, line.detail, line_link(line), line.kind, line.spot)
        for line in lines
        if line.spot in ("first", "emergency")
    ]
    return [*calls, *(one for one in clinic_calls(speech, card, now, zone) if one.link)], region


def clinic_calls(speech: Speech, card: Mapping[str, object], now: datetime, zone: ZoneInfo) -> list[Call]:
    """The clinic's numbers, also those that can only be read."""
    return [_clinic(speech, *pair, now, zone) for pair in in_order(clinic_phones(card), now, zone)]


def _clinic(
    speech: Speech, phone: ClinicPhone, answering: Answering | None, now: datetime, zone: ZoneInfo
) -> Call:
    _ = speech.gettext
    name = phone_text(_, phone.label) or _("Your clinic")
    hours = hours_text(_, phone.hours) if answering is None else _hours(speech, answering, now, zone)
    link = call_link(phone.phone) if dialled(phone.phone) else ""
    is_now = answering.is_now if answering is not None else None
    until = answering.changes_at if answering is not None else None
    return Call(name, hours, link, "call", "clinic", phone.phone, is_now, until)


def _hours(speech: Speech, answering: Answering, now: datetime, zone: ZoneInfo) -> str:
    """In the clinic's time, as its hours are."""
    _, moments = speech.gettext, Moments(speech.language, zone)
    at = answering.changes_at
    if at is None:
        return _("Answers now, day and night") if answering.is_now else _("Does not answer now")
    is_today = at.date() == now.astimezone(zone).date()
    when = moments.time(at) if is_today else moments.weekday_and_time(at)
    return (_("Answers now, until {time}") if answering.is_now else _("Opens {time}")).format(time=when)
