"""What the invented people signed at the clinic, on paper, before the app: a Consent for each, and agreements that are PDFs.

Made up, as everything here. Which texts they signed stands in `content/agreements`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from api_client.sandbox.agreed import standing_of
from api_client.sandbox.exact import Json
from api_client.sandbox.seed.published import form
from api_client.sandbox.seed.records import CARE, EXTENSION, NAMES, TERMS, Chart, in_spanish, own_identifier
from api_client.sandbox.talking import point_of

_YEAR = 365
"""Days that an agreement of the sandbox holds: an example, as all numbers here."""


@dataclass(frozen=True)
class Signed:
    """One signature. `text`: the id of the version that was signed, in `content/agreements`. All of it was chosen."""

    text: str
    day: int
    clock: str = "15:20"


_RELEASE = "therapist-release"


def rowan(chart: Chart) -> None:
    """The version before the one that is asked for now, and the papers beside it; a PDF to read."""
    _signed(
        chart,
        (
            Signed(_RELEASE, -30, "09:30"),
            Signed("treatment-iv-3", -16),
            Signed("electronic-records", -16),
            Signed("financial", -16),
        ),
    )
    _evaluation(chart, -30)
    _privacy_notice(chart, -16)
    _house_rules(chart, -16)
    _talking_point(chart, "treatment-iv-3", "q-options", -16)
    _talking_point(chart, "treatment-iv-3", "q-stop", -16, talked=-15)


def ines(chart: Chart) -> None:
    """What was signed at the desk on the first day: no treatment is agreed to yet; one paper that somebody signs with her."""
    _signed(chart, (Signed(_RELEASE, -3, "09:30"),))
    _evaluation(chart, -3)
    _agreed_together(chart, -2)


def acting_for_ines() -> Json:
    """Whom the clinic's record names as standing for her in matters of her health."""
    role = {"system": f"{TERMS}/v3-RoleCode", "code": "HPOWATT"}
    text = "aunt, acts for her in matters of health"
    spanish = in_spanish("tía, actúa por ella en asuntos de salud")
    name = {"text": "Wren Example", "family": "Example", "given": ["Wren"]}
    return {"relationship": [{"coding": [role], "text": text, "_text": spanish}], "name": name}


def marlow(chart: Chart) -> None:
    """By IV in the first course; the single sessions since are another route, with a text of their own."""
    _signed(
        chart,
        (Signed(_RELEASE, -200, "09:30"), Signed("treatment-iv-3", -190), Signed("financial", -190)),
    )


def tova(chart: Chart) -> None:
    """Signed in the version that is asked for."""
    _signed(chart, (Signed("treatment-esketamine", -15), Signed("electronic-records", -15)))
    _evaluation(chart, -25)


def _signed(chart: Chart, signatures: Sequence[Signed]) -> None:
    for one in signatures:
        text = form(one.text)
        since, until = (chart.days.utc(day, one.clock) for day in (one.day, one.day + _YEAR))
        id_ = f"{chart.id}-signed-{one.text}"
        signed = on_paper(
            id_,
            chart.me,
            canonical=f"{text['url']}|{text['version']}",
            title=text["title"],
            since=since,
            until=until,
            lets=lets_of(text),
        )
        _shown(chart, one.day, one.clock, signed)


def _evaluation(chart: Chart, day: int) -> None:
    """A paper of the clinic's own, which is no form here: that its prescriber may read what is handed in, before any treatment."""
    since, until = (chart.days.utc(one, "09:30") for one in (day, day + _YEAR))
    evaluation = on_paper(
        f"{chart.id}-signed-evaluation",
        chart.me,
        canonical="https://lantern.example/fhir/papers/evaluation|1",
        title="EXAMPLE: First evaluation at the clinic, signed on paper",
        since=since,
        until=until,
        lets={"prescriber": ["intake", "measures"]},
    )
    _shown(chart, day, "09:30", evaluation)


def _shown(chart: Chart, day: int, clock: str, signed: Json) -> None:
    """With how it stands, as the clinic shows it to the people of the team."""
    chart.add(day, clock, signed)
    chart.add(day, clock, standing_of(signed, f"Consent/{signed['id']}", _team(chart)))


