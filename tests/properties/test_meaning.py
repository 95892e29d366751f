"""What servers do to a resource's writing is no change; whatever anybody changes in what it says is one."""

from __future__ import annotations

import json
import re
import typing
import unicodedata
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given
from hypothesis import strategies as st

from mobile.documents.element_names import TYPES, is_named
from mobile.documents.meaning import UNORDERED
from mobile.records.content import says_the_same
from mobile.sync.compare import holds, same_content

WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
BASE = "https://clinic.test/fhir/"


def goal(words: str, note: str) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"}, {"value": "2"}],
        "extension": [{"url": "a", "valueString": words}, {"url": "b", "valueBoolean": True}],
        "lifecycleStatus": "active",
        "description": {"text": words},
        "subject": {"reference": "Patient/p1"},
        "note": [{"text": note}, {"text": "last"}],
        "vendorMark": {"x": [1, 2]},
    }


def as_kept(value: Any, chance: Random, name: str = "") -> Any:
    """As a server may give it back: another order of members, of what has no order, texts normalised, references in full."""
    if isinstance(value, dict):
        members = [
            (one, inner) for one, inner in value.items() if one != "vendorMark" or chance.random() < 0.5
        ]
        chance.shuffle(members)
        return {one: as_kept(inner, chance, one) for one, inner in members}
    if isinstance(value, list):
        items = [as_kept(inner, chance) for inner in value]
        if name in UNORDERED:
            chance.shuffle(items)
        return items
    if isinstance(value, str):
        if name == "reference" and chance.random() < 0.5:
            return f"{BASE}{value}/_history/3"
        if name == "resourceType":
            return value
        value = unicodedata.normalize(chance.choice(["NFC", "NFD"]), value)
        return chance.choice([value, value.strip(), f" {value}\r\n", value.replace("\n", "\r\n")])
    return value


@given(WORDS, WORDS, st.integers())
def test_what_a_server_makes_of_the_writing_is_no_change(words: str, note: str, seed: int) -> None:
    ours = goal(words, note)
    kept = as_kept(deepcopy(ours), Random(seed))
    theirs = {
        **kept,
        "id": "g1",
        "meta": {"versionId": "2"},
        "text": {"status": "generated", "div": "<div/>"},
    }
    assert same_content(json.dumps(ours), json.dumps(theirs))
    assert says_the_same(json.dumps(ours), json.dumps(theirs), lambda _: None)
    assert holds(json.dumps(theirs), json.dumps(ours))


def bare(words: str) -> str:
    """Without what no comparison is about: spaces, controls, how a letter is put together."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd?\ufffe\uffff]+", "", unicodedata.normalize("NFC", words))


@given(WORDS, WORDS, WORDS)
def test_other_words_are_a_change(words: str, other: str, note: str) -> None:
    ours, theirs = json.dumps(goal(words, note)), json.dumps(goal(other, note))
    if bare(words) != bare(other):
        assert not same_content(ours, theirs)
        assert not says_the_same(ours, theirs, lambda _: None)
        assert not holds(theirs, ours) or not bare(words)  # to words where there were none is to add


@given(st.sampled_from(sorted(set(goal("", "")) - {"vendorMark", "resourceType"})))
def test_an_element_that_fhir_names_is_missed(name: str) -> None:
    ours = goal("words", "note")
    theirs = {one: value for one, value in ours.items() if one != name}
    assert not same_content(json.dumps(ours), json.dumps(theirs))
    assert not holds(json.dumps(theirs), json.dumps(ours))


def names_of(kind: str, known: set[str]) -> set[str]:
    """The elements of a resource or data type and of all types inside it, as an independent library has them."""
    if kind in known:
        return set()
    known.add(kind)
    try:
        fields = get_fhir_model_class(kind).model_fields
    except ValueError:
        return set()
    found: set[str] = set()
    for name, one in fields.items():
        alias = one.alias or name
        if alias.startswith("_") or name in ("fhir_comments", "resource_type"):
            continue
        found.add(alias)
        waiting = [one.annotation]
        while waiting:
            part = waiting.pop()
            called = getattr(part, "__name__", "")
            if isinstance(part, type) and called.endswith("Type"):
                found |= names_of(called[:-4], known)
            waiting += typing.get_args(part)
    return found


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_no_element_of_fhir_is_taken_for_one_that_a_server_may_drop(kind: str) -> None:
    names = names_of(kind, set())
    assert len(names) > 40
    assert [name for name in names if not is_named(kind, name)] == []
    assert is_named(kind, "_authored")
    assert not is_named(kind, "vendorMark")
