"""Getting ready, step by step, and whose turn each step is.

From the clinic's Tasks where its server gives them; else from the plan's activities and its messages. What the patient
did themselves is taken from their own responses, because the clinic may not know yet. The app only tells: no step is
ever called passed or failed, and nobody is called ready or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from mobile.care.codes import COMPLETE_FORM, SDC_TEMP
from mobile.care.course import Course
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.picking import find
from mobile.care.forms.response import Response
from mobile.care.readiness.guidance import StepGuidance, Turn, code_of, guidance_in
from mobile.care.readiness.intake import IntakeSet, Progress, StepGuide, progress
from mobile.care.readiness.task import StepTask
from mobile.care.readiness.updates import StepUpdate
from mobile.care.resource import Json, at, each, has_code, text_at, texts
from mobile.care.translated import Wording

State = Literal["not_begun", "under_way", "on_hold", "sent", "done"]
_STATES: dict[str, State] = {
    "in-progress": "under_way",
    "on-hold": "on_hold",
    "completed": "done",
}
_PLANS = frozenset({"draft", "active", "on-hold", "unknown"})
_NOT_STEPS = frozenset({"cancelled", "stopped", "entered-in-error", "rejected", "failed"})


@dataclass(frozen=True)
class Step:
    """One step as it stands. `guidance` holds the clinic's words."""

    key: str
    kind: Literal["form", "step"]
    state: State
    turn: Turn
    guidance: StepGuidance
    since: datetime | None = None
    form: str | None = None  # canonical
    progress: Progress | None = None  # for a form
    why: Wording = field(default_factory=Wording)
    minutes: int | None = None
    asked_at: datetime | None = None  # what was answered before is asked again

    @property
    def is_yours(self) -> bool:
        return self.turn == "you" and self.state in ("not_begun", "under_way")


@dataclass(frozen=True)
class Turns:
    """Whose turn it is, over all steps. Each step stands in exactly one of them."""

    yours: tuple[Step, ...]
    clinic: tuple[Step, ...]  # its turn, a form to look at too
    third_party: tuple[Step, ...]
    on_hold: tuple[Step, ...]
    done: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What the patient could do now: a form already begun before one that was not."""
        begun = [step for step in self.yours if step.state == "under_way"]
        return next(iter(begun or self.yours), None)


def steps(
    *,
    tasks: Iterable[StepTask] = (),
    plans: Iterable[Course] = (),
    updates: Iterable[StepUpdate] = (),
    responses: Iterable[Response] = (),
    definitions: Iterable[FormDefinition] = (),
    intake: IntakeSet | None = None,
    guide: StepGuide | None = None,
) -> list[Step]:
    """The board, in `ordered` order. Where there is any Task, the plan's activities are the same said twice: they are left out.

    With neither, the forms of `intake` are the steps, if it is given.
    """
    found = [_of_task(task) for task in tasks if task.is_shown]
    if not found:
        found = [step for plan in plans for step in _of_plan(plan)]
    if not found and intake is not None:
        found = [_bare_form(entry.form, number) for number, entry in enumerate(intake.entries)]
    own, forms, news = list(responses), list(definitions), list(updates)
    made = (_with_guide(_with_news(one, news), intake, guide) for one in _once_each(found))
    return ordered(_with_responses(one, own, forms) for one in made)


_RANK: dict[State, int] = {"not_begun": 1, "under_way": 1, "on_hold": 2, "sent": 3, "done": 4}


def ordered(found: Iterable[Step]) -> list[Step]:
    """The patient's turn first, then what others have in hand, what waits, what was sent, what is done; each as the clinic orders it."""

    def rank(step: Step) -> tuple[int, int, str]:
        order = step.guidance.order if step.guidance.order is not None else 1_000_000
        return (0 if step.is_yours else _RANK[step.state]), order, step.key

    return sorted(found, key=rank)


def whose_turn(found: Sequence[Step]) -> Turns:
    """Every step under whose turn it is."""
    moving = [step for step in found if step.state in ("not_begun", "under_way", "sent")]
    return Turns(
        yours=tuple(step for step in moving if step.is_yours),
        clinic=tuple(step for step in moving if not step.is_yours and step.turn != "third_party"),
        third_party=tuple(step for step in moving if step.turn == "third_party"),
        on_hold=tuple(step for step in found if step.state == "on_hold"),
        done=tuple(step for step in found if step.state == "done"),
    )


# --- where a step comes from ---


def _of_task(task: StepTask) -> Step:
    mine = "you" if task.is_mine else "clinic"
    since = task.guidance.since or task.changed_at or task.asked_at
    state = _STATES.get(task.status, "not_begun")
    return Step(
        key=task.key,
        kind="form" if task.form else "step",
        state=state,
        turn=task.guidance.turn or mine,
        guidance=task.guidance,
        since=since,
        form=task.form,
        asked_at=task.asked_at,
    )


