"""Making what is sent: elements under their names and types, held by the type checker and not looked at again at run time.

    from api_client import fhir
    from api_client.fhir.making import made

    goal = made(fhir.Goal, lifecycleStatus="active", description=made(fhir.CodeableConcept, text=words))

A model that is called (`fhir.Goal(...)`) validates, and refuses what is no text to it: half a character, as a keyboard may
leave it. A person's words must never be refused or changed on their way out; `made` takes them as they are. This module
loads no model, and so nothing of what reading needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from api_client.fhir.datatypes import Model

    M = TypeVar("M", bound=Model)
else:
    M = TypeVar("M")

P = ParamSpec("P")


def made(model: Callable[P, M], *_: P.args, **elements: P.kwargs) -> M:
    """A model of these elements, each exactly as it is given. None is an element that is not there."""
    return cast("type[M]", model).model_construct(**elements)


def as_received(model: type[M], element: Mapping[str, Any]) -> M:
    """Parsed JSON that came from elsewhere, to be sent on inside something made here: every member stays, and none is read.

    What is under it stays parsed JSON.
    """
    found = model.model_construct()
    declared = model.model_fields
    vars(found).update({name: value for name, value in element.items() if name in declared})
    found.__pydantic_extra__ = {name: value for name, value in element.items() if name not in declared}
    return found
