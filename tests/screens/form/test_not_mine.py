"""What somebody else wrote about the person is never opened as their own answers."""

from __future__ import annotations

from pathlib import Path

from mobile.care.forms.definition import FormDefinition
from mobile.screens.form.opening import open_form
from tests.screens.form.samples import NOW, a_form, an_item, store_with
from tests.screens.form.test_ask_once import KIM, OLD_ID, sent
from tests.screens.form.test_form_model import PATIENT

CALLED = an_item("called", "string", "What are you called?")


async def opened_beside(tmp_path: Path, who: str):  # type: ignore[no-untyped-def]
    form = a_form(CALLED)
    assert isinstance(form, FormDefinition)
    records = await store_with(tmp_path, form, sent(form, KIM, who=who))
    return await open_form(records, form.id, PATIENT, NOW), await open_form(records, OLD_ID, PATIENT, NOW)


async def test_an_answer_of_the_clinics_is_neither_earlier_nor_opened(tmp_path: Path) -> None:
    fresh, by_id = await opened_beside(tmp_path, "Practitioner/dr-ash")
    assert fresh.earlier is None
    assert by_id.why == "not_found"


async def test_an_answer_of_the_persons_own_is(tmp_path: Path) -> None:
    fresh, by_id = await opened_beside(tmp_path, PATIENT)
    assert fresh.earlier is not None
    assert by_id.response is not None
