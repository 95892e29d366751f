"""One approval as the clinic records it: a Task of code `prior-authorization`, with its steps, what it is for and what was granted.

The clinic alone writes it, and only ever by one step more or the last one less. A renewal is one of its own, part of the one it
renews. What is missing or no date reads as absent; nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Literal, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.approval.states import ASKS, BEGINS, State, recordable, state_of
from mobile.care.codes import BASE, CARE, extension
from mobile.care.elements import coded, own_identifier, pointing_to, to, with_extensions
from mobile.care.grant import names_in
from mobile.care.resource import Json, Resource, at, day_of, each, has_code, instant, moment, text_at
from mobile.noun import Kind

APPROVAL = "prior-authorization"
STATE_SYSTEM = f"{BASE}/CodeSystem/approval-state"
STEP = extension("approval-step")
NUMBER, UNITS, PERIOD = "approval-number", "approved-sessions", "approved-period"
FIRST, LAST, WARN_DAYS = "first-session", "last-session", "warn-days"
Asked = Literal["patient", "clinic"]
_GONE = frozenset({"cancelled", "entered-in-error"})
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


@dataclass(frozen=True, kw_only=True)
class Approval(Resource):
    """`first`, `last`: which sessions of the course it is for. `warn_days`: how long before its end the clinic wants to be warned."""

    TYPE: ClassVar[str] = "Task"
    KIND: ClassVar[Kind] = Kind("approval", "Task")

    status: str = ""
    patient: str | None = None
    steps: tuple[Step, ...] = ()
    granted: Granted = field(default_factory=Granted)
    first: int | None = None
    last: int | None = None
    warn_days: int | None = None
    claims: frozenset[str] = frozenset()  # every name of the request that insurers answer
    renewed: frozenset[str] = frozenset()  # every name of the approval that this one renews
    began_at: datetime | None = None
    changed_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "for", "reference"),
            "steps": tuple(_steps(resource)),
            "granted": _granted(resource),
            "first": _count(resource, "input", FIRST),
            "last": _count(resource, "input", LAST),
            "warn_days": _count(resource, "input", WARN_DAYS, most=MOST_DAYS),
            "claims": names_in(resource.get("focus")),
            "renewed": frozenset[str]().union(*(names_in(one) for one in each(resource, "partOf"))),
            "began_at": moment(resource.get("authoredOn")),
            "changed_at": moment(resource.get("lastModified")),
        }

    @property
    def step(self) -> Step:
        """Where it stands by the record."""
        return self.steps[-1]

    @property
    def is_shown(self) -> bool:
        """Whether it is one at all: not called off, nor written by mistake."""
        return self.status not in _GONE

    @property
    def next_states(self) -> tuple[State, ...]:
        """What can be recorded next."""
        return recordable(self.step.state)

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient}

    # --- recording ---

    @classmethod
    def begun(cls, id: str, patient: str, now: datetime, *, renews: Approval | None = None) -> Self:
        """A new one, whose insurance is looked at first."""
        task = made(
            fhir.Task,
            identifier=[own_identifier(id)],
            status="in-progress",
            intent="order",
            extension=[_step_extension(Step(BEGINS, now))],
            businessStatus=coded(STATE_SYSTEM, BEGINS),
            code=coded(CARE, APPROVAL),
            authoredOn=instant(now),
            lastModified=instant(now),
            partOf=[pointing_to(renews)] if renews is not None else None,
        )
        return cls.from_resource({**fhir.to_object(task), "for": fhir.to_object(to(patient))})

    def recorded(self, step: Step, granted: Granted | None = None, **about: int | None) -> Self:
        """With one step more. `granted`: what was approved; `about`: `first`, `last` and `warn_days`. Raises ValueError for a
        state that may not follow, and for what no approval can say."""
        if step.state is None or step.state not in self.next_states or step.since is None:
            raise ValueError("state")
        check_granted(granted)
        kept = self._kept_steps()
        return self._with(
            [*kept, _step_extension(step)], step.state, step.since, granted, {**self._about(), **about}
        )

    def put_right(
        self, now: datetime, step: Step, granted: Granted | None = None, **about: int | None
    ) -> Self:
        """The last step said otherwise, in the same state. Raises ValueError as `recorded`."""
        if step.state is None or step.state != self.step.state:
            raise ValueError("state")
        check_granted(granted)
        step = replace(step, since=self.step.since)
        kept = self._kept_steps()[:-1]
        return self._with(
            [*kept, _step_extension(step)], step.state, now, granted, {**self._about(), **about}
        )

    def step_back(self, now: datetime) -> Self:
        """Without the last step. Raises ValueError for the first."""
        if len(self.steps) < 2:
            raise ValueError("first")
        state = self.steps[-2].state
        granted = self.granted if state in ("approved", "overturned") else None
        return self._with(self._kept_steps()[:-1], state, now, granted, self._about())

    def as_before(self, before: Approval, now: datetime) -> Self:
        """With the steps, what was granted and what it is for as they were in `before`."""
        granted = before.granted if before.granted != Granted() else None
        return self._with(before._kept_steps(), before.step.state, now, granted, before._about())

    def called_off(self, now: datetime) -> Self:
        """One that was begun by mistake."""
        return self.changed(made(fhir.Task, status="entered-in-error", lastModified=instant(now)))

    def _about(self) -> dict[str, int | None]:
        return {"first": self.first, "last": self.last, "warn_days": self.warn_days}

    def _kept_steps(self) -> list[fhir.Extension]:
        """Its steps with all that whoever wrote them wrote; of a record that keeps none, the one it stands in."""
        found = [
            as_received(fhir.Extension, one)
            for one in each(self.to_resource(), "extension")
            if one.get("url") == STEP
        ]
        return found or [_step_extension(one) for one in self.steps]

    def _others(self, where: str, names: Collection[str]) -> list[fhir.TaskValue]:
        """What stands there of other kinds: it stays."""
        return [
            as_received(fhir.TaskValue, one)
            for one in each(self.to_resource(), where)
            if not any(has_code(one.get("type"), CARE, name) for name in names)
        ]

    def _with(
        self,
        steps: Sequence[fhir.Extension],
        state: State | None,
        now: datetime,
        granted: Granted | None,
        about: Mapping[str, int | None],
    ) -> Self:
        numbers = [(FIRST, about["first"]), (LAST, about["last"]), (WARN_DAYS, about["warn_days"])]
        inputs = [made(fhir.TaskValue, type=coded(CARE, name), valueInteger=n) for name, n in numbers if n]
        return self.changed(
            made(
                fhir.Task,
                extension=[*with_extensions(self.to_resource(), without=(STEP,)), *steps],
                businessStatus=coded(STATE_SYSTEM, state) if state is not None else None,
                lastModified=instant(now),
                input=[*self._others("input", (FIRST, LAST, WARN_DAYS)), *inputs],
                output=[*self._others("output", (NUMBER, UNITS, PERIOD)), *_outputs(granted)],
            )
        )


def check_granted(granted: Granted | None) -> None:
    """Raises ValueError for what no approval can say: no session, or an end before the beginning."""
    if granted is None:
        return
    if granted.units is not None and granted.units < 1:
        raise ValueError("units")
    if granted.begins is not None and granted.ends is not None and granted.ends < granted.begins:
        raise ValueError("dates")


def is_approval(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, APPROVAL)


def _steps(resource: Json) -> Iterator[Step]:
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


def _step_extension(step: Step) -> fhir.Extension:
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


def _granted(resource: Json) -> Granted:
    found = {name: _given(resource, "output", name) for name in (NUMBER, UNITS, PERIOD)}
    period, units = at(found[PERIOD], "valuePeriod"), at(found[UNITS], "valueInteger")
    return Granted(
        text_at(found[NUMBER], "valueString") or "",
        units if isinstance(units, int) and not isinstance(units, bool) else None,
        day_of(at(period, "start")),
        day_of(at(period, "end")),
        has_dates=bool(period),
    )


def _outputs(granted: Granted | None) -> list[fhir.TaskValue]:
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


def _count(resource: Json, where: str, name: str, most: int = 10_000) -> int | None:
    found = at(_given(resource, where, name), "valueInteger")
    is_one = isinstance(found, int) and not isinstance(found, bool) and 0 < found <= most
    return found if is_one else None
