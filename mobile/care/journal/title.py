"""What an entry is called: as it was named, else by its first words. The second is worked out each time and kept nowhere."""

from __future__ import annotations

from mobile.care.sentences import sentences
from mobile.care.words import excerpt
from mobile.documents.whole_letters import beginning

FIRST_WORDS = 60
"""Letters of the first words, at most."""
LOOKED_AT = 4_000


def first_words(words: str) -> str:
    """The first sentence, or its beginning; "" where nothing is said."""
    return _begin(words)[0]


def after_first_words(words: str) -> str:
    """What follows them, from the same place on."""
    return _begin(words)[1]


def _begin(words: str) -> tuple[str, str]:
    some = beginning(words, LOOKED_AT)
    first = next(iter(sentences(some)), None)
    if first is None:
        return "", ""
    if len(first.words) <= FIRST_WORDS:
        return first.words, some[first.end :].strip()
    begun = excerpt(first.words, FIRST_WORDS)
    shown = begun.removesuffix("…")
    rest = " ".join(first.words.split())[len(shown) :].lstrip(" ,;:")
    return begun, f"…{rest} {some[first.end :].strip()}".strip()
