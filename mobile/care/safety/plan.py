"""The safety plan: six steps made together with a clinician, in the patient's own words, which stay the patient's to change.

The clinic's plan holds the words as they are now; what they said before is kept here only. It may be kept readable
while the app is locked, if the patient chose so and not otherwise. No promise is asked in it, and nothing is scored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self, cast

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import CARE, CRISIS_PLAN, SAFETY_PREFIX, SAFETY_STEP, SNOMED, extension
from mobile.care.elements import with_extensions
from mobile.care.own_words import EarlierWords
from mobile.care.resource import Json, Resource, each, has_code, text_at
from mobile.care.translated import Wording, wording
from mobile.care.words import sendable
from mobile.documents.carriable import is_blank
from mobile.noun import Kind

PATIENT_WORDS = extension("patient-words")
MOST_CHARACTERS = 4000
"""Of one step: what a plan's text commonly holds."""


class CannotSay(Exception):
    """These words cannot travel. Carries a code, never the words."""

    def __init__(self, code: Literal["too_long", "no_such_step"]) -> None:
        super().__init__(code)
        self.code: Literal["too_long", "no_such_step"] = code


@dataclass(frozen=True)
class PlanStep:
    """One step. `words` may be empty: any step may be left out."""

    key: str
    heading: Wording
    words: str = field(default="", repr=False)
    hint: Wording = field(default_factory=Wording)


@dataclass(frozen=True, kw_only=True)
class SafetyPlan(Resource):
    """A CarePlan of category 401276009."""

    TYPE: ClassVar[str] = "CarePlan"
    KIND: ClassVar[Kind] = Kind("safety_plan", "CarePlan")

    patient: str | None = None
    is_active: bool = False
    steps: tuple[PlanStep, ...] = field(default=(), repr=False)
    made_on: str | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "subject", "reference"),
            "is_active": resource.get("status") == "active",
            "steps": tuple(_steps(resource)),
            "made_on": text_at(resource, "created"),
        }

    def step(self, key: str) -> PlanStep | None:
        return next((one for one in self.steps if one.key == key), None)

    def saying(self, key: str, words: str) -> Self:
        """The plan with other words in one step; everything else stays as it was. Empty words leave the step open.

        Raises CannotSay.
        """
        stated = sendable(words).words
        if len(stated) > MOST_CHARACTERS:
            raise CannotSay("too_long")
        resource = self.to_resource()
        detail = next((one for at_, one in _details(resource) if at_ == key), None)
        if detail is None:
            raise CannotSay("no_such_step")
        detail.pop("description", None)
        if not is_blank(stated):
            detail["description"] = stated
        mark = made(fhir.Extension, url=PATIENT_WORDS, valueBoolean=True)
        detail["extension"] = [fhir.to_object(one) for one in with_extensions(detail, mark)]
        return type(self).from_resource(resource)

    def head(self) -> Mapping[str, Any]:
        """What a list needs; none of the words."""
        return {"patient": self.patient, "active": self.is_active}


@dataclass(frozen=True, kw_only=True)
class SafetyOutline(ClinicWide):
    """The clinic's six headings, with a hint under each: shown where no plan was made yet, to talk about with a clinician."""

    TYPE: ClassVar[str] = "PlanDefinition"
    KIND: ClassVar[Kind] = Kind("safety_outline", "PlanDefinition")

    is_active: bool = False
    steps: tuple[PlanStep, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "is_active": resource.get("status") == "active",
            "steps": tuple(
                PlanStep(key, wording(one, "title"), hint=wording(one, "description"))
                for one in each(resource, "action")
                if has_code(one.get("code"), CARE, SAFETY_STEP) and (key := text_at(one, "id"))
            ),
        }

    def head(self) -> Mapping[str, Any]:
        """Whether it stands."""
        return {"active": self.is_active}


