"""A patient's booked sessions with the times that are asked before each, for whoever reminds of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api_client.sandbox.asked_times import asked_times
from api_client.sandbox.clinic_papers import ClinicPapers, moment
from api_client.sandbox.exact import Json
from api_client.sandbox.texting.due import Planned


def planned_of(papers: ClinicPapers, patient: str) -> list[Planned]:
    """Only what is booked: a time that is held or called off reminds of nothing, nor does one whose person is there already."""
    plans, protocols = papers.of_patient("CarePlan", patient), papers.every("PlanDefinition")
    found = (
        _planned(one, plans, protocols, papers.zone()) for one in papers.of_patient("Appointment", patient)
    )
    return [one for one in found if one is not None]


def _planned(appointment: Json, plans: list[Json], protocols: list[Json], zone: ZoneInfo) -> Planned | None:
    start, end = (_utc(moment(appointment.get(name), zone)) for name in ("start", "end"))
    if appointment.get("status") != "booked" or start is None:
        return None
    if end is not None and not timedelta() < end - start <= timedelta(days=1):
        end = None  # a slip of the clinic's
    name = f"Appointment/{appointment.get('id')}"
    asked = asked_times(name, start, end, plans, protocols)
    food = tuple(one.at for one in asked.food or () if one.at is not None)
    return Planned(name, start, asked.arrive, food, asked.until)


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None
