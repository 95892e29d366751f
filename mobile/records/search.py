"""Search in memory over the words of heads, made on the first search after unlocking and forgotten on lock.

Nothing of it is ever written to the disk: an index of the patient's words beside their sealed words would be the words.
"""

from __future__ import annotations

from mobile.documents.folding import folded


class WordIndex:
    def __init__(self) -> None:
        self._by_kind: dict[int, dict[int, str]] = {}

    def knows(self, kind: int) -> bool:
        return kind in self._by_kind

    def begin(self, kind: int) -> None:
        self._by_kind[kind] = {}

    def put(self, kind: int, seq: int, words: object) -> None:
        """Notes the words of a row if its kind is known here; None forgets them."""
        rows = self._by_kind.get(kind)
        if rows is None:
            return
        if isinstance(words, str) and words:
            rows[seq] = folded(words)
        else:
            rows.pop(seq, None)

    def search(self, kind: int, words: str, limit: int | None = None) -> list[int]:
        """Order numbers of rows that hold every one of the words, as parts of words, newest first."""
        wanted = folded(words).split()
        if not wanted:
            return []
        first, others = wanted[0], wanted[1:]
        rows = self._by_kind[kind]
        found = [seq for seq, text in rows.items() if first in text and all(word in text for word in others)]
        found.sort(reverse=True)
        return found[:limit]

    def clear(self) -> None:
        self._by_kind.clear()
