"""The measures: their published wording frozen, their totals exact, and none where an answer is missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from mobile.care.questionnaire.fhirpath import compile as compile_path
from tests.unit.sandbox.forms import CALCULATED, FORMS, ORDINAL, items, kind, marks, spanish

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANSWERS = [
    ("LA6568-5", 0, "Not at all", "Ningún día"),
    ("LA6569-3", 1, "Several days", "Varios días"),
    ("LA6570-1", 2, "More than half the days", "Más de la mitad de los días"),
    ("LA6571-9", 3, "Nearly every day", "Casi todos los días"),
]
STEM = (
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?",
)
PHQ9 = [  # English: LOINC 44249-1. Spanish: Pfizer's form "Spanish for the USA" (phqscreeners). See SOURCES.md.
    ("44250-9", "Little interest or pleasure in doing things", "Poco interés o placer en hacer cosas"),
    (
        "44255-8",
        "Feeling down, depressed, or hopeless",
        "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    ),
    (
        "44259-0",
        "Trouble falling or staying asleep, or sleeping too much",
        "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
    ),
    ("44254-1", "Feeling tired or having little energy", "Se ha sentido cansado(a) o con poca energía"),
    ("44251-7", "Poor appetite or overeating", "Sin apetito o ha comido en exceso"),
    (
        "44258-2",
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted mismo(a) o con su familia",
    ),
    (
        "44252-5",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico o ver la televisión",
    ),
    (
        "44253-3",
        "Moving or speaking so slowly that other people could have noticed. Or the opposite — being so fidgety or"
        " restless that you have been moving around a lot more than usual",
        "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario – muy inquieto(a) o"
        " agitado(a) que ha estado moviéndose mucho más de lo normal",
    ),
    (
        "44260-8",
        "Thoughts that you would be better off dead, or of hurting yourself in some way",
        "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera",
    ),
]
GAD7 = [  # English: LOINC 69737-5. Spanish: "Spanish for the USA" (phqscreeners). See SOURCES.md.
    (
        "69725-0",
        "Feeling nervous, anxious or on edge",
        "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta",
    ),
    (
        "68509-9",
        "Not being able to stop or control worrying",
        "No ha sido capaz de parar o controlar su preocupación",
    ),
    (
        "69733-4",
        "Worrying too much about different things",
        "Se ha preocupado demasiado por motivos diferentes",
    ),
    ("69734-2", "Trouble relaxing", "Ha tenido dificultad para relajarse"),
    (
        "69735-9",
        "Being so restless that it is hard to sit still",
        "Se ha sentido tan inquieto(a) que no ha podido quedarse quieto(a)",
    ),
    ("69689-8", "Becoming easily annoyed or irritable", "Se ha molestado o irritado fácilmente"),
    (
        "69736-7",
        "Feeling afraid as if something awful might happen",
        "Ha tenido miedo de que algo terrible fuera a pasar",
    ),
]


@pytest.mark.parametrize(
    ("id_", "wording", "panel", "total"),
    [
        ("phq-9", PHQ9, "44249-1", "44261-6"),
        ("gad-7", GAD7, "69737-5", "70274-6"),
        ("phq-2", PHQ9[:2], "55757-9", "55758-7"),
    ],
)
def test_the_wording_is_the_published_one(
    id_: str, wording: list[tuple[str, str, str]], panel: str, total: str
) -> None:
    form = FORMS[id_]
    group = form["item"][0]
    assert (group["text"], spanish(group)) == STEM
    assert [(one["code"][0]["code"], one["text"], spanish(one)) for one in group["item"]] == wording
    for item in group["item"]:
        options = [
            (
                option["valueCoding"]["code"],
                next(mark["valueDecimal"] for mark in option["extension"] if mark["url"] == ORDINAL),
                option["valueCoding"]["display"],
                spanish(option["valueCoding"], "display"),
            )
            for option in item["answerOption"]
        ]
        assert options == ANSWERS
        assert not item.get("required")  # a skipped item is absent, never forced and never 0
    assert form["code"][0]["code"] == panel
    assert form["item"][-1]["code"][0]["code"] == total
    assert "No permission required to reproduce, translate, display or distribute." in form["copyright"]


def test_the_difficulty_question_is_asked_and_not_counted() -> None:
    question, total = FORMS["phq-9"]["item"][1:]
    assert question["code"][0]["code"] == "69722-7"
    assert "phq9-difficulty" not in json.dumps(total)
    codes = [option["valueCoding"]["code"] for option in question["answerOption"]]
    assert codes == ["LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"]
    assert ORDINAL not in json.dumps(question)


def expression_of(form: dict[str, Any]) -> str:
    total = form["item"][-1]
    assert total["readOnly"] is True
    return next(
        mark["valueExpression"]["expression"] for mark in total["extension"] if mark["url"] == CALCULATED
    )


def answered(form: dict[str, Any], values: list[Any]) -> dict[str, Any]:
    """A response to the form's scored questions; None is left out."""
    scored = [
        item for item in items(form) if item["type"] in ("choice", "integer", "boolean") and "prefix" in item
    ]
    scored = scored or [
        item for item in items(form) if item["type"] == "integer" and "answerOption" not in item
    ]
    made: list[dict[str, Any]] = []
    for item, value in zip(scored, values, strict=False):
        if value is None:
            continue
        if item["type"] == "choice":
            coding = next(
                option["valueCoding"]
                for option in item["answerOption"]
                if any(mark.get("valueDecimal") == value for mark in option["extension"])
            )
            made.append({"linkId": item["linkId"], "answer": [{"valueCoding": coding}]})
        else:
            name = "valueBoolean" if isinstance(value, bool) else "valueInteger"
            made.append({"linkId": item["linkId"], "answer": [{name: value}]})
    group = next(one for one in form["item"] if one["type"] == "group")
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "item": [{"linkId": group["linkId"], "item": made}],
    }


