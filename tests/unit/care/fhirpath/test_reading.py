"""What an expression says: exact numbers, units, dates at their own precision, names made on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.care.fhirpath.reading import EAST, RESPONSE, code, read


def _exactly(values: list[Any]) -> list[tuple[type, Any]]:
    return [(type(value), value) for value in values]


def test_tenths_add_up_exactly() -> None:
    assert read("(1|2|3|4|5|6|7|8|9|10).select(0.1).sum()") == [Decimal("1.0")]
    assert read("0.1 + 0.2 = 0.3") == [True]


def test_a_float_of_the_json_becomes_the_decimal_it_was_written_as() -> None:
    assert read("%x = 0.1", x=0.1) == [True]
    assert read("%x.value = 0.1", x={"value": 0.1}) == [True]


def test_an_answer_keeps_its_own_digits() -> None:
    (value,) = read("%resource.descendants().where(linkId='weight').answer.value")
    assert str(value) == "70.50"


def test_a_whole_quotient_is_exact_and_an_endless_one_has_eight_places() -> None:
    assert read("2 / 3 * 3 = 2") == [True]
    assert _exactly(read("1 / 3")) == [(Decimal, Decimal("0.33333333"))]
    assert read("70.5 / (1.75 * 1.75)") == [Decimal("23.02040816")]
    assert read("1 / 0") == []


def test_yes_is_not_one() -> None:
    assert read("true = 1") == [False]
    assert _exactly(read("(true | 1)")) == [(bool, True), (int, 1)]


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("5 'mg' = 0.005 'g'", [True]),
        ("5 'mg' < 1 'g'", [True]),
        ("5 'mg' = 5 'mL'", []),
        ("5 'mg' < 5 'mL'", []),
        ("5 'mg' + 5 'mL'", []),
        ("36.6 'Cel' < 98 '[degF]'", []),
        ("1 'mg/dL' = 10 'mg/L'", [True]),
        ("1 'furlong' = 1 'furlong'", [True]),
        ("1 'furlong' = 2 'm'", []),
        ("90 minutes > 1 hour", [True]),
        ("1 year = 12 months", [True]),
        ("1 year = 365 days", []),
        ("120 'mm[Hg]' > 80 'mm[Hg]'", [True]),
        ("10 'kg/m2' = 10000 'g/m2'", [True]),
        ("%resource.descendants().where(linkId='dose').answer.value > 0.03 'g'", [True]),
        ("(0.5 'g').toQuantity('mg') = 500 'mg'", [True]),
        ("'5 mg'.toQuantity()", []),
    ],
)
def test_amounts_are_compared_across_units_and_not_across_kinds(expression: str, answer: list[bool]) -> None:
    assert read(expression) == answer


def test_an_amount_goes_out_as_a_fhir_quantity() -> None:
    answer = {"value": Decimal("40.5"), "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    assert read("%resource.descendants().where(linkId='dose').answer.value + 500 'ug'") == [
        {**answer, "value": Decimal(40500), "unit": "ug", "code": "ug"}
    ]
    assert read("%resource.descendants().where(linkId='dose').answer.value + 0.5 'mg'") == [answer]


def test_a_quantity_said_only_roughly_is_not_counted_with() -> None:
    rough = {"value": 5, "comparator": ">", "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    assert code("%x < 6 'mg'", x=rough) == "not_comparable"


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("today()", "2024-02-29"),
        ("today() - 18 years", "2006-02-28"),
        ("@2024-01-31 + 1 month", "2024-02-29"),
        ("@2024-03-31 - 1 month", "2024-02-29"),
        ("@2023-12-31 + 1 day", "2024-01-01"),
        ("@2024 + 24 months", "2026"),
        ("@2024-01-01T23:59:59Z + 2 seconds", "2024-01-02T00:00:01Z"),
        ("@T23:30 + 1 hour", "00:30"),
        ("now()", "2024-02-29T10:20:30Z"),
        ("timeOfDay()", "10:20:30"),
        ("%resource.descendants().where(linkId='born').answer.value + 18 years", "2008-05-17"),
        ("%x + 1 year", "2001-01-01"),
    ],
)
def test_dates_move_by_the_calendar(expression: str, answer: str) -> None:
    assert read(expression, x="2000-01-01") == [answer]


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("@2024-02 < today()", []),
        ("@2024-02 = today()", []),
        ("@2024-01 < today()", [True]),
        ("%resource.descendants().where(linkId='year').answer.value < @1990-06-01", []),
        ("%resource.descendants().where(linkId='year').answer.value < @1991-06-01", [True]),
        ("@2024-01-01T10:00:00Z = @2024-01-01T12:00:00+02:00", [True]),
        ("%resource.authored < today()", [True]),
        ("@2024-01-01T10:00 = @2024-01-01T10:00:30", []),
    ],
)
def test_a_date_too_vague_to_compare_gives_nothing(expression: str, answer: list[bool]) -> None:
    assert read(expression) == answer


def test_time_is_the_time_that_is_given() -> None:
    assert read("today()", now=datetime(2031, 1, 1, 0, 30, tzinfo=EAST)) == ["2031-01-01"]
    assert read("now()", now=datetime(2031, 1, 1, 0, 30, tzinfo=EAST)) == ["2031-01-01T00:30:00+13:00"]


def test_age_is_counted_in_birthdays() -> None:
    born = "%resource.descendants().where(linkId='born').answer.value"
    assert read(f"{born}.duration(@2024-05-16, 'years')") == [33]
    assert read(f"{born}.duration(@2024-05-17, 'years')") == [34]
    assert read("@2024-05.duration(@2025-05-01, 'years')") == []


def test_only_the_branch_that_is_taken_is_read() -> None:
    assert read("iif(true, 1, %nobody)") == [1]
    assert read("iif(false, 'a'.toInteger() + 'b', 2)") == [2]


def test_this_is_again_what_it_was_after_an_inner_function() -> None:
    assert read("(1|2).select((10|20).where($this > 10).first() + $this)") == [21, 22]


def test_a_defined_name_is_seen_after_it_and_not_beside_it() -> None:
    assert read("defineVariable('x', 3).select(%x + 1)") == [4]
    assert read("(1|2).select(defineVariable('y', $this * 10).select(%y))") == [10, 20]
    assert code("defineVariable('x', 3).exists() and %x = 3") == "unknown_variable"
    assert code("defineVariable('resource', 3)") == "wrong_arguments"


def test_a_choice_is_read_by_its_short_name_and_known_by_its_type() -> None:
    assert read("%resource.descendants().where(linkId='born').answer.value is date") == [True]
    assert read("%resource.descendants().where(linkId='born').answer.valueDate") == ["1990-05-17"]
    assert read("%resource.descendants().where(linkId='dose').answer.value.ofType(Quantity).value") == [40]
    assert read("%x.value", x={"_valueString": {"id": "a"}, "url": "u"}) == []


def test_an_extension_is_found_on_an_element_and_on_a_primitive() -> None:
    note = [{"url": "urn:a", "valueString": "noted"}]
    person = {
        "resourceType": "Patient",
        "birthDate": "1990-01-01",
        "_birthDate": {"extension": note},
        "extension": note,
    }
    assert read("%p.extension('urn:a').value", p=person) == ["noted"]
    assert read("%p.birthDate.extension('urn:a').value", p=person) == ["noted"]
    assert read("%p.birthDate.extension('urn:b').exists()", p=person) == [False]
    assert read("%p.birthDate.hasValue()", p=person) == [True]
    assert read("%p.gender.hasValue()", p={"_gender": {"extension": note}}) == [False]


def test_a_date_element_is_also_its_text() -> None:
    assert read("%p.birthDate.substring(0, 4).toInteger()", p={"birthDate": "1990-05-17"}) == [1990]


def test_nothing_read_is_changed_or_copied() -> None:
    (found,) = read("%resource.item.where(linkId='words')")
    assert found is RESPONSE["item"][1]


def test_a_sum_of_no_answers_is_not_nought() -> None:
    assert read("{}.sum()") == []


def test_the_grammar_is_loaded_at_the_first_expression_and_not_before() -> None:
    script = (
        "import sys; import mobile.care.questionnaire.fhirpath as f; assert 'antlr4' not in sys.modules; "
        "f.compile('1'); assert 'antlr4' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_repeat_tells_elements_apart_by_value_and_writes_out_only_those_of_one_link_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[object] = []
    dumps = json.dumps
    monkeypatch.setattr(json, "dumps", lambda held, **more: written.append(held) or dumps(held, **more))
    nested = {"linkId": "g", "item": [{"linkId": str(n)} for n in range(50)]}
    assert read("%r.repeat(item).count()", r={"item": [nested]}) == [51]
    assert written == []
    alike = [{"linkId": "a", "n": 1}, {"linkId": "a", "n": 1}, {"linkId": "a", "n": 2}, {"n": 1}, {"n": 1}]
    assert read("%r.repeat(item).count()", r={"item": alike}) == [3]
