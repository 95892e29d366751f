"""How many questions are left is one number: by the documents alone the same as by the engine, as the answers stand."""

from __future__ import annotations

import random
from importlib import resources

import pytest

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.left import questions_left
from mobile.care.forms.response import Response
from mobile.care.questionnaire import Filling, Form
from mobile.screens.form.kinds import kind_of, option_value

CONTENT = resources.files("api_client.sandbox").joinpath("content")
FORMS = sorted(
    f"{folder}/{one.name}"
    for folder in ("intake", "measures")
    for one in CONTENT.joinpath(folder).iterdir()
    if one.name.endswith(".json")
)


def by_engine(filling: Filling) -> int:
    asked: dict[str, bool] = {}
    for node in filling.walk():
        if node.item.is_question and not node.is_read_only and not node.item.is_calculated:
            is_dealt = bool(node.values) or node.withheld is not None
            asked[node.item.link_id] = asked.get(node.item.link_id, False) or is_dealt
    return sum(not is_dealt for is_dealt in asked.values())


@pytest.mark.parametrize("name", FORMS)
def test_it_is_the_engines_number_at_the_beginning_and_after_every_answer(name: str) -> None:
    definition = FormDefinition.from_json(CONTENT.joinpath(name).read_text("utf-8"))
    if definition.to_resource().get("resourceType") != "Questionnaire":
        pytest.skip("no form")
    filling, chance = Filling.begin(Form.of(definition.to_json(), "en")), random.Random(7)
    assert questions_left(definition) == by_engine(filling)
    for _ in range(12):
        open_now = [
            one for one in filling.walk() if one.item.is_question and not one.values and not one.is_read_only
        ]
        choices = [one for one in open_now if one.options or kind_of(one) == "yes_no"]
        if not choices:
            break
        node = chance.choice(choices)
        key = (
            chance.choice(["yes", "no"])
            if kind_of(node) == "yes_no"
            else str(chance.randrange(len(node.options)))
        )
        value = option_value(node, key)
        filling.answer(node.id, *([value] if value is not None else []))
        draft = {**filling.draft(), "questionnaire": definition.canonical, "status": "in-progress"}
        response = Response.from_resource({"resourceType": "QuestionnaireResponse", "id": "r", **draft})
        assert questions_left(definition, response) == by_engine(filling), node.item.link_id
