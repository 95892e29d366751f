"""The clinic's lists: which forms a new patient is asked for and why, and what each step before a session is.

Both are PlanDefinitions the clinic edits. They say what is asked and how long it takes; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import COMPLETE_FORM, SDC_TEMP, extension
from mobile.care.forms.definition import MINUTES_EXTENSION, FormDefinition, bare
from mobile.care.forms.left import questions_left
from mobile.care.forms.response import Response, drafts, finished
from mobile.care.readiness.guidance import StepGuidance, code_of, guidance_in
from mobile.care.resource import Json, at, each, extension_of, has_code, text_at
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

TRACK_EXTENSION = extension("track")
WHY_EXTENSION = extension("why-asked")

FormState = Literal["not_begun", "begun", "sent", "reviewed"]


@dataclass(frozen=True)
class Entry:
    """One form of the list."""

    form: str  # canonical, as the plan names it
    title: Wording = field(default_factory=Wording)
    why: Wording = field(default_factory=Wording)
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class IntakeSet(ClinicWide):
    """The forms of one track, in the clinic's order."""

    TYPE: ClassVar[str] = "PlanDefinition"
    KIND: ClassVar[Kind] = Kind("intake_set", "PlanDefinition")

    url: str | None = None
    track: str | None = None
    title: Wording = field(default_factory=Wording)
    is_active: bool = False
    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "url": text_at(resource, "url"),
            "track": text_at(extension_of(resource, TRACK_EXTENSION), "valueCode"),
            "title": wording(resource, "title"),
            "is_active": resource.get("status") == "active",
            "entries": tuple(_entries(resource)),
        }

    def entry(self, canonical: str | None) -> Entry | None:
        """What the list says of a form, whatever its version."""
        return next((one for one in self.entries if bare(one.form) == bare(canonical)), None)

    def head(self) -> Mapping[str, Any]:
        """The track, for lists."""
        return {"track": self.track, "active": self.is_active}


@dataclass(frozen=True, kw_only=True)
class StepGuide(ClinicWide):
    """What the clinic says of each step in general: what a plan or Task leaves out is taken from here."""

    TYPE: ClassVar[str] = "PlanDefinition"
    KIND: ClassVar[Kind] = Kind("step_guide", "PlanDefinition")

    is_active: bool = False
    steps: Mapping[str, StepGuidance] = field(default_factory=dict[str, StepGuidance])

    @classmethod
    def read(cls, resource: Json) -> Json:
        found = ((code_of(one.get("code")), one) for one in each(resource, "action"))
        return {
            "is_active": resource.get("status") == "active",
            "steps": {key: guidance_in(one, so="reason") for key, one in found if key},
        }

    def head(self) -> Mapping[str, Any]:
        """Whether it stands."""
        return {"active": self.is_active}


@dataclass(frozen=True)
class Progress:
    """How far one form has come. `left`: about how many questions wait for the person as they answered until now; None
    where the form is not here or was sent."""

    state: FormState
    left: int | None = None
    response_id: str | None = None
    drafts: tuple[str, ...] = ()  # more than one: begun on two devices


def progress(
    canonical: str, responses: Iterable[Response], definition: FormDefinition | None = None
) -> Progress:
    """Of the person's own responses. An open draft that is newer than what was sent counts as begun again."""
    known = list(responses)
    open_now, done = drafts(canonical, known), finished(canonical, known)
    if open_now and (not done or _is_after(open_now[0], done[0])):
        draft = open_now[0]
        ids = tuple(one.id for one in open_now)
        return Progress("begun", _left(definition, draft), draft.id, ids)
    if done:
        return Progress("sent", response_id=done[0].id)
    return Progress("not_begun", _left(definition))


def set_for(sets: Iterable[IntakeSet], forms: Iterable[str], named: Iterable[str] = ()) -> IntakeSet | None:
    """The list that is meant: one the plan names (`named`: canonicals), else the one whose forms fit those asked best."""
    active = [one for one in sets if one.is_active]
    addresses = {bare(name) for name in named}
    by_name = next((one for one in active if one.url in addresses), None)
    if by_name is not None:
        return by_name
    asked = {bare(form) for form in forms}

    def fit(one: IntakeSet) -> tuple[int, int]:
        offered = {bare(entry.form) for entry in one.entries}
        return len(asked & offered), -len(offered - asked)

    best = max(active, key=lambda one: (fit(one), one.id), default=None)
    return best if best is not None and fit(best)[0] > 0 else None


def is_intake_set(resource: Json) -> bool:
    """Whether a PlanDefinition is a list of forms."""
    return any(_is_form(one) for one in each(resource, "action"))


def is_step_guide(resource: Json) -> bool:
    """Whether a PlanDefinition says what the steps are."""
    return any(code_of(one.get("code")) for one in each(resource, "action"))


def _entries(resource: Json) -> Iterable[Entry]:
    for action in each(resource, "action"):
        form = text_at(action, "definitionCanonical")
        if form and _is_form(action):
            minutes = at(extension_of(action, MINUTES_EXTENSION), "valueInteger")
            yield Entry(
                form,
                wording(action, "title"),
                extension_wording(action, WHY_EXTENSION),
                minutes if isinstance(minutes, int) and minutes > 0 else None,
            )


def _is_form(action: Json) -> bool:
    return has_code(action.get("code"), SDC_TEMP, COMPLETE_FORM)


def _is_after(one: Response, other: Response) -> bool:
    return one.answered_at is not None and (other.answered_at is None or one.answered_at > other.answered_at)


def _left(definition: FormDefinition | None, draft: Response | None = None) -> int | None:
    return questions_left(definition, draft) if definition is not None else None
