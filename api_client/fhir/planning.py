"""What care is meant to do: goals, plans, the protocols behind them and the tasks that come of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Annotation,
    BackboneElement,
    Boolean,
    CodeableConcept,
    ContactDetail,
    Expression,
    Identifier,
    Integer,
    Number,
    Period,
    Quantity,
    Range,
    Ratio,
    Reference,
    RelatedArtifact,
    Texts,
    Timing,
    UsageContext,
)


class GoalTarget(BackboneElement):
    measure: CodeableConcept | None = None
    detailQuantity: Quantity | None = None
    detailRange: Range | None = None
    detailCodeableConcept: CodeableConcept | None = None
    detailString: str | None = None
    detailBoolean: Boolean | None = None
    detailInteger: Integer | None = None
    detailRatio: Ratio | None = None
    dueDate: str | None = None
    dueDuration: Quantity | None = None


class Goal(DomainResource):
    resourceType: Literal["Goal"] = "Goal"
    identifier: list[Identifier] | None = None
    lifecycleStatus: str | None = None
    achievementStatus: CodeableConcept | None = None
    category: list[CodeableConcept] | None = None
    priority: CodeableConcept | None = None
    description: CodeableConcept | None = None
    subject: Reference | None = None
    startDate: str | None = None
    startCodeableConcept: CodeableConcept | None = None
    target: list[GoalTarget] | None = None
    statusDate: str | None = None
    statusReason: str | None = None
    expressedBy: Reference | None = None
    addresses: list[Reference] | None = None
    note: list[Annotation] | None = None
    outcomeCode: list[CodeableConcept] | None = None
    outcomeReference: list[Reference] | None = None


class CarePlanDetail(BackboneElement):
    kind: str | None = None
    instantiatesCanonical: Texts | None = None
    instantiatesUri: Texts | None = None
    code: CodeableConcept | None = None
    reasonCode: list[CodeableConcept] | None = None
    reasonReference: list[Reference] | None = None
    goal: list[Reference] | None = None
    status: str | None = None
    statusReason: CodeableConcept | None = None
    doNotPerform: Boolean | None = None
    scheduledTiming: Timing | None = None
    scheduledPeriod: Period | None = None
    scheduledString: str | None = None
    location: Reference | None = None
    performer: list[Reference] | None = None
    productCodeableConcept: CodeableConcept | None = None
    productReference: Reference | None = None
    dailyAmount: Quantity | None = None
    quantity: Quantity | None = None
    description: str | None = None


class CarePlanActivity(BackboneElement):
    outcomeCodeableConcept: list[CodeableConcept] | None = None
    outcomeReference: list[Reference] | None = None
    progress: list[Annotation] | None = None
    reference: Reference | None = None
    detail: CarePlanDetail | None = None


class CarePlan(DomainResource):
    resourceType: Literal["CarePlan"] = "CarePlan"
    identifier: list[Identifier] | None = None
    instantiatesCanonical: Texts | None = None
    instantiatesUri: Texts | None = None
    basedOn: list[Reference] | None = None
    replaces: list[Reference] | None = None
    partOf: list[Reference] | None = None
    status: str | None = None
    intent: str | None = None
    category: list[CodeableConcept] | None = None
    title: str | None = None
    description: str | None = None
    subject: Reference | None = None
    encounter: Reference | None = None
    period: Period | None = None
    created: str | None = None
    author: Reference | None = None
    contributor: list[Reference] | None = None
    careTeam: list[Reference] | None = None
    addresses: list[Reference] | None = None
    supportingInfo: list[Reference] | None = None
    goal: list[Reference] | None = None
    activity: list[CarePlanActivity] | None = None
    note: list[Annotation] | None = None


class RelatedAction(BackboneElement):
    """How far an action lies from another: `offsetDuration` in its own unit."""

    actionId: str | None = None
    relationship: str | None = None
    offsetDuration: Quantity | None = None
    offsetRange: Range | None = None


class ActionCondition(BackboneElement):
    kind: str | None = None
    expression: Expression | None = None


class PlanAction(BackboneElement):
    prefix: str | None = None
    title: str | None = None
    description: str | None = None
    textEquivalent: str | None = None
    priority: str | None = None
    code: list[CodeableConcept] | None = None
    reason: list[CodeableConcept] | None = None
    documentation: list[RelatedArtifact] | None = None
    goalId: Texts | None = None
    condition: list[ActionCondition] | None = None
    relatedAction: list[RelatedAction] | None = None
    timingDateTime: str | None = None
    timingAge: Quantity | None = None
    timingPeriod: Period | None = None
    timingDuration: Quantity | None = None
    timingRange: Range | None = None
    timingTiming: Timing | None = None
    type: CodeableConcept | None = None
    groupingBehavior: str | None = None
    selectionBehavior: str | None = None
    requiredBehavior: str | None = None
    precheckBehavior: str | None = None
    cardinalityBehavior: str | None = None
    definitionCanonical: str | None = None
    definitionUri: str | None = None
    transform: str | None = None
    action: list[PlanAction] | None = None


class PlanDefinition(DomainResource):
    resourceType: Literal["PlanDefinition"] = "PlanDefinition"
    url: str | None = None
    identifier: list[Identifier] | None = None
    version: str | None = None
    name: str | None = None
    title: str | None = None
    subtitle: str | None = None
    type: CodeableConcept | None = None
    status: str | None = None
    experimental: Boolean | None = None
    subjectCodeableConcept: CodeableConcept | None = None
    subjectReference: Reference | None = None
    date: str | None = None
    publisher: str | None = None
    contact: list[ContactDetail] | None = None
    description: str | None = None
    useContext: list[UsageContext] | None = None
    jurisdiction: list[CodeableConcept] | None = None
    purpose: str | None = None
    usage: str | None = None
    copyright: str | None = None
    approvalDate: str | None = None
    lastReviewDate: str | None = None
    effectivePeriod: Period | None = None
    topic: list[CodeableConcept] | None = None
    relatedArtifact: list[RelatedArtifact] | None = None
    library: Texts | None = None
    action: list[PlanAction] | None = None


class TaskRestriction(BackboneElement):
    repetitions: Integer | None = None
    period: Period | None = None
    recipient: list[Reference] | None = None


class TaskValue(BackboneElement):
    """An input or output of a task: what kind it is, and its value."""

    type: CodeableConcept
    valueString: str | None = None
    valueCanonical: str | None = None
    valueUri: str | None = None
    valueCode: str | None = None
    valueBoolean: Boolean | None = None
    valueInteger: Integer | None = None
    valueDecimal: Number | None = None
    valueDateTime: str | None = None
    valuePeriod: Period | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueReference: Reference | None = None


class Task(DomainResource):
    """`for_` is FHIR's `for`: whom the task is about."""

    resourceType: Literal["Task"] = "Task"
    identifier: list[Identifier] | None = None
    instantiatesCanonical: str | None = None
    instantiatesUri: str | None = None
    basedOn: list[Reference] | None = None
    groupIdentifier: Identifier | None = None
    partOf: list[Reference] | None = None
    status: str | None = None
    statusReason: CodeableConcept | None = None
    businessStatus: CodeableConcept | None = None
    intent: str | None = None
    priority: str | None = None
    code: CodeableConcept | None = None
    description: str | None = None
    focus: Reference | None = None
    for_: Reference | None = Field(default=None, alias="for")
    encounter: Reference | None = None
    executionPeriod: Period | None = None
    authoredOn: str | None = None
    lastModified: str | None = None
    requester: Reference | None = None
    performerType: list[CodeableConcept] | None = None
    owner: Reference | None = None
    location: Reference | None = None
    reasonCode: CodeableConcept | None = None
    reasonReference: Reference | None = None
    insurance: list[Reference] | None = None
    note: list[Annotation] | None = None
    relevantHistory: list[Reference] | None = None
    restriction: TaskRestriction | None = None
    input: list[TaskValue] | None = None
    output: list[TaskValue] | None = None
