"""Forms written to be expensive: reading one ends, however its variables stand on one another."""

from __future__ import annotations

import json

from mobile.care.questionnaire import Filling, Form

VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def fhirpath(url: str, expression: str, name: str | None = None) -> dict[str, object]:
    made = {"language": "text/fhirpath", "expression": expression, **({"name": name} if name else {})}
    return {"url": url, "valueExpression": made}


def test_variables_that_each_stand_on_the_two_before_are_gone_through_once() -> None:
    # gone through along every path, eighty of them would take longer than there is time
    steps = ["1", "1"] + [f"iif(%v{n - 1} > 1000000, 1, %v{n - 1} + %v{n - 2})" for n in range(2, 80)]
    item = {"linkId": "a", "type": "integer", "extension": [fhirpath(CALCULATED, "%v79")]}
    form = {
        "resourceType": "Questionnaire",
        "status": "active",
        "extension": [fhirpath(VARIABLE, step, f"v{n}") for n, step in enumerate(steps)],
        "item": [item],
    }
    filling = Filling.begin(Form.of(json.dumps(form)))
    assert isinstance(filling.node("a").values[0], int)
