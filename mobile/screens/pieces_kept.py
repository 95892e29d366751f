"""The pieces of a long list, by name: what would show the same is not drawn again, and stays the same control.

For lists where drawing all of it at every commit would keep a person waiting. What is given as looks must be all that the
piece is drawn from, and where it leads.
"""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.screens import reconcile


class KeptPieces:
    """Kept by the place whose list it is. `begin` before a drawing, then `piece` for each."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[object, ft.Control]] = {}
        self._now: dict[str, tuple[object, ft.Control]] = {}

    def begin(self) -> None:
        """What the last drawing did not ask for is let go."""
        self._before, self._now = self._now, {}

    def piece(self, name: str, looks: object, draw: Callable[[], ft.Control]) -> ft.Control:
        """The control of this name: the one there was if it looks so, else a new one in which what is the same stays."""
        looked, control = self._before.get(name, (None, None))
        if control is None or looked != looks:
            new = draw()
            control = control if control is not None and reconcile.settle([control], [new]) else new
        self._now[name] = looks, control
        return control
