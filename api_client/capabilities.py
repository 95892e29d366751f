"""What a server says it can do. Servers say nothing, too much or nonsense: each of these reads as "not said"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from api_client.exact import Json


@dataclass(frozen=True)
class Capabilities:
    """A reading of the server's statement. None always means that it did not say.

    Its title and names are not read: they are the software's as often as not, and a clinic is named by its Organization.
    """

    is_silent: bool = True  # something answered, but it is no CapabilityStatement
    fhir_version: str | None = None
    system_interactions: frozenset[str] = frozenset()
    resources: dict[str, Json] = field(default_factory=dict[str, Json], repr=False)

    @staticmethod
    def of(statement: Json) -> Capabilities:
        """Never raises: what cannot be understood was not said."""
        if statement.get("resourceType") != "CapabilityStatement":
            return Capabilities()
        rests = [rest for rest in _objects(statement.get("rest")) if rest.get("mode", "server") == "server"]
        resources = {
            kind: resource
            for rest in rests
            for resource in _objects(rest.get("resource"))
            if isinstance(kind := resource.get("type"), str)
        }
        interactions = frozenset(code for rest in rests for code in _codes(rest.get("interaction")))
        return Capabilities(
            is_silent=False,
            fhir_version=_text(statement.get("fhirVersion")),
            system_interactions=interactions,
            resources=resources,
        )

    @property
    def has_batch(self) -> bool:
        """Some servers name only the transaction, which is the harder of the two, and take both."""
        return bool(self.system_interactions & {"batch", "transaction"})

    @property
    def has_transaction(self) -> bool:
        return "transaction" in self.system_interactions

    def has_type(self, resource_type: str) -> bool | None:
        """Whether the server keeps this type."""
        return resource_type in self.resources if self.resources else None

    def can(self, interaction: str, resource_type: str) -> bool | None:
        """Whether the type offers "read", "create", "update", "delete", "history-type", "search-type"..."""
        resource = self.resources.get(resource_type)
        if resource is None or not isinstance(resource.get("interaction"), list):
            return None
        return interaction in _codes(resource["interaction"])

    def has_conditional_create(self, resource_type: str) -> bool | None:
        """Whether If-None-Exist is honoured for this type."""
        stated = self.resources.get(resource_type, {}).get("conditionalCreate")
        return stated if isinstance(stated, bool) else None


def _objects(value: object) -> list[Json]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return [cast(Json, item) for item in listed if isinstance(item, dict)]


def _codes(value: object) -> frozenset[str]:
    found: list[Any] = [item.get("code") for item in _objects(value)]
    return frozenset(code for code in found if isinstance(code, str))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 200 else None
