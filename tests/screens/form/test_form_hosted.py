"""Hosted, nothing outlives the page but what the clinic has: no sentence of the form place says otherwise."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.records.errors import NotSaved
from tests.screens.form.samples import NOW, a_form, an_item, store_with
from tests.screens.harness import Phone, PretendWiring

FALSE = re.compile(r"this phone|[Ss]aved on|kept here")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await store_with(
        tmp_path, a_form(an_item("w", "text", "What helps?"), an_item("b", "boolean", "Do you sleep well?"))
    )


async def test_answers_go_to_the_clinic_and_half_typed_words_are_said_to_be_on_this_page(
    records: Any,
) -> None:
    async with Phone(PretendWiring(records=records, at=NOW, mode="serve")) as phone:
        await phone.start("/form/f")
        await phone.sees("Each answer goes to your clinic as you give it.")
        await phone.type("What helps?", "Tea")
        await phone.type("What helps?", "Tea and")
        await phone.sees("Kept while this page is open. It goes to your clinic when you go on.")
        await phone.tap("Next")
        await phone.sees("Do you sleep well?", "heading")
        await phone.sees(re.compile("Kept while this page is open"))
        assert [text for text in phone.texts() if FALSE.search(text)] == []


async def test_a_store_that_cannot_write_is_said_and_the_answer_stays(records: Any) -> None:
    async def refused(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/form/f")
        save = records.save_all
        records.save_all = refused
        await phone.type("What helps?", "Tea")
        await phone.sees("Not saved: this phone has no space left. Your answers stay here.")
        await phone.tap("Back")
        await phone.sees("Leave without saving?")
        await phone.tap("Stay here")
        (field,) = phone.find("What helps?", "field")
        assert field.control.value == "Tea"
        records.save_all = save
        await phone.type("What helps?", "Tea and")
        await phone.sees("Saved on this phone")


async def test_the_place_speaks_spanish(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW), speaks="es") as phone:
        await phone.start("/form/f")
        await phone.sees("Siguiente")
        await phone.sees(re.compile("Nadie lee esto en tiempo real"))
