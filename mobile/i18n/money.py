"""Amounts of money in figures, for screen and paper alike: grouped, with the decimals of the currency, or none where it is whole.

Spanish here is that of the United States: the same figures, with the code of a currency that is not the dollar.
"""

from __future__ import annotations

from decimal import Decimal

_SIGNS = {"en": {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}, "es": {"USD": "$"}}


def money_text(value: Decimal, currency: str, decimals: int, language: str) -> str:
    """`$3,300`, `$3,300.50`, `KWD 12.500`; `−$20`. `value` is rounded already. No line ends within it."""
    is_whole = value == value.to_integral_value()
    figures = f"{abs(value):,.{0 if is_whole else decimals}f}"
    sign = _SIGNS["es" if language == "es" else "en"].get(currency, f"{currency}\u00a0")
    return f"{'−' if value < 0 else ''}{sign}{figures}"
