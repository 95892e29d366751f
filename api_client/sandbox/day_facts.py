"""One person's day as the clinic's papers have it now: each time that is planned, what is asked before it, and the ride as recorded.

Nothing is guessed: what no paper says is None, or said to be asked. No name of a treatment, a room or a clinic is among it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from api_client.dialling import dialled
from api_client.sandbox import dates
from api_client.sandbox.asked_times import Food, asked_times
from api_client.sandbox.clinic_papers import ClinicPapers, instant, moment
from api_client.sandbox.day_links import NOT_COMING
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import asked_in, said
from api_client.sandbox.neutral import is_neutral
from api_client.sandbox.public_lines import PUBLIC_LINES, PublicLine
from api_client.sandbox.relations import RIDE, links
from api_client.sandbox.rides import DRIVER
from api_client.sandbox.wall_words import translated

RideStands = Literal["nobody", "asked", "yes", "no", "moved"]
_HELD = frozenset({"proposed", "pending", "waitlist"})


@dataclass(frozen=True)
class Visit:
    """Times stand in the clinic's zone. `state`: "off" is called off, "held" is not booked yet. `food` None: nothing is said of it. `driver`
    "": nobody is named, or in words that not everybody may read."""

    state: Literal["booked", "held", "off"]
    start: datetime | None
    arrive: datetime | None = None
    until: datetime | None = None
    food: tuple[Food, ...] | None = None
    place: tuple[str, ...] = ()
    ride: RideStands = "nobody"
    driver: str = ""


@dataclass(frozen=True)
class DayFacts:
    """`visits` in time. `numbers`: how the clinic is reached, each with what it is for where that says nothing of what it is.
    `is_moved`: the page was asked for another time."""

    zone: ZoneInfo
    visits: tuple[Visit, ...]
    numbers: tuple[tuple[str, str], ...]
    lines: tuple[PublicLine, ...]
    is_moved: bool = False


class DayReader:
    """Of one clinic; called with its lock held."""

    def __init__(self, papers: ClinicPapers) -> None:
        self._papers = papers

    def day(self, task: Json, patient: str, asked_for: str, language: str) -> DayFacts:
        """The day on which the Task's appointment now is, with whatever else that person has on it. `asked_for`: its start when the page
        was asked for."""
        papers, zone = self._papers, self._papers.zone()
        base = papers.store.base
        named = links(task, "focus", base)[:1]
        own = papers.appointment(task)
        start = moment(own.get("start"), zone)
        each = [(named[0], own)] if named and own else []
        if start is not None:
            for other in papers.of_patient("Appointment", patient):
                name, at = f"Appointment/{other.get('id')}", moment(other.get("start"), zone)
                if at is not None and at.date() == start.date() and name not in named:
                    each += [(name, other)] if other.get("status") != "entered-in-error" else []
        visits = [self._visit(name, one, patient, zone) for name, one in each]
        visits.sort(key=lambda one: (one.start is None, one.start))
        is_moved = bool(asked_for) and start is not None and instant(start) != asked_for
        return DayFacts(zone, tuple(visits), self.numbers(language), self.lines(), is_moved)

    def numbers(self, language: str) -> tuple[tuple[str, str], ...]:
        """The clinic's, as far as they are in force, each with what it is for in this language."""
        found: dict[str, str] = {}
        for clinic in self._papers.own():
            for holder in (clinic, *_listed(clinic, "contact")):
                label = translated(_object(holder, "purpose"), "text", language)
                for point in _listed(holder, "telecom"):
                    number = _neutral_number(point.get("value"))
                    if number and point.get("system") == "phone" and self._stands(point):
                        found.setdefault(number, label if is_neutral(label) else "")
        return tuple(found.items())

    def lines(self) -> tuple[PublicLine, ...]:
        """Those of the country that the clinic is in."""
        for clinic in self._papers.own():
            for address in _listed(clinic, "address"):
                return PUBLIC_LINES.get(str(address.get("country")), ())
        return ()

    def _stands(self, point: Json) -> bool:
        if point.get("use") == "old":
            return False
        period = _object(point, "period")
        now = self._papers.store.now()
        try:
            begins = dates.span(str(period["start"]))[0] if "start" in period else now
            ends = dates.span(str(period["end"]))[1] if "end" in period else now
        except ValueError:
            return False
        return begins <= now <= ends

    def _visit(self, name: str, appointment: Json, patient: str, zone: ZoneInfo) -> Visit:
        start, end = (moment(appointment.get(one), zone) for one in ("start", "end"))
        status = str(appointment.get("status"))
        if status in NOT_COMING - {"fulfilled"}:
            return Visit("off", start)
        if start is None or (end is not None and not timedelta() < end - start <= timedelta(days=1)):
            end = None  # a slip of the clinic's: nothing ends because of it
        papers = self._papers
        asked = asked_times(
            name, start, end, papers.of_patient("CarePlan", patient), papers.every("PlanDefinition")
        )
        ride, driver = self._ride(name, start, end)
        return Visit(
            "held" if status in _HELD else "booked",
            start,
            _on_wall(asked.arrive, zone),
            _on_wall(asked.until, zone),
            tuple(Food(one.about, _on_wall(one.at, zone)) for one in asked.food) if asked.food else None,
            papers.place(appointment),
            ride,
            driver,
        )

    def _ride(self, name: str, start: datetime | None, end: datetime | None) -> tuple[RideStands, str]:
        """By the newest question for this appointment that was not taken back."""
        found: list[Json] = []
        for row in self._papers.tasks_in_order(RIDE):
            task = parse(row.text).value
            is_its = links(task, "focus", self._papers.store.base) == [name]
            if is_its and task.get("status") in ("requested", "accepted"):
                found.append(task)
        if not found:
            return "nobody", ""
        last = found[-1]
        driver, answer = asked_in(last, [DRIVER]).get(DRIVER, ""), said(last, "ride-answer", "valueCode")
        driver = driver if is_neutral(driver) else ""
        if answer not in ("yes", "no"):
            return "asked", driver
        times = tuple(
            said(last, one, "valueDateTime") for one in ("ride-answered-for", "ride-answered-until")
        )
        is_for_this = start is not None and times == (instant(start), instant(end) if end else "")
        return ("yes" if answer == "yes" else "no") if is_for_this else "moved", driver


def _neutral_number(given: Any) -> str:
    """As it is written; where the words behind it say what it is, its figures alone, if it is one number. "": there is none to show."""
    if not isinstance(given, str):
        return ""
    return given if is_neutral(given) else dialled(given)


def _on_wall(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(UTC).astimezone(zone) if at is not None else None


def _listed(holder: Json, name: str) -> list[Json]:
    given: Any = holder.get(name)
    each = cast("list[Any]", given) if isinstance(given, list) else []
    return [cast("Json", one) for one in each if isinstance(one, dict)]


def _object(holder: Json, name: str) -> Json:
    given: Any = holder.get(name)
    return cast("Json", given) if isinstance(given, dict) else {}
