"""What the record of the invented patients says of their health. Every word is made up, and marked as an example."""

from __future__ import annotations

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.answering import When, response
from api_client.sandbox.seed.records import TERMS, Chart


def rowan(chart: Chart) -> None:
    """One reason to be treated, one allergy, one warning; and the medicines and the allergy that Rowan wrote down."""
    _problem(chart, -26, "Low mood that came back (example)")
    _allergy(chart, -26, "Latex (example)", "Itching skin")
    _caution(chart, -26, "Blood pressure is taken twice before each session (example)")
    response(
        chart,
        "medicines-and-allergies",
        1,
        When(-28, "19:40"),
        {
            "takes-medicines": True,
            "medicine-name": "Allergy tablet",
            "medicine-amount": "As the label says",
            "medicine-often": "each morning",
            "special-taken": "med-none",
            "has-allergies": True,
            "allergy-name": "Walnuts",
            "allergy-what-happens": "My mouth itches",
        },
    )


def marlow(chart: Chart) -> None:
    """A reason that holds, and one that is over."""
    _problem(chart, -205, "Pain in the back for years (example)")
    _problem(chart, -205, "Broken wrist (example)", status="resolved", number=2)


def tova(chart: Chart) -> None:
    """A reason to be treated and nothing else: no allergy was written down, which is not that there is none."""
    _problem(chart, -22, "Low mood that two medicines did not change (example)")


def _problem(chart: Chart, offset: int, words: str, *, status: str = "active", number: int = 1) -> None:
    chart.add(
        offset,
        "15:00",
        {
            "resourceType": "Condition",
            "id": f"{chart.id}-condition-{number}",
            "clinicalStatus": _coded("condition-clinical", status),
            "verificationStatus": _coded("condition-ver-status", "confirmed"),
            "category": [_coded("condition-category", "problem-list-item")],
            "code": {"text": words},
            "subject": {"reference": chart.me},
            "recordedDate": chart.days.date(offset),
            "recorder": {"reference": "Practitioner/dr-ash"},
        },
    )


def _allergy(chart: Chart, offset: int, words: str, happens: str) -> None:
    chart.add(
        offset,
        "15:05",
        {
            "resourceType": "AllergyIntolerance",
            "id": f"{chart.id}-allergy-1",
            "clinicalStatus": _coded("allergyintolerance-clinical", "active"),
            "verificationStatus": _coded("allergyintolerance-verification", "confirmed"),
            "code": {"text": words},
            "patient": {"reference": chart.me},
            "recordedDate": chart.days.date(offset),
            "reaction": [{"manifestation": [{"text": happens}]}],
        },
    )


def _caution(chart: Chart, offset: int, words: str) -> None:
    chart.add(
        offset,
        "15:10",
        {
            "resourceType": "Flag",
            "id": f"{chart.id}-flag-1",
            "status": "active",
            "code": {"text": words},
            "subject": {"reference": chart.me},
            "period": {"start": chart.days.date(offset)},
        },
    )


def _coded(system: str, code: str) -> Json:
    return {"coding": [{"system": f"{TERMS}/{system}", "code": code}]}
