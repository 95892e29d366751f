"""One approval as the clinic records it: a Task of code `prior-authorization`, with its steps, what it is for and what was granted.

The clinic alone writes it, and only ever by one step more or the last one less. A renewal is one of its own, part of the one it
renews. What is missing or no date reads as absent; nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.approval.record import (
    FIRST,
    LAST,
    MOST_DAYS,
    NUMBER,
    PERIOD,
    STATE_SYSTEM,
    STEP,
    UNITS,
    WARN_DAYS,
    Granted,
    Step,
    check_granted,
    count_in,
    granted_hours,
    granted_in,
    outputs_of,
    step_extension,
    steps_in,
)
from mobile.care.approval.states import BEGINS, State, recordable
from mobile.care.clinic_days import OfDays
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, pointing_to, to, with_extensions
from mobile.care.grant import names_in
from mobile.care.resource import Json, each, has_code, instant, moment, text_at
from mobile.noun import Kind

APPROVAL = "prior-authorization"
_GONE = frozenset({"cancelled", "entered-in-error"})


@dataclass(frozen=True, kw_only=True)
class Approval(OfDays):
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
            "steps": tuple(steps_in(resource)),
            "granted": granted_in(resource),
            "hours": granted_hours(resource),
            "first": count_in(resource, "input", FIRST),
            "last": count_in(resource, "input", LAST),
            "warn_days": count_in(resource, "input", WARN_DAYS, most=MOST_DAYS),
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

    def with_days(self, days: Mapping[str, Any]) -> Self:
        return replace(self, granted=replace(self.granted, **days))

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
            extension=[step_extension(Step(BEGINS, now))],
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
            [*kept, step_extension(step)], step.state, step.since, granted, {**self._about(), **about}
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
        return self._with([*kept, step_extension(step)], step.state, now, granted, {**self._about(), **about})

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
        return found or [step_extension(one) for one in self.steps]

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
                output=[*self._others("output", (NUMBER, UNITS, PERIOD)), *outputs_of(granted)],
            )
        )


def is_approval(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, APPROVAL)
