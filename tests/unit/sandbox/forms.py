"""What the clinic publishes, as the tests look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_client.sandbox.seed.published import published

X = "https://lantern.example/fhir/StructureDefinition"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
LOINC = "http://loinc.org"
CARE_CODES = "https://lantern.example/fhir/CodeSystem/care"
RESOURCES = [document.value for document in published()]
FORMS = {one["id"]: one for one in RESOURCES if one["resourceType"] == "Questionnaire"}
PLANS = {one["id"]: one for one in RESOURCES if one["resourceType"] == "PlanDefinition"}


def items(holder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in holder.get("item", ()):
        yield item
        yield from items(item)


def marks(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [mark for mark in holder.get("extension", ()) if mark["url"] == f"{X}/{name}"]


def kind(form: dict[str, Any]) -> str:
    return form["useContext"][0]["valueCodeableConcept"]["coding"][0]["code"]


def spanish(holder: dict[str, Any], name: str = "text") -> str | None:
    for mark in holder.get(f"_{name}", {}).get("extension", ()):
        parts = {part["url"]: part for part in mark["extension"]}
        if mark["url"] == TRANSLATION and parts["lang"]["valueCode"] == "es":
            return next(value for key, value in parts["content"].items() if key != "url")
    return None


def each_dict(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from each_dict(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from each_dict(inner)
