"""A name as it is sent, and finding somebody by one: the beginnings of its words as people type them, in any order."""

from __future__ import annotations

import re

from mobile.documents.folding import folded
from mobile.documents.whole_letters import JOINERS


def is_named(name: str, typed: str) -> bool:
    """Whether every word typed begins a word of the name. Nothing typed fits everybody."""
    words = _words(name)
    return all(any(word.startswith(one) for word in words) for one in _words(typed))


def one_line(text: str) -> str:
    """As it is sent: in one line, without signs that cannot be seen but those that a name may be spelled with."""
    seen = "".join(sign if sign.isprintable() or sign in JOINERS else " " for sign in text)
    return " ".join(word for word in seen.split() if word.strip(JOINERS))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
