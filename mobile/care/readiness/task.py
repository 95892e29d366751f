"""A step the clinic wrote down as a Task: what is to be done, whose turn it is, and what the patient may say of it.

Of a Task the patient writes how far it has come and which response answers it; everything else is the clinic's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import CARE, COMPLETE_FORM, FORM_INPUT, FORM_OUTPUT, READINESS, SDC_TEMP
from mobile.care.elements import coded, pointing_to
from mobile.care.forms.definition import bare
from mobile.care.forms.response import Response
from mobile.care.grant import names_in
from mobile.care.readiness.guidance import StepGuidance, code_of, guidance_in
from mobile.care.resource import Json, Resource, each, has_code, moment, text_at
from mobile.noun import Kind

_OVER = frozenset({"completed", "cancelled", "rejected", "failed", "entered-in-error"})
_NOT_FOR_THE_PATIENT = frozenset({"draft", "cancelled", "rejected", "failed", "entered-in-error"})


@dataclass(frozen=True, kw_only=True)
class StepTask(Resource):
    """A Task of getting ready: a form to fill in, or a step by anybody."""

    TYPE: ClassVar[str] = "Task"
    KIND: ClassVar[Kind] = Kind("step_task", "Task")

    status: str = ""
    key: str = ""  # "records", or the address of the form
    form: str | None = None  # the form's canonical, for a form
    guidance: StepGuidance = field(default_factory=StepGuidance)
    owner: str | None = None
    patient: str | None = None
    asked_at: datetime | None = None
    changed_at: datetime | None = None
    answers: frozenset[str] = frozenset()  # every name of the responses put out

    @classmethod
    def read(cls, resource: Json) -> Json:
        form = form_of(resource)
        outputs = [one.get("valueReference") for one in each(resource, "output")]
        return {
            "status": text_at(resource, "status") or "",
            "key": bare(form) if form else code_of(resource.get("code")) or "",
            "form": form,
            "guidance": guidance_in(resource, so="businessStatus"),
            "owner": text_at(resource, "owner", "reference"),
            "patient": text_at(resource, "for", "reference"),
            "asked_at": moment(resource.get("authoredOn")),
            "changed_at": moment(resource.get("lastModified")),
            "answers": frozenset[str]().union(*(names_in(one) for one in outputs)),
        }

    @property
    def is_shown(self) -> bool:
        """Whether it is a step at all: not one that is being written, was called off, or written by mistake."""
        return self.status not in _NOT_FOR_THE_PATIENT

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything to do about it any more."""
        return self.status in _OVER

    @property
    def is_mine(self) -> bool:
        """Whether the patient may say how far it has come."""
        return self.owner is not None and self.owner == self.patient

    def begun(self) -> Self | None:
        """The Task with the first answer given; None where there is nothing to say, or it is not the patient's to say."""
        if not self.is_mine or self.status in _OVER or self.status == "in-progress":
            return None
        return self.changed(made(fhir.Task, status="in-progress"))

    def sent_with(self, response: Response) -> Self | None:
        """The Task done by this response, to save together with it. Nothing but status and output changes. None: see `begun`.

        The server keeps its own time of the change: what it holds is the time it learned of it, and `authored` of the
        response is when it was answered.
        """
        is_named = bool(self.answers & response.names)
        if not self.is_mine or (self.status in _OVER and (is_named or self.status != "completed")):
            return None
        outputs = [as_received(fhir.TaskValue, one) for one in each(self.to_resource(), "output")]
        if not is_named:
            kind = coded(SDC_TEMP, FORM_OUTPUT)
            outputs.append(made(fhir.TaskValue, type=kind, valueReference=pointing_to(response)))
        return self.changed(made(fhir.Task, status="completed", output=outputs))

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"key": self.key, "status": self.status, "patient": self.patient}


def form_of(resource: Json) -> str | None:
    """The canonical of the form a Task asks for, or None."""
    for given in each(resource, "input"):
        if has_code(given.get("type"), SDC_TEMP, FORM_INPUT):
            found = text_at(given, "valueCanonical") or text_at(given, "valueUri")
            if found:
                return found
    focus = text_at(resource, "focus", "reference")
    is_form = has_code(resource.get("code"), SDC_TEMP, COMPLETE_FORM)
    return focus if is_form and focus and "Questionnaire" in focus else None


def is_step(resource: Json) -> bool:
    """Whether a Task is a step of getting ready; a clinic has many others."""
    codings = each(resource, "code", "coding")
    is_named = any(
        one.get("system") == CARE and str(one.get("code", "")).startswith(READINESS) for one in codings
    )
    return is_named or form_of(resource) is not None
