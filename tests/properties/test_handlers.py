"""Whether a handler takes Flet's event is told of its code as Python's own signature tells it, whatever is filled in already."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.screens.guard import _signature_wants_event, wants_event

NAMES = ["a", "b", "e", "event", "_"]


@st.composite
def handlers(draw: st.DrawFn) -> Callable[..., Any]:
    """A function of any shape, perhaps bound to an object, with some of it filled in."""
    plain = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    defaults = draw(st.integers(0, len(plain)))
    shape = [name if place < len(plain) - defaults else f"{name}=None" for place, name in enumerate(plain)]
    shape += draw(st.sampled_from([[], ["*more"]]))
    if draw(st.booleans()):
        shape += [] if "*more" in shape else ["*"]
        shape += ["k=None"]
    source = f"def f({', '.join(shape)}): pass"
    made: dict[str, Any] = {}
    exec(source, made)
    function = made["f"]
    left = list(plain)
    if left and draw(st.booleans()):
        function = function.__get__(object())
        left.pop(0)
    while left and draw(st.booleans()):
        if draw(st.booleans()):
            function = partial(function, None)
            left.pop(0)
        else:
            name = draw(st.sampled_from(left))
            function = partial(function, **{name: None})
            break
    return function


@given(handlers())
def test_what_its_code_says_is_what_its_signature_says(handler: Callable[..., Any]) -> None:
    assert wants_event(handler) is _signature_wants_event(handler)


class Screen:
    def on_plain(self) -> None: ...
    def on_event(self, e: Any = None) -> None: ...
    def on_word(self, word: str, _: Any = None) -> None: ...
    def __call__(self) -> None: ...


@pytest.mark.parametrize(
    ("handler", "wants"),
    [
        (Screen().on_plain, False),
        (Screen().on_event, True),
        (partial(Screen().on_word, "w"), True),
        (lambda i=1: i, False),
        (Screen(), False),
        (print, True),
        (wraps(Screen.on_plain)(lambda *given: None), True),
    ],
)
def test_handlers_as_screens_write_them(handler: Callable[..., Any], wants: bool) -> None:
    assert wants_event(handler) is wants
