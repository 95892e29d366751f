"""Photos of a form as controls, each made once: a page is drawn anew at every answer, and a photo is not sent anew with it.

They are kept as long as the place is open and no longer: a lock takes them with it.
"""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.form.question import KeptFile
from mobile.screens.panels.answers.pictured import picture_in


class Photos:
    """One a place."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, str], ft.Control | None] = {}

    def of(self, one: KeptFile, place: str, *, height: int | None = None) -> ft.Control | None:
        """The photo; None where there is none to be seen. `place`: where on the page, because a control stands once."""
        if one.data is None:
            return None
        key = place, one.name, one.data
        if key not in self._made:
            data = picture_in(one.data)
            self._made[key] = parts.photo(data, one.name, height=height) if data is not None else None
        return self._made[key]
