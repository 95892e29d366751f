"""Text as people type it when they look for something. The ground that the store's search and the lists of people share."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼʻ`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u2044\u2215", "/"),  # of fractions, and of division
        **{
            "\u0640": "",
            "\u06a9": "\u0643",
            "\u06cc": "\u064a",
            "\u0649": "\u064a",
        },  # as Arabic keyboards differ
        **{"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
    }
)
"""Signs that a keyboard or its corrections put in place of one another, and letters that Unicode does not take apart."""
_MOST_KNOWN = 20_000


class _Folded(dict[int, str]):
    """By sign, made as signs are met: of thousands of pages none is looked up twice in Unicode's tables."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code).translate(_ALIKE)).casefold()
        plain = "".join(sign for sign in apart if not _is_unseen(sign)).translate(_ALIKE)
        found = "".join(str(unicodedata.digit(sign, sign)) for sign in plain)
        if len(self) < _MOST_KNOWN:
            self[code] = found
        return found


_FOLDED = _Folded()


def folded(text: str) -> str:
    """As people type when they look for something: without case, accents and invisible signs; quotes, dashes, digits and
    ligatures plain. "cafe" finds "Café", "don't" finds "don’t"."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return text.translate(_FOLDED)


def _is_unseen(sign: str) -> bool:
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) in ("Cf", "Mn")
