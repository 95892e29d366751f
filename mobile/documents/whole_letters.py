"""A text cut for display between two letters as a reader sees them: never inside a joined emoji, a flag, a syllable, or between a
letter and its marks.

A letter on the screen is often several signs of Unicode (UAX 29 calls it a grapheme cluster). Python's standard library has
no tables for them, so this looks at what joins to what comes before it, and rather cuts too early than inside. It is for
what is shown; what a person wrote is kept whole wherever it is kept.
"""

from __future__ import annotations

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
JOINERS = _ZERO_WIDTH_JOINER + "\u200c"
"""Signs without a drawing that change how those beside them are drawn."""
_JOINS_BEFORE = frozenset("\u0e33\u0eb3\uff9e\uff9f" + JOINERS)
"""Beside marks: the Thai and Lao AM, the halfwidth Japanese sound marks, the two joiners."""
_JOINS_AFTER = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    + _ZERO_WIDTH_JOINER
)
"""Signs that stand before a number and around it, as in Arabic."""
_VIRAMA = 9
"""The combining class of the sign that joins two consonants of an Indian script."""


def beginning(words: str, most: int) -> str:
    """The longest beginning of at most `most` signs that ends where a letter ends. A single letter longer than that is cut."""
    if len(words) <= most:
        return words
    at = most
    while at > 0 and _joins(words, at):
        at -= 1
    return words[: at or most]


def first_letter(words: str) -> str:
    """The first letter of a name, with its marks; "" of nothing."""
    at = 1
    while at < len(words) and _joins(words, at):
        at += 1
    return words[:at]


def _joins(words: str, at: int) -> bool:
    """Whether the signs on both sides of this place may belong to one letter."""
    before, after = words[at - 1], words[at]
    if after in _JOINS_BEFORE or before in _JOINS_AFTER or (before, after) == ("\r", "\n"):
        return True
    if unicodedata.category(after) in ("Mn", "Me", "Mc") or _is_emoji_modifier(after):
        return True
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo":
        return True
    return _is_inside_flag(words, at) or _is_inside_syllable(before, after)


def _is_emoji_modifier(sign: str) -> bool:
    """A tone of skin, or a tag of a region's flag."""
    return "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f"


def _is_regional(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _is_inside_flag(words: str, at: int) -> bool:
    """Flags are pairs: within a row of them a cut falls after an even number."""
    if not (_is_regional(words[at]) and _is_regional(words[at - 1])):
        return False
    start = at
    while start > 0 and _is_regional(words[start - 1]):
        start -= 1
    return (at - start) % 2 == 1


def _is_inside_syllable(before: str, after: str) -> bool:
    """Of Korean, written in its parts."""
    is_lead = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    is_vowel_or_end = "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb"
    is_hangul_before = is_lead or "\u1160" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7fb"
    is_lead_after = (
        "\u1100" <= after <= "\u115f" or "\ua960" <= after <= "\ua97c" or "\uac00" <= after <= "\ud7a3"
    )
    return (is_hangul_before and is_vowel_or_end) or (is_lead and is_lead_after)
