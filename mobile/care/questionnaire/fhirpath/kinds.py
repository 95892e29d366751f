"""Type tests: is, as, ofType. A plain JSON value counts as FHIR's primitive and as System's type of that name."""

from __future__ import annotations

from mobile.care.questionnaire.fhirpath.values import Value, data, type_of

_PARENTS = {
    "code": "string", "id": "string", "markdown": "string", "canonical": "uri", "url": "uri", "uuid": "uri", "oid": "uri",
    "positiveInt": "integer", "unsignedInt": "integer", "Age": "Quantity", "Duration": "Quantity", "Count": "Quantity",
    "Distance": "Quantity", "BackboneElement": "Element", "DomainResource": "Resource",
}  # fmt: skip
_PLAIN = {
    "Boolean": "boolean",
    "Integer": "integer",
    "Decimal": "decimal",
    "String": "string",
    "Quantity": "Quantity",
}


def is_of_type(item: Value, wanted: str) -> bool:
    """Whether a value is of a type as an expression names it: Coding, FHIR.Coding, System.String, string."""
    space, _, name = wanted.rpartition(".")
    namespace, actual = type_of(item)
    if namespace == "System":
        return _is_plain(actual, space, name)
    if space == "System":
        return False
    return _is_fhir(item, actual, name)


def _is_plain(actual: str, space: str, name: str) -> bool:
    """Whether JSON's text is a string or a code cannot be seen: where nothing is declared it is a string."""
    if space != "FHIR" and name == actual:
        return True
    return space != "System" and _PLAIN.get(actual) == name


def _is_fhir(item: Value, actual: str, name: str) -> bool:
    kind: str | None = actual
    while kind is not None:
        if kind == name:
            return True
        kind = _PARENTS.get(kind)
    held = data(item)
    if isinstance(held, dict) and "resourceType" in held:
        return name in ("Resource", "DomainResource")
    if name == "Element":
        return not (isinstance(held, dict) and "resourceType" in held)
    return False


def type_parts(item: Value) -> dict[str, str]:
    """What type() answers."""
    namespace, name = type_of(item)
    return {"namespace": namespace, "name": name}
