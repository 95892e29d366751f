"""What a search asks about its answer: how many, in which order, with what, and from where a page goes on.

A page link is opaque and may come back changed: it is read with suspicion, and holds nothing that gives access.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from api_client.sandbox.including import parsed_include
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.searchparams import PARAMS

DEFAULT_COUNT = 50
MAX_COUNT = 1000
CONTROL = frozenset(
    [
        "_count",
        "_sort",
        "_include",
        "_include:iterate",
        "_revinclude",
        "_summary",
        "_elements",
        "_total",
        "_format",
        "_pretty",
        "_cursor",
    ]
)


@dataclass
class Controls:
    """What a search asks about its answer rather than about resources."""

    count: int = DEFAULT_COUNT
    sort: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])  # name, is descending
    includes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    elements: frozenset[str] | None = None
    drop: frozenset[str] = frozenset()
    is_count_only: bool = False
    total: str = ""
    cursor: dict[str, Any] = field(default_factory=dict[str, Any])
    used: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def controls(type_: str, pairs: Sequence[tuple[str, str]], is_strict: bool) -> Controls:
    found = Controls()
    for name, text in pairs:
        if name == "_count":
            found.count = _number(text)
        elif name == "_sort":
            found.sort = _sort(type_, text)
        elif name in ("_include", "_include:iterate", "_revinclude"):
            found.includes.append(parsed_include(type_, name, text))
        elif name == "_elements":
            found.elements = frozenset(part.strip().removeprefix(f"{type_}.") for part in text.split(","))
        elif name == "_summary":
            _summary(found, text, is_strict)
        elif name == "_total":
            if text not in ("none", "estimate", "accurate"):
                raise Refusal(400, "Not a value of _total.", where=("_total",))
            found.total = text
        elif name == "_cursor":
            found.cursor = read_cursor(text)
            continue
        found.used.append((name, text))
    if found.count == 0:
        found.is_count_only = True
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal(400, "_count is a whole number.", where=("_count",))
    return min(int(text), MAX_COUNT)


def _sort(type_: str, text: str) -> list[tuple[str, bool]]:
    keys: list[tuple[str, bool]] = []
    for part in text.split(","):
        name = part.strip().removeprefix("-")
        if name not in ("_id", "_lastUpdated") and name not in PARAMS[type_]:
            raise Refusal(400, "This cannot be sorted by.", code="not-supported", where=("_sort",))
        keys.append((name, part.strip().startswith("-")))
    if len(keys) > 5:
        raise Refusal(400, "Too many sort keys.", where=("_sort",))
    return keys


def _summary(found: Controls, text: str, is_strict: bool) -> None:
    if text == "count":
        found.is_count_only = True
    elif text == "data":
        found.drop = frozenset({"text"})
    elif text == "text":
        found.elements = frozenset({"text", "status"})
    elif text not in ("true", "false"):
        raise Refusal(400, "Not a value of _summary.", where=("_summary",))
    elif text == "true" and is_strict:
        raise Refusal(400, "_summary=true is not supported here.", code="not-supported", where=("_summary",))


def cursor(values: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(text: str) -> dict[str, Any]:
    """A link of ours, or Refusal: it may have been changed on the way."""
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        values = None
    if isinstance(values, dict):
        found = cast("dict[str, Any]", values)
        is_time = set(found) == {"u", "k", "t"} and _is_count(found["u"]) and _is_count(found["k"])
        is_fixed = set(found) == {"s", "o"} and isinstance(found["s"], str) and _is_count(found["o"])
        if is_fixed or (is_time and (found["t"] is None or _is_count(found["t"]))):
            return found
    raise Refusal(400, "This page link is not one of ours.", where=("_cursor",))


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 53
