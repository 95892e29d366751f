"""A patient's question for a plain page of one day, for a phone without the app, and the address that the clinic's system answers with.

Whoever has the address can read the page, until the day is over or the patient ends it. What stands on the page the clinic's
server puts there each time it is looked at; nothing of the patient's own words is among it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar, Literal, Self
from zoneinfo import ZoneInfo

from mobile.care.agenda.session import Session
from mobile.care.asked_task import REFUSED, AskedTask, said_in
from mobile.care.codes import CARE
from mobile.care.resource import Json, has_code, page_address
from mobile.noun import Kind

ASK = "ask-for-day-page"
LANGUAGE, LINK = "page-language", "day-page-link"

DayPageState = Literal["asked", "ready", "run_out", "ended", "refused"]
"""`asked`: the clinic has not answered. `ready`: it is open. `run_out`: its day is over. `ended`: by the patient."""


@dataclass(frozen=True, kw_only=True)
class DayPage(AskedTask):
    """Of one session, as its reference."""

    KIND: ClassVar[Kind] = Kind("day_page", "Task")

    link: str = field(default="", repr=False)

    @classmethod
    def read(cls, resource: Json) -> Json:
        link = page_address(said_in(resource, "output", LINK, "valueUri"))
        return {**super().read(resource), "link": link}

    @classmethod
    def make(cls, id: str, *, patient: str, session: str, language: str, now: datetime) -> Self:
        """One that is asked for now. `language`: of the page, "es"."""
        return cls.asked(id, ASK, {LANGUAGE: language}, patient=patient, session=session, now=now)

    def state(self, session: Session | None, now: datetime, zone: ZoneInfo) -> DayPageState:
        """How far it is, as far as this device knows. `session`: as it stands; None where it is gone."""
        if self.status in REFUSED:
            return "refused"
        if self.status == "cancelled":
            return "ended"
        ends = day_ends(session, zone) if session is not None else None
        if ends is not None and ends <= now:
            return "run_out"
        return "ready" if self.link else "asked"


def is_day_page(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, ASK)


def day_ends(session: Session, zone: ZoneInfo) -> datetime | None:
    """When the day of this session is over on the clinic's clocks, UTC; None where it has no time."""
    if session.start_at is None:
        return None
    next_day = session.start_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(next_day, time(), zone).astimezone(UTC)
