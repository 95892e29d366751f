"""What a page may say about which kind of control: the values it may change and the events it may raise.

A control that is not here says nothing. A new kind of control in the app gets its row here, or it will not answer: the
tests of the places drive them through these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft
from flet_audio import Audio, AudioState
from flet_audio_recorder import AudioRecorder, AudioRecorderState

from mobile.from_page import values as v
from mobile.from_page.values import Check

Checks = Mapping[str, Check]

PLATFORMS = frozenset(one.value for one in ft.PagePlatform)
LIGHTS = frozenset(one.value for one in ft.Brightness)
STATES = frozenset(one.value for one in ft.AppLifecycleState)
ENTRY_MODES = frozenset(one.value for one in ft.DatePickerEntryMode)
CODE = v.code
SIZE: Checks = {"w": v.length, "h": v.length}
SCROLL: Checks = {
    "event_type": v.one_of([str(one.value) for one in ft.ScrollType]),
    "pixels": v.coordinate,  # below zero where a list is pulled beyond its beginning
    "min_scroll_extent": v.coordinate,
    "max_scroll_extent": v.coordinate,
    "viewport_dimension": v.length,
}

PAGE_AT_FIRST: Checks = {
    "route": v.route,
    "width": v.maybe(v.length),
    "height": v.maybe(v.length),
    "platform": v.maybe(v.one_of(PLATFORMS)),
    "platform_brightness": v.maybe(v.one_of(LIGHTS)),
}
"""What a page says of itself when it registers. That it is a browser is known here already."""

PAGE_VALUES: Checks = {
    "route": v.route,
    "width": v.length,
    "height": v.length,
    "platform_brightness": v.one_of(LIGHTS),
}

PAGE_EVENTS: Checks = {
    "route_change": v.record({"route": v.route}),
    "view_pop": v.record({"route": v.maybe(v.text(v.MOST_ROUTE))}),
    "app_lifecycle_state_change": v.record({"state": v.one_of(STATES)}),
    "resize": v.record({"width": v.length, "height": v.length}),
    "locale_change": v.record(
        {
            "locales": v.several(
                v.record(
                    {"language_code": CODE, "country_code": v.maybe(CODE), "script_code": v.maybe(CODE)}
                ),
                20,
            )
        }
    ),
    "keyboard_event": v.record(
        {"key": v.text(32), **{held: v.yes_or_no for held in ("shift", "ctrl", "alt", "meta")}}
    ),
}
"""Not here: connect, disconnect and close, which only the server itself raises."""

ONE_FILE: Checks = {
    "id": v.index(1000),
    "name": v.text(1024),
    "size": v.nothing,
    "path": v.nothing,
    "bytes": v.maybe(v.content),
}
"""A browser has no path to give, and what it holds is counted here: `size` and `path` become None whatever it says."""

MOST_SOUND = 1 << 17
"""Bytes of sound in one event: some seconds. A client sends a small part of that at a time."""


def _choices(group: Any) -> Check:
    """One of the radios that stand in a group, by what each stands for."""
    return v.one_of({one for one in _radios(getattr(group, "content", None)) if isinstance(one, str)})


def _radios(control: Any) -> list[object]:
    if isinstance(control, ft.Radio):
        return [control.value]
    inside = [getattr(control, "content", None), *(getattr(control, "controls", None) or ())]
    return [value for one in inside if isinstance(one, ft.BaseControl) for value in _radios(one)]


def _day_in_sight(picker: Any) -> Check:
    """A day of the calendar that was shown, give or take the zone of either end."""

    def check(value: object) -> Any:
        day = v.maybe(v.day)(value)
        if day is not None and not picker.first_date.year - 1 <= day.year <= picker.last_date.year + 1:
            raise v.NotTaken
        return day

    return check


ValueRows = Mapping[type, Callable[[Any], Checks]]

VALUES: ValueRows = {
    ft.Page: lambda _: PAGE_VALUES,
    ft.TextField: lambda _: {"value": v.text(v.MOST_LETTERS)},
    ft.Checkbox: lambda box: {"value": v.maybe(v.yes_or_no) if box.tristate else v.yes_or_no},
    ft.Switch: lambda _: {"value": v.yes_or_no},
    ft.RadioGroup: lambda group: {"value": _choices(group)},
    ft.NavigationBar: lambda bar: {"selected_index": v.index(len(bar.destinations))},
    ft.NavigationRail: lambda rail: {"selected_index": v.index(len(rail.destinations or ()))},
    ft.DatePicker: lambda picker: {
        "value": _day_in_sight(picker),
        "open": v.closed,
        "entry_mode": v.one_of(ENTRY_MODES),
    },
    ft.AlertDialog: lambda _: {"open": v.closed},
    ft.BottomSheet: lambda _: {"open": v.closed},
    ft.SnackBar: lambda _: {"open": v.closed},
}

_TAP: Checks = {"click": v.nothing}
_HOLD: Checks = {**_TAP, "long_press": v.nothing}
_CHANGE: Checks = {"change": v.nothing}
_POINT = v.record({"x": v.coordinate, "y": v.coordinate})

EVENTS: Mapping[type, Checks] = {
    ft.Page: PAGE_EVENTS,
    ft.View: {"confirm_pop": v.nothing},
    ft.TextField: {"change": v.nothing, "submit": v.nothing, "focus": v.nothing, "blur": v.nothing},
    ft.Checkbox: _CHANGE,
    ft.Switch: _CHANGE,
    ft.RadioGroup: _CHANGE,
    ft.NavigationBar: _CHANGE,
    ft.NavigationRail: _CHANGE,
    ft.DatePicker: {"change": v.nothing, "dismiss": v.maybe(v.yes_or_no)},
    ft.AlertDialog: {"dismiss": v.nothing},
    ft.BottomSheet: {"dismiss": v.nothing},
    ft.SnackBar: {"dismiss": v.nothing, "action": v.nothing},
    ft.SnackBarAction: _TAP,
    ft.Button: _HOLD,
    ft.TextButton: _HOLD,
    ft.IconButton: _TAP,
    ft.Container: _TAP,
    ft.ListTile: _TAP,
    ft.Card: _TAP,
    ft.KeyboardListener: {"key_down": v.record({"key": v.text(32)})},
    ft.GestureDetector: {
        f"{way}_drag_{what}": v.record({"l": _POINT, "g": _POINT})
        for way in ("horizontal", "vertical")
        for what in ("down", "update")
    },
    ft.FilePicker: {"result": v.record({"files": v.several(v.record(ONE_FILE), 1)})},
    AudioRecorder: {
        "stream": v.record(
            {"chunk": v.at_most(MOST_SOUND), "sequence": v.count, "bytes_streamed": v.nothing}
        ),
        "state_change": v.one_of([one.value for one in AudioRecorderState]),
    },
    Audio: {
        "position_change": v.record({"position": v.count}),
        "state_change": v.record({"state": v.one_of([one.value for one in AudioState])}),
    },
}

OF_ANY: Checks = {"size_change": v.record(SIZE), "resize": v.record(SIZE), "scroll": v.record(SCROLL)}
"""How large something was drawn, and that it was moved: said of whatever asks to be told."""


def values_of(control: Any) -> Checks:
    """The values a page may change on this control."""
    rows = _row_of(VALUES, control)
    return rows(control) if rows is not None else {}


def events_of(control: Any) -> Checks:
    """The events a page may raise on this control."""
    own = _row_of(EVENTS, control) or {}
    return own if isinstance(control, ft.Page) else {**OF_ANY, **own}


def _row_of(table: Mapping[type, Any], control: Any) -> Any:
    return next((table[one] for one in type(control).__mro__ if one in table), None)
