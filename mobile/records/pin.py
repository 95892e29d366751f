"""Which PINs are accepted: six digits or more, and not among the first a stranger would try."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from mobile.records.errors import WeakPin

FEWEST = 6
MOST = 64

# Found at the head of every published list of PINs and numeric passwords; runs, repeats and mirrored halves go by rule.
_COMMON = frozenset(
    [
        "696969",
        "159753",
        "147258",
        "147852",
        "258456",
        "789456",
        "456123",
        "142536",
        "102030",
        "010203",
        "112358",
        "314159",
        "271828",
        "520520",
        "131313",
        "110110",
        "911911",
        "420420",
        "007007",
        "198000",
        "200000",
        "123654",
        "147896",
        "321654",
        "741852",
        "963852",
        "159357",
        "753951",
        "852456",
        "789456123",
        "147258369",
        "741852963",
        "123456780",
        "987456321",
    ]
)


def digits_of(pin: str) -> str:
    """The PIN with digits of any script as ASCII ones. Raises WeakPin for anything that is no digit."""
    try:
        return "".join(str(unicodedata.decimal(sign)) for sign in pin.strip())
    except ValueError:
        raise WeakPin from None


def accepted(pin: str) -> str:
    """The PIN in the form the vault uses. Raises WeakPin."""
    digits = digits_of(pin)
    if not FEWEST <= len(digits) <= MOST or digits in _COMMON or _is_simple(digits):
        raise WeakPin
    return digits


def _is_simple(digits: str) -> bool:
    is_repeat = any(
        digits == (digits[:n] * len(digits))[: len(digits)] for n in range(1, len(digits) // 2 + 1)
    )
    is_mirror = digits == digits[::-1]
    is_doubled = len(digits) % 2 == 0 and digits[::2] == digits[1::2] and _is_run(digits[::2])
    return _is_run(digits) or is_repeat or is_mirror or is_doubled


def _is_run(digits: str) -> bool:
    """111111, 123456, 246802, 987654."""
    return len({(int(after) - int(before)) % 10 for before, after in pairwise(digits)}) == 1
