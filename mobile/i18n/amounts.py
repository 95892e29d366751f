"""Numbers and amounts in figures, for people: every digit as it was given, and never more exact than it was said."""

from __future__ import annotations

from decimal import Decimal

_SIGNS = {"<=": "≤", ">=": "≥"}


def plain_number(value: Decimal | None) -> str:
    """The digits as they were given, without an exponent."""
    return "" if value is None else f"{value:f}"


def amount(number: str, unit: str = "", comparator: str | None = None) -> str:
    """`5 mg`, `< 5 mg`: with FHIR's comparator, without which "less than five" would read as five."""
    return " ".join(part for part in (_SIGNS.get(comparator or "", comparator or ""), number, unit) if part)
