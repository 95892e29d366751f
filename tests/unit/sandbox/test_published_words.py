"""The other measures' words, codes and bands, written out once more: no slip of a hand in the data goes unseen.

Taken from the clinical reference of the project. No Spanish wording of WHO-5, PEG and PC-PTSD-5 could be verified, so
there is none; the clinic's own lists are in both languages.
"""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.forms.definition import FormDefinition
from mobile.care.measures import instrument_of
from tests.unit.sandbox.forms import FORMS, LOINC, ORDINAL, X, items, marks, spanish

WHO5 = [
    "I have felt cheerful and in good spirits",
    "I have felt calm and relaxed",
    "I have felt active and vigorous",
    "I woke up feeling fresh and rested",
    "My daily life has been filled with things that interest me",
]
WHO5_ANSWERS = [
    (5, "All of the time"),
    (4, "Most of the time"),
    (3, "More than half of the time"),
    (2, "Less than half of the time"),
    (1, "Some of the time"),
    (0, "At no time"),
]
PEG = [
    ("75893-8", "What number best describes your pain on average in the past week?"),
    (
        "91145-3",
        "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
    ),
    (
        "91146-1",
        "What number best describes how, during the past week, pain has interfered with your general activity?",
    ),
]
PC_PTSD_5 = [
    "Had nightmares about the event(s) or thought about the event(s) when you did not want to?",
    "Tried hard not to think about the event(s) or went out of your way to avoid situations that reminded you of the"
    " event(s)?",
    "Been constantly on guard, watchful, or easily startled?",
    "Felt numb or detached from people, activities, or your surroundings?",
    "Felt guilty or unable to stop blaming yourself or others for the event(s) or any problems the event(s) may have"
    " caused?",
]
DIFFICULTY = (
    "How difficult have these problems made it for you to do your work, take care of things at home, or get along with"
    " other people?",
    "Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos problemas para hacer su trabajo,"
    " encargarse de las tareas del hogar, o llevarse bien con otras personas?",
)
DIFFICULTIES = [
    ("LA6572-7", "Not difficult at all", "No ha sido difícil"),
    ("LA6573-5", "Somewhat difficult", "Un poco difícil"),
    ("LA6575-0", "Very difficult", "Muy difícil"),
    ("LA6574-3", "Extremely difficult", "Extremadamente difícil"),
]
BANDS = {
    "phq-9": [
        (0, 4, "none to minimal"),
        (5, 9, "mild"),
        (10, 14, "moderate"),
        (15, 19, "moderately severe"),
        (20, 27, "severe"),
    ],
    "gad-7": [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")],
}
RANGES = {
    "phq-9": (0, 27, "more-symptoms"),
    "phq-2": (0, 6, "more-symptoms"),
    "gad-7": (0, 21, "more-symptoms"),
    "who-5": (0, 100, "better"),
    "peg": (0, 10, "more-symptoms"),
    "pc-ptsd-5": (0, 5, "more-symptoms"),
}
ADVISED = {
    **dict.fromkeys(("side-chest", "side-headache", "side-vision"), "911"),
    **dict.fromkeys(("side-nausea", "side-confused", "side-panic", "side-low-mood"), "after-hours"),
    **dict.fromkeys(("side-energy", "side-voices", "side-urinary"), "after-hours"),
    "side-craving": "next working day",
}
"""What a patient is told on the answer itself, by how soon it is to be said. None of these answers is read at once."""


def offered(item: dict[str, Any]) -> list[tuple[Any, str]]:
    return [
        (
            next(mark["valueDecimal"] for mark in option["extension"] if mark["url"] == ORDINAL),
            option["valueCoding"]["display"],
        )
        for option in item["answerOption"]
    ]


def test_who_5_is_the_published_one_over_two_weeks() -> None:
    group, total = FORMS["who-5"]["item"]
    assert group["text"].endswith("how you have been feeling over the last two weeks.")
    assert [one["text"] for one in group["item"]] == WHO5
    assert all(offered(one) == WHO5_ANSWERS for one in group["item"])
    assert LOINC not in str(FORMS["who-5"]["code"]) + str(total["code"])  # none was verified


def test_peg_is_the_published_one_from_nothing_to_ten_over_a_week() -> None:
    group, total = FORMS["peg"]["item"]
    assert [(one["code"][0]["code"], one["text"]) for one in group["item"]] == PEG
    assert FORMS["peg"]["code"][0]["code"] == "91148-7"
    assert total["code"][0]["code"] == "91147-9"
    for item in group["item"]:
        limits = {mark["url"].rpartition("/")[2]: mark.get("valueInteger") for mark in item["extension"]}
        assert (limits["minValue"], limits["maxValue"]) == (0, 10)


def test_pc_ptsd_5_is_the_published_one_after_its_gate_over_a_month() -> None:
    gate, group, total = FORMS["pc-ptsd-5"]["item"]
    assert gate["text"].endswith("Have you ever experienced this kind of event?")
    assert gate["type"] == "boolean"  # nobody is asked to describe it
    assert group["text"] == "In the past month, have you:"
    assert [one["text"] for one in group["item"]] == PC_PTSD_5
    assert {one["type"] for one in group["item"]} == {"boolean"}
    assert LOINC not in str(FORMS["pc-ptsd-5"]["code"]) + str(total["code"])


@pytest.mark.parametrize("id_", ["who-5", "peg", "pc-ptsd-5"])
def test_no_instrument_is_translated_by_us(id_: str) -> None:
    asked = [item for item in items(FORMS[id_]) if not item.get("readOnly")]
    assert not [item["linkId"] for item in asked if spanish(item)]
    assert not [item["linkId"] for item in asked if "translation" in str(item.get("answerOption"))]


def test_the_difficulty_question_has_its_published_words_in_both_languages() -> None:
    question = FORMS["phq-9"]["item"][1]
    assert (question["text"], spanish(question)) == DIFFICULTY
    answers = [one["valueCoding"] for one in question["answerOption"]]
    assert [(one["code"], one["display"], spanish(one, "display")) for one in answers] == DIFFICULTIES


@pytest.mark.parametrize("id_", RANGES)
def test_a_totals_range_direction_and_bands_are_the_published_ones_and_no_band_is_read(id_: str) -> None:
    (score,) = marks(FORMS[id_]["item"][-1], "score")
    said = {part["url"]: part for part in score["extension"]}
    numbers = (said["min"]["valueDecimal"], said["max"]["valueDecimal"], said["more-is"]["valueCode"])
    assert numbers == RANGES[id_]
    bands = [
        {
            part["url"]: next(value for name, value in part.items() if name.startswith("value"))
            for part in one["extension"]
        }
        for one in score["extension"]
        if one["url"] == "band"
    ]
    assert [(one["from"], one["to"], one["name"]) for one in bands] == BANDS.get(id_, [])
    instrument = instrument_of(FormDefinition.from_resource(FORMS[id_]))
    assert instrument is not None
    assert "band" not in str(instrument)
    assert "severe" not in str(instrument)


def test_the_side_effect_list_tells_on_the_answer_itself_how_soon_to_say_it() -> None:
    group = FORMS["side-effects"]["item"][0]
    found: dict[str, str] = {}
    for item in group["item"]:
        for advice in item.get("item", ()):
            assert {one["question"] for one in advice["enableWhen"]} == {item["linkId"]}
            assert "a-lot" in {one["answerCoding"]["code"] for one in advice["enableWhen"]}
            english, in_spanish = advice["text"], spanish(advice)
            assert in_spanish
            how = next(word for word in ("911", "after-hours", "next working day") if word in english)
            assert ("911" in english) == ("911" in in_spanish)
            assert "911" in english or "not read at once" in english
            found[item["linkId"]] = how
    assert found == ADVISED
    (thoughts,) = [item for item in group["item"] if item["linkId"] == "side-thoughts"]
    assert marks(thoughts, "help-now") == [
        {"url": f"{X}/help-now", "valueCode": "side-effects-thoughts"}
    ]  # it opens help instead


def test_the_five_bladder_questions_ask_for_the_labels_five_signs_and_blood_is_for_the_same_day() -> None:
    form = FORMS["bladder-five"]
    asked = [item for item in items(form) if item["type"] == "boolean"]
    words = ("hurt or burned", "more often", "urges", "leaked", "blood")
    assert len(asked) == len(words)
    assert all(word in item["text"] for word, item in zip(words, asked, strict=True))
    note = form["item"][-1]
    assert "the same day" in note["text"]
    assert "el mismo día" in (spanish(note) or "")


@pytest.mark.parametrize("id_", ["phq-9", "gad-7", "phq-2", "who-5", "peg", "pc-ptsd-5"])
def test_no_question_of_an_instrument_is_forced(id_: str) -> None:
    for item in items(FORMS[id_]):
        if item["type"] in ("choice", "integer", "boolean") and not item.get("readOnly"):
            assert not item.get("required"), item["linkId"]
