"""Do our change and a version of the server's say the same? And which unsent records does a change point to?

A server writes some things its own way (`mobile.documents.meaning`), and knows our references by its own names. It must never call
two documents equal that differ in what they say.
"""

from __future__ import annotations

import json
import re
from typing import Any, cast

from mobile.documents.meaning import Resolve as Resolve
from mobile.documents.meaning import meaning
from mobile.documents.pointers import URN, pointing_urls
from mobile.records.numbers import Number

_NAMED = re.compile(r'"reference"\s*:\s*"([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[^"\\]*)?"')

_LOCAL = re.compile(r'"reference"\s*:\s*"urn:uuid:([^"\\]+)"')


def needs(payload: str, own_id: str) -> tuple[str, ...]:
    """Local ids this document refers to, each once, without its own. In JSON text a quote in words is escaped."""
    return tuple(dict.fromkeys(found for found in _LOCAL.findall(payload) if found != own_id))


def files(payload: str) -> tuple[str, ...]:
    """Local ids of what attachments in this document name as their files. Another app's may name what nobody has."""
    return tuple(url.removeprefix(URN) for url in pointing_urls(payload) if url.startswith(URN))


def names(payload: str) -> tuple[str, ...]:
    """What this document points to as the server calls it, `Goal/12`, each once."""
    urls = (url for url in pointing_urls(payload) if not url.startswith(URN))
    return tuple(dict.fromkeys((*_NAMED.findall(payload), *urls)))


def says_the_same(ours: str | None, theirs: str | None, resolve: Resolve) -> bool:
    """Equal in what they mean; numbers as a server keeps them, our references as the server names them."""
    if ours is None or theirs is None:
        return False
    one, other = _content(ours, resolve), _content(theirs, resolve)
    return one is not None and one == other


def _content(text: str, resolve: Resolve) -> Any:
    try:
        document = json.loads(text, parse_float=Number, parse_int=Number)
        if not isinstance(document, dict):
            return None
        return meaning(cast("dict[str, Any]", document), resolve)
    except (ValueError, ArithmeticError, RecursionError):
        return None
