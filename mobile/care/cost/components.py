"""What the parts of a price come to: base, what is put on it, what is taken off. Where a part cannot be read, nothing is concluded."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.cost.money import Money, money, total
from mobile.care.resource import Json

_ON = ("base", "surcharge", "tax")
_OFF = ("deduction", "discount")
_IN_WORDS = "informational"


def sum_of(components: Iterable[Json]) -> Money | None:
    """None where a part has no amount, is of another currency or of a kind nobody here knows, or there is no base."""
    amounts: list[Money] = []
    has_base = False
    for one in components:
        kind = one.get("type")
        if kind == _IN_WORDS:
            continue
        amount = money(one.get("amount"))
        if amount is None or kind not in (*_ON, *_OFF):
            return None
        if kind in _ON and amount.is_negative:
            return None
        has_base = has_base or kind == "base"
        # Clinics write what is taken off with a minus or without: it lowers the price either way.
        off = amount if amount.is_negative else -amount
        amounts.append(off if kind in _OFF else amount)
    return total(amounts) if has_base else None
