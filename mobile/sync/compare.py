"""Do two documents say the same, whatever the server made of their writing (`mobile.documents.meaning`)?

Used to decide whether a change already arrived. It must never call two documents equal that differ in content.
"""

from __future__ import annotations

import json
from typing import Any, cast

from mobile.documents.meaning import Unordered, meaning, paired
from mobile.records.numbers import Number


def same_content(one: str | None, other: str | None) -> bool:
    """True if both are documents that mean the same. Numbers are compared as a server keeps them."""
    if one is None or other is None:
        return False
    first, second = _content(one), _content(other)
    return first is not None and first == second


def holds(whole: str, part: str) -> bool:
    """True if `whole` says everything `part` says, in the same places; it may say more."""
    first, second = _content(whole), _content(part)
    return first is not None and second is not None and _within(second, first)


def _within(part: Any, whole: Any) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        members, all_members = cast("dict[str, Any]", part), cast("dict[str, Any]", whole)
        return all(name in all_members and _within(v, all_members[name]) for name, v in members.items())
    if isinstance(part, list) and isinstance(whole, list):
        items, all_items = cast("list[Any]", part), cast("list[Any]", whole)
        if isinstance(part, Unordered):
            return paired(items, all_items, _within)
        return len(items) == len(all_items) and all(map(_within, items, all_items))
    return part == whole


def _content(text: str) -> dict[str, Any] | None:
    try:
        document = json.loads(text, parse_float=Number, parse_int=Number)
    except (ValueError, ArithmeticError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    return meaning(cast("dict[str, Any]", document))
