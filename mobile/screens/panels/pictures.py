"""Pictures as somebody sees them who was given them: whole, with what each shows below it, and large at a tap.

The same drawing for the preview and for the reader. Each is made once: a place is drawn anew at every answer, and a picture is
not sent anew with it. They are kept as long as the place is open and no longer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.screens.frame import Surroundings


@dataclass(frozen=True)
class SeenPicture:
    """`line`: what stands for it in the text that was shared ("Picture: the lake"). `data`: a picture that can be shown; None: it
    is not here, or cannot be shown, and `line` stands alone."""

    id: str
    line: str = field(repr=False)
    data: bytes | None = field(repr=False, default=None)


class Pictures:
    """One a place."""

    def __init__(self, s: Surroundings) -> None:
        self._s = s
        self._made: dict[tuple[SeenPicture, str], ft.Control] = {}
        self._large: tuple[SeenPicture, Callable[[], None]] | None = None  # seen large, and what closes it

    def drawn(self, pictures: Sequence[SeenPicture]) -> list[ft.Control]:
        """In this order. What is not among them any more is let go, seen large too."""
        self.end_large(pictures)
        named = [(one, self._label(one, number, len(pictures))) for number, one in enumerate(pictures, 1)]
        self._made = {key: self._made.get(key) or self._drawn(*key) for key in named}
        return list(self._made.values())

    def _label(self, one: SeenPicture, number: int, of: int) -> str:
        """Several that say nothing of what they show are told apart by their number."""
        if of == 1:
            return self._s._("{what}. See it large").format(what=one.line)
        text = self._s._("{what}, {n} of {total}. See it large")
        return text.format(what=one.line, n=number, total=of)

    def _drawn(self, one: SeenPicture, label: str) -> ft.Control:
        line = parts.small(one.line)
        line.rtl = is_right_to_left(one.line)
        if one.data is None:
            icon = parts.icons.icon(parts.icons.PICTURE, size=20)
            return ft.Row([icon, ft.Container(line, expand=True)], spacing=8)
        see = self._s.guard(partial(self._on_see, one))
        return parts.stack(parts.framed_photo(one.data, label, see), line, spacing=4)

    def end_large(self, but: Sequence[SeenPicture] = ()) -> None:
        """Closes what is seen large, unless it is one of these."""
        if self._large is not None and self._large[0] not in but:
            self._large[1]()
            self._large = None

    def _on_see(self, one: SeenPicture) -> None:
        if one.data is not None and self._s.may_show():
            end = parts.see_large(self._s.page, one.data, one.line, one.line, self._s._("Close"))
            self._large = one, end
