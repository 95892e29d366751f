"""Who takes the patient home from one session: what they wrote, what they asked, and what was answered. Flet-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote

from mobile.care.agenda import Session
from mobile.care.names import one_line
from mobile.care.ride import RideRequest, RideState
from mobile.care.ride_plan import RidePlan, ride_plan_id
from mobile.records.ports import Keeping, Standing
from mobile.screens.reads.asked_tasks import newest_first, standings

KINDS = (RidePlan, RideRequest)
"""What to watch, besides the session."""
Stand = RideState | Literal["nobody", "written", "another"]
"""`nobody`: no name. `written`: a name, and nobody was asked. `another`: the one who was asked is not the one written now."""


@dataclass(frozen=True)
class Ride:
    """At a moment. `request`: the newest that was not taken back. `is_leaving`: of one that was, the clinic does not know yet."""

    now: datetime
    session: Session | None = None
    plan: RidePlan | None = None
    request: RideRequest | None = None
    standing: Standing | None = None
    is_leaving: bool = False

    @property
    def name(self) -> str:
        """How whoever drives is called; "" where nobody is."""
        return self.request.driver if self.request is not None else self.plan.name if self.plan else ""

    @property
    def number(self) -> str:
        """Theirs, as far as this device knows it."""
        if self.plan is not None and self.plan.name == self.name:
            return one_line(self.plan.number)
        return self.request.number if self.request is not None else ""

    @property
    def stand(self) -> Stand:
        """An answer is of the one who was asked: for another name, or another number, it says nothing."""
        if self.request is None:
            return "written" if self.name else "nobody"
        plan, asked = self.plan, self.request
        if plan is not None and plan.name:
            is_other_number = bool(asked.number) and one_line(plan.number) != asked.number
            if plan.name != one_line(asked.driver) or is_other_number:
                return "another"
        return asked.state(self.session, self.now)

    @property
    def is_confirmed(self) -> bool:
        """Whether they said that they will be there, at this time."""
        return self.stand == "yes"


async def read_ride(records: Keeping, session: Session | None, now: datetime) -> Ride:
    """Raises what the store raises."""
    if session is None:
        return Ride(now)
    asked = await standings(records, RideRequest, of_session(await records.every(RideRequest), session))
    return Ride(
        now,
        session,
        await records.get(RidePlan, ride_plan_id(session.reference)),
        asked.newest,
        asked.standing,
        asked.is_leaving,
    )


def of_session(requests: Sequence[RideRequest], session: Session) -> list[RideRequest]:
    """The newest first."""
    return newest_first(one for one in requests if one.session in session.names)


def ride_route(session: Session) -> str:
    """Where it is arranged who takes the patient home."""
    return f"/ride/{quote(session.server_id or session.id, safe='')}"
