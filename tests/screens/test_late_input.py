"""How long the last letters of a field that gave way are listened for."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import flet as ft
import pytest

from mobile.shell import late_input
from mobile.shell.late_input import LateInput
from tests.screens.harness import Phone, PretendWiring


async def test_a_moment_that_began_before_does_not_end_the_one_of_another_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(late_input, "LATE_S", 0)
    async with Phone(PretendWiring()) as phone:
        await phone.start("/")
        moments: list[Coroutine[Any, Any, Any]] = []
        late = LateInput(phone.page, phone.shell.guard, moments.append)  # type: ignore[union-attr]
        late.replaced(ft.TextField(value="first"), lambda words: None)
        late.replaced(ft.TextField(value="second"), lambda words: None)
        first, second = moments
        await first
        assert [one.value for one in late._stand_ins] == ["first", "second"]
        await second
        assert late._stand_ins == []
