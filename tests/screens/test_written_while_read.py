"""What is written between the first reading of a place and its watch is in that place too: nothing waits for the next commit."""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.intention import Intention
from mobile.care.journal.entry import JournalEntry
from mobile.care.safety.plan import SafetyPlan, current
from mobile.screens.entry.model import EntryDraft
from mobile.screens.first_minutes.model import CatchDraft
from mobile.screens.form.model import FormModel
from mobile.screens.intention.model import IntentionModel
from mobile.screens.safety_plan.model import PlanWriting
from tests.screens.clinic_of import documents_of, person, receive_all, seeded
from tests.screens.form.samples import NOW
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_layers import at, until_now, wiring

FORMS = [one for one in documents_of("rowan") if one["resourceType"] == "Questionnaire"]
Meanwhile = Callable[[], Awaitable[None]]


def just_after(monkeypatch: pytest.MonkeyPatch, model: type[Any], write: Meanwhile) -> None:
    """Once, right after this model has read, `write` writes; only then does the place go on."""
    load, done = model.load, False

    async def loads(self: Any, *args: Any) -> None:
        nonlocal done
        await load(self, *args)
        if not done:
            done = True
            await write()

    monkeypatch.setattr(model, "load", loads)


async def test_a_form_that_comes_then_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records: Any = await seeded(tmp_path, "rowan", without=("Questionnaire",))
    just_after(monkeypatch, FormModel, lambda: receive_all(records, "rowan", FORMS))
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/form/phq-9")
        await phone.sees("1. Little interest or pleasure in doing things")


def words_of(phone: Phone) -> str:
    return phone.shell._top.field.value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "model", "path"),
    [(Intention, IntentionModel, "/intention/w1"), (JournalEntry, EntryDraft, "/entry/w1")],
)
async def test_words_that_another_page_writes_then_stand_there(
    kind: Any, model: type[Any], path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    first = kind("w1", "First words.", NOW, NOW)
    await records.save(first)
    just_after(monkeypatch, model, lambda: records.save(replace(first, words="Words of the other page.")))
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start(path)
        await phone.until(lambda: words_of(phone) == "Words of the other page.")


async def test_a_plan_that_the_clinic_takes_back_then_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records: Any = await seeded(tmp_path, "rowan")
    plan = current(await records.every(SafetyPlan))
    just_after(monkeypatch, PlanWriting, lambda: records.remove(plan))
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start("/safety-plan")
        await phone.sees_no("Walk to the river. Wash the dishes with the radio on.")


async def test_the_first_minutes_ask_what_a_protocol_that_comes_then_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Phone(
        wiring(await seeded(tmp_path / "whole", "rowan", change=until_now), at(0, "12:40"))
    ) as phone:
        await phone.start("/")
        await phone.tap("Begin")
        path = phone.page.route
    records: Any = await seeded(tmp_path / "part", "rowan", without=("PlanDefinition",), change=until_now)
    protocols = [one for one in documents_of("rowan") if one["resourceType"] == "PlanDefinition"]
    just_after(monkeypatch, CatchDraft, lambda: receive_all(records, "rowan", protocols))
    async with Phone(wiring(records, at(0, "12:40"))) as phone:
        await phone.start(path)
        await phone.sees("Soft", "button")


def test_no_place_begins_to_watch_only_after_it_has_waited() -> None:
    late = [
        f"{file}:{node.lineno}"
        for file in sorted(Path("mobile/screens").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.AsyncFunctionDef) and node.name == "shown" and watches_late(node)
    ]
    assert late == []


def watches_late(shown: ast.AsyncFunctionDef) -> bool:
    """Whether `watch` is called after the first `await`. Inside `watched` it is called before."""
    waits = [one.lineno for one in ast.walk(shown) if isinstance(one, ast.Await)]
    calls = [
        one.lineno
        for one in ast.walk(shown)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "watch"
    ]
    return bool(waits) and any(line > min(waits) for line in calls)
