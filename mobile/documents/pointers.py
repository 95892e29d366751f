"""Where a document points to another record: by `reference`, and by the `url` of an attachment whose file is a record of its own.

A `url` is that of an attachment only where the attachment stands: extensions, forms and links have one of the same look that
points to nothing here. The ground that nouns, the store and sync share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

URN = "urn:uuid:"
_MAY_POINT = re.compile(r'"url"\s*:\s*"(?:urn:uuid:|[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")')
_NAME = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")


def points_at(url: str) -> bool:
    """Whether an attachment's address names a record, as ours or as the clinic's own; every other is somewhere else."""
    return (url.startswith(URN) and len(url) > len(URN)) or _NAME.fullmatch(url) is not None


def pointing_urls(payload: str) -> tuple[str, ...]:
    """The addresses by which attachments in this JSON text name records, each once. Nothing for what is no JSON."""
    if _MAY_POINT.search(payload) is None:
        return ()
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        return ()
    urls = (one.get("url") for one in attachments(document))
    return tuple(dict.fromkeys(url for url in urls if isinstance(url, str) and points_at(url)))


def attachments(document: object) -> Iterator[dict[str, Any]]:
    """Every attachment of parsed JSON, to be read or changed, wherever it stands."""
    waiting: list[object] = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            for name, value in cast("Mapping[str, object]", one).items():
                if isinstance(value, dict) and name.lower().endswith("attachment"):
                    yield cast("dict[str, Any]", value)
                waiting.append(value)
        elif isinstance(one, list):
            waiting += cast("list[object]", one)
