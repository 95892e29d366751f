"""The 24 words of a recovery sheet: 32 random bytes with a checksum, in the public word lists of BIP-39.

The lists are made for handwriting: the first four letters of a word tell it from every other. No word is kept or logged.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from mobile.records.errors import NotASheet

if TYPE_CHECKING:
    from mnemonic import Mnemonic

COUNT = 24
SECRET_BYTES = 32
ENOUGH = 4
"""So many letters of a word are enough."""
LISTS: Mapping[str, str] = {"en": "english", "es": "spanish"}


def fresh_words(language: str) -> tuple[str, ...]:
    """Words nobody had before, in a language of the app; English for any other."""
    made = _list(LISTS.get(language, "english")).to_mnemonic(os.urandom(SECRET_BYTES))
    return tuple(unicodedata.normalize("NFC", made).split())


def split(typed: str) -> list[str]:
    """The words as they were typed. Numbers before them, and marks between them, are none."""
    marks = "".join(sign if sign.isalpha() or unicodedata.combining(sign) else " " for sign in typed)
    return marks.split()


def unknown(typed: Sequence[str]) -> list[int]:
    """Which words, counted from 1, are on no list that fits most of the others."""
    best = min(LISTS.values(), key=lambda name: sum(_found(name, word) is None for word in typed))
    return [number for number, word in enumerate(typed, 1) if _found(best, word) is None]


def is_word(typed: str, word: str) -> bool:
    """Whether this is that word of a sheet, or its first letters."""
    plain = _plain(typed)
    return _plain(word) == plain or (len(plain) >= ENOUGH and _plain(word).startswith(plain))


def secret_of(typed: str) -> bytes:
    """What the words stand for. Raises NotASheet."""
    words = split(typed)
    if len(words) != COUNT:
        raise NotASheet
    for name in LISTS.values():
        known = [found for word in words if (found := _found(name, word)) is not None]
        if len(known) == COUNT:
            try:
                return bytes(_list(name).to_entropy(known))
            except ValueError:  # the checksum
                continue
    raise NotASheet


@cache
def _list(name: str) -> Mnemonic:
    from mnemonic import Mnemonic  # its lists are read when the first words are needed

    return Mnemonic(name)


@cache
def _by_letters(name: str) -> Mapping[str, str]:
    """Every word by itself and by its first letters, without capitals and accents."""
    words = _list(name).wordlist
    return {_plain(word)[:ENOUGH]: word for word in words} | {_plain(word): word for word in words}


def _found(name: str, typed: str) -> str | None:
    plain = _plain(typed)
    known = _by_letters(name)
    found = known.get(plain)
    if found is None and len(plain) > ENOUGH:  # its first letters, and some more of it
        start = known.get(plain[:ENOUGH])
        found = start if start is not None and _plain(start).startswith(plain) else None
    return found


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