@dataclass(frozen=True)
class PlanPast:
    """What the steps said before, and the patient's choice about reading it locked. Never sent."""

    KIND: ClassVar[Kind] = Kind("safety_plan_past", "", "private")

    id: str  # `past_id` of the plan's
    earlier: Mapping[str, tuple[EarlierWords, ...]] = field(
        default_factory=dict[str, tuple[EarlierWords, ...]], repr=False
    )
    is_readable_locked: bool = False
    chosen_at: datetime | None = None

    def choosing(self, is_readable_locked: bool, now: datetime) -> Self:
        """The patient's choice; off until they make it."""
        return replace(self, is_readable_locked=is_readable_locked, chosen_at=now)

    def head(self) -> Mapping[str, Any]:
        """The choice."""
        return {"readable_locked": self.is_readable_locked}

    def to_json(self) -> str:
        """ASCII only."""
        past = {
            key: [{"words": one.words, "at": one.at.isoformat()} for one in stated]
            for key, stated in self.earlier.items()
        }
        chosen = self.chosen_at.isoformat() if self.chosen_at else None
        return json.dumps(
            {
                "id": self.id,
                "earlier": past,
                "is_readable_locked": self.is_readable_locked,
                "chosen_at": chosen,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(
            id=kept["id"],
            earlier={
                key: tuple(EarlierWords(one["words"], _at(one["at"])) for one in stated)
                for key, stated in kept.get("earlier", {}).items()
            },
            is_readable_locked=kept.get("is_readable_locked") is True,
            chosen_at=_at(kept["chosen_at"]) if kept.get("chosen_at") else None,
        )


def past_id(plan: SafetyPlan) -> str:
    """Under which id a plan's past is kept."""
    return f"past:{plan.id}"


def past_of(plan: SafetyPlan, kept: PlanPast | None) -> PlanPast:
    """The plan's past, or an empty one."""
    return kept if kept is not None else PlanPast(past_id(plan))


def reword(
    plan: SafetyPlan, past: PlanPast, key: str, words: str, now: datetime
) -> tuple[SafetyPlan, PlanPast]:
    """Both to save together: other words in one step, and what they replace kept. Raises CannotSay."""
    before = plan.step(key)
    if before is None:
        raise CannotSay("no_such_step")
    if before.words == words:
        return plan, past
    newer = plan.saying(key, words)
    if is_blank(before.words):
        return newer, past
    stated = past.earlier.get(key, ())
    if stated and stated[-1].words == before.words:
        return newer, past
    return newer, replace(past, earlier={**past.earlier, key: (*stated, EarlierWords(before.words, now))})


def current(plans: Iterable[SafetyPlan]) -> SafetyPlan | None:
    """The plan to show: an active one, the last made."""
    return max(
        (one for one in plans if one.is_active), key=lambda one: (one.made_on or "", one.id), default=None
    )


def locked_card(plan: SafetyPlan | None, past: PlanPast | None, language: str) -> list[dict[str, str]]:
    """What may be read while the app is locked: heading and words of each step; nothing unless the patient chose so."""
    if plan is None or past is None or not past.is_readable_locked or past.id != past_id(plan):
        return []
    return [
        {"heading": one.heading.in_language(language), "words": one.words} for one in plan.steps if one.words
    ]


def is_safety_plan(resource: Json) -> bool:
    """Whether a CarePlan is one of these."""
    return has_code(resource.get("category"), SNOMED, CRISIS_PLAN)


def is_safety_outline(resource: Json) -> bool:
    """Whether a PlanDefinition lists the steps of one."""
    return any(has_code(one.get("code"), CARE, SAFETY_STEP) for one in each(resource, "action"))


def _details(resource: Json) -> list[tuple[str, Json]]:
    """Each step's key and the detail that holds it, which may be changed in place."""
    found: list[tuple[str, Json]] = []
    for number, activity in enumerate(each(resource, "activity"), 1):
        detail = activity.get("detail")
        if isinstance(detail, dict):
            held = cast("Json", detail)
            found.append((_key(held) or str(number), held))
    return found


def _key(detail: Json) -> str | None:
    for coding in each(detail, "code", "coding"):
        code = text_at(coding, "code") or ""
        if coding.get("system") == CARE and code.startswith(SAFETY_PREFIX):
            return code.removeprefix(SAFETY_PREFIX)
    return None


def _steps(resource: Json) -> Iterable[PlanStep]:
    for key, detail in _details(resource):
        yield PlanStep(
            key,
            wording(detail.get("code"), "text"),
            text_at(detail, "description") or "",
        )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
