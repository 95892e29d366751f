"""In which order the parts of a line stand where letters that run from the right meet figures and letters from the left: by
Unicode's own rules, and a telephone number as one piece, so that it is read as it was written.

It decides order alone. It must never drop a part of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import Protocol, TypeVar

_NUMBER = re.compile(r"[+(]?\d(?:[ \xa0().\-\u2010-\u2015/]{0,2}\d){6,}")
"""Seven figures or more. The rules alone turn its groups around between letters that run from the right: "4567 123 052"."""
_OPENS, _CLOSES = "\u2066", "\u2069"
_FACING = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


class Directed(Protocol):
    """A part of a line whose letters all have one level. An odd one runs from the right."""

    @property
    def level(self) -> int: ...


Part = TypeVar("Part", bound=Directed)


def within_numbers(line: str) -> Set[int]:
    """The places inside of such numbers, where no line ends."""
    return {at for found in _NUMBER.finditer(line) for at in range(found.start() + 1, found.end())}


def levels(line: str, *, is_backward: bool) -> Sequence[int]:
    """The level of each letter (rules X1 to L1 of the Unicode bidirectional algorithm). `is_backward`: its paragraph begins at
    the right."""
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    numbers = list(_NUMBER.finditer(line))
    opened = {found.start() + 2 * n for n, found in enumerate(numbers)}
    closed = {found.end() + 2 * n + 1 for n, found in enumerate(numbers)}
    apart = _NUMBER.sub(lambda found: f"{_OPENS}{found[0]}{_CLOSES}", line)
    base = TextDirection.RTL if is_backward else TextDirection.LTR
    signs = BidiParagraph(apart, base, preserve_bn_chars=True).get_characters_with_embedding_level()
    return [sign.embedding_level for at, sign in enumerate(signs) if at not in opened | closed]


def from_the_left(parts: Sequence[Part]) -> list[Part]:
    """In the order in which they are seen (rule L2), from the left."""
    found = list(parts)
    odd = [one.level for one in parts if one.level % 2]
    for level in range(max((one.level for one in parts), default=0), min(odd, default=1) - 1, -1):
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end].level >= level:
                end += 1
            found[at:end] = found[at:end][::-1]
            at = end + 1
    return found


def turned(clusters: Iterable[str]) -> str:
    """Letters that run from the right, for what draws each text from the left: the last first, brackets facing the other way."""
    return "".join(cluster.translate(_FACING) for cluster in reversed(list(clusters)))
