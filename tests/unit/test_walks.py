"""Every symbol that a page of `docs/` names as `module:Name.member` is there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMED = sorted(
    {
        (page.name, symbol)
        for page in DOCS.glob("*.md")
        for symbol in re.findall(r"`((?:mobile|api_client)[\w.]*:[\w.]+)`", page.read_text("utf-8"))
    }
)


def found(symbol: str) -> Any:
    module, _, names = symbol.partition(":")
    value: Any = import_module(module)
    for name in names.split("."):
        is_field = name in getattr(value, "__annotations__", {}) or name in getattr(
            value, "__dataclass_fields__", {}
        )
        value = None if is_field and not hasattr(value, name) else getattr(value, name)
    return value


@pytest.mark.parametrize(("page", "symbol"), NAMED)
def test_what_a_walk_names_is_there(page: str, symbol: str) -> None:
    found(symbol)


def test_the_walks_are_seen() -> None:
    assert len([symbol for page, symbol in NAMED if page == "walks.md"]) > 40
