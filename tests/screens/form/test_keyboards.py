"""On whatever keyboard a phone shows for a question, every answer to it can be typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from tests.screens.form.samples import NOW, a_form, an_item, answer_of, comes_to, store_with, the_response
from tests.screens.harness import Phone, PretendWiring

LOWEST = "http://hl7.org/fhir/StructureDefinition/minValue"
KG = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": "kg"}}
FIGURES_ALONE = {ft.KeyboardType.NUMBER, ft.KeyboardType.PHONE}


@pytest.mark.parametrize("platform", ["ios", "android"])
@pytest.mark.parametrize(
    ("type", "more"),
    [
        ("decimal", {}),
        ("quantity", {"extension": [KG]}),
        ("integer", {"extension": [{"url": LOWEST, "valueInteger": -5}]}),
        ("decimal", {"repeats": True}),
    ],
)
async def test_a_part_and_a_number_below_zero_can_be_typed_on_every_phone(
    platform: str, type: str, more: dict[str, Any], tmp_path: Path
) -> None:
    records = await store_with(tmp_path, a_form(an_item("q", type, "How much?", **more)))
    wiring = PretendWiring(records=records, at=NOW)
    async with Phone(wiring, is_web=False, platform=platform) as phone:
        await phone.start("/form/f")
        await phone.sees("How much?", "heading")
        (field,) = [one.control for one in phone.nodes() if one.role == "field"]
        assert field.keyboard_type not in FIGURES_ALONE


async def test_a_count_has_large_figures_and_what_is_typed_is_the_answer(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(an_item("q", "integer", "How many hours?")))
    async with Phone(PretendWiring(records=records, at=NOW), is_web=False, platform="ios") as phone:
        await phone.start("/form/f")
        await phone.sees("How many hours?", "heading")
        (field,) = [one.control for one in phone.nodes() if one.role == "field"]
        assert field.keyboard_type is ft.KeyboardType.NUMBER
        await phone.type(str(field.label or "How many hours?"), "7")
        await comes_to(records, "q", [{"valueInteger": 7}])
        assert answer_of(await the_response(records), "q") == [{"valueInteger": 7}]


async def test_the_calendar_opens_where_a_day_beyond_it_was_typed(tmp_path: Path) -> None:
    records = await store_with(tmp_path, a_form(an_item("q", "date", "Which day?")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        await phone.sees("Which day?", "heading")
        for typed, opens in (("2150-01-01", None), ("2024-05-20", date(2024, 5, 20))):
            await phone.type("Which day?", typed)
            await phone.blur("Which day?")
            await comes_to(records, "q", [{"valueDate": typed}])
            await phone.tap("Choose a day")
            (picker,) = phone.page._dialogs.controls
            assert isinstance(picker, ft.DatePicker)
            assert picker.value == opens
            phone.page.pop_dialog()
            phone.page._dialogs.controls.clear()
