"""A name as it is sent, and finding somebody by one: the beginnings of its words as people type them, in any order."""

from __future__ import annotations

import re

from mobile.documents.folding import folded


def is_named(name: str, typed: str) -> bool:
    """Whether every word typed begins a word of the name. Nothing typed fits everybody."""
    words = _words(name)
    return all(any(word.startswith(one) for word in words) for one in _words(typed))


def one_line(text: str) -> str:
    """As it is sent: in one line, without signs that cannot be seen."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(seen.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
