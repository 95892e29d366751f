"""Search in memory over the words of heads, made on the first search after unlocking and forgotten on lock.

Nothing of it is ever written to the disk: an index of the patient's words beside their sealed words would be the words.
Of thousands of rows the words that many of them have are held once for all of them, so that memory does not grow with the text.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import islice

from mobile.documents.folding import folded

WHOLE = 2_000
"""Rows whose text is held as it is. By them is known which words many rows have."""
MANY = 12
"""Of these rows. A word that fewer have stays in its row's own text, where it is passed over faster than it is listed."""


class _Texts:
    """Of one kind, by order number. A row that changes after it was condensed is held whole, and what was listed of it counts no more."""

    def __init__(self) -> None:
        self._rows: dict[int, str] = {}  # the text, or what is left of it without the common words
        self._whole: dict[int, None] = {}  # those not condensed yet, in their order
        self._common: dict[str, array[int]] = {}  # which rows have the word
        self._listed = 0
        self._changed: set[int] = set()
        self.last = -1  # order number of the last row that was opened for it
        self.has_all = False

    def put(self, seq: int, text: str) -> None:
        if seq in self._rows or seq in self._changed:
            if seq not in self._whole:
                self._changed.add(seq)
        else:
            self._whole[seq] = None
        self._rows[seq] = text

    def forget(self, seq: int) -> None:
        if self._rows.pop(seq, None) is not None and self._whole.pop(seq, seq) is not None:
            self._changed.add(seq)

    def condense(self, most: int) -> bool:
        """Of so many rows more. Returns whether some are left."""
        if not self._common:
            if len(self._whole) < WHOLE:
                return False
            self._learn()
        for seq in list(islice(self._whole, most)):
            self._take_out(seq, self._rows[seq])
            del self._whole[seq]
        return bool(self._whole)

    def _learn(self) -> None:
        counted: Counter[str] = Counter()
        for seq in islice(self._whole, WHOLE):
            counted.update(set(self._rows[seq].split()))
        self._common = {word: array("I") for word, rows in counted.most_common() if rows >= MANY}

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
        """Whether every row of it was put here."""
        return kind in self._by_kind and self._by_kind[kind].has_all

    def reached(self, kind: int) -> int:
        """The order number from which on rows are to be opened. From the first time on, what is written meanwhile is noted."""
        return self._by_kind.setdefault(kind, _Texts()).last

    def reach(self, kind: int, last: int | None) -> None:
        """Up to this row all are here; None: all there are."""
        texts = self._by_kind.get(kind)
        if texts is None:  # cleared by a lock meanwhile
            return
        texts.last, texts.has_all = (texts.last, True) if last is None else (last, False)

    def condense(self, kind: int, most: int) -> bool:
        """The words that many have out of so many rows. Returns whether some are left."""
        return self.knows(kind) and self._by_kind[kind].condense(most)

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
