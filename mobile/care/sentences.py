"""Where the sentences of somebody's words begin and end, so that some can be marked and others left out.

A boundary is only a place to cut: nothing is read into what stands between two of them, and no letter is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLOSING = r"[\"'”’»)\]]*+"
_LATIN, _WIDE, _OTHER = r"[.!?…]++" + _CLOSING, r"[。！？]++[」』”’）]*+", r"[؟۔।]++"
_WITHIN = rf"[^\n.!?…。！？؟۔।]++|{_LATIN}(?!\s)|{_OTHER}(?!\s)"
_SENTENCE = re.compile(rf"\S(?:{_WITHIN})*+(?:{_LATIN}|{_WIDE}|{_OTHER})?")
"""From the first sign that is seen to the end of a sentence, of a line, or of the words. Nothing is tried twice: a long row of
dots takes no longer than other signs."""


@dataclass(frozen=True)
class Sentence:
    """`words[begin:end]` of the text it was found in."""

    begin: int
    end: int
    words: str


def sentences(text: str) -> Sequence[Sentence]:
    """All of a text's, in order. Only white space lies between them."""
    found: list[Sentence] = []
    for match in _SENTENCE.finditer(text):
        words = match.group().rstrip()
        if words:
            found.append(Sentence(match.start(), match.start() + len(words), words))
    return found
