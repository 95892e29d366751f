"""What a Flet-free model is given to call its page back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypedDict


class PageCalls(TypedDict):
    """`on_change` is called after anything a view shows changed; `start` runs work, as a save, beside the typing."""

    start: Callable[[Coroutine[Any, Any, Any]], None]
    on_change: Callable[[], None]
