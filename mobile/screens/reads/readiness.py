"""Getting ready as values: every step, whose turn it is, the one to do next, and the way to each form. Flet-free.

Read from what is kept here, never the network. It tells how things stand and calls nobody ready or not ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.course import Course
from mobile.care.decision_guard import form_waits
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.here import DraftHere, with_drafts_here
from mobile.care.forms.picking import find
from mobile.care.forms.response import Response
from mobile.care.prompts import Protocol
from mobile.care.readiness import (
    IntakeSet,
    Step,
    StepGuide,
    StepTask,
    StepUpdate,
    Turns,
    set_for,
    steps,
    whose_turn,
)
from mobile.care.safety.asking import may_ask
from mobile.care.safety.routing import RoutingTable, in_force
from mobile.care.translated import Wording
from mobile.records.ports import Keeping

KINDS = (
    StepTask,
    Course,
    StepUpdate,
    Response,
    DraftHere,
    FormDefinition,
    IntakeSet,
    StepGuide,
    RoutingTable,
    Session,
)
"""What to watch: a change of any of these changes the board."""

Held = Literal["not_here", "not_set_up", "not_today"]
"""Why a form of the patient's own turn cannot be filled in now."""


@dataclass(frozen=True)
class Unsent:
    """Answers that were begun or changed, are not sent, and belong to no step. `title`: of the form, where it is here."""

    title: Wording
    route: str


@dataclass(frozen=True)
class Board:
    """All steps in the order to show them. `is_first`: no session has taken place yet."""

    steps: tuple[Step, ...] = ()
    definitions: tuple[FormDefinition, ...] = ()
    routing: RoutingTable | None = None
    is_first: bool = True
    waiting: Mapping[str, datetime | None] = field(default_factory=dict[str, datetime | None])
    """Forms that bind, on the day of a session: the canonical, and when it can be done again where that is known."""
    unsent: tuple[Unsent, ...] = ()

    @property
    def turns(self) -> Turns:
        return whose_turn(self.steps)

    @property
    def done(self) -> int:
        """Steps that are over, and forms that were sent: nothing of either is left to the patient."""
        return sum(1 for step in self.steps if step.state == "done" or is_sent(step))

    @property
    def total(self) -> int:
        """Steps that count: one that may never be needed does not."""
        return sum(1 for step in self.steps if step.state != "on_hold")

    @property
    def is_open(self) -> bool:
        """Whether anything is left, with whomever it lies."""
        return self.done < self.total

    @property
    def next(self) -> Step | None:
        """The one thing the patient could do now: a form already begun before one that was not."""
        ready = [step for step in self.turns.yours if self.held(step) is None]
        begun = [step for step in ready if step.state == "under_way"]
        return next(iter(begun or ready), None)

    def definition(self, step: Step) -> FormDefinition | None:
        return find(step.form, self.definitions) if step.form else None

    def step(self, key: str) -> Step | None:
        """The step of a route: the last part of its key names it."""
        return next((one for one in self.steps if short(one) == key), None)

    def held(self, step: Step) -> Held | None:
        """Why this form cannot be filled in now. None for one that can, and for every step that is no form."""
        if step.form is None:
            return None
        form = self.definition(step)
        if form is None:
            return "not_here"
        if not may_ask(form, self.routing):
            return "not_set_up"
        return "not_today" if step.form in self.waiting else None

    def leads_to(self, step: Step) -> str:
        """Where a tap on a step goes: into its form, to what was sent, or to the step itself, which says why it waits."""
        if step.form is not None and step.is_yours and not self.held(step):
            return self.way_in(step)
        return sent_route(step) or step_route(step)

    def way_in(self, step: Step) -> str:
        """Where a form is filled in: the draft that was begun, else the form itself."""
        progress = step.progress
        if progress is not None and progress.state == "begun" and progress.response_id:
            return form_route(progress.response_id)
        form = self.definition(step)
        return form_route(form.server_id or form.id if form is not None else step.form or "")


def short(step: Step) -> str:
    """A step's name in a route: `records`, `health-history`."""
    return bare(step.key).rstrip("/").rpartition("/")[2]


def is_sent(step: Step) -> bool:
    """Whether the patient has sent this form."""
    return step.progress is not None and step.progress.state in ("sent", "reviewed")


def step_route(step: Step) -> str:
    """The step alone."""
    return f"/forms/{short(step)}"


def sent_route(step: Step) -> str | None:
    """Where what was sent is read, if it is known here."""
    id = step.progress.response_id if step.progress is not None and is_sent(step) else None
    return answers_route(id) if id else None


def form_route(id: str) -> str:
    return f"/form/{quote(id, safe='')}"


def answers_route(id: str) -> str:
    return f"/answers/{quote(id, safe='')}"


async def board(records: Keeping, now: datetime, zone: ZoneInfo) -> Board:
    """Reads it all. Raises what the store raises."""
    definitions = await records.every(FormDefinition)
    tasks = await records.every(StepTask)
    plans = await records.every(Course)
    sessions = await records.every(Session)
    guides = [guide for guide in await records.every(StepGuide) if guide.is_active]
    is_first = not any(session.is_past(now) for session in sessions)
    intake = set_for(
        await records.every(IntakeSet),
        [task.form for task in tasks if task.form],
        [name for plan in plans for name in plan.protocols],
    )
    responses = with_drafts_here(await records.every(Response), await records.every(DraftHere))
    found = steps(
        tasks=tasks,
        plans=plans,
        updates=await records.every(StepUpdate),
        responses=responses,
        definitions=definitions,
        intake=intake if is_first or tasks else None,
        guide=next(iter(guides), None),
    )
    return Board(
        tuple(found),
        tuple(definitions),
        in_force(await records.every(RoutingTable), now.astimezone(zone).date()),
        is_first,
        await _waiting(records, found, definitions, sessions, now, zone),
        tuple(_unsent(responses, found, definitions)),
    )


def _unsent(
    responses: Iterable[Response], found: Sequence[Step], definitions: Sequence[FormDefinition]
) -> Iterator[Unsent]:
    """The last touched first."""
    shown = {id for step in found if step.progress is not None for id in step.progress.drafts}
    begun = [one for one in responses if one.is_open and one.is_mine and one.id not in shown]
    for one in sorted(
        begun, key=lambda one: one.answered_at or datetime.min.replace(tzinfo=UTC), reverse=True
    ):
        form = find(one.questionnaire, definitions)
        yield Unsent(form.title if form is not None else Wording(), form_route(one.id))


async def _waiting(
    records: Keeping,
    found: Iterable[Step],
    definitions: Iterable[FormDefinition],
    sessions: Iterable[Session],
    now: datetime,
    zone: ZoneInfo,
) -> dict[str, datetime | None]:
    protocols = await records.every(Protocol)
    waiting: dict[str, datetime | None] = {}
    for step in found:
        form = find(step.form, definitions) if step.form else None
        waits = form_waits(form, sessions, protocols, now, zone) if form is not None else None
        if step.form and waits is not None:
            waiting[step.form] = waits.until
    return waiting
