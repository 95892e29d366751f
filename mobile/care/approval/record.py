"""What stands in an approval's Task, read and written: its steps, what was granted, and the numbers beside them.

What is missing or malformed reads as absent; what was granted stands as it is in the record, right or wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.approval.states import ASKS, State, state_of
from mobile.care.clinic_days import hours_in
from mobile.care.codes import BASE, CARE, extension
from mobile.care.elements import coded
from mobile.care.resource import Json, at, day_of, each, has_code, instant, moment, text_at

STATE_SYSTEM = f"{BASE}/CodeSystem/approval-state"
STEP = extension("approval-step")
NUMBER, UNITS, PERIOD = "approval-number", "approved-sessions", "approved-period"
FIRST, LAST, WARN_DAYS = "first-session", "last-session", "warn-days"
Asked = Literal["patient", "clinic"]
MOST_DAYS = 3660
"""Of a warning before the end: what is more is a slip of the hand, and reads as absent."""


@dataclass(frozen=True)
class Step:
    """`state` None: a code that is not known here. `since` None: the record has no date. `asked`: of whom something is missing,
    `words` what; `insurer_date`: a date of the insurer's as the clinic noted it."""

    state: State | None
    since: datetime | None = None
    words: str = field(default="", repr=False)
    asked: Asked = "clinic"
    insurer_date: date | None = None


@dataclass(frozen=True)
class Granted:
    """What was approved. Each as it stands in the record: `units` may be no number of sessions, and `ends` before `begins`."""

    number: str = ""
    units: int | None = None
    begins: date | None = None
    ends: date | None = None
    has_dates: bool = False  # a period stands there, whatever can be read of it


def check_granted(granted: Granted | None) -> None:
    """Raises ValueError for what no approval can say: no session, or an end before the beginning."""
    if granted is None:
        return
    if granted.units is not None and granted.units < 1:
        raise ValueError("units")
    if granted.begins is not None and granted.ends is not None and granted.ends < granted.begins:
        raise ValueError("dates")


def steps_in(resource: Json) -> Iterator[Step]:
    """A record that keeps no steps stands in its state since it was changed."""
    found = [one for one in each(resource, "extension") if one.get("url") == STEP]
    for one in found:
        parts = {str(part.get("url")): part for part in each(one, "extension")}
        state = state_of(text_at(parts.get("state"), "valueCode"))
        asked = text_at(parts.get("asked"), "valueCode")
        yield Step(
            state,
            moment(at(parts.get("since"), "valueDateTime")),
            text_at(parts.get("words"), "valueString") or "",
            "patient" if asked == "patient" and state in ASKS else "clinic",
            day_of(at(parts.get("insurer-date"), "valueDate")),
        )
    if not found:
        words = text_at(resource, "statusReason", "text") or ""
        yield Step(_stated(resource), moment(resource.get("lastModified")), words)


def _stated(resource: Json) -> State | None:
    for coding in each(resource, "businessStatus", "coding"):
        state = state_of(text_at(coding, "code"))
        if state is not None:
            return state
    return None


def step_extension(step: Step) -> fhir.Extension:
    """As it is written."""
    parts = [made(fhir.Extension, url="state", valueCode=step.state)]
    if step.since is not None:
        parts.append(made(fhir.Extension, url="since", valueDateTime=instant(step.since)))
    if step.state in ASKS:
        parts.append(made(fhir.Extension, url="asked", valueCode=step.asked))
    if step.words:
        parts.append(made(fhir.Extension, url="words", valueString=step.words))
    if step.insurer_date is not None:
        parts.append(made(fhir.Extension, url="insurer-date", valueDate=step.insurer_date.isoformat()))
    return made(fhir.Extension, url=STEP, extension=parts)


def granted_in(resource: Json) -> Granted:
    """What was approved, as it stands there."""
    found = {name: _given(resource, "output", name) for name in (NUMBER, UNITS, PERIOD)}
    period, units = at(found[PERIOD], "valuePeriod"), at(found[UNITS], "valueInteger")
    return Granted(
        text_at(found[NUMBER], "valueString") or "",
        units if isinstance(units, int) and not isinstance(units, bool) else None,
        day_of(at(period, "start")),
        day_of(at(period, "end")),
        has_dates=bool(period),
    )


def granted_hours(resource: Json) -> tuple[tuple[str, datetime], ...]:
    """Of the days in `Granted` those that were written as an hour, by their field."""
    period = at(_given(resource, "output", PERIOD), "valuePeriod")
    return hours_in(begins=at(period, "start"), ends=at(period, "end"))


def outputs_of(granted: Granted | None) -> list[fhir.TaskValue]:
    """As it is written; nothing where nothing was approved."""
    found: list[fhir.TaskValue] = []
    if granted is None:
        return found
    if granted.number:
        found.append(made(fhir.TaskValue, type=coded(CARE, NUMBER), valueString=granted.number))
    if granted.units is not None:
        found.append(made(fhir.TaskValue, type=coded(CARE, UNITS), valueInteger=granted.units))
    if granted.begins is not None or granted.ends is not None:
        start = granted.begins.isoformat() if granted.begins is not None else None
        end = granted.ends.isoformat() if granted.ends is not None else None
        period = made(fhir.Period, start=start, end=end)
        found.append(made(fhir.TaskValue, type=coded(CARE, PERIOD), valuePeriod=period))
    return found


def _given(resource: Json, where: str, name: str) -> Json | None:
    return next((one for one in each(resource, where) if has_code(one.get("type"), CARE, name)), None)


def count_in(resource: Json, where: str, name: str, most: int = 10_000) -> int | None:
    """A whole number from 1 that stands there under this name."""
    found = at(_given(resource, where, name), "valueInteger")
    is_one = isinstance(found, int) and not isinstance(found, bool) and 0 < found <= most
    return found if is_one else None
