"""The moment in which the store is looked at. Support is there already."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen


class Starting(Screen):
    """Shown for an instant; says so for those it is longer for."""

    def title(self) -> str:
        return "Lantern"

    def body(self) -> list[ft.Control]:
        return [parts.spoken(parts.body(self._("Opening")))]
