"""How far records are on their way to the clinic, taken together."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.records.ports import SendState, Standing

_WORST = (
    SendState.CONFLICT,
    SendState.NEEDS_ATTENTION,
    SendState.SENDING,
    SendState.WAITING,
    SendState.SENT,
    SendState.ONLY_HERE,
)


def worst(standings: Iterable[Standing | None]) -> Standing | None:
    """What to say of several records that belong together: the one that is least far."""
    known = [standing for standing in standings if standing is not None]
    return min(known, key=_how_far, default=None)


def _how_far(standing: Standing) -> float:
    """What the clinic deleted is not as far as what it has."""
    if standing.state is SendState.ONLY_HERE and standing.reason == "gone":
        return _WORST.index(SendState.SENT) - 0.5
    return _WORST.index(standing.state)
