"""The shapes forms write most are read as fhirpathpy reads them, over any response.

Not repeat(): of two equal items fhirpathpy keeps both when they are found together and one when they are not; the specification
and the reference engine (tests/interop/test_fhirpath.py) keep one.
"""

from __future__ import annotations

from typing import Any

import fhirpathpy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.care.fhirpath.reading import read

_IDS = ["a", "b", "c"]
_answer = st.one_of(
    st.builds(lambda value: {"valueInteger": value}, st.integers(-9, 9)),
    st.builds(lambda value: {"valueString": value}, st.sampled_from(["x", "y", ""])),
    st.builds(lambda value: {"valueBoolean": value}, st.booleans()),
    st.builds(lambda value: {"valueCoding": {"system": "s", "code": value}}, st.sampled_from(["p", "q"])),
)


def _item(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"linkId": st.sampled_from(_IDS)},
        optional={
            "answer": st.lists(_answer, min_size=1, max_size=2),
            "item": st.lists(inner, min_size=1, max_size=3),
        },
    )


_items = st.recursive(st.fixed_dictionaries({"linkId": st.sampled_from(_IDS)}), _item, max_leaves=8)
_response = st.builds(
    lambda items: {"resourceType": "QuestionnaireResponse", "item": items},
    st.lists(_items, min_size=1, max_size=4),
)
_EXPRESSIONS = [
    "%resource.item.where(linkId='a').answer.valueInteger",
    "%resource.item.where(linkId='a').item.where(linkId='b').answer.valueString",
    "%resource.descendants().where(linkId='a').answer.valueCoding.code",
    "%resource.descendants().where(linkId='b').answer.exists()",
    "%resource.descendants().where(linkId='c').answer.empty()",
    "%resource.item.where(linkId='a').answer.valueInteger.count() > 1",
    "%resource.item.where(linkId='a' or linkId='b').answer.valueBoolean",
    "%resource.item.where(answer.exists()).linkId",
    "%resource.item.select(linkId & '-')",
    "iif(%resource.item.where(linkId='a').exists(), 1, 0)",
    "%resource.item.answer.valueInteger.first() + %n",
    "%resource.item.answer.valueInteger.first() >= %n",
    "%resource.item.answer.valueInteger.where($this > 0).count() = %n",
    "%resource.item.linkId.distinct().count()",
    "%resource.item.first().linkId | %resource.item.last().linkId",
    "%resource.item.answer.valueCoding.where(code='p').exists() and %n > 0",
    "%resource.item.answer.valueBoolean.first().not()",
]


@settings(max_examples=60, deadline=None)
@given(_response, st.integers(-3, 3))
def test_common_shapes_are_read_alike(response: dict[str, Any], number: int) -> None:
    for expression in _EXPRESSIONS:
        theirs = fhirpathpy.evaluate(response, expression, {"resource": response, "n": number})
        mine = read(expression, focus=response, resource=response, n=number)
        assert mine == theirs, expression
