"""The whole page again, as changes to the one that its browser shows.

Flet's client compares every control it is sent with the one of the same number it has, and what is in them, every map
within a map twice: a page of usual depth that did not change takes it from seconds to minutes. So the page is put in
place piece by piece, and every control in it holds one to three values more, as the browser asks: never as many as it has
already, so that no two are equal, which is seen at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mobile.flet_inside.wire import Message, MessageAction, PatchControlBody, values_sent

ITS_OWN = frozenset(
    {"_c", "_i", "route", "media", "window", "web", "client_ip", "client_user_agent", "width", "height"}
)
"""What the browser itself says of its page."""
REPLACE = 0
MARKS = ("_mark_1", "_mark_2", "_mark_3")


def whole_page(session: Any, marks: int) -> Iterator[Message]:
    """To be sent in this order. Packing the page is also what Flet measures later changes against. `marks`: 1 to 3."""
    page = values_sent(session.page)
    _mark(page, MARKS[:marks])
    values = {name: value for name, value in page.items() if name not in ITS_OWN}
    for name, held in list(values.items()):
        if isinstance(held, dict) and "_c" in held:  # it stays the one it is, with what is in it
            del values[name]
            inside = {one: value for one, value in held.items() if one not in ("_c", "_i", "_internals")}
            if inside:  # the client takes no empty change
                yield _put(held["_i"], inside)
    yield _put(page["_i"], values)


def _mark(value: Any, marks: Sequence[str]) -> None:
    if isinstance(value, dict):
        for one in list(value.values()):
            _mark(one, marks)
        if "_c" in value:
            value.update(dict.fromkeys(marks, True))
    elif isinstance(value, list):
        for one in value:
            _mark(one, marks)


def _put(id_: int, values: dict[str, Any]) -> Message:
    changes = [[REPLACE, 0, name, value] for name, value in values.items()]
    return Message(MessageAction.PATCH_CONTROL, PatchControlBody(id_, [[0], *changes]))