def total_of(id_: str, values: list[Any], gate: bool | None = None) -> list[Any]:
    form = FORMS[id_]
    response = answered(form, values)
    if gate is not None:
        response["item"].insert(0, {"linkId": "pcptsd5-gate", "answer": [{"valueBoolean": gate}]})
    path = compile_path(expression_of(form))
    notes: list[Any] = []
    found = path.read(response, {"resource": response, "questionnaire": form}, now=NOW, notes=notes)
    assert notes == []
    return [Decimal(str(value)) for value in found]


@pytest.mark.parametrize(
    ("id_", "values", "total"),
    [
        ("phq-9", [0] * 9, 0),
        ("phq-9", [3] * 9, 27),
        ("phq-9", [3, 2, 1, 0, 3, 2, 1, 0, 1], 13),
        ("gad-7", [3] * 7, 21),
        ("gad-7", [0, 1, 2, 3, 0, 1, 2], 9),
        ("phq-2", [2, 3], 5),
        ("who-5", [5] * 5, 100),
        ("who-5", [0, 1, 2, 3, 4], 40),
        ("peg", [0, 5, 10], 5),
    ],
)
def test_a_whole_answer_has_its_total_and_one_with_a_gap_has_none(
    id_: str, values: list[int], total: int
) -> None:
    assert total_of(id_, values) == [total]
    for missing in range(len(values)):
        assert total_of(id_, [*values[:missing], None, *values[missing + 1 :]]) == []


def test_a_mean_is_kept_as_it_is() -> None:
    (mean,) = total_of("peg", [5, 5, 6])
    assert mean != 5
    assert abs(mean * 3 - 16) < Decimal("0.001")


def test_the_ptsd_screen_counts_only_what_was_answered() -> None:
    assert total_of("pc-ptsd-5", [], gate=False) == [0]
    assert total_of("pc-ptsd-5", [True, False, True, True, False], gate=True) == [3]
    assert total_of("pc-ptsd-5", [True, False, None, True, False], gate=True) == []
    assert total_of("pc-ptsd-5", []) == []


def test_lists_that_have_no_score_have_none() -> None:
    for id_ in (
        "side-effects",
        "bladder-five",
        *(one for one, form in FORMS.items() if kind(form) == "intake"),
    ):
        assert CALCULATED not in json.dumps(FORMS[id_])
        assert ORDINAL not in json.dumps(FORMS[id_])


def test_the_columbia_screener_is_an_empty_place_that_is_off() -> None:
    form = FORMS["c-ssrs"]
    assert form["status"] == "draft"
    assert "item" not in form
    assert marks(form, "needs-permission")
    assert [
        one["id"] for one in FORMS.values() if one["status"] != "active" and kind(one) != "agreement"
    ] == ["c-ssrs"]


def test_the_sources_of_the_wording_are_named_beside_it() -> None:
    text = (files("api_client.sandbox") / "content" / "measures" / "SOURCES.md").read_text("utf-8")
    for name in ("PHQ-9", "GAD-7", "WHO-5", "PEG", "PC-PTSD-5", "C-SSRS"):
        assert f"| {name} |" in text
