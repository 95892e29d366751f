"""Which tags are one tag: "Lake" and "lake" are, "ano" and "año" are not. The first way of writing it stays where it was written."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence


def tag_key(tag: str) -> str:
    """The same for all ways of writing one tag: large and small letters, letters put together of several signs."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())


def tags_together(counts: Mapping[str, int]) -> Sequence[Sequence[str]]:
    """Of each tag all ways in which it was written, the most used first; the tags in the same order. `counts`: entries by way."""
    ways: defaultdict[str, list[str]] = defaultdict(list)
    for way in sorted(counts, key=lambda way: (-counts[way], way)):
        ways[tag_key(way)].append(way)
    return sorted(ways.values(), key=lambda of_one: (-sum(counts[way] for way in of_one), tag_key(of_one[0])))
