"""The clinic's own numbers, from the small card that holds nothing else and is readable while the app is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from mobile.care.resource import moment
from mobile.care.safety.hours import Answering, Window, answering, windows_of


@dataclass(frozen=True)
class ClinicPhone:
    """A number the clinic publishes. `label` and `hours` are the clinic's own words, and may be empty. It is theirs from
    `since` until `until`; None: no bound was said."""

    phone: str
    label: str = ""
    hours: str = ""
    windows: tuple[Window, ...] = ()  # the same as data, where the clinic gave it so
    since: datetime | None = None
    until: datetime | None = None

    def is_theirs(self, now: datetime) -> bool:
        """Whether it is this clinic's number now, and neither somebody else's nor one to come."""
        return (self.since is None or self.since <= now) and (self.until is None or now <= self.until)


def clinic_phones(card: Mapping[str, object]) -> list[ClinicPhone]:
    """The card's numbers in the clinic's order. A row that is not a number is left out, never guessed."""
    rows = card.get("phones")
    if not isinstance(rows, list):
        return []
    found: list[ClinicPhone] = []
    for row in cast(list[Any], rows):
        values = cast(Mapping[str, Any], row) if isinstance(row, Mapping) else {"phone": row}
        phone = values.get("phone")
        if isinstance(phone, str) and any(letter.isdigit() for letter in phone):
            windows = windows_of(values.get("times"))
            label, hours = _text(values.get("label")), _text(values.get("hours"))
            bounds = moment(values.get("since")), moment(values.get("until"))
            found.append(ClinicPhone(phone, label, hours, windows, *bounds))
    return found


def in_order(
    phones: Sequence[ClinicPhone], now: datetime, zone: ZoneInfo
) -> list[tuple[ClinicPhone, Answering | None]]:
    """Who answers now stands first, then those whose hours are not known, then who does not. A number that is not theirs
    now is left out. `now` is aware."""
    theirs = (one for one in phones if one.is_theirs(now))
    answering_now = [(one, answering(one.windows, now.astimezone(zone))) for one in theirs]
    return sorted(answering_now, key=lambda pair: 1 if pair[1] is None else 0 if pair[1].is_now else 2)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
