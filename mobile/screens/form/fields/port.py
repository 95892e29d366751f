"""What a field of a form is, and what it may ask of the page it stands on. Fields hold no answers and save nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import flet as ft

from mobile.printing.signature import Stroke
from mobile.screens.form.photos import Photos
from mobile.screens.form.prefill_offers import Offer
from mobile.screens.form.question import Question, Withheld
from mobile.screens.frame import Surroundings

NOT_SURE = "~not-sure"
"""The key of the row "I'm not sure", among a question's own answers."""

LateField = tuple[ft.TextField, Callable[[str], None]]


class Answers(Protocol):
    """What a field may answer. Each takes the question's id first, and is captured at once."""

    def choose(self, id: str, keys: Sequence[str]) -> None:
        """These of the question's own answers, all of them; none clears it."""
        ...

    def type_other(self, id: str, words: str) -> None:
        """An answer of one's own beside those offered; "" takes it away."""
        ...

    def choose_unit(self, id: str, key: str) -> None: ...

    def withhold(self, id: str, how: Withheld | None) -> None: ...

    def left(self, id: str) -> None:
        """The field lost the cursor: from now on it may say what is not right."""
        ...

    def attach(self, id: str, name: str, data: bytes, content_type: str | None) -> None: ...

    def room(self, id: str, *, is_photo: bool) -> int:
        """Bytes that one more file, or one more photo, may have."""
        ...

    def detach(self, id: str, position: int) -> None: ...

    def sign(self, id: str, name: str) -> None:
        """With a typed name. Raises CannotDraw where a picture of it is wanted and a letter has no drawing."""
        ...

    def add_row(self, id: str) -> None: ...


class Acts(Protocol):
    """What a field has and may ask of its page."""

    s: Surroundings
    photos: Photos
    guard: Callable[..., Any]

    @property
    def answers(self) -> Answers: ...

    def type(self, id: str, text: str) -> None:
        """Every keystroke, captured at once, also when the device was locked meanwhile."""
        ...

    def entered(self) -> None:
        """Enter in a field of one line: go on."""
        ...

    def sign_drawn(self, id: str, strokes: Sequence[Stroke], width: float, height: float) -> None:
        """Drawn by hand."""
        ...

    def offer(self, id: str) -> Offer | None:
        """An earlier answer that may be taken over."""
        ...

    def still_true(self, id: str) -> None:
        """The earlier answer is the answer now."""
        ...

    async def keep_here(self, is_only_here: bool) -> None:
        """Where the draft is kept from now on."""
        ...

    def remove_row(self, id: str) -> None:
        """One less of what repeats, with a way back for a while."""
        ...


class Field(Protocol):
    """One question's place to answer. Made once; `show` brings it up to what the model knows."""

    control: ft.Control

    def show(self, question: Question) -> None: ...

    def late(self) -> Sequence[LateField]: ...

    def say_flaw(self, words: str) -> bool:
        """Says what is not right inside the field itself. False: it has no place for that."""
        ...
