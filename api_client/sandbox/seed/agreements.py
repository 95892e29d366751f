"""What the invented people signed at the clinic, on paper, before the app: a Consent for each, and agreements that are PDFs.

Made up, as everything here. Which texts they signed stands in `content/agreements`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api_client.sandbox.exact import Json
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
    _house_rules(chart, -16)


def ines(chart: Chart) -> None:
    """Nothing signed yet; one paper that somebody signs with her."""
    _agreed_together(chart, -2)


def acting_for_ines() -> Json:
    """Whom the clinic's record names as standing for her in matters of her health."""
    role = {"system": f"{TERMS}/v3-RoleCode", "code": "HPOWATT"}
    text = "aunt, acts for her in matters of health"
    spanish = _in_spanish("tía, actúa por ella en asuntos de salud")
    name = {"text": "Wren Example", "family": "Example", "given": ["Wren"]}
    return {"relationship": [{"coding": [role], "text": text, "_text": spanish}], "name": name}


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
    _paper(chart, day, "privacy-notice", "How the clinic uses and keeps your information")


def _house_rules(chart: Chart, day: int) -> None:
    """Signed in the app, page by page."""
    _paper(chart, day, "house-rules", "House rules of the clinic", "Normas de la casa", signing="in-app")


def _agreed_together(chart: Chart, day: int) -> None:
    """Signed in the app by the patient and whoever the clinic's record says stands for them."""
    words = (
        "I was asked first. I know what it is about, and I agree to it.",
        "Me preguntaron a mí primero. Sé de qué se trata, y estoy de acuerdo.",
    )
    says = {"url": f"{EXTENSION}/assent", "valueString": words[0], "_valueString": _in_spanish(words[1])}
    title = ("Care agreed to together", "Atención acordada entre dos")
    _paper(chart, day, "agreed-together", *title, signing="with-guardian", more=(says,))


def _paper(
    chart: Chart,
    day: int,
    name: str,
    title: str,
    spanish: str = "",
    *,
    signing: str = "at-clinic",
    more: Sequence[Json] = (),
) -> None:
    paper: Json = {
        "resourceType": "DocumentReference",
        "id": f"{chart.id}-{name}",
        "masterIdentifier": {"system": f"{EXTENSION}/agreement-version", "value": "1"},
        "extension": [
            {"url": f"{EXTENSION}/example-content", "valueBoolean": True},
            {"url": f"{EXTENSION}/agreement-signing", "valueCode": signing},
            *more,
        ],
        "status": "current",
        "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
        "subject": {"reference": chart.me},
        "date": chart.days.utc(day, "15:10"),
        "author": [{"reference": "Organization/clinic"}],
        "description": title,
        "content": [{"attachment": _papers()[name]}],
    }
    if spanish:
        paper["_description"] = _in_spanish(spanish)
        named = f"https://lantern.example/fhir/DocumentReference/{name}|1"
        paper["extension"].append({"url": f"{EXTENSION}/agreement-version", "valueCanonical": named})
    chart.add(day, "15:10", paper)


def _in_spanish(text: str) -> Json:
    inside = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": text}]
    return {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": inside}]
    }


@lru_cache(maxsize=1)
def _papers() -> dict[str, Any]:
    """The files, as attachments. Treat them as read-only."""
    return json.loads(files("api_client.sandbox.seed").joinpath("papers.json").read_text("utf-8"))
