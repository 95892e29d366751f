"""Whatever a form asks and in whatever order a person answers, the engine says what a slow and plain reading would say."""

from __future__ import annotations

import json
from typing import Any

from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given

from mobile.care.questionnaire import Filling, Form
from mobile.care.resource import compose
from tests.properties.drawn_forms import ACTS, LAUNCH, act, flat, forms, lived, tried
from tests.properties.plain_reading import Plain, remember_empty_answers
from tests.unit.care.questionnaire.asking import all_nodes


@tried
@given(forms(), ACTS)
def test_enablement_is_what_a_plain_reading_says(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts)
    remember_empty_answers(filling)
    plain = Plain(all_nodes(filling))
    for node in plain.order:
        assert node.is_enabled == plain.is_enabled(node), node.id


@tried
@given(forms(), ACTS)
def test_working_out_only_what_changed_is_working_out_everything(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts)
    nodes, problems = all_nodes(filling), filling.problems()
    filling._evaluation._kept.clear()
    filling._tree.root_json.pop("item", None)
    for place in filling._tree.by_id.values():
        filling._tree.stale(place)
    filling._recalculation.work_out_all()
    assert not filling._done().nodes
    assert all_nodes(filling) == nodes
    assert filling.problems() == problems


@tried
@given(forms(), ACTS)
def test_what_is_not_said_to_have_changed_has_not(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts[:-1])
    before = shown(filling)
    changed: set[str] = set()
    record = filling._done

    def done() -> Any:
        found = record()
        changed.update(found.nodes)
        return found

    filling._done = done  # type: ignore[method-assign]
    for one in acts[-1:]:
        act(filling, *one)
    after = shown(filling)
    differing = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    assert differing <= changed


def shown(filling: Filling) -> dict[str, Any]:
    return {
        node.id: (
            node.values,
            node.raw,
            node.is_enabled,
            node.withheld,
            node.row,
            node.rows,
            filling.problems_of(node.id),
        )
        for node in flat(all_nodes(filling))
    }


@tried
@given(forms(), ACTS)
def test_a_draft_taken_up_is_the_same_draft_and_the_same_form(
    source: dict[str, Any], acts: list[tuple[int, int, int]]
) -> None:
    filling = lived(source, acts)
    draft = filling.draft()
    again = Filling.resume(filling.form, compose(draft), LAUNCH)
    assert again.draft() == draft
    assert all_nodes(again) == all_nodes(filling)
    assert again.problems() == filling.problems()
    assert again.submission() == filling.submission()
    assert again.kept_aside == ()


@tried
@given(forms(), ACTS)
def test_what_is_handed_in_satisfies_fhir(source: dict[str, Any], acts: list[tuple[int, int, int]]) -> None:
    filling = lived(source, acts)
    for response in (filling.submission(), filling.draft()):
        QuestionnaireResponse.model_validate(json.loads(compose(response)))
    enabled = {node.item.link_id for node in flat(all_nodes(filling)) if node.is_enabled}
    check_items(filling.submission().get("item", []), filling.form, enabled)


def check_items(items: list[dict[str, Any]], form: Form, enabled: set[str]) -> None:
    for item in items:
        known = form.item(item["linkId"])
        assert not ("item" in item and "answer" in item)
        assert item["linkId"] in enabled
        if known.is_group:
            assert item["item"], "an empty group is left out"
        else:
            assert "item" not in item
            withheld = any("answer-withheld" in one["url"] for one in item.get("extension", []))
            assert withheld != bool(item.get("answer"))
        check_items(item.get("item", []), form, enabled)
        for answer in item.get("answer", []):
            check_items(answer.get("item", []), form, enabled)
