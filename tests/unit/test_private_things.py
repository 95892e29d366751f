"""The table of private nouns is whole: each that is kept has a row, and what a row makes has words wherever there can be some."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from mobile.noun import Noun
from mobile.wiring.known_nouns import known_nouns
from tests.private_things import MADE


def test_every_private_noun_has_a_row() -> None:
    private = {noun for noun in known_nouns().nouns.values() if noun.KIND.compartment == "private"}
    assert private == set(MADE)
    assert not [noun.__name__ for noun in MADE if noun.KIND.resource_type]


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_each_is_kept_and_read_back_with_words_in_every_field_that_may_hold_some(kind: type[Noun]) -> None:
    said = list[str]()

    def word() -> str:
        said.append(f"zq{len(said)}q")
        return said[-1]

    made: Any = MADE[kind](word)
    assert type(made) is kind
    assert kind.from_json(made.to_json()) == made
    own = [one.name for one in fields(made) if not one.repr and one.name not in ("resource", "text")]
    assert [name for name in own if not getattr(made, name)] == []
    assert not own or said
