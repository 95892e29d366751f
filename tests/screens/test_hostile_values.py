"""Every control of every place, told what no browser tells: no place breaks, and nothing that is not so is believed.

What is dropped stays dropped in `from_page`; what goes on is a value the handler must be able to stand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from flet.messaging.protocol import MessageAction

from mobile.from_page.allowed import EVENTS, OF_ANY, VALUES
from mobile.shell.routes import PLACES, Place
from tests.screens.test_hostile_page import forges, unharmed
from tests.screens.test_shell_places import at, route_of

VALUES_NOBODY_TYPES: list[Any] = [
    None,
    True,
    -1,
    10**9,
    float("nan"),
    "",
    "\ud83d",
    "a\x00b\u202e",
    "x" * 5_000,
    "-1",
    "9999",
    datetime(1001, 1, 1, tzinfo=UTC),
    [],
    {"x": {"y": 1}},
]
DATA_NOBODY_SENDS: list[Any] = [
    None,
    7,
    "x" * 5_000,
    {"w": 0.0, "h": 0.0},
    {"w": float("inf"), "h": -1},
    {"key": "x" * 99},
    {"key": "Enter"},
    {"l": {"x": -99_999, "y": 99_999}, "g": {"x": 0, "y": 0}},
    {
        "files": [
            {"name": "../../etc/passwd", "bytes": b"\x89PNG no picture", "path": "/etc/passwd", "size": -1}
        ]
    },
    {"files": []},
    {"route": "/../../x", "width": 1e9, "state": "gone", "locales": [7]},
]
TAPS = ("click", "action", "confirm_pop")
"""Whatever comes with a tap is dropped before its handler: one is like another."""


def values_to_change(control: Any) -> set[str]:
    named = {"value", "open", "route", "selected_index", "visible", "disabled", "data", "controls", "content"}
    return named | {name for kind, rows in VALUES.items() if type(control) is kind for name in rows(control)}


def events_to_raise() -> list[str]:
    return sorted({name for rows in [*EVENTS.values(), OF_ANY] for name in rows} - {*TAPS})


def controls(page: ft.Page) -> list[Any]:
    return [one for one in list(page.session.index.values()) if isinstance(one, ft.BaseControl)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pattern)
async def test_every_control_stands_every_value(place: Place, tmp_path: Path) -> None:
    async with await at(place, tmp_path) as phone:
        await phone.start(route_of(place))
        await phone.until(lambda: bool(phone.title()), "a title")
        forged = taken = 0
        for control in controls(phone.page):
            if control is phone.page:
                continue  # its own values are its address and its size: see test_hostile_page
            hidden = {
                name: getattr(control, name, None) for name in ("visible", "disabled", "content", "controls")
            }
            for name in values_to_change(control):
                for value in VALUES_NOBODY_TYPES:
                    body = {"id": control._i, "props": {name: value}}
                    forged += 1
                    taken += await forges(phone, MessageAction.UPDATE_CONTROL_PROPS, body)
            for name, was in hidden.items():
                assert getattr(control, name, None) is was, (
                    f"{type(control).__name__}.{name} was changed by a page"
                )
            for name in events_to_raise():
                if callable(getattr(control, f"on_{name}", None)):
                    for data in DATA_NOBODY_SENDS:
                        forged += 1
                        taken += await forges(
                            phone,
                            MessageAction.CONTROL_EVENT,
                            {"target": control._i, "name": name, "data": data},
                        )
        await phone.rest()
        unharmed(phone)
        assert phone.title()
        assert taken < forged
