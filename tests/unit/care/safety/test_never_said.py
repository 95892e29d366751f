"""What the app never says and never does, whatever is answered: no level of risk, no clearance, no dose, no reading of words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mobile
from mobile.care.forms import FormDefinition, Response
from mobile.care.safety.alerts import alerts_for, opens_help
from mobile.care.safety.asking import help_questions
from tests.unit.care.published import form, forms, table
from tests.unit.care.samples import NOW, PATIENT

HARM = "I do not want to live any more. Quiero morir. suicide, suicidio, kill myself"
NEVER = (
    r"(low|high|medium|moderate) risk",
    r"riesgo (bajo|alto|medio|moderado)",
    r"(bajo|alto) riesgo",
    r"\b(in)?eligible\b",
    r"\b(in)?elegible\b",
    r"cleared for",
    r"(some(body|one)|we|the clinic|a nurse) will (call|contact) you",
    r"(alguien|la clínica) le (llamará|contactará)",
    r"\bdos(e|is) of\b",
    r"\b\d+ ?mg\b",
    r"(stop taking|do not take|skip) your",
    r"(deje de tomar|no tome) su",
    r"(treatment|ketamine|it) keeps you safe",
    r"commit(ted)? suicide",
    r"failed attempt",
    r"no-suicide",
)
"""Level of risk, clearance, a promised call, a dose, advice to change a medicine, a promise of safety, and three words
that wound."""


def said(text: str) -> list[str]:
    return [found[0] for one in NEVER for found in re.finditer(one, text, re.IGNORECASE)]


def test_none_of_it_stands_in_the_apps_own_sentences_in_either_language() -> None:
    catalogs = sorted((Path(mobile.__file__).parent / "i18n" / "es").glob("*.po"))
    assert len(catalogs) > 10
    for catalog in catalogs:
        assert said(catalog.read_text("utf-8")) == [], catalog.name


@pytest.mark.parametrize("one", forms(), ids=lambda one: one.canonical)
def test_none_of_it_stands_in_the_clinics_forms(one: FormDefinition) -> None:
    assert said(one.text) == []


def test_the_search_finds_what_it_looks_for() -> None:
    for words in ("You are low risk", "riesgo bajo", "You are eligible", "Somebody will call you", "56 mg"):
        assert said(words), words


def test_words_are_never_read_for_a_meaning_and_open_nothing() -> None:
    """Help stands on every page; nobody is promised that a sentence will be noticed."""
    written = 0
    for definition in forms():
        for place in (one for one in definition.placed() if one.type in ("text", "string")):
            items = [{"linkId": place.link_id, "answer": [{"valueString": HARM}]}]
            for above in reversed(place.above):
                items = [{"linkId": above["linkId"], "item": items}]
            response = Response.begin("r1", definition, PATIENT, NOW).draft_of(items, NOW)
            assert alerts_for(response, definition, table(), [], NOW) == []
            assert not opens_help(response, definition, place.link_id, table())
            written += 1
    assert written > 10


def test_every_question_that_may_open_help_has_a_fixed_set_of_answers() -> None:
    asked = [(one.canonical, place) for one in forms() for place in help_questions(one)]
    assert {place.link_id for _, place in asked} >= {"phq9-9", "side-thoughts", "suicide-past"}
    assert {place.type for _, place in asked} <= {"choice", "boolean"}


def test_a_form_whose_answers_open_help_or_tell_somebody_never_scores_them_by_another_name() -> None:
    for name in ("side-effects", "bladder-five", "mental-health-history"):
        text = json.dumps(form(name).to_resource())
        assert "calculatedExpression" not in text
        assert "ordinalValue" not in text
