"""An event of a control that went away while it was on its way is dropped: nothing crashes, and what stands is heard."""

from __future__ import annotations

import gc
from typing import Any

import flet as ft

from mobile.screens.frame import Screen
from tests.screens.harness import Phone, PretendWiring

HEARD: list[str] = []


class Replaced(Screen):
    """Draws its button anew at a tap."""

    def title(self) -> str:
        return "One"

    def body(self) -> list[ft.Control]:
        self.button: Any = self._button()
        self.place = ft.Column([ft.Container(self.button)])
        return [self.place]

    def _button(self) -> ft.Control:
        return ft.TextButton("Here", on_click=lambda _: HEARD.append("tap"), data=object())


async def test_an_event_that_comes_too_late_crashes_nothing() -> None:
    HEARD.clear()
    async with Phone(PretendWiring()) as phone:
        await phone.show(Replaced)
        place: Any = phone.shell._top  # type: ignore[union-attr]
        gone = place.button
        place.button = place._button()
        place.place.controls[:] = [ft.Container(place.button)]  # what held the old one is gone
        place.place.update()
        gc.collect()
        phone.session.index[gone._i] = gone  # Flet's index may know it still, as where a number was handed on
        await phone.session.dispatch_event(gone._i, "click", None)
        assert phone.crashes == []
        assert HEARD == []
        await phone.session.dispatch_event(place.button._i, "click", None)
        assert HEARD == ["tap"]
        await phone.goes_to("/")
        assert phone.crashes == []
