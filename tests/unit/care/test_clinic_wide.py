"""What a clinic publishes is read once in a process, and only that."""

from __future__ import annotations

import json

from mobile.care.agreed_here import AgreedHere
from mobile.care.catalog import Who, filing
from mobile.care.catalog import belonging as whose
from mobile.care.catalog.holding import FREELY
from mobile.care.catalog.rows import ROWS
from mobile.care.clinic_wide import LONGEST_KEPT, ClinicWide
from mobile.care.forms.definition import FormDefinition
from mobile.care.opened import Opened

SAM, JO = (Who("practitioner", f"Practitioner/{name}") for name in ("sam", "jo"))


def a_form(title: str) -> str:
    return json.dumps(
        {"resourceType": "Questionnaire", "id": "f1", "title": title, "url": "https://a.example/f1"}
    )


def again(text: str) -> str:
    """The same text, as another store reads it."""
    return "".join(list(text))


def test_one_text_is_one_form_and_another_text_another() -> None:
    first = FormDefinition.from_json(a_form("Mood"))
    assert FormDefinition.from_json(again(a_form("Mood"))) is first
    assert FormDefinition.from_json(a_form("Sleep")).title.text == "Sleep"


def test_a_text_that_is_too_long_to_keep_is_read_as_any_other() -> None:
    text = a_form("M" * LONGEST_KEPT)
    first, second = FormDefinition.from_json(text), FormDefinition.from_json(text)
    assert first == second
    assert first is not second
    assert filing("Questionnaire", text, SAM) is not None


def test_only_what_is_everybodys_is_shared() -> None:
    shared = [row for row in ROWS if issubclass(row.noun, ClinicWide)]
    assert FormDefinition in [row.noun for row in shared]
    for row in shared:
        assert row.belongs is whose.anybodys, row.noun.__name__
        assert row.holding is FREELY, row.noun.__name__


def test_a_form_that_was_filed_for_one_is_noted_for_another_too(monkeypatch) -> None:
    noted: list[tuple[AgreedHere, str]] = []
    monkeypatch.setattr(AgreedHere, "note_form", lambda own, form: noted.append((own, form.id)))
    of_sam, of_jo = Opened(SAM.reference), Opened(JO.reference)
    for who, opened in ((SAM, of_sam), (JO, of_jo)):
        assert filing("Questionnaire", again(a_form("Energy")), who, opened) is not None
    assert noted == [(of_sam.agreed, "Questionnaire/f1"), (of_jo.agreed, "Questionnaire/f1")]
