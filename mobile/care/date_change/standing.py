"""How far a request for another date is, from what this device knows: the request, the clinic's answer and the appointment itself.

A clinic whose system sends no answer is understood by what it did with the appointment. The last request that was not
withdrawn is the one that counts; where two devices asked, the clinic is shown both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from mobile.care.agenda import NOT_COMING, Session
from mobile.care.date_change.answer import DateAnswer, Decided
from mobile.care.date_change.open_time import OpenTime
from mobile.care.date_change.request import DateRequest, Wanted

State = Literal["asked", "booked", "moved", "other_times", "declined", "called_off", "withdrawn"]
"""`booked`: for a time that was asked for. `moved`: the clinic chose another."""

_ANSWERED: dict[Decided, State] = {
    "booked": "booked",
    "other-times": "other_times",
    "declined": "declined",
}


@dataclass(frozen=True)
class Standing:
    """`taken`: wanted times that somebody else has by now."""

    request: DateRequest
    state: State
    answer: DateAnswer | None = None
    taken: tuple[Wanted, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits on the clinic."""
        return self.state == "asked"


def standing_of(
    request: DateRequest,
    session: Session | None,
    answers: Iterable[DateAnswer],
    times: Collection[OpenTime] = (),
) -> Standing:
    """`session`: the one it is about, as the clinic has it now; None: the device does not know it any more."""
    answer = next((one for one in answers if one.about & request.names), None)
    if request.is_withdrawn:
        return Standing(request, "withdrawn", answer)
    if session is None or session.status in NOT_COMING:
        return Standing(request, "called_off", answer)
    if session.start_at is not None and session.start_at != request.asked_from:
        is_wanted = any(one.start == session.start_at for one in request.wanted)
        return Standing(request, "booked" if is_wanted else "moved", answer)
    if answer is not None and answer.decided is not None:
        return Standing(request, _ANSWERED[answer.decided], answer)
    gone = {name for one in times if not one.is_free for name in one.names}
    taken = tuple(one for one in request.wanted if one.slot in gone)
    return Standing(request, "asked", answer, taken)


def requests_for(session: Session, requests: Iterable[DateRequest]) -> list[DateRequest]:
    """Those about this session, the last asked first."""
    own = [one for one in requests if one.session & session.names]
    return sorted(own, key=lambda one: (one.asked_at is not None, one.asked_at, one.id), reverse=True)
