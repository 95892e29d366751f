"""What every resource is, and the two ways between a model and its JSON text.

Reading and writing keep every element, declared or not, and every digit of a decimal. A text that does not fit its
model is a BadReply with the path of the field; the value is never part of an error.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from api_client.errors import BadReply
from api_client.exact import Json, dumps, load_object
from api_client.fhir.datatypes import Extension, Meta, Model, Narrative


class Resource(Model):
    """Each class fixes its own `resourceType`."""

    meta: Meta | None = None
    implicitRules: str | None = None
    language: str | None = None


class DomainResource(Resource):
    """`contained` holds parsed JSON: its types are not known beforehand."""

    text: Narrative | None = None
    contained: list[dict[str, Any]] | None = None
    extension: list[Extension] | None = None
    modifierExtension: list[Extension] | None = None


R = TypeVar("R", bound=Resource)


def from_text(model: type[R], text: str) -> R:
    """The JSON text of a resource as a model. Raises BadReply(path)."""
    return from_object(model, load_object(text))


def from_object(model: type[R], resource: Json) -> R:
    """Parsed JSON, decimals as `Decimal`, as a model. Raises BadReply(path)."""
    name = type_name(model)
    if resource.get("resourceType") != name:
        raise BadReply("resourceType")
    try:
        return model.model_validate(resource)
    except ValidationError as error:
        path = _path(name, error)
    except RecursionError:
        path = name
    raise BadReply(path)


def type_name(model: type[Resource]) -> str:
    """The FHIR name of a model's resource type."""
    return str(model.model_fields["resourceType"].default)


def to_text(model: Resource) -> str:
    """The model as JSON text. Raises ValueError for a value JSON cannot hold."""
    try:
        return dumps(to_object(model))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def to_object(model: BaseModel) -> Json:
    """The model as parsed JSON: declared elements in the order of the model, then the unknown ones."""
    own = vars(model)
    members: Json = {"resourceType": own["resourceType"]} if "resourceType" in own else {}
    for name, value in own.items():
        if value is not None:
            # `for_` and `class_` are Python's way to write `for` and `class`.
            members[name[:-1] if name[-1] == "_" else name] = value if type(value) is str else _plain(value)
    for name, value in (model.model_extra or {}).items():
        members[name] = _plain(value)
    return members


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return to_object(value)
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in cast("dict[str, object]", value).items()}
    return value


def _path(name: str, error: ValidationError) -> str:
    """Where the first error is: declared names and positions only, for others may be anybody's words."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]]
    return (name + "".join(steps))[:200]
