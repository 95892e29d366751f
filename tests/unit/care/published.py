"""What the sandbox clinic publishes, as nouns: the real content, not a made-up likeness."""

from __future__ import annotations

import copy
from typing import Any

from api_client.sandbox.seed.charts import charts
from api_client.sandbox.seed.published import form as form_json
from api_client.sandbox.seed.published import plan as plan_json
from api_client.sandbox.seed.published import published
from api_client.sandbox.seed.when import Days
from mobile.care.forms import FormDefinition
from mobile.care.safety.routing import RoutingTable
from tests.unit.care.samples import NOW


def form(id_: str, **changes: Any) -> FormDefinition:
    """One form; `changes` replace elements, None removes one."""
    return FormDefinition.from_resource(changed(form_json(id_), changes))


def forms() -> list[FormDefinition]:
    return [
        FormDefinition.from_resource(one.value)
        for one in published()
        if one.value["resourceType"] == "Questionnaire"
    ]


def plan(id_: str, **changes: Any) -> dict[str, Any]:
    return changed(plan_json(id_), changes)


def table(**changes: Any) -> RoutingTable:
    return RoutingTable.from_resource(plan("safety-routing", **changes))


def chart(person: str) -> list[dict[str, Any]]:
    """Everything of one sample person, as it was written."""
    return [one for _, _, one in next(c for c in charts(Days.at(NOW)) if c.id == person).made]


def changed(resource: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    fresh = copy.deepcopy(resource) | changes
    return {name: value for name, value in fresh.items() if value is not None}