def _talking_point(chart: Chart, text: str, question: str, day: int, *, talked: int | None = None) -> None:
    """What was not clear at the desk; `talked`: the day on which the prescriber talked about it."""
    one = form(text)
    since = chart.days.utc(day, "15:10")
    point = point_of(chart.me, f"{one['url']}|{one['version']}", question, since)
    if talked is not None:
        point |= {
            "status": "completed",
            "owner": {"reference": "Practitioner/dr-ash", "display": NAMES["dr-ash"]},
            "lastModified": chart.days.utc(talked, "11:20"),
        }
    chart.add(talked if talked is not None else day, "15:25", point)


def _team(chart: Chart) -> list[str]:
    team = next(one for _, _, one in chart.made if one["resourceType"] == "CareTeam")
    named = (part["member"]["reference"] for part in team["participant"])
    return sorted(who for who in named if who != "Practitioner/coordinator")


def on_paper(
    id_: str,
    patient: str,
    *,
    canonical: str,
    title: str,
    since: str,
    until: str,
    lets: Mapping[str, Sequence[str]],
) -> Json:
    """What somebody signed on paper at the clinic, as the clinic records it. `since`, `until`: instants; `lets`: by role, which parts
    of the record it lets them see."""
    rules: list[Json] = [
        {
            "type": "permit",
            "actor": [
                {
                    "role": {"coding": [{"system": CARE, "code": role}]},
                    "reference": {"reference": "Organization/clinic"},
                }
            ],
            "action": [{"coding": [{"system": f"{TERMS}/consentaction", "code": "access"}]}],
            "class": [{"system": CARE, "code": part} for part in parts],
        }
        for role, parts in lets.items()
    ]
    return {
        "resourceType": "Consent",
        "id": id_,
        "identifier": [own_identifier(id_)],
        "extension": [{"url": f"{EXTENSION}/agreement-version", "valueCanonical": canonical}],
        "status": "active",
        "scope": {"coding": [{"system": f"{TERMS}/consentscope", "code": "treatment"}]},
        "category": [{"coding": [{"system": CARE, "code": "agreement"}]}],
        "patient": {"reference": patient},
        "dateTime": since,
        "performer": [{"reference": patient}, {"reference": "Organization/clinic"}],
        "organization": [{"reference": "Organization/clinic"}],
        "sourceReference": {"display": title},
        "policyRule": {"coding": [{"system": f"{TERMS}/v3-ActCode", "code": "OPTIN"}]},
        "verification": [
            {"verified": True, "verifiedWith": {"reference": patient}, "verificationDate": since}
        ],
        "provision": {
            "type": "permit",
            "period": {"start": since, "end": until},
            **({"provision": rules} if rules else {}),
        },
    }


def lets_of(text: Json) -> dict[str, list[str]]:
    """By role, what a form of the clinic's lets see where all of it is chosen."""
    found: dict[str, list[str]] = {}
    for holder in (text, *(one for part in text["item"] for one in part.get("item", ()))):
        for mark in holder.get("extension", ()):
            if mark["url"] == f"{EXTENSION}/lets-see":
                (role,) = (one["valueCode"] for one in mark["extension"] if one["url"] == "role")
                found.setdefault(role, []).extend(
                    one["valueCode"] for one in mark["extension"] if one["url"] == "what"
                )
    return found


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
    says = {"url": f"{EXTENSION}/assent", "valueString": words[0], "_valueString": in_spanish(words[1])}
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
        paper["_description"] = in_spanish(spanish)
        named = f"https://lantern.example/fhir/DocumentReference/{name}|1"
        paper["extension"].append({"url": f"{EXTENSION}/agreement-version", "valueCanonical": named})
    chart.add(day, "15:10", paper)


@lru_cache(maxsize=1)
def _papers() -> dict[str, Any]:
    """The files, as attachments. Treat them as read-only."""
    return json.loads(files("api_client.sandbox.seed").joinpath("papers.json").read_text("utf-8"))
