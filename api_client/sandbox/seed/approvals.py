"""What the sample people's insurers were asked and answered. Every number and date is an example of this clinic's, and no insurer's.

Tova's first sessions are approved and the next ones wait on a photo of hers; Marlow's end without a warning; Ines's insurance is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from api_client.sandbox.approvals import APPROVAL, STATES
from api_client.sandbox.exact import Json
from api_client.sandbox.seed.records import CARE, EXTENSION, Chart

EXAMPLE = "EXAMPLE, not for clinical use."
_INSURER = "Example Valley Health Plan"
_PHONE = "+1-202-555-0177"


@dataclass(frozen=True)
class Step:
    """In which state it came on that day. `asked`: of whom something was asked, `words` what."""

    state: str
    offset: int
    clock: str = "09:40"
    words: str = ""
    asked: str = "clinic"
    insurer_date: int | None = None


@dataclass(frozen=True)
class Granted:
    number: str
    units: int
    begins: int
    ends: int


def tova(chart: Chart) -> None:
    """Sessions 1 to 4 approved; of the request for 5 to 8 one paper is missing."""
    cover(chart, -25)
    checked(chart, -15)
    granted = Granted("EX-0417-B", 4, -13, 26)
    steps = [Step("benefit-check", -16), Step("submitted", -15), Step("approved", -13)]
    first = approval(chart, 1, steps, (1, 4), granted=granted, warn_days=14)
    answered(chart, 1, granted, -13)
    missing = "the back of your insurance card"
    steps = [
        Step("benefit-check", -7),
        Step("submitted", -6),
        Step("info-requested", -2, words=missing, asked="patient"),
    ]
    approval(chart, 2, steps, (5, 8), renews=first)


def marlow(chart: Chart) -> None:
    """Approved to a day, and the clinic says of no warning before it."""
    cover(chart, -200)
    granted = Granted("EX-2203-A", 4, -30, 60)
    steps = [Step("benefit-check", -44), Step("submitted", -40), Step("approved", -31)]
    approval(chart, 1, steps, None, granted=granted)
    answered(chart, 1, granted, -31)


def ines(chart: Chart) -> None:
    """The clinic asks the insurance whether it wants to be asked."""
    cover(chart, -2)
    approval(chart, 1, [Step("benefit-check", -1, "15:10")], None)


def approval(
    chart: Chart,
    number: int,
    steps: list[Step],
    sessions: tuple[int, int] | None,
    *,
    granted: Granted | None = None,
    warn_days: int | None = None,
    renews: str | None = None,
) -> str:
    """The Task, written with its last step; answers with its reference."""
    days, last, id_ = chart.days, steps[-1], f"{chart.id}-approval-{number}"
    numbers = [
        *zip(("first-session", "last-session"), sessions or (), strict=False),
        ("warn-days", warn_days),
    ]
    resource: Json = {
        "resourceType": "Task",
        "id": id_,
        "extension": [_step(chart, one) for one in steps],
        "status": "in-progress",
        "businessStatus": {"coding": [{"system": STATES, "code": last.state}]},
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": APPROVAL}]},
        "description": EXAMPLE,
        "focus": {"reference": f"Claim/{chart.id}-claim-{number}"},
        "for": {"reference": chart.me},
        "authoredOn": days.utc(steps[0].offset, steps[0].clock),
        "lastModified": days.utc(last.offset, last.clock),
    }
    inputs = [{"type": _coded(name), "valueInteger": n} for name, n in numbers if n]
    if inputs:
        resource["input"] = inputs
    if renews is not None:
        resource["partOf"] = [{"reference": renews}]
    if granted is not None:
        period = {"start": days.date(granted.begins), "end": days.date(granted.ends)}
        resource["output"] = [
            {"type": _coded("approval-number"), "valueString": granted.number},
            {"type": _coded("approved-sessions"), "valueInteger": granted.units},
            {"type": _coded("approved-period"), "valuePeriod": period},
        ]
    _claim(chart, number, steps[0])
    chart.add(last.offset, last.clock, resource)
    return f"Task/{id_}"


def cover(chart: Chart, offset: int) -> None:
    """Whom they are insured with, with a number to call."""
    insurer = {
        "resourceType": "Organization",
        "id": "insurer",
        "name": _INSURER,
        "telecom": [{"system": "phone", "value": _PHONE, "use": "work"}],
    }
    chart.add(
        offset,
        "09:10",
        {
            "resourceType": "Coverage",
            "id": f"{chart.id}-cover",
            "contained": [insurer],
            "status": "active",
            "beneficiary": {"reference": chart.me},
            "period": {"start": chart.days.date(offset)},
            "payor": [{"reference": "#insurer", "display": _INSURER}],
        },
    )


def checked(chart: Chart, offset: int) -> None:
    """The insurer said that it wants to be asked beforehand."""
    chart.add(
        offset,
        "10:20",
        {
            "resourceType": "CoverageEligibilityResponse",
            "id": f"{chart.id}-benefit-check",
            "status": "active",
            "purpose": ["auth-requirements"],
            "patient": {"reference": chart.me},
            "created": chart.days.date(offset),
            "request": {"display": EXAMPLE},
            "outcome": "complete",
            "insurer": {"display": _INSURER},
            "insurance": [
                {
                    "coverage": {"reference": f"Coverage/{chart.id}-cover"},
                    "item": [{"category": {"text": "Medical care"}, "authorizationRequired": True}],
                }
            ],
        },
    )


def answered(chart: Chart, number: int, granted: Granted, offset: int) -> None:
    """The insurer's answer. Its outcome says that it was dealt with, and not that it was approved."""
    days = chart.days
    chart.add(
        offset,
        "09:00",
        {
            "resourceType": "ClaimResponse",
            "id": f"{chart.id}-claim-response-{number}",
            "status": "active",
            "type": {"text": EXAMPLE},
            "use": "preauthorization",
            "patient": {"reference": chart.me},
            "created": days.date(offset),
            "insurer": {"display": _INSURER},
            "request": {"reference": f"Claim/{chart.id}-claim-{number}"},
            "outcome": "complete",
            "preAuthRef": granted.number,
            "preAuthPeriod": {"start": days.date(granted.begins), "end": days.date(granted.ends)},
        },
    )


def _claim(chart: Chart, number: int, begun: Step) -> None:
    chart.add(
        begun.offset,
        begun.clock,
        {
            "resourceType": "Claim",
            "id": f"{chart.id}-claim-{number}",
            "status": "active",
            "type": {"text": EXAMPLE},
            "use": "preauthorization",
            "patient": {"reference": chart.me},
            "created": chart.days.date(begun.offset),
            "provider": {"reference": "Organization/clinic"},
            "priority": {"coding": [{"code": "normal"}]},
            "insurance": [
                {"sequence": 1, "focal": True, "coverage": {"reference": f"Coverage/{chart.id}-cover"}}
            ],
        },
    )


def _step(chart: Chart, step: Step) -> Json:
    parts: list[Json] = [
        {"url": "state", "valueCode": step.state},
        {"url": "since", "valueDateTime": chart.days.utc(step.offset, step.clock)},
    ]
    if step.words:
        parts += [
            {"url": "asked", "valueCode": step.asked},
            {"url": "words", "valueString": step.words},
        ]
    if step.insurer_date is not None:
        parts.append({"url": "insurer-date", "valueDate": chart.days.date(step.insurer_date)})
    return {"url": f"{EXTENSION}/approval-step", "extension": parts}


def _coded(code: str) -> Json:
    return {"coding": [{"system": CARE, "code": code}]}
