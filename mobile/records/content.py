"""Do our change and a version of the server's say the same? And which unsent records does a change point to?

A server adds `id` and `meta`, and knows our references by its own names. It must never call two documents equal that
differ in anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

_LOCAL = re.compile(r'"reference"\s*:\s*"urn:uuid:([^"\\]+)"')
_NAMED = re.compile(r'"reference"\s*:\s*"([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[^"\\]*)?"')
_URN = "urn:uuid:"

Resolve = Callable[[str], str | None]
"""From a local id to `Type/server-id`, if the server has named it."""


def needs(payload: str, own_id: str) -> tuple[str, ...]:
    """Local ids this document refers to, each once, without its own. In JSON text a quote in words is escaped."""
    return tuple(dict.fromkeys(found for found in _LOCAL.findall(payload) if found != own_id))


def names(payload: str) -> tuple[str, ...]:
    """What this document points to as the server calls it, `Goal/12`, each once."""
    return tuple(dict.fromkeys(_NAMED.findall(payload)))


def says_the_same(ours: str | None, theirs: str | None, resolve: Resolve) -> bool:
    """Equal in everything but `id` and `meta`; numbers by value and precision, our references as the server names them."""
    if ours is None or theirs is None:
        return False
    one, other = _content(ours, resolve), _content(theirs, resolve)
    return one is not None and one == other


def _content(text: str, resolve: Resolve) -> Any:
    try:
        document = json.loads(text, parse_float=lambda digits: ("number", Decimal(digits).as_tuple()))
        if not isinstance(document, dict):
            return None
        top = cast("dict[str, Any]", document)
        return {name: _plain(value, resolve) for name, value in top.items() if name not in ("id", "meta")}
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _plain(value: Any, resolve: Resolve) -> Any:
    if isinstance(value, bool):
        return ("boolean", value)  # Python says True == 1
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        plain = {name: _plain(inner, resolve) for name, inner in members.items()}
        reference = members.get("reference")
        if isinstance(reference, str) and reference.startswith(_URN):
            plain["reference"] = resolve(reference.removeprefix(_URN)) or reference
        return plain
    if isinstance(value, list):
        return [_plain(inner, resolve) for inner in cast("list[Any]", value)]
    return value
