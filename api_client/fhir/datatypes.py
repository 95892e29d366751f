"""The R4 datatypes, thin: the elements a clinic's app meets, and room for all others.

Dates and times stay text, for FHIR allows 2026 and 2026-05 and a time with any zone. Numbers are `Decimal` or `int`, never
float. What is not declared here is kept under its own name in `model_extra`, the `_name` siblings of primitive elements
included. A model must never lose or change an element it does not know.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, PlainValidator, StrictBool, StrictInt


def _number(value: object) -> Decimal | int:
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return value
    raise ValueError("not an exact number")


Number = Annotated[Decimal | int, PlainValidator(_number)]
"""A decimal with the digits it came with. A float is refused: it has lost them."""
Boolean = StrictBool
Integer = StrictInt
Texts = list[str | None]
"""A list of texts. `null` holds the place of one that only has a `_name` sibling."""


class Model(BaseModel):
    """How every model behaves: what it does not know it keeps, what is wrong it does not repeat."""

    model_config = ConfigDict(
        extra="allow",
        hide_input_in_errors=True,
        populate_by_name=True,
        defer_build=True,
    )

    id: str | None = None

    def sibling(self, name: str) -> dict[str, Any] | None:
        """The `_name` sibling of a primitive element: its id and extensions."""
        found = (self.model_extra or {}).get(f"_{name}")
        return cast("dict[str, Any]", found) if isinstance(found, dict) else None


class Element(Model):
    """What every element may carry."""

    extension: list[Extension] | None = None


class BackboneElement(Element):
    """A part of a resource. A modifierExtension that is not understood forbids to act on the part."""

    modifierExtension: list[Extension] | None = None


class Extension(Element):
    url: str
    valueString: str | None = None
    valueCode: str | None = None
    valueBoolean: Boolean | None = None
    valueInteger: Integer | None = None
    valueDecimal: Number | None = None
    valueUri: str | None = None
    valueUrl: str | None = None
    valueCanonical: str | None = None
    valueDate: str | None = None
    valueDateTime: str | None = None
    valueInstant: str | None = None
    valueMarkdown: str | None = None
    valueCoding: Coding | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueReference: Reference | None = None
    valueQuantity: Quantity | None = None
    valuePeriod: Period | None = None
    valueIdentifier: Identifier | None = None
    valueAttachment: Attachment | None = None
    valueSignature: Signature | None = None
    valueExpression: Expression | None = None


class Coding(Element):
    system: str | None = None
    version: str | None = None
    code: str | None = None
    display: str | None = None
    userSelected: Boolean | None = None


class CodeableConcept(Element):
    coding: list[Coding] | None = None
    text: str | None = None

    def has(self, system: str, code: str) -> bool:
        """Whether one of the codings is this code of this system."""
        return any(c.system == system and c.code == code for c in self.coding or [])


class Period(Element):
    start: str | None = None
    end: str | None = None


class Identifier(Element):
    use: str | None = None
    type: CodeableConcept | None = None
    system: str | None = None
    value: str | None = None
    period: Period | None = None
    assigner: Reference | None = None


class Reference(Element):
    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


class Quantity(Element):
    value: Number | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Range(Element):
    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Element):
    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Money(Element):
    value: Number | None = None
    currency: str | None = None


class HumanName(Element):
    use: str | None = None
    text: str | None = None
    family: str | None = None
    given: Texts | None = None
    prefix: Texts | None = None
    suffix: Texts | None = None
    period: Period | None = None


class ContactPoint(Element):
    system: str | None = None
    value: str | None = None
    use: str | None = None
    rank: Integer | None = None
    period: Period | None = None


class Address(Element):
    use: str | None = None
    type: str | None = None
    text: str | None = None
    line: Texts | None = None
    city: str | None = None
    district: str | None = None
    state: str | None = None
    postalCode: str | None = None
    country: str | None = None
    period: Period | None = None


class Annotation(Element):
    authorReference: Reference | None = None
    authorString: str | None = None
    time: str | None = None
    text: str


class Attachment(Element):
    contentType: str | None = None
    language: str | None = None
    data: str | None = None
    url: str | None = None
    size: Integer | None = None
    hash: str | None = None
    title: str | None = None
    creation: str | None = None


class Signature(Element):
    type: list[Coding]
    when: str | None = None
    who: Reference | None = None
    onBehalfOf: Reference | None = None
    targetFormat: str | None = None
    sigFormat: str | None = None
    data: str | None = None


class Expression(Element):
    description: str | None = None
    name: str | None = None
    language: str | None = None
    expression: str | None = None
    reference: str | None = None


class TimingRepeat(Element):
    boundsDuration: Quantity | None = None
    boundsRange: Range | None = None
    boundsPeriod: Period | None = None
    count: Integer | None = None
    countMax: Integer | None = None
    duration: Number | None = None
    durationMax: Number | None = None
    durationUnit: str | None = None
    frequency: Integer | None = None
    frequencyMax: Integer | None = None
    period: Number | None = None
    periodMax: Number | None = None
    periodUnit: str | None = None
    dayOfWeek: Texts | None = None
    timeOfDay: Texts | None = None
    when: Texts | None = None
    offset: Integer | None = None


class Timing(BackboneElement):
    event: Texts | None = None
    repeat: TimingRepeat | None = None
    code: CodeableConcept | None = None


class ContactDetail(Element):
    name: str | None = None
    telecom: list[ContactPoint] | None = None


class UsageContext(Element):
    code: Coding | None = None
    valueCodeableConcept: CodeableConcept | None = None
    valueQuantity: Quantity | None = None
    valueRange: Range | None = None
    valueReference: Reference | None = None


class RelatedArtifact(Element):
    type: str | None = None
    label: str | None = None
    display: str | None = None
    citation: str | None = None
    url: str | None = None
    document: Attachment | None = None
    resource: str | None = None


class Meta(Element):
    versionId: str | None = None
    lastUpdated: str | None = None
    source: str | None = None
    profile: Texts | None = None
    security: list[Coding] | None = None
    tag: list[Coding] | None = None


class Narrative(Element):
    status: str | None = None
    div: str | None = None


# What every other model inherits must be whole before it is inherited: Extension is named before it stands.
Element.model_rebuild()
BackboneElement.model_rebuild()
