"""Words are found as people type them."""

from __future__ import annotations

import random

import pytest

from mobile.documents.folding import folded
from mobile.records import search
from mobile.records.search import WordIndex


def found(kept: str, typed: str) -> bool:
    index = WordIndex()
    index.reached(1)
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
        ("one\u00a0day", "one day"), ("ni\u00f1o", "nino"),
        ("\u041c\u0401\u0434", "\u043c\u0435\u0434"), ("\u03bb\u03ad\u03be\u03b5\u03b9\u03c2", "\u039b\u0395\u039e\u0395\u0399\u03a3"),
        ("\u0643\u0640\u0640\u062a\u0627\u0628", "\u06a9\u062a\u0627\u0628"), ("\u06cc\u06a9", "\u064a\u0643"), ("\u0663\u0664", "34"),
        ("\u00bd cup", "1/2"), ("\uff21\uff22\uff23", "abc"),
    ],
)  # fmt: skip
def test_as_typed(kept: str, typed: str) -> None:
    assert found(kept, typed)


def test_only_what_holds_every_word_is_found() -> None:
    assert found("a calm day", "day calm")
    assert not found("a calm day", "calm night")
    assert not found("a calm day", "\u200b")


def test_of_many_rows_the_same_is_found_as_in_their_texts_whatever_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Words that many have are held once for all: written, changed, deleted and written again, nothing is missed and nothing too much."""
    monkeypatch.setattr(search, "WHOLE", 20)
    monkeypatch.setattr(search, "MANY", 3)
    chance = random.Random(4)
    words = [
        *"abcde",
        "lake",
        "lakeside",
        "flake",
        "niño",
        "\U0001f30a",
        "\ud800",
        *(f"word{n}" for n in range(40)),
    ]
    texts: dict[int, str] = {}
    index = WordIndex()
    index.reached(1)
    index.reach(1, None)
    for _ in range(400):
        seq = chance.randrange(1, 90)
        text = " ".join(chance.choices(words, k=chance.randrange(5))) if chance.random() < 0.8 else ""
        index.put(1, seq, text or None)
        texts = {known: kept for known, kept in texts.items() if known != seq} | ({seq: text} if text else {})
        if chance.random() < 0.3:
            index.condense(1, chance.randrange(1, 30))
        part = " ".join(chance.choices([*words, "ak", "wor", "rd1"], k=chance.randrange(1, 3)))
        wanted = [folded(one) for one in part.split()]
        plainly = [seq for seq, kept in texts.items() if all(one in folded(kept) for one in wanted)]
        assert index.search(1, part) == sorted(plainly, reverse=True)
    assert index.search(1, "lake", 2) == index.search(1, "lake")[:2]