def _of_plan(plan: Course) -> Iterable[Step]:
    resource = plan.to_resource()
    if text_at(resource, "status") not in _PLANS:
        return
    for activity in each(resource, "activity"):
        detail = at(activity, "detail")
        status = text_at(detail, "status") or ""
        key, form = code_of(at(detail, "code")), _form_named(detail)
        if (key or form) and status not in _NOT_STEPS:
            guidance = guidance_in(detail, so="statusReason")
            yield Step(
                key=bare(form) if form else key or "",
                kind="form" if form else "step",
                state=_STATES.get(status, "not_begun"),
                turn=guidance.turn or ("you" if form else "clinic"),
                guidance=guidance,
                since=guidance.since,
                form=form,
            )


def _form_named(detail: Json | None) -> str | None:
    named = texts(detail, "instantiatesCanonical")
    is_form = has_code(at(detail, "code"), SDC_TEMP, COMPLETE_FORM)
    forms = [name for name in named if is_form or "/Questionnaire/" in name]
    return forms[0] if forms else None


def _bare_form(canonical: str, order: int) -> Step:
    return Step(bare(canonical), "form", "not_begun", "you", StepGuidance(order=order), form=canonical)


def _once_each(found: Iterable[Step]) -> Iterable[Step]:
    """The newest of several with one key: a step asked for again stands once."""
    newest: dict[str, Step] = {}
    for step in found:
        other = newest.get(step.key)
        if other is None or (step.since or _LONG_AGO) >= (other.since or _LONG_AGO):
            newest[step.key] = step
    return newest.values()


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


# --- what is known besides ---


def _with_news(step: Step, updates: Sequence[StepUpdate]) -> Step:
    """The clinic's latest message about it, if that is newer than what the Task or plan says."""
    about = [one for one in updates if one.key == step.key and one.sent_at is not None]
    latest = max(about, key=lambda one: one.sent_at or _LONG_AGO, default=None)
    if latest is None or (latest.sent_at or _LONG_AGO) <= (step.since or _LONG_AGO):
        return step
    return replace(
        step,
        guidance=latest.guidance.over(step.guidance),
        turn=latest.guidance.turn or step.turn,
        state=_STATES.get(latest.status or "", step.state),
        since=latest.sent_at,
    )


def _with_guide(step: Step, intake: IntakeSet | None, guide: StepGuide | None) -> Step:
    entry = intake.entry(step.form) if intake is not None and step.form else None
    if entry is not None:
        guidance = step.guidance.over(StepGuidance(title=entry.title))
        return replace(step, guidance=guidance, why=entry.why, minutes=entry.minutes)
    general = guide.steps.get(step.key) if guide is not None else None
    if general is None:
        return step
    if step.turn != general.turn:
        general = replace(general, role=Wording())  # the role is of whose turn it usually is
    return replace(step, guidance=step.guidance.over(replace(general, turn=None)))


def _with_responses(step: Step, responses: Sequence[Response], definitions: Sequence[FormDefinition]) -> Step:
    """A form as far as the patient themselves has come with it, which the clinic may not have heard of yet."""
    if step.form is None:
        return step
    definition = find(step.form, definitions)
    own = [one for one in responses if one.is_open or not _was_before(one, step.asked_at)]
    how = progress(step.form, own, definition)
    if definition is not None and not step.guidance.title:
        step = replace(step, guidance=replace(step.guidance, title=definition.title))
    if definition is not None and step.minutes is None:
        step = replace(step, minutes=definition.minutes)
    if step.state == "on_hold":
        return replace(step, progress=how)
    sent_at = next((one.answered_at for one in own if one.id == how.response_id), None)
    if step.guidance.is_reviewed and how.state != "begun" and not _is_newer(sent_at, step.guidance.since):
        return replace(step, state="done", turn="clinic", progress=replace(how, state="reviewed"))
    if how.state == "begun":
        return replace(step, state="under_way", turn="you", progress=how)
    if how.state == "sent" or step.state == "done":
        when = sent_at or step.since
        return replace(step, state="sent", turn="clinic", since=when, progress=replace(how, state="sent"))
    return replace(step, turn="you", progress=how)


def _is_newer(sent_at: datetime | None, looked_at: datetime | None) -> bool:
    """Whether the answers were changed after the clinic looked: nobody has looked at these."""
    return sent_at is not None and looked_at is not None and sent_at > looked_at


def _was_before(response: Response, asked_at: datetime | None) -> bool:
    """Whether it was answered before it was asked for: then it is asked again, and may be offered as still true."""
    return asked_at is not None and response.answered_at is not None and response.answered_at < asked_at
