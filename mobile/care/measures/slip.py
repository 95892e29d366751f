"""An early sign that things are getting harder again, by the clinic's own rule, for the patient to see first.

It says numbers and what the clinic says one may do. It is sent to nobody, it says nothing about risk, and where the
clinic has set no rule there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from mobile.care.measures.instrument import Instrument
from mobile.care.measures.measured import Measured
from mobile.care.measures.schedule import SlipRule
from mobile.care.translated import Wording


@dataclass(frozen=True)
class Slip:
    """`id` is the same as long as it stands on the same last answer: what was seen once is not told again."""

    id: str
    best: Decimal = field(repr=False)
    best_at: datetime
    last: Decimal = field(repr=False)
    last_at: datetime
    may_do: Wording


def early_slip(
    rule: SlipRule | None, instrument: Instrument, measured: Iterable[Measured], since: datetime | None = None
) -> Slip | None:
    """Whether the last `answers` totals are all worse than the best one, and the very last by `change` or more.

    `since`: only totals answered from then on count (the first session, or the course's beginning). Answers without a
    total are passed over, never guessed. Without a direction in the instrument there is no better or worse: None.
    """
    if rule is None or instrument.more_is is None or instrument.is_total_for_clinician:
        return None
    found = {
        one.id: (one.answered_at, one.total, one.id)
        for one in measured
        if one.counts and one.is_of(instrument) and one.total is not None and one.answered_at is not None
    }
    totals = sorted(one for one in found.values() if since is None or one[0] >= since)
    if len(totals) <= rule.answers:
        return None
    sign = 1 if instrument.more_is == "more-symptoms" else -1
    earlier, latest = totals[: -rule.answers], totals[-rule.answers :]
    best = min(earlier, key=lambda one: (sign * one[1], one[0]))
    last = latest[-1]
    are_all_worse = all(sign * (one[1] - best[1]) > 0 for one in latest)
    if not are_all_worse or sign * (last[1] - best[1]) < rule.change:
        return None
    return Slip(f"slip:{last[2]}", best[1], best[0], last[1], last[0], rule.may_do)
