"""Flet's private names stand in `mobile/flet_inside` alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
INSIDE = "mobile/flet_inside/"
PRIVATE = {"_i", "_internals", "_structural_fields", "_dialogs", "_parent", "_c"}
MODULES = ("flet.messaging", "flet.controls", "flet.utils", "flet.auth", "flet_web")


def uses(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if (node.attr in PRIVATE and not is_own) or node.attr.startswith(("_Session__", "_FletApp__")):
                yield f"{node.lineno} .{node.attr}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith(("_Session__", "_FletApp__")):
                yield f"{node.lineno} {node.name}"
        elif isinstance(node, ast.ImportFrom):
            if any(f"{node.module}.".startswith(f"{one}.") for one in MODULES):
                yield f"{node.lineno} {node.module}"
        elif isinstance(node, ast.Import):
            yield from (f"{node.lineno} {one.name}" for one in node.names if one.name.startswith(MODULES))


def test_no_other_file_reaches_into_flet() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{use}"
        for path in (ROOT / "mobile").rglob("*.py")
        if not path.relative_to(ROOT).as_posix().startswith(INSIDE)
        for use in uses(ast.parse(path.read_text("utf-8")))
    }
    assert found == set()


def test_the_fence_is_seen() -> None:
    """What the search above would find, it finds where it is allowed."""
    inside = [path.read_text("utf-8") for path in (ROOT / INSIDE).rglob("*.py")]
    assert len([use for text in inside for use in uses(ast.parse(text))]) > 10
