"""The rides home of coming sessions, for whoever books: whether somebody said that they will be there, and nothing else of a patient.

A session stands here from the time on at which the clinic's protocol asks for its ride, and before it once somebody was asked. What happens without one is said in the
clinic's own words.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.ride_home import HomeState
from mobile.screens.frame import Surroundings
from mobile.screens.reads.booking_waits import HomeRide


def ride_words(s: Surroundings, rides: Sequence[HomeRide]) -> tuple[str, ...] | None:
    """What the clinic says of all of them; None: not the same of each."""
    said = {tuple(text for one in ride.words if (text := one.in_language(s.language))) for ride in rides}
    return said.pop() if len(said) == 1 else None


def state_text(s: Surroundings, state: HomeState) -> str:
    """Why it is not confirmed."""
    _ = s._
    return {
        "nobody": _("nobody was asked by a link"),
        "asked": _("no answer yet"),
        "yes": "",
        "no": _("they can not come"),
        "moved": _("the answer was for another time"),
    }[state]
