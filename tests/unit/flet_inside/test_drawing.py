"""What is drawn is made ready exactly as Flet itself makes it ready: the same controls, in the same order, under the same parents."""

from __future__ import annotations

import importlib.util
import inspect
from hashlib import sha256
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from flet.controls.base_control import BaseControl
from flet.controls.object_patch import DiffBuilder

from mobile.flet_inside import drawing
from tests.screens.clinic_of import NOW, person, seeded
from tests.screens.harness import Phone, PretendWiring


def as_it_came() -> Any:
    """Flet's own, read once more: the one in use may have been quickened."""
    found = importlib.util.find_spec("flet.controls.object_patch")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module.DiffBuilder


FLETS_OWN = as_it_came()


def made_ready(how: Any, root: Any) -> list[tuple[int, int]]:
    """Each control that was found, with its parent."""
    builder = FLETS_OWN(None, None, control_cls=BaseControl)
    return [(id(one), id(one.parent)) for one in how(builder, root, None, False)]


@pytest.mark.parametrize(
    "route", ["/", "/journal", "/care", "/measures/phq-9", "/support", "/settings/look", "/entry/new"]
)
async def test_a_place_is_made_ready_as_flet_does_it(tmp_path: Path, route: str) -> None:
    records = await seeded(tmp_path, "rowan")
    async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
        await phone.start(route)
        assert DiffBuilder._configure_dataclass is drawing._configured
        ours = made_ready(drawing._configured, phone.page)
        assert len(ours) > 20
        assert ours == made_ready(FLETS_OWN._configure_dataclass, phone.page)


def test_what_stands_in_a_value_is_found_and_what_is_changed_afterwards_is_a_change() -> None:
    inside = ft.Text("in the corner")
    column = ft.Column([ft.Container(content=ft.Text("a"), badge=ft.Badge(label=inside)), ft.Text("b")])
    root = ft.View(controls=[column], appbar=ft.AppBar(title=ft.Text("c"), actions=[ft.Icon(ft.Icons.ADD)]))
    ours = made_ready(drawing._configured, root)
    assert id(inside) in [found for found, _ in ours]
    assert ours == made_ready(FLETS_OWN._configure_dataclass, root)
    assert column._dirty == {}
    column.spacing = 3
    assert list(column._dirty) == ["spacing"]


def test_flet_is_as_it_was_when_this_was_written() -> None:
    """Another version of Flet may do more: `mobile.flet_inside.drawing` is then to be read beside it anew."""
    assert (
        sha256(inspect.getsource(FLETS_OWN._configure_dataclass).encode()).hexdigest()[:16]
        == "fbbb21ab0ef5bcaa"
    )
