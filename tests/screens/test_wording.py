"""What is said of where words are kept: each way of keeping them says all of it, truly, and no screen asks which it is."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from mobile.i18n import Speech
from mobile.screens.wording import InDemonstration, OnDevice, OnPage, Wording
from mobile.screens.wording.sharing import Unshared

SCREENS = Path(__file__).parents[2] / "mobile" / "screens"
ASKS = {"is_hosted", "mode", "Mode", "OnDevice", "OnPage", "InDemonstration"}
"""Names by which a file would ask which way it is, or choose one itself."""
GIVEN: dict[str, list[Any]] = {
    "is_full": [False, True],
    "is_staff": [False, True],
    "has_clinic_copy": [False, True],
    "n": [1, 3],
    "clinic": ["Harbor Example Clinic", ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Chicago")],
    "at": [datetime(2026, 3, 3, 16, 42, tzinfo=UTC)],
    "sent": ["Sent 10:42"],
    "why": list(get_args(Unshared)),
}
"""What is put in for each parameter; of one name only what its type allows."""
FALSE = {
    "en": re.compile(
        r"this phone|this device|[Ss]aved|[Oo]nly me\b|[Oo]nly you\b|kept here|stays here|\bsealed"
    ),
    "es": re.compile(
        r"este teléfono|este dispositivo|(?<!No )[Ss]e guardó|[Gg]uardad[oa]|[Ss]olo (yo|usted)\b|sellad"
    ),
}
SAME = {("after_wrong_pins", "is_staff=True")}
"""What both say, on purpose: a therapist keeps nothing of their own, so wrong PINs lose them the same."""


def _sentences() -> list[str]:
    return sorted(name for name, _ in inspect.getmembers(Wording, inspect.isfunction) if name[0] != "_")


def _said(wording: Wording, name: str) -> Iterator[tuple[str, str]]:
    """Every form of a sentence, by what was given for it."""
    calls: list[dict[str, Any]] = [{}]
    for parameter in inspect.signature(getattr(Wording, name)).parameters.values():
        if parameter.name == "self":
            continue
        is_zone = parameter.annotation == "ZoneInfo"
        values = [one for one in GIVEN[parameter.name] if isinstance(one, ZoneInfo) is is_zone]
        calls = [{**call, parameter.name: value} for call in calls for value in values]
    for call in calls:
        yield ", ".join(f"{key}={value}" for key, value in call.items()), getattr(wording, name)(**call)


def _asked(path: Path) -> set[str]:
    """Which of the names a file uses; what its sentences and comments say is no question."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = (getattr(node, "attr", None), getattr(node, "id", None), getattr(node, "name", None))
        found |= {name for name in names if name in ASKS}
    return found


def test_no_screen_asks_which_way_it_is() -> None:
    files = [one for one in SCREENS.rglob("*.py") if one.parent.name != "wording"]
    assert len(files) > 100
    asked = {one.relative_to(SCREENS).as_posix(): _asked(one) for one in files}
    assert {name: names for name, names in asked.items() if names} == {}


@pytest.mark.parametrize("way", [OnDevice, OnPage, InDemonstration])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_way_says_all_of_it(way: type[Wording], language: str) -> None:
    wording = way(Speech(language))
    assert wording.kept_drawing
    assert wording.waiting_drawing
    may_be_silent = {"before_the_first_word", "by_the_clinics_clock"}
    for name in _sentences():
        for given, said in _said(wording, name):
            assert said.strip() or name in may_be_silent, (name, given)
            assert "{" not in said, (name, given)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_that_keeps_nothing_calls_nothing_kept_here(language: str) -> None:
    page = OnPage(Speech(language))
    assert page.kept_drawing != "saved"
    assert page.waiting_drawing != "saved"
    said = [(name, text) for name in _sentences() for _, text in _said(page, name)]
    assert [one for one in said if FALSE[language].search(one[1])] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_device_says_is_what_the_page_may_not_say(language: str) -> None:
    """The words above are looked for where they stand."""
    device = OnDevice(Speech(language))
    said = [text for name in _sentences() for _, text in _said(device, name)]
    assert len([text for text in said if FALSE[language].search(text)]) > 20


@pytest.mark.parametrize("language", ["en", "es"])
def test_device_and_page_differ_in_every_sentence_but_those_meant_to_be_the_same(language: str) -> None:
    device, page = OnDevice(Speech(language)), OnPage(Speech(language))
    same = set()
    for name in _sentences():
        for (given, here), (_, there) in zip(_said(device, name), _said(page, name), strict=True):
            if here == there:
                same.add((name, given.partition(", ")[2] or given))
    assert same == SAME


def test_a_demonstration_says_that_nobody_is_real_and_else_what_a_device_says() -> None:
    device, demonstration = OnDevice(Speech("en")), InDemonstration(Speech("en"))
    other = {name for name in _sentences() if [*_said(device, name)] != [*_said(demonstration, name)]}
    assert other == {"where_words_live", "what_is_here"}
    for name in other:
        assert all("invented" in said for _, said in _said(demonstration, name)), name
