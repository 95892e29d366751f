"""Whatever a form holds, compiling raises PathError or nothing, and reading raises nothing and says no answer."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.questionnaire.fhirpath import Note, PathError, compile
from mobile.care.questionnaire.fhirpath.functions import FUNCTIONS
from mobile.care.questionnaire.fhirpath.path import _compiled  # pyright: ignore[reportPrivateUsage]
from tests.unit.care.fhirpath.reading import NOW, RESPONSE, code, tried

_WORDS = [
    *(
        "%resource",
        "%nobody",
        "item",
        "answer",
        "value",
        "linkId",
        "$this",
        "$index",
        "$total",
        "today()",
        "{}",
        "true",
    ),
    *(
        "'body'",
        "1",
        "0.5",
        "5 'mg'",
        "1 year",
        "@2024",
        "@T10",
        "@2024-01-01T10:00:00Z",
        "Patient",
        "`odd name`",
    ),
]
_OPERATORS = [
    "+",
    "-",
    "*",
    "/",
    "div",
    "mod",
    "&",
    "|",
    "=",
    "!=",
    "~",
    "<",
    ">=",
    "and",
    "or",
    "xor",
    "implies",
    "in",
    "contains",
]
_REFUSALS = [
    "empty",
    "not_fhirpath",
    "unknown_function",
    "wrong_arguments",
    "bad_date",
    "bad_number",
    "too_deep",
]
_leaf = st.sampled_from(_WORDS)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arguments = st.lists(inner, max_size=3).map(", ".join)
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(_OPERATORS), inner),
        st.builds("{}.{}({})".format, inner, st.sampled_from(sorted(FUNCTIONS)), arguments),
        st.builds("{}[{}]".format, inner, inner),
        st.builds(
            "{} is {}".format, inner, st.sampled_from(["string", "System.Integer", "Quantity", "Nothing"])
        ),
        st.builds("{}.{}".format, inner, _leaf),
    )


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["item", "answer", "linkId", "valueQuantity", "value", "code", "extension", "url"]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.recursive(_leaf, _grown, max_leaves=6), _json)
def test_any_expression_over_any_json_is_read_in_peace(expression: str, focus: Any) -> None:
    notes: list[Note] = []
    try:
        path = compile(expression)
    except PathError:
        return
    values = path.read(focus, {"resource": focus, "questionnaire": focus}, now=NOW, notes=notes)
    assert all(
        value is None or isinstance(value, bool | int | str | dict | list) or value.is_finite()
        for value in values
    )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="%a.'()[]{}|=<>@$`\\1, /*\n", max_size=20))
def test_any_text_compiles_or_is_refused(text: str) -> None:
    why = ""
    try:
        compile(text)
    except PathError as refused:
        why = refused.code
    assert why in {"", *_REFUSALS}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("a b", "not_fhirpath"),
        ("a.b(", "not_fhirpath"),
        ("a.memberOf('x')", "unknown_function"),
        ("%factory.Coding('a', 'b')", "unknown_function"),
        ("a.where()", "wrong_arguments"),
        ("@2023-02-30", "bad_date"),
        ("1" * 5000, "bad_number"),
        ("(" * 700 + "1" + ")" * 700, "too_deep"),
        ("1 + " * 9000 + "1", "too_long"),
    ],
)
def test_what_cannot_be_compiled_is_said_in_a_code(text: str, why: str) -> None:
    with pytest.raises(PathError) as refused:
        compile(text)
    assert refused.value.code == why


def test_a_long_sum_is_read() -> None:
    values, _ = tried(" + ".join(["1"] * 150))
    assert values == [150]


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("%nobody", "unknown_variable"),
        ("%factory.exists()", "unknown_variable"),
        ("%resource.item.single()", "not_one_value"),
        ("'a' > 1", "not_comparable"),
        ("@2024-01-01 + 1 'a'", "bad_unit"),
        ("@9999-12-31 + 1 day", "out_of_range"),
        ("'a' + 1", "wrong_type"),
        ("'a'.matches('(')", "bad_pattern"),
        ("10.power(100000)", "out_of_range"),
        ("'x'.decode('base64')", "wrong_arguments"),
    ],
)
def test_what_cannot_be_read_leaves_nothing_but_a_code(expression: str, why: str) -> None:
    assert code(expression) == why


class _Broken(dict[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise RuntimeError("said in confidence")


def test_a_surprise_while_reading_is_a_note() -> None:
    notes: list[Note] = []
    given = _Broken(context=1, x=1)
    assert compile("%x").read(None, given, now=NOW, notes=notes) == []
    assert notes == [Note("failed", "", "%x")]


def test_a_note_never_says_an_answer() -> None:
    for expression in (
        "%resource.item.where(linkId='words').answer.value + 1",
        "%resource.item.where(linkId='words').answer.value > 1",
        "%resource.item.where(linkId='words').answer.value.matches(%resource.item.where(linkId='words').answer.value & '(')",
        "today() + %resource.item.where(linkId='words').answer.value.toQuantity()",
        "'a'.substring(%resource.item.where(linkId='words').answer.value)",
    ):
        _, notes = tried(expression)
        assert "confidence" not in repr(notes)


@pytest.mark.parametrize(
    "expression",
    [
        "1.repeat($this + 1)",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.toChars().aggregate($total.combine($total), 1)",
        "'aaaaaaaaaa'.toChars().aggregate($total.replace('', 'aaaaaaaaaaaaaaaaaaaa'), 'a')",
    ],
)
def test_an_expression_without_an_end_is_ended(expression: str) -> None:
    values, notes = tried(expression)
    assert values == []
    assert [note.code for note in notes] == ["too_much"]


def test_compiled_expressions_are_kept_within_a_bound() -> None:
    assert compile("1 + 1") is compile("1 + 1")
    assert _compiled.cache_info().maxsize is not None


def test_threads_read_one_path_at_once() -> None:
    path = compile("(1|2|3).select(defineVariable('x', $this).select(%x + %n)).sum()")
    wrong: list[Any] = []

    def work(number: int) -> None:
        for _ in range(50):
            found = path.read(RESPONSE, {"n": number}, now=NOW, notes=[])
            if found != [6 + 3 * number]:
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
