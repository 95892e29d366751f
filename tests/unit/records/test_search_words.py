"""Words are found as people type them."""

from __future__ import annotations

import pytest

from mobile.records.search import WordIndex


def found(kept: str, typed: str) -> bool:
    index = WordIndex()
    index.begin(1)
    index.put(1, 7, kept)
    return index.search(1, typed, 50) == [7]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Café", "cafe"), ("cafe", "CAFÉ"), ("Cafe\u0301", "café"),
        ("I don\u2019t know", "don't"), ("I don't know", "don\u2019t"), ("don`t", "don\u00b4t"),
        ("\u201chome\u201d", '"home"'), ("\u00abcasa\u00bb", '"casa"'), ('"casa"', "\u201ecasa\u201d"),
        ("well\u2013being", "well-being"), ("well-being", "well\u2011being"),
        ("\ufb01nally", "finally"), ("finally", "\ufb01nally"), ("c\u0153ur", "coeur"), ("\u00c6on", "aeon"),
        ("stra\u00dfe", "STRASSE"), ("\u0141\u00f3d\u017a", "lodz"), ("\u0130zmir", "izmir"), ("\U0001d400lpha", "alpha"),
        ("hope\u00adful", "hopeful"), ("hope\u200bful", "hopeful"), ("\u200fshalom", "shalom"), ("love \u2764\ufe0f", "\u2764"),
        ("one\u00a0day", "one day"), ("ni\u00f1o", "nino"), ("\uff21\uff22\uff23", "abc"),
    ],
)  # fmt: skip
def test_as_typed(kept: str, typed: str) -> None:
    assert found(kept, typed)


def test_only_what_holds_every_word_is_found() -> None:
    assert found("a calm day", "day calm")
    assert not found("a calm day", "calm night")
    assert not found("a calm day", "\u200b")
