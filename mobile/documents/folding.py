"""Text as people type it when they look for something. The ground that the store's search and the lists of people share."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼʻ`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **{"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
    }
)
"""Signs that a keyboard or its corrections put in place of one another, and letters that Unicode does not take apart."""


def folded(text: str) -> str:
    """As people type when they look for something: without case, accents and invisible signs; quotes, dashes and
    ligatures plain. "cafe" finds "Café", "don't" finds "don’t"."""
    if text.isascii():
        return text.lower().replace("`", "'")
    apart = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    return "".join(sign for sign in apart if not _is_unseen(sign)).translate(_ALIKE)


def _is_unseen(sign: str) -> bool:
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) in ("Cf", "Mn")
