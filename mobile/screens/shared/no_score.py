"""Why somebody in the list has no score to read, as far as what is kept here tells. Flet-free.

Who may read is the server's to say, and somebody may read by the clinic's rule, without an agreement. Where no agreement was
ever known here and this reader evidently reads others so, nothing tells why there is none: then nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from mobile.care.measures import Measured, MeasuresGrant, may_read

NoScore = Literal["not_answered", "no_total", "not_shared", "taken_back", "unknown"]


def why_none(
    reader: str,
    patient: str,
    agreed: Sequence[MeasuresGrant],
    now: datetime,
    *,
    measured: Sequence[Measured],
    reads_without: bool,
) -> NoScore:
    """Of one who has no score. `agreed`: the agreements of these two ("Practitioner/t1", "Patient/p1"). `measured`: what
    is here of theirs. `reads_without`: this reader has measures of somebody who never agreed with them.

    It holds only once all that the clinic has is here.
    """
    if agreed and not may_read(reader, patient, agreed, now):
        has_ended = any(
            not one.is_active or (one.ended_at is not None and one.ended_at <= now) for one in agreed
        )
        return "taken_back" if has_ended else "not_shared"
    if measured:
        counted = [one for one in measured if one.counts]
        has_no_total = bool(counted) and all(one.total is None for one in counted)
        return "no_total" if has_no_total else "unknown"
    if agreed:
        return "not_answered"
    return "unknown" if reads_without else "not_shared"
