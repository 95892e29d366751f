"""The clinic's message that a step has moved on: for servers without Tasks, and for news between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from mobile.care.codes import CARE, STEP_UPDATE, extension
from mobile.care.forms.definition import bare
from mobile.care.readiness.guidance import StepGuidance, code_of, guidance_in
from mobile.care.resource import Json, Resource, each, extension_of, has_code, moment, text_at, texts
from mobile.care.translated import wording
from mobile.noun import Kind

STATUS_EXTENSION = extension("step-status")


@dataclass(frozen=True, kw_only=True)
class StepUpdate(Resource):
    """A Communication of category step-update. What it says of the step is its first payload."""

    TYPE: ClassVar[str] = "Communication"
    KIND: ClassVar[Kind] = Kind("step_update", "Communication")

    key: str = ""
    guidance: StepGuidance = field(default_factory=StepGuidance)
    status: str | None = None  # a Task's status
    sent_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        named = [name for name in texts(resource, "instantiatesCanonical") if "Questionnaire" in name]
        payload = next(each(resource, "payload"), None)
        guidance = guidance_in(resource, so="statusReason")
        return {
            "key": code_of(resource.get("reasonCode")) or (bare(named[0]) if named else ""),
            "guidance": replace(guidance, so=wording(payload, "contentString")),
            "status": text_at(extension_of(resource, STATUS_EXTENSION), "valueCode"),
            "sent_at": moment(resource.get("sent")),
        }

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"key": self.key, "sent_at": self.sent_at.isoformat() if self.sent_at else None}


def is_step_update(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, STEP_UPDATE)
