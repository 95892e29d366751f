"""A patient's booked sessions with the times that are asked before each, for whoever reminds of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api_client.sandbox.asked_times import asked_times
from api_client.sandbox.clinic_papers import ClinicPapers, moment
from api_client.sandbox.exact import Json
from api_client.sandbox.texting.due import Planned

AHEAD = timedelta(days=366)
"""As far as anything is looked at, both ways: what a system writes where it knows no time stops nobody else's reminders."""


def planned_of(papers: ClinicPapers, patient: str) -> list[Planned]:
    """Only what is booked: a time that is held or called off reminds of nothing, nor does one whose person is there already."""
    now, zone = datetime.fromtimestamp(papers.store.now() / 1000, UTC), papers.zone()
    plans, protocols = papers.of_patient("CarePlan", patient), papers.every("PlanDefinition")
    near: list[Planned] = []
    for one in papers.of_patient("Appointment", patient):
        start, end = (_utc(moment(one.get(name), zone)) for name in ("start", "end"))
        if one.get("status") == "booked" and start is not None and abs(start - now) <= AHEAD:
            near.append(_planned(f"Appointment/{one.get('id')}", start, end, plans, protocols))
    return near


def _planned(
    name: str, start: datetime, end: datetime | None, plans: list[Json], protocols: list[Json]
) -> Planned:
    if end is not None and not timedelta() < end - start <= timedelta(days=1):
        end = None  # a slip of the clinic's
    asked = asked_times(name, start, end, plans, protocols)
    food = tuple(one.at for one in asked.food or () if one.at is not None)
    return Planned(name, start, asked.arrive, food, asked.until)


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None
