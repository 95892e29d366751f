"""Whether a resource holds words of somebody's that another version of it does not: it is then not thrown away for a double.

Looked at are the elements in which people's words travel. The ground that the store and sync share.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from mobile.documents.meaning import plain_text

WORDS = ("description", "note", "payload", "item", "content", "activity", "input", "comment")
"""Elements in which a person's words travel."""
_ABOUT_A_FILE = ("url", "hash", "size", "creation", "contentType")
"""What a server may state of a file anew, where the file itself is the same."""


def holds_more(text: str, than: str) -> bool:
    """`text`, `than`: JSON of two versions of one resource. False too for what cannot be read: nothing could be shown of it."""
    return bool(_words(text) - _words(than))


def _words(text: str) -> set[str]:
    try:
        resource: Any = json.loads(text)
    except (ValueError, RecursionError):
        return set()
    if not isinstance(resource, Mapping):
        return set()
    told = cast("Mapping[str, Any]", resource)
    return {word for name in WORDS for said in _said(told.get(name)) for word in plain_text(said).split()}


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, Any]", value).items():
            if name == "data" and isinstance(inner, str):
                yield _file_text(inner)
            elif name not in _ABOUT_A_FILE:
                yield from _said(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _said(inner)
    elif value is not None:
        yield str(value)


def _file_text(data: str) -> str:
    """The words of a text that travels as a file; of any other file its data, as one word."""
    try:
        return base64.b64decode(data).decode()
    except (binascii.Error, ValueError):
        return "".join(data.split())  # some servers break it into lines
