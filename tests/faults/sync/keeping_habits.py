"""What odd clinics do to what they are given before they keep it: refuse what breaks a rule, drop, replace, normalise.

Each is a function from a document to the one that is kept; `Refused` is a 422. Real servers do all of these.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

Habit = Callable[[Any], Any]

RULES: dict[str, Any] = {
    "string": re.compile(r"[\t\n\r\x20-\U0010ffff]*\S[\t\n\r\x20-\U0010ffff]*"),
    "code": re.compile(r"[^\s]+(\s[^\s]+)*"),
}
_CODES = frozenset({"lifecycleStatus", "status", "resourceType"})


class Refused(Exception):
    """A rule is broken: 422."""


def validates(document: Any) -> Any:
    """FHIR's own rules of a text: something in it that is no space, no control characters, whole characters only."""

    def check(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for one, inner in value.items():
                check(inner, one)
        elif isinstance(value, list):
            for inner in value:
                check(inner, name)
        elif isinstance(value, str):
            rule = RULES["code" if name in _CODES else "string"]
            if rule.fullmatch(value) is None or re.search("[\ud800-\udfff\x7f-\x9f]", value):
                raise Refused

    check(document, "")
    return document


def drops_unknown(document: Any) -> Any:
    """Elements that FHIR does not name are gone, and a narrative of its own is there."""
    known = {name: value for name, value in document.items() if not name.startswith("vendor")}
    return {
        **known,
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">.</div>'},
    }


def replaces_halves(document: Any) -> Any:
    """Half a character cannot be encoded, so a question mark stands there."""
    return _texts(document, lambda text: re.sub("[\ud800-\udfff]", "?", text))


def normalises(document: Any) -> Any:
    """Texts are composed, trimmed and have one kind of space; members come back in another order."""

    def said(text: str) -> str:
        return " ".join(unicodedata.normalize("NFC", text).split())

    return json.loads(json.dumps(_texts(document, said), sort_keys=True))


def all_of_it(document: Any) -> Any:
    """The same server does all of these."""
    return normalises(drops_unknown(replaces_halves(validates(document))))


HABITS: dict[str, dict[str, Any]] = {
    "validates": {"keeps": validates},
    "drops unknown": {"keeps": drops_unknown},
    "replaces halves": {"keeps": replaces_halves},
    "normalises": {"keeps": normalises},
}
ORNAMENTS = ("", "  ", " e\u0301", "\r\n", " \ud83d", " \x00.", " 👩\u200d👧 ")
"""Ends of texts that such a clinic gives back in another writing."""


def _texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _texts(inner, change) for name, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner, change) for inner in value]
    return change(value) if isinstance(value, str) else value
