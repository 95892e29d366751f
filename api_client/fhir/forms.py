"""Questions and answers: forms, what was answered, and what was measured."""

from __future__ import annotations

from typing import Literal

from api_client.fhir.base import DomainResource
from api_client.fhir.datatypes import (
    Annotation,
    Attachment,
    BackboneElement,
    Boolean,
    CodeableConcept,
    Coding,
    ContactDetail,
    Identifier,
    Integer,
    Number,
    Period,
    Quantity,
    Range,
    Ratio,
    Reference,
    Texts,
    Timing,
    UsageContext,
)


class EnableWhen(BackboneElement):
    question: str | None = None
    operator: str | None = None
    answerBoolean: Boolean | None = None
    answerDecimal: Number | None = None
    answerInteger: Integer | None = None
    answerDate: str | None = None
    answerDateTime: str | None = None
    answerTime: str | None = None
    answerString: str | None = None
    answerCoding: Coding | None = None
    answerQuantity: Quantity | None = None
    answerReference: Reference | None = None


class AnswerOption(BackboneElement):
    valueInteger: Integer | None = None
    valueDate: str | None = None
    valueTime: str | None = None
    valueString: str | None = None
    valueCoding: Coding | None = None
    valueReference: Reference | None = None
    initialSelected: Boolean | None = None


class Initial(BackboneElement):
    valueBoolean: Boolean | None = None
    valueDecimal: Number | None = None
    valueInteger: Integer | None = None
    valueDate: str | None = None
    valueDateTime: str | None = None
    valueTime: str | None = None
    valueString: str | None = None
    valueUri: str | None = None
    valueAttachment: Attachment | None = None
    valueCoding: Coding | None = None
    valueQuantity: Quantity | None = None
    valueReference: Reference | None = None


class QuestionnaireItem(BackboneElement):
    linkId: str | None = None
    definition: str | None = None
    code: list[Coding] | None = None
    prefix: str | None = None
    text: str | None = None
    type: str | None = None
    enableWhen: list[EnableWhen] | None = None
    enableBehavior: str | None = None
    required: Boolean | None = None
    repeats: Boolean | None = None
    readOnly: Boolean | None = None
    maxLength: Integer | None = None
    answerValueSet: str | None = None
    answerOption: list[AnswerOption] | None = None
    initial: list[Initial] | None = None
    item: list[QuestionnaireItem] | None = None


class Questionnaire(DomainResource):
    resourceType: Literal["Questionnaire"] = "Questionnaire"
    url: str | None = None
    identifier: list[Identifier] | None = None
    version: str | None = None
    name: str | None = None
    title: str | None = None
    derivedFrom: Texts | None = None
    status: str | None = None
    experimental: Boolean | None = None
    subjectType: Texts | None = None
    date: str | None = None
    publisher: str | None = None
    contact: list[ContactDetail] | None = None
    description: str | None = None
    useContext: list[UsageContext] | None = None
    jurisdiction: list[CodeableConcept] | None = None
    purpose: str | None = None
    copyright: str | None = None
    approvalDate: str | None = None
    lastReviewDate: str | None = None
    effectivePeriod: Period | None = None
    code: list[Coding] | None = None
    item: list[QuestionnaireItem] | None = None


class Answer(BackboneElement):
    valueBoolean: Boolean | None = None
    valueDecimal: Number | None = None
    valueInteger: Integer | None = None
    valueDate: str | None = None
    valueDateTime: str | None = None
    valueTime: str | None = None
    valueString: str | None = None
    valueUri: str | None = None
    valueAttachment: Attachment | None = None
    valueCoding: Coding | None = None
    valueQuantity: Quantity | None = None
    valueReference: Reference | None = None
    item: list[ResponseItem] | None = None


class ResponseItem(BackboneElement):
    linkId: str | None = None
    definition: str | None = None
    text: str | None = None
    answer: list[Answer] | None = None
    item: list[ResponseItem] | None = None


class QuestionnaireResponse(DomainResource):
    resourceType: Literal["QuestionnaireResponse"] = "QuestionnaireResponse"
    identifier: Identifier | None = None
    basedOn: list[Reference] | None = None
    partOf: list[Reference] | None = None
    questionnaire: str | None = None
    status: str | None = None
    subject: Reference | None = None
    encounter: Reference | None = None
    authored: str | None = None
    author: Reference | None = None
    source: Reference | None = None
    item: list[ResponseItem] | None = None


class ObservationRange(BackboneElement):
    low: Quantity | None = None
    high: Quantity | None = None
    type: CodeableConcept | None = None
    appliesTo: list[CodeableConcept] | None = None
    age: Range | None = None
    text: str | None = None


class ObservationComponent(BackboneElement):
    code: CodeableConcept
    valueQuantity: Quantity | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueString: str | None = None
    valueBoolean: Boolean | None = None
    valueInteger: Integer | None = None
    valueRange: Range | None = None
    valueRatio: Ratio | None = None
    valueTime: str | None = None
    valueDateTime: str | None = None
    valuePeriod: Period | None = None
    dataAbsentReason: CodeableConcept | None = None
    interpretation: list[CodeableConcept] | None = None
    referenceRange: list[ObservationRange] | None = None


class Observation(DomainResource):
    resourceType: Literal["Observation"] = "Observation"
    identifier: list[Identifier] | None = None
    basedOn: list[Reference] | None = None
    partOf: list[Reference] | None = None
    status: str | None = None
    category: list[CodeableConcept] | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    focus: list[Reference] | None = None
    encounter: Reference | None = None
    effectiveDateTime: str | None = None
    effectivePeriod: Period | None = None
    effectiveTiming: Timing | None = None
    effectiveInstant: str | None = None
    issued: str | None = None
    performer: list[Reference] | None = None
    valueQuantity: Quantity | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueString: str | None = None
    valueBoolean: Boolean | None = None
    valueInteger: Integer | None = None
    valueRange: Range | None = None
    valueRatio: Ratio | None = None
    valueTime: str | None = None
    valueDateTime: str | None = None
    valuePeriod: Period | None = None
    dataAbsentReason: CodeableConcept | None = None
    interpretation: list[CodeableConcept] | None = None
    note: list[Annotation] | None = None
    bodySite: CodeableConcept | None = None
    method: CodeableConcept | None = None
    specimen: Reference | None = None
    device: Reference | None = None
    referenceRange: list[ObservationRange] | None = None
    hasMember: list[Reference] | None = None
    derivedFrom: list[Reference] | None = None
    component: list[ObservationComponent] | None = None
