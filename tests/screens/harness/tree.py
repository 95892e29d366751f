"""What a screen reader would be told of a tree of controls: a flat list of nodes with role, name and state.

It follows Flutter's merging as far as our parts use it: a button is named by what is inside it, `Semantics(label=...)`
names what it holds, `exclude_semantics` silences it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import flet as ft

TAPPED = (
    ft.Button,
    ft.FilledButton,
    ft.FilledTonalButton,
    ft.OutlinedButton,
    ft.TextButton,
    ft.IconButton,
    ft.FloatingActionButton,
    ft.PopupMenuButton,
)
SILENT_FIELDS = {"tooltip", "style", "theme", "dark_theme", "badge", "data", "action", "key"}


@dataclass(frozen=True)
class Node:
    """One thing that can be found. `control` is what takes the tap, the text or the choice."""

    role: str  # button link tab field checkbox switch radio heading text image
    name: str
    control: ft.BaseControl
    is_off: bool = False
    index: int | None = None  # of a tab

    def is_tappable(self) -> bool:
        return self.role in ("button", "tab", "checkbox", "switch", "radio")


@cache
def _fields_of(kind: type[Any]) -> tuple[tuple[str, ...], dict[str, int]]:
    """Of a class, the fields that a screen reader may meet: those that hold something though nothing was given, and the place of
    each. A class never changes."""
    names = [
        field.name
        for field in dataclasses.fields(kind)
        if not (field.metadata.get("skip") or field.name in SILENT_FIELDS or field.name.startswith("_"))
    ]
    defaults = getattr(kind, "_prop_defaults", {})
    always = tuple(
        name for name in names if name not in defaults or isinstance(defaults[name], ft.BaseControl | list)
    )
    return always, {name: at for at, name in enumerate(names)}


def children_of(control: Any) -> Iterator[Any]:
    """The visible controls directly inside, in the order of the fields. Of sixty fields most were never given anything."""
    always, place = _fields_of(type(control))
    given = [name for name in control._values if name in place and name not in always]
    for name in sorted((*always, *given), key=place.__getitem__) if given else always:
        value = getattr(control, name, None)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, ft.BaseControl) and getattr(item, "visible", True):
                yield item


def nodes_of(control: Any) -> list[Node]:
    """Every node below, in reading order."""
    return list(_walk(control))


def _walk(control: Any) -> Iterator[Node]:
    if isinstance(control, ft.Semantics):
        yield from _semantics(control)
    elif isinstance(control, ft.MergeSemantics):
        yield from _merged(control)
    elif _is_pressed(control):
        yield Node("button", name_of(control), control, bool(getattr(control, "disabled", False)))
        yield from _plain_text(control)
    elif isinstance(control, (ft.NavigationBar, ft.NavigationRail)):
        for index, way in enumerate(control.destinations or []):
            yield Node("tab", str(getattr(way, "label", "") or ""), control, index=index)
        for field in ("leading", "trailing"):
            if isinstance(getattr(control, field, None), ft.BaseControl):
                yield from _walk(getattr(control, field))
    elif isinstance(control, ft.TextField):
        yield Node("field", str(control.label or ""), control, bool(control.disabled))
    elif isinstance(control, (ft.Checkbox, ft.Switch, ft.Radio)):
        role = type(control).__name__.lower()
        yield Node(role, _label_of(control), control, bool(control.disabled))
    elif isinstance(control, ft.Text):
        yield Node("text", _text_of(control), control)
    elif isinstance(control, (ft.Icon, ft.Image)) and control.semantics_label:
        yield Node("image", control.semantics_label, control)
    else:
        for child in children_of(control):
            yield from _walk(child)


def _semantics(control: ft.Semantics) -> Iterator[Node]:
    if control.header:
        yield Node("heading", control.label or name_of(control.content), control)
        return
    inner = [] if control.exclude_semantics else [n for c in children_of(control) for n in _walk(c)]
    if control.label:
        presses = [n for n in _below(control) if n.is_tappable() or n.role == "field"]
        if control.container and len(presses) > 1:  # a group: it has its own name, and they have theirs
            yield Node("text", control.label, control)
        elif presses:
            first = presses[0]
            yield Node(first.role, control.label, first.control, first.is_off, first.index)
            inner = [n for n in inner if n.role == "text" or n.control is not first.control]
        else:
            yield Node("text", control.label, control)
    yield from inner


def _below(control: ft.Semantics) -> list[Node]:
    return [n for c in children_of(control) for n in _walk(c)]


def _merged(control: ft.MergeSemantics) -> Iterator[Node]:
    """One node for a screen reader: the tap of what is inside, named by all of it."""
    inner = [n for c in children_of(control) for n in _walk(c)]
    presses = [n for n in inner if n.is_tappable() or n.role == "field"]
    if not presses:
        yield from inner
        return
    first = presses[0]
    name = first.name or " ".join(n.name for n in inner if n.name)
    yield Node(first.role, name, first.control, first.is_off, first.index)
    yield from (n for n in inner if n.role == "text")


def _plain_text(control: Any) -> Iterator[Node]:
    for text in _texts(control):
        yield Node("text", text, control)


def _is_pressed(control: Any) -> bool:
    if isinstance(control, TAPPED):
        return True
    has_press = getattr(control, "on_click", None) is not None
    return isinstance(control, (ft.ListTile, ft.Container, ft.Card)) and has_press


def name_of(control: Any) -> str:
    """The name a screen reader hears for a control."""
    own = getattr(control, "semantics_label", None)
    if own:
        return str(own)
    inside = " ".join(_texts(control))
    tooltip = getattr(control, "tooltip", None)
    if not inside and isinstance(tooltip, str):
        return ""  # on the web that name sits on the parent, and the button itself has none
    return inside


def _texts(control: Any) -> Iterator[str]:
    if isinstance(control, str):
        yield control
        return
    if isinstance(control, ft.Semantics):
        if control.label:
            yield control.label
        if control.exclude_semantics:
            return
    if isinstance(control, ft.Text):
        yield _text_of(control)
        return
    if isinstance(control, ft.Icon):
        if control.semantics_label:
            yield control.semantics_label
        return
    if isinstance(getattr(control, "content", None), str):
        yield control.content
    for child in children_of(control):
        yield from _texts(child)


def _text_of(text: ft.Text) -> str:
    return text.semantics_label or text.value or "".join(span.text or "" for span in text.spans or [])


def _label_of(control: Any) -> str:
    label = getattr(control, "label", None) or getattr(control, "semantics_label", None)
    return label if isinstance(label, str) else " ".join(_texts(label)) if label is not None else ""


def faults_of(
    nodes: list[Node], *, needs_support: bool = True, untranslated: set[str] | None = None
) -> list[str]:
    """What no screen may have: a nameless control, a missing Support, a sentence that ends twice, an English sentence in a
    Spanish screen."""
    found: list[str] = []
    for node in nodes:
        if (node.is_tappable() or node.role == "field") and not re.search(r"\w", node.name):
            found.append(f"nameless {node.role} ({type(node.control).__name__})")
    if needs_support and not any(
        n.role == "button" and re.search("support|apoyo", n.name, re.I) for n in nodes
    ):
        found.append("no Support")
    found += sorted({f"ends twice: {n.name}" for n in nodes if re.search(r"(?<!\.)\.\.(?!\.)", n.name)})
    if untranslated:
        found += sorted({f"not in Spanish: {n.name}" for n in nodes if n.name in untranslated})
    return found
