"""The words of a recovery sheet: what is written down is read back, however a hand wrote it; a slip is found."""

from __future__ import annotations

import contextlib
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.records.errors import NotASheet
from mobile.records.sheet_words import COUNT, LISTS, _list, fresh_words, is_word, secret_of, split, unknown

SECRETS = st.binary(min_size=32, max_size=32)
LANGUAGES = st.sampled_from(sorted(LISTS))


def worded(secret: bytes, language: str) -> list[str]:
    return _list(LISTS[language]).to_mnemonic(secret).split()


@given(SECRETS, LANGUAGES)
def test_what_was_written_down_is_read_back(secret: bytes, language: str) -> None:
    assert secret_of(" ".join(worded(secret, language))) == secret


@given(SECRETS, LANGUAGES)
def test_capitals_numbers_lines_accents_and_the_end_of_a_word_do_not_matter(
    secret: bytes, language: str
) -> None:
    words = worded(secret, language)
    bare = [
        "".join(s for s in unicodedata.normalize("NFKD", w) if not unicodedata.combining(s)) for w in words
    ]
    for written in (
        "\n".join(f"{n}. {word.upper()}," for n, word in enumerate(words, 1)),
        " ".join(bare),
        " ".join(word[:4] for word in bare),
        unicodedata.normalize("NFC", " ".join(words)),
    ):
        assert secret_of(written) == secret


@given(SECRETS, LANGUAGES, st.randoms(use_true_random=False))
def test_one_other_word_never_opens_the_same(secret: bytes, language: str, chance: random.Random) -> None:
    words = worded(secret, language)
    at = chance.randrange(COUNT)
    words[at] = chance.choice([w for w in _list(LISTS[language]).wordlist if w != words[at]])
    with contextlib.suppress(NotASheet):
        assert secret_of(" ".join(words)) != secret


@given(st.text(max_size=300))
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    with contextlib.suppress(NotASheet):
        assert len(secret_of(typed)) == 32
    assert all(1 <= number <= len(split(typed)) for number in unknown(split(typed)))


@pytest.mark.parametrize("language", sorted(LISTS))
def test_a_word_that_is_on_no_list_is_named_by_its_number(language: str) -> None:
    words = list(fresh_words(language))
    assert unknown(words) == []
    words[6], words[20] = "xxqq", "w"
    assert unknown(words) == [7, 21]


def test_no_two_sheets_are_alike() -> None:
    assert len({fresh_words("en") for _ in range(50)}) == 50


def test_a_language_without_a_list_has_english_words() -> None:
    assert set(fresh_words("xx")) <= set(_list("english").wordlist)


def test_a_word_is_known_by_its_first_four_letters_and_by_no_fewer() -> None:
    assert is_word("Aban", "abandon")
    assert is_word("abandon", "abandon")
    assert not is_word("aba", "abandon")
    assert not is_word("abandons", "abandon")
    assert is_word("abaco", "ábaco")
    assert is_word("zoo", "zoo")
