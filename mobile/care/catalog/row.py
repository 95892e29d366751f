"""What the catalogue must know of one noun that is received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mobile.care.catalog.belonging import Belongs
from mobile.care.catalog.holding import FREELY, Holding
from mobile.care.catalog.search import Asked
from mobile.care.opened import Opened
from mobile.care.resource import Json, Resource


def _always(resource: Json) -> bool:
    return True


def _nothing(opened: Opened, noun: Any) -> None:
    pass


@dataclass(frozen=True)
class Row:
    """One noun that is received. `recognises` is asked of resources of its type only."""

    noun: type[Resource]
    asked: Asked  # the very same for every noun that comes with the same searches
    belongs: Belongs
    recognises: Callable[[Json], bool] = _always
    holding: Holding = FREELY
    noted: Callable[[Opened, Any], None] = _nothing  # what a practitioner may hold by it is told of it

    @property
    def resource_type(self) -> str:
        """The FHIR type it comes as."""
        return self.noun.TYPE
