"""The first extension with an address, looked for as fast as may be: a form asks for it a hundred times an item."""

from __future__ import annotations

from typing import Any, cast

from mobile.care.resource import Json


def sibling(holder: object, name: str) -> Json | None:
    """The object in element `name`, None where there is none."""
    found: Any = cast("Json", holder).get(name) if type(holder) is dict else None
    return cast("Json", found) if type(found) is dict else None


def extension_of(holder: object, url: str) -> Json | None:
    """The first extension of an element with this address."""
    listed: Any = cast("Json", holder).get("extension") if type(holder) is dict else None
    if type(listed) is list:
        for one in cast("list[Any]", listed):
            if type(one) is dict and cast("Json", one).get("url") == url:
                return cast("Json", one)
    return None
