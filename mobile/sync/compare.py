"""Do two documents say the same, whatever the server wrote around them?

Used to decide whether a change already arrived. It must never call two documents equal that differ in content.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, cast

# Written by servers, not by the person: identity, version and times of storage.
_ABOUT_STORAGE = ("id", "meta")


def same_content(one: str | None, other: str | None) -> bool:
    """True if both are documents equal in everything but `id` and `meta`. Numbers are compared by value."""
    if one is None or other is None:
        return False
    first, second = _content(one), _content(other)
    return first is not None and first == second


def _content(text: str) -> dict[str, Any] | None:
    try:
        document = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    content = cast("dict[str, Any]", document)
    return {name: _marked(value) for name, value in content.items() if name not in _ABOUT_STORAGE}


def _marked(value: Any) -> Any:
    """Python says True == 1; FHIR does not. Booleans are wrapped so that they equal only booleans."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, dict):
        return {name: _marked(inner) for name, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_marked(inner) for inner in cast("list[Any]", value)]
    return value
