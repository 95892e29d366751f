"""The sandbox's agreements hold every element that the clinical reference (section 6) lists, in both languages, each marked as an example."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mobile.care.consent.document import Agreement
from mobile.care.consent.fingerprint import text_of
from mobile.care.consent.reading import agreement_of
from mobile.care.forms import FormDefinition
from tests.unit.sandbox.forms import FORMS, items, kind, marks, spanish

AGREEMENTS = {id_: form for id_, form in FORMS.items() if kind(form) == "agreement"}

TREATMENT = {
    "what-and-why": "offers you",
    "procedure": "Staff",
    "staff-licence": "licence",
    "screening": "Before the first session I am evaluated",
    "expected-feelings": "feel far from your body",
    "dissociation": "dissociation",
    "risk-blood-pressure": "blood pressure",
    "risk-breathing": "breathing",
    "risk-nausea": "nausea",
    "risk-psychiatric": "suicide",
    "risk-liver": "liver",
    "risk-urinary": "bladder",
    "risk-misuse": "dependence",
    "risk-pregnancy": "pregnancy",
    "risk-interactions": "Other medicines",
    "risk-unknown-long-term": "not well known",
    "benefit": "It may help, and it may not",
    "alternatives": "no treatment",
    "stopping": "stop, at any time",
    "no-driving": "can drive",
    "escort": "takes you home",
    "fasting": "do not eat",
    "emergency": "988",
    "privacy-limits": "court",
    "costs": "estimate",
    "touch": "touch",
    "presence": "present",
    "recording-separate": "separate agreement",
    "app-data": "Journal entries",
    "questions-answered": "questions have been answered",
    "copy-given": "copy",
}
"""6.1: the seventeen elements, those of several things one a line, each with words that must stand in its part."""
LISTS: dict[str, dict[str, str]] = {
    "treatment-iv": {**TREATMENT, "off-label": "off-label"},
    "treatment-im": {**TREATMENT, "off-label": "off-label"},
    "treatment-esketamine": {**TREATMENT, "approved": "approved", "rems": "REMS"},
    "telehealth": {"telehealth": "in person", "state-rules": "law of the state"},
    "therapist-release": {
        "what-information": "session dates",
        "who-discloses": "Who discloses",
        "who-receives": "Who receives",
        "purpose": "Purpose",
        "expires": "expires",
        "right-to-revoke": "revoke",
        "conditioning": "does not make treatment",
        "redisclosure": "redisclosed",
        "signature-date": "by what authority",
        "copy-given": "copy",
    },
    "part-2": {
        "patient-name": "the patient whose name",
        "who-discloses": "this clinic may use and disclose",
        "what-information": "diagnosis",
        "who-receives": "third-party payers",
        "purpose": "Purpose",
        "expires": "end of treatment",
        "right-to-revoke": "revoke this consent in writing",
        "redisclosure": "redisclosed",
        "effect-of-refusing": "If I refuse",
        "legal-proceedings": "court order",
        "signature-date": "sign and date",
    },
    "electronic-records": {
        "paper-right": "right to receive records on paper",
        "scope": "covers",
        "withdraw-electronic": "withdraw",
        "update-contact": "phone number or address changes",
        "paper-copy": "paper copy",
        "hardware": "browser",
        "demonstrates-access": "shows I can open",
    },
    "financial": {
        "costs": "estimate",
        "estimate": "good faith",
        "insurance": "insurance",
        "refund": "refunds",
        "missed-visits": "missed visits",
    },
    "research-and-recording": {
        "research": "research",
        "recording": "Audio",
        "optional": "agreement",
        "state-rules": "law of the state",
    },
}
ASKED = {
    "treatment-iv": {
        "q-off-label",
        "q-risks",
        "q-options",
        "q-stop",
        "q-drive",
        "q-home",
        "q-911",
        "q-who-sees",
        "q-cost",
    },
}
"""6.5, for a treatment."""


def agreement(id_: str) -> Agreement:
    return agreement_of(FormDefinition.from_resource(AGREEMENTS[id_]))


def test_every_kind_of_agreement_is_there() -> None:
    assert set(AGREEMENTS) == {*LISTS, "treatment-iv-3"}


@pytest.mark.parametrize("id_", LISTS)
def test_every_element_of_the_list_stands_in_a_part_of_its_own_document(id_: str) -> None:
    covered: dict[str, str] = {}
    for part in AGREEMENTS[id_]["item"]:
        words = " ".join(one["text"] for one in items(part) if one["type"] == "display")
        for mark in marks(part, "covers"):
            covered[mark["valueCode"]] = words
    assert set(covered) == set(LISTS[id_])
    for element, words in LISTS[id_].items():
        assert words in covered[element], element


@pytest.mark.parametrize("id_", ["treatment-im", "treatment-iv", "treatment-esketamine"])
def test_a_treatment_asks_back_all_that_must_be_clear(id_: str) -> None:
    asked = {question.link_id for _, question in agreement(id_).questions()}
    first = {"q-rems"} if id_ == "treatment-esketamine" else {"q-off-label"}
    assert asked == (ASKED["treatment-iv"] - {"q-off-label"}) | first


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_each_is_read_whole_marked_as_an_example_and_its_fingerprint_holds(id_: str) -> None:
    form, found = AGREEMENTS[id_], agreement(id_)
    assert found.is_example
    assert form["experimental"] is True
    assert form["description"].startswith("EXAMPLE")
    (stated,) = marks(form, "agreement-sha256")
    assert text_of(found).sha256 == stated["valueString"]
    assert all(part.has_both for part in found.parts)


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_every_word_is_there_in_spanish(id_: str) -> None:
    form = AGREEMENTS[id_]
    assert spanish(form, "title")
    for item in items(form):
        assert spanish(item), item["linkId"]
        for name in ("right-idea", "talking-point", "if-not-chosen"):
            assert all(spanish(mark, "valueString") for mark in marks(item, name)), item["linkId"]


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_what_treatment_depends_on_is_told_apart_and_only_that(id_: str) -> None:
    found = agreement(id_)
    assert any(one.is_needed for one in found.choices()) == found.is_needed


def syllables(word: str) -> int:
    """As a reader of English counts them, nearly: runs of vowels, without a silent last e."""
    found = len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))
    return max(found, 1)


def plain_words(form: dict[str, Any]) -> str:
    return " ".join(
        one["text"]
        for one in items(form)
        if any(mark["valueCode"] == "plain" for mark in marks(one, "reading-layer"))
    )


@pytest.mark.parametrize("id_", AGREEMENTS)
def test_the_plain_words_are_easier_than_the_full_text(id_: str) -> None:
    """Flesch-Kincaid, the grade of school that a text asks for: the aim of the reference is the sixth."""

    def grade(text: str) -> float:
        words = re.findall(r"[A-Za-z']+", text)
        sentences = max(len(re.findall(r"[.!?](?:\s|$)", text)), 1)
        return (
            0.39 * len(words) / sentences + 11.8 * sum(syllables(one) for one in words) / len(words) - 15.59
        )

    full = " ".join(
        one["text"]
        for one in items(AGREEMENTS[id_])
        if any(mark["valueCode"] == "full" for mark in marks(one, "reading-layer"))
    )
    plain = plain_words(AGREEMENTS[id_])
    assert grade(plain) < grade(full), (grade(plain), grade(full))
    assert grade(plain) <= 7.0, grade(plain)
