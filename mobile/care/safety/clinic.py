"""The clinic's own numbers, from the small card that holds nothing else and is readable while the app is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True)
class ClinicPhone:
    """A number the clinic publishes. `label` and `hours` are the clinic's own words, and may be empty."""

    phone: str
    label: str = ""
    hours: str = ""


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
            found.append(ClinicPhone(phone, _text(values.get("label")), _text(values.get("hours"))))
    return found


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
