"""Search in memory over the words of heads, made on the first search after unlocking and forgotten on lock.

Nothing of it is ever written to the disk: an index of the patient's words beside their sealed words would be the words.
Of thousands of rows the words that many of them have are held once for all of them, so that memory does not grow with the text.
"""

from __future__ import annotations

from array import array
from collections import Counter

from mobile.documents.folding import folded

WHOLE = 2_000
"""Rows whose text is held as it is. By them is known which words many rows have."""
MANY = 12
"""Of these rows. A word that fewer have stays in its row's own text, where it is passed over faster than it is listed."""


class _Texts:
    """Of one kind, by order number. A row that changes later is held whole, and what was listed of it counts no more."""

    def __init__(self) -> None:
        self._rows: dict[int, str] = {}  # the text, or what is left of it without the common words
        self._common: dict[str, array[int]] = {}  # which rows have the word
        self._listed = 0
        self._changed: set[int] = set()

    def put(self, seq: int, text: str) -> None:
        if not self._common:
            self._rows[seq] = text
            if len(self._rows) == WHOLE:
                self._learn()
        elif seq in self._rows or seq in self._changed:
            self._changed.add(seq)
            self._rows[seq] = text
        else:
            self._take_out(seq, text)

    def forget(self, seq: int) -> None:
        if self._rows.pop(seq, None) is not None and self._common:
            self._changed.add(seq)

    def _learn(self) -> None:
        counted: Counter[str] = Counter()
        for text in self._rows.values():
            counted.update(set(text.split()))
        self._common = {word: array("I") for word, rows in counted.most_common() if rows >= MANY}
        for seq, text in self._rows.items():
            self._take_out(seq, text)

    def _take_out(self, seq: int, text: str) -> None:
        words = set(text.split())
        common = self._common.keys() & words
        for word in common:
            self._common[word].append(seq)
        self._rows[seq] = " ".join(words - common)
        self._listed += 1

    def with_part(self, part: str) -> set[int]:
        """Rows that have a word with this part, which has no space in it."""
        found = set[int]()
        for word, rows in self._common.items():
            if part in word:
                found.update(rows)
                if len(found) == self._listed:
                    break
        found -= self._changed
        found.update(seq for seq, text in self._rows.items() if part in text)
        return found


class WordIndex:
    def __init__(self) -> None:
        self._by_kind: dict[int, _Texts] = {}

    def knows(self, kind: int) -> bool:
        return kind in self._by_kind

    def begin(self, kind: int) -> None:
        self._by_kind[kind] = _Texts()

    def put(self, kind: int, seq: int, words: object) -> None:
        """Notes the words of a row if its kind is known here; None forgets them."""
        texts = self._by_kind.get(kind)
        if texts is None:
            return
        if isinstance(words, str) and words:
            texts.put(seq, folded(words))
        else:
            texts.forget(seq)

    def search(self, kind: int, words: str, limit: int | None = None) -> list[int]:
        """Order numbers of rows that hold every one of the words, as parts of words, newest first."""
        wanted = folded(words).split()
        if not wanted:
            return []
        texts = self._by_kind[kind]
        found = texts.with_part(wanted[0])
        for part in wanted[1:]:
            found &= texts.with_part(part)
        return sorted(found, reverse=True)[:limit]

    def clear(self) -> None:
        self._by_kind.clear()
