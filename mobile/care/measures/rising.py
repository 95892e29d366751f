"""Whether a total moved as much as the clinic wants its therapists to see first: the clinic's own rule, and a fact about two
numbers.

Where the clinic set no rule, nothing is said to rise. It says nothing of risk, and it is not the patient's early notice
(`slip`), which the patient sees first and which is told to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.codes import extension
from mobile.care.measures.spans import Span, span_of
from mobile.care.resource import Json, at, extension_of, text_at

RISING = extension("score-rising")
"""On a measure of a protocol: `change` (valueDecimal), `within` (valueDuration), `direction` (valueCode)."""

Way = Literal["higher", "lower"]


@dataclass(frozen=True)
class RisingRule:
    """So many points higher (or lower) within so long."""

    change: Decimal
    within: Span
    way: Way

    def is_met(self, found: Movement, now: datetime, zone: ZoneInfo) -> bool:
        """Only while the last answer is no older than that itself: what rose in spring is not rising."""
        if found.difference is None or found.last_at < self.within.before(now, zone):
            return False
        moved = found.difference if self.way == "higher" else -found.difference
        return moved >= self.change


@dataclass(frozen=True)
class Movement:
    """The last total beside the first one within a clinic's time before it. `before` None: there is none in that time."""

    last: Decimal = field(repr=False)
    last_at: datetime
    before: Decimal | None = field(default=None, repr=False)
    before_at: datetime | None = None

    @property
    def difference(self) -> Decimal | None:
        return self.last - self.before if self.before is not None else None


def rising_rule(action: Json) -> RisingRule | None:
    """The rule of one measure of a protocol. One that cannot be read whole is none: no number is made up."""
    mark = extension_of(action, RISING)
    change = at(extension_of(mark, "change"), "valueDecimal")
    within = span_of(at(extension_of(mark, "within"), "valueDuration"))
    way = text_at(extension_of(mark, "direction"), "valueCode")
    is_number = isinstance(change, (int, Decimal)) and not isinstance(change, bool)
    if within is None or not is_number or change <= 0 or way not in ("higher", "lower"):
        return None
    return RisingRule(Decimal(str(change)), within, way)


def movement(
    totals: Sequence[tuple[datetime, Decimal]], within: Span | None, zone: ZoneInfo
) -> Movement | None:
    """`totals`: in time. Without `within` nothing is compared; without totals there is nothing: None."""
    if not totals:
        return None
    last_at, last = totals[-1]
    since = within.before(last_at, zone) if within is not None else last_at
    earlier = next(((when, total) for when, total in totals[:-1] if since <= when < last_at), None)
    return Movement(last, last_at, earlier[1], earlier[0]) if earlier else Movement(last, last_at)
