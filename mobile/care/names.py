"""Finding somebody by name: the beginnings of its words as people type them, in any order."""

from __future__ import annotations

import re

from mobile.documents.folding import folded


def is_named(name: str, typed: str) -> bool:
    """Whether every word typed begins a word of the name. Nothing typed fits everybody."""
    words = _words(name)
    return all(any(word.startswith(one) for word in words) for one in _words(typed))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
