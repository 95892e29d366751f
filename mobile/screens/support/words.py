"""The sentence that stands wherever somebody might think they are heard: nobody reads along, and whom to call instead."""

from __future__ import annotations

from collections.abc import Callable


def nobody_watches(_: Callable[[str], str], region: str | None) -> str:
    """`region`: "US", or None where these numbers are not known to work."""
    if region is None:
        return _(
            "Nobody reads this app in real time. If you are in danger now, call the emergency number of the place where you are."
        )
    return _("Nobody reads this app in real time. If you are in danger now, call 988 or 911.")
