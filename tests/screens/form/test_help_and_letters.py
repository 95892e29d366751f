"""Help opens each time an answer calls for it, and an answer is saved though letters follow it at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mobile.care.forms.response import CannotSend, Response
from tests.screens.form.samples import an_item
from tests.screens.form.test_form_model import opened


async def asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A form with one question about harm and one for words. Without a table any yes opens help."""
    _, started, model = await opened(
        folder, an_item("a", "boolean", "Harm?"), an_item("w", "string", "Words?")
    )
    model.form.help_links = frozenset({"a"})
    monkeypatch.setattr(
        model.form.desk, "opens", lambda response, form, link: '"valueBoolean": true' in spaced(response)
    )
    return started, model


def spaced(response: Response) -> str:
    return response.text.replace('":', '": ').replace(":  ", ": ")


async def test_help_opens_again_when_the_answer_is_changed_back_and_given_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, model = await asked(tmp_path, monkeypatch)
    states: list[str] = []
    for answer in (True, False, True):
        model.form.state = "asking"
        model.form.filling.answer("a", answer)
        model.answers.answered("a")
        states.append(model.form.state)
    assert states == ["help", "asking", "help"]


async def test_help_opens_when_the_answers_cannot_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, model = await asked(tmp_path, monkeypatch)

    def too_large() -> Response:
        raise CannotSend("too_large")

    monkeypatch.setattr(model.keeping, "snapshot", too_large)
    model.form.filling.answer("a", True)
    model.answers.call_for_help("a")
    assert model.form.state == "help"


async def test_an_answer_is_saved_though_letters_follow_it_before_it_could_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, model = await asked(tmp_path, monkeypatch)
    model.answers.type("w", "First")
    model.answers.left("w")
    await started.rest()
    model.form.filling.answer("a", True)
    model.answers.answered("a")
    model.answers.type("w", "First words")  # before the save of the answer has begun
    await started.rest()
    assert model.keeping.saved is not None
    assert "a" in model.keeping.saved.answered()
