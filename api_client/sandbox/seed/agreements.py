"""What the invented people signed at the clinic, on paper, before the app: a Consent for each, and one agreement that is a PDF.

Made up, as everything here. Which texts they signed stands in `content/agreements`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api_client.sandbox.seed.published import form
from api_client.sandbox.seed.records import CARE, EXTENSION, TERMS, Chart, own_identifier

_YEAR = 365
"""Days that an agreement of the sandbox holds: an example, as all numbers here."""


@dataclass(frozen=True)
class Signed:
    """One signature. `text`: the id of the version that was signed, in `content/agreements`."""

    text: str
    day: int


def rowan(chart: Chart) -> None:
    """The version before the one that is asked for now, and the papers beside it; a PDF to read."""
    _signed(
        chart, (Signed("treatment-iv-3", -16), Signed("electronic-records", -16), Signed("financial", -16))
    )
    _privacy_notice(chart, -16)


def marlow(chart: Chart) -> None:
    """By IV in the first course; the single sessions since are another route, with a text of their own."""
    _signed(chart, (Signed("treatment-iv-3", -190), Signed("financial", -190)))


def tova(chart: Chart) -> None:
    """Signed in the version that is asked for."""
    _signed(chart, (Signed("treatment-esketamine", -15), Signed("electronic-records", -15)))


def _signed(chart: Chart, signatures: Sequence[Signed]) -> None:
    for one in signatures:
        text = form(one.text)
        id_ = f"{chart.id}-signed-{one.text}"
        since = chart.days.utc(one.day, "15:20")
        chart.add(
            one.day,
            "15:20",
            {
                "resourceType": "Consent",
                "id": id_,
                "identifier": [own_identifier(id_)],
                "extension": [
                    {
                        "url": f"{EXTENSION}/agreement-version",
                        "valueCanonical": f"{text['url']}|{text['version']}",
                    }
                ],
                "status": "active",
                "scope": {"coding": [{"system": f"{TERMS}/consentscope", "code": "treatment"}]},
                "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
                "patient": {"reference": chart.me},
                "dateTime": since,
                "performer": [{"reference": chart.me}, {"reference": "Organization/clinic"}],
                "organization": [{"reference": "Organization/clinic"}],
                "sourceReference": {"display": text["title"]},
                "policyRule": {"coding": [{"system": f"{TERMS}/v3-ActCode", "code": "OPTIN"}]},
                "verification": [
                    {
                        "verified": True,
                        "verifiedWith": {"reference": chart.me},
                        "verificationDate": since,
                    }
                ],
                "provision": {
                    "type": "permit",
                    "period": {"start": since, "end": chart.days.utc(one.day + _YEAR, "15:20")},
                },
            },
        )


def _privacy_notice(chart: Chart, day: int) -> None:
    title = "How the clinic uses and keeps your information"
    chart.add(
        day,
        "15:10",
        {
            "resourceType": "DocumentReference",
            "id": f"{chart.id}-privacy-notice",
            "masterIdentifier": {"system": f"{EXTENSION}/agreement-version", "value": "1"},
            "extension": [
                {"url": f"{EXTENSION}/example-content", "valueBoolean": True},
                {"url": f"{EXTENSION}/agreement-signing", "valueCode": "at-clinic"},
            ],
            "status": "current",
            "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
            "subject": {"reference": chart.me},
            "date": chart.days.utc(day, "15:10"),
            "author": [{"reference": "Organization/clinic"}],
            "description": title,
            "content": [{"attachment": _papers()["privacy-notice"]}],
        },
    )


@lru_cache(maxsize=1)
def _papers() -> dict[str, Any]:
    """The files, as attachments. Treat them as read-only."""
    return json.loads(files("api_client.sandbox.seed").joinpath("papers.json").read_text("utf-8"))
