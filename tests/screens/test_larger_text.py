"""Larger text by its facts: every word of every place grows, at once, on the page that asked and on no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.design import tokens as t
from mobile.design.letters import LARGER
from mobile.screens.app_services import Settings
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.harness.tree import children_of
from tests.unit.care.samples import an_intention

ROOT = Path(__file__).resolve().parents[2]
PIN = "271801"
PATIENTS = [
    "/",
    "/journal",
    "/plan",
    "/care",
    "/intentions",
    "/intention/new",
    "/sharing",
    "/team",
    "/practice",
    "/help-with-cost",
    "/support",
    "/support/ground",
    *(f"/settings{part}" for part in ("", "/lock", "/look", "/pin", "/sync", "/take", "/wipe", "/where")),
    "/nowhere",
]


def sizes_of(control: Any) -> Iterator[tuple[str, float]]:
    """Every text below with the size it is written in."""
    if isinstance(control, ft.Text):
        style = control.style if isinstance(control.style, ft.TextStyle) else None
        yield str(control.value), float((style.size if style else control.size) or 0)
    if isinstance(control, ft.TextField):
        assert isinstance(control.text_style, ft.TextStyle)
        yield f"field {control.label}", float(control.text_style.size or 0)
    for child in children_of(control):
        yield from sizes_of(child)


async def _sizes(route: str, *, is_larger: bool, folder: Path, **given: Any) -> list[float]:
    records: Any = await opened_store(folder / str(is_larger))
    await records.save(an_intention())
    wiring = PretendWiring(records=records, settings=Settings(larger_text=is_larger), **given)
    async with Phone(wiring) as phone:
        await phone.start(route)
        assert phone.reported == []
        return [size for _, size in sizes_of(phone.top)]


async def _grows(route: str, folder: Path, **given: Any) -> None:
    plain = await _sizes(route, is_larger=False, folder=folder, **given)
    assert plain
    assert all(size > 0 for size in plain), "a text without a size of its own"
    larger = await _sizes(route, is_larger=True, folder=folder, **given)
    assert larger == [size * LARGER for size in plain]


@pytest.mark.parametrize("route", PATIENTS)
async def test_every_word_of_a_patients_places_is_larger(route: str, tmp_path: Path) -> None:
    await _grows(route, tmp_path)


@pytest.mark.parametrize("route", ["/shared", "/settings"])
async def test_every_word_of_a_therapists_places_is_larger(route: str, tmp_path: Path) -> None:
    await _grows(route, tmp_path, person=THERAPIST)


@pytest.mark.parametrize(
    ("route", "door"), [("/", "signed_out"), ("/join", "signed_out"), ("/", "locked"), ("/", "damaged")]
)
async def test_every_word_before_a_closed_door_is_larger(route: str, door: Any, tmp_path: Path) -> None:
    await _grows(route, tmp_path, door=door)


async def test_the_switch_makes_the_words_larger_at_once_and_back() -> None:
    wiring = PretendWiring()
    async with Phone(wiring) as phone:
        await phone.start("/settings/look")
        before = list(sizes_of(phone.top))
        await phone.tap(re.compile("^Larger text On top"))
        assert wiring.settings.larger_text
        await phone.until(
            lambda: list(sizes_of(phone.top)) == [(text, size * LARGER) for text, size in before],
            "larger words",
        )
        assert _theme_size(phone) == t.SIZE_BODY * LARGER
        assert phone.faults() == []
        await phone.tap(re.compile("^Larger text On top"))
        await phone.until(lambda: list(sizes_of(phone.top)) == before, "words as before")
        assert _theme_size(phone) == t.SIZE_BODY


def _theme_size(phone: Phone) -> float:
    style: Any = phone.page.theme.text_theme.body_large  # type: ignore[union-attr]
    return style.size


async def test_larger_words_on_one_page_leave_every_other_page_of_the_process_as_it_was() -> None:
    large, plain = PretendWiring(settings=Settings(larger_text=True)), PretendWiring()
    async with Phone(plain) as ours, Phone(large) as theirs:
        await ours.start("/settings")
        await theirs.start("/settings")
        before = {size for _, size in sizes_of(ours.top)}
        # Both are drawn anew by one and the same caller, as a sync engine does whose page is another one.
        for wiring in (plain, large):
            wiring.pretended.says(phase="offline", waiting=2)
        await ours.sees(re.compile("2 waiting to send"))
        await theirs.sees(re.compile("2 waiting to send"))
        assert {size for _, size in sizes_of(ours.top)} == before
        assert {size for _, size in sizes_of(theirs.top)} == {size * LARGER for size in before}


async def test_a_question_and_a_passing_word_are_larger_too() -> None:
    wiring = PretendWiring(settings=Settings(larger_text=True))
    async with Phone(wiring) as phone:
        await phone.start("/settings")
        phone.shell.run(_asks(phone))
        await phone.sees("Sure?", "heading")
        dialogs = [size for d in phone.page._dialogs.controls for _, size in sizes_of(d)]
        assert t.SIZE_BODY * LARGER in dialogs
        assert set(dialogs) <= {s * LARGER for s in (t.SIZE_HEADING, t.SIZE_BODY, t.SIZE_BUTTON)}


async def _asks(phone: Phone) -> None:
    phone.shell.say("Done.")
    await phone.shell.ask("Sure?", "It is a question.", yes="Yes", no="No")


async def test_support_stands_at_the_right_also_where_the_title_leaves_it_no_room() -> None:
    async with Phone(PretendWiring()) as phone:
        await phone.start("/settings")
        sides: Any = _find(phone.top, lambda c: isinstance(c, ft.Row) and c.on_size_change)
        left, aside = sides.controls
        pill = aside.content.controls[-1]

        async def measured(**widths: float) -> None:
            told = {"left": left, "right": aside.content, "support": pill, "whole": sides}
            for name, control in told.items():
                if name in widths:
                    await phone.happens(control, "size_change", {"w": widths[name], "h": 60.0})
            await phone.rest()

        await measured(left=150, right=100, support=100, whole=350)
        assert aside.width is None  # beside the title, which is laid in lines
        assert not sides.wrap
        await measured(left=300, right=160, support=160)
        assert sides.wrap
        await measured(left=300, right=160)  # laid anew
        assert (aside.width, aside.alignment) == (float("inf"), ft.Alignment.CENTER_RIGHT)
        await measured(whole=700)  # the phone was turned
        assert aside.width is None
        assert phone.reported == []


def _find(control: Any, is_it: Any) -> Any:
    if is_it(control):
        return control
    return next((found for child in children_of(control) if (found := _find(child, is_it))), None)


def test_no_part_and_no_screen_writes_a_size_of_words_of_its_own() -> None:
    wrong: list[str] = []
    for path in sorted([*(ROOT / "mobile/design").rglob("*.py"), *(ROOT / "mobile/screens").rglob("*.py")]):
        if path.name == "letters.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            is_sized_text = name in ("Text", "TextSpan") and any(k.arg == "size" for k in node.keywords)
            if name == "TextStyle" or is_sized_text:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
