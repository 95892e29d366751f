"""Forms and responses that are bent in any way, and texts that are none: read or refused, never anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mobile.care.questionnaire import Filling, Form, FormRefused
from mobile.care.resource import compose
from tests.properties.drawn_forms import ACTS, LAUNCH, forms, lived, tried

# --- bad input ---

JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = [
    "linkId",
    "type",
    "item",
    "answer",
    "answerOption",
    "enableWhen",
    "initial",
    "extension",
    "text",
    "_text",
    "contained",
    "answerValueSet",
    "valueDate",
    "valueInteger",
    "valueCoding",
    "repeats",
    "maxLength",
]


@tried
@given(st.one_of(st.text(), JSON.map(compose), st.binary().map(lambda b: b.decode("latin1"))))
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    for read in (lambda: Form.of(text), lambda: Filling.resume(SMALL, text, LAUNCH)):
        with suppress(FormRefused):
            read()


SMALL = Form.of(
    json.dumps(
        {
            "resourceType": "Questionnaire",
            "item": [
                {"linkId": "a", "type": "date"},
                {
                    "linkId": "g",
                    "type": "group",
                    "repeats": True,
                    "item": [{"linkId": "b", "type": "integer"}],
                },
            ],
        }
    )
)


@tried
@given(forms(), ACTS, st.lists(st.tuples(st.integers(0, 500), st.sampled_from(KEYS), JSON), max_size=4))
def test_bent_forms_and_responses_are_read_or_refused(
    source: dict[str, Any], acts: list[tuple[int, int, int]], bends: list[tuple[int, str, Any]]
) -> None:
    draft = lived(source, acts).draft()
    for where, key, value in bends:
        for whole in (source, draft):
            places = list(dicts(whole))
            places[where % len(places)][key] = deepcopy(value)
    try:
        form = Form.of(compose(source))
        filling = Filling.begin(form, LAUNCH)
        filling.problems()
        filling.draft()
        again = Filling.resume(form, compose(draft), LAUNCH)
        assert Filling.resume(form, compose(again.draft()), LAUNCH).draft() == again.draft()
        again.nodes(), again.problems(), again.submission()
    except FormRefused:
        return


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in list(value.values()):
            yield from dicts(one)
    elif isinstance(value, list):
        for one in value:
            yield from dicts(one)


def test_decimals_keep_their_digits() -> None:
    form = Form.of('{"resourceType":"Questionnaire","item":[{"linkId":"a","type":"decimal"}]}')
    filling = Filling.begin(form, LAUNCH)
    filling.answer("a", Decimal("1.50"))
    assert '"valueDecimal":1.50' in compose(filling.draft())
    assert Filling.resume(form, compose(filling.draft())).node("a").value == Decimal("1.50")
