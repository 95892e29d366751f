"""The services behind some bills of the invented people: with codes, units, a diagnosis and who did it. All of it is made up.

The codes are names of codes and nothing else: what a code means is its owner's to say, and is not written here.
"""

from __future__ import annotations

from dataclasses import dataclass

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.records import EXTENSION, NAMES, Chart, in_spanish

CPT = "http://www.ama-assn.org/go/cpt"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
_EXAMPLE: Json = {"url": f"{EXTENSION}/example-content", "valueBoolean": True}


@dataclass(frozen=True)
class Done:
    """One service. `bill`: whose first line it stands behind. `offset`: the day it was done."""

    bill: str
    offset: int
    name: tuple[str, str]
    code: str
    amount: float
    why: tuple[str, str]


_LOW_MOOD = ("EX.0", "Low mood that came back (example)")
_PAIN = ("EX.1", "Pain in the back for years (example)")
_SESSION = ("Treatment session (example)", "Sesión de tratamiento (ejemplo)")


def rowan(chart: Chart) -> None:
    """The first consultation. What was paid of the course is for all of it, and names no single session."""
    name = ("First consultation (example)", "Primera consulta (ejemplo)")
    _behind(chart, Done("rowan-bill-consultation", -26, name, "99205", 250, _LOW_MOOD))


def marlow(chart: Chart) -> None:
    for number, offset in ((1, -79), (3, -38)):
        _behind(chart, Done(f"marlow-bill-{number}", offset, _SESSION, "96365", 575, _PAIN))


def _behind(chart: Chart, done: Done) -> None:
    """Adds the service, and names it in the bill."""
    id_ = f"{done.bill}-service"
    for _, _, resource in chart.made:
        if resource.get("id") == done.bill:
            (line,) = resource["lineItem"]
            line.pop("chargeItemCodeableConcept")
            line["chargeItemReference"] = {
                "reference": f"ChargeItem/{id_}",
                "display": done.name[0],
                "_display": in_spanish(done.name[1]),
            }
    chart.add(
        done.offset,
        "12:05",
        {
            "resourceType": "ChargeItem",
            "id": id_,
            "extension": [_EXAMPLE],
            "status": "billed",
            "code": {
                "coding": [{"system": CPT, "code": done.code}],
                "text": done.name[0],
                "_text": in_spanish(done.name[1]),
            },
            "subject": {"reference": chart.me},
            "occurrenceDateTime": chart.days.date(done.offset),
            "performer": [{"actor": {"reference": "Practitioner/dr-ash", "display": NAMES["dr-ash"]}}],
            "performingOrganization": {
                "reference": "Organization/clinic",
                "display": "Made-up Meadow Clinic",
            },
            "quantity": {"value": 1},
            "priceOverride": {"value": done.amount, "currency": "USD"},
            "reason": [{"coding": [{"system": ICD, "code": done.why[0]}], "text": done.why[1]}],
        },
    )
