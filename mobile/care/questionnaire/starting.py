"""The first answers: fixed ones, options marked as chosen, and what expressions read from the patient's own record."""

from __future__ import annotations

from mobile.care.questionnaire.evaluation_context import EvaluationContext
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.item_state import ItemState
from mobile.care.questionnaire.plan import Variable
from mobile.care.questionnaire.refusal import Diagnostic, OutOfWork
from mobile.care.questionnaire.tree import Tree
from mobile.care.questionnaire.values import Given


def start(tree: Tree, evaluation: EvaluationContext, within: ItemState | None = None) -> None:
    """Gives the first answers to all new places, or to those within a new row."""
    _begin(tree, evaluation, list(within.subtree()) if within is not None else list(tree.by_id.values()))


def start_unseen(tree: Tree, evaluation: EvaluationContext) -> None:
    """Gives them to hidden questions only, after a response is taken up: what the person never saw was not sent."""
    hidden = [one for one in tree.by_id.values() if one.item.hidden]
    unseen = {one.id: one for top in hidden for one in top.subtree()}
    _begin(tree, evaluation, [one for one in unseen.values() if not one.given])


def _begin(tree: Tree, evaluation: EvaluationContext, places: list[ItemState]) -> None:
    _begin_rows(tree, evaluation, places)
    for place in places:
        if place.item.is_question:
            _give(tree, place, _fixed(place.item))
    for place in places:
        expression = place.item.expressions.initial
        if expression is not None and place.item.is_question and place.id in tree.by_id:
            uses = _uses(tree, place, expression.path.variables if expression.path else frozenset())
            try:
                values = evaluation.values(expression, uses, place)
            except OutOfWork:
                break  # the settling that follows says so
            if values:
                _give(tree, place, values)
                evaluation.forget(_all_variables(tree))


def _begin_rows(tree: Tree, evaluation: EvaluationContext, places: list[ItemState]) -> None:
    """One row of a repeating group for each element that its expression gives. `places` grows by what is new."""
    for place in places:  # those that come to stand at its end are gone through too
        expression = place.item.expressions.rows
        if expression is None or place.key != 0 or tree.has_begun(place):
            continue
        uses = _uses(tree, place, expression.path.variables if expression.path else frozenset())
        try:
            count = evaluation.rows(expression, uses, place)
        except OutOfWork:
            return  # the settling that follows says so
        new = tree.begin_rows(place, count)
        if len(new) + 1 < count:
            evaluation.report(Diagnostic("too_many_rows", place.item.link_id))
        for row in new:
            places.extend(row.subtree())


def _fixed(item: Item) -> list[Given]:
    found = list(item.initial) or [option.given for option in item.options if option.is_initially_selected]
    return found if item.repeats else found[:1]


def _give(tree: Tree, place: ItemState, values: list[Given]) -> None:
    if not values:
        return
    for n, value in enumerate(values):
        slot = place.slots[n] if n < len(place.slots) else tree.grow_slot(place)
        if slot is None:
            break
        slot.given = value
    tree.stale(place)


def _uses(tree: Tree, place: ItemState, names: frozenset[str]) -> dict[str, Variable]:
    """The variables in scope of a place, by the names an expression uses."""
    scopes = tree.form.plan.scopes
    return {name: found for name, found in scopes[place.item.link_id].items() if name in names}


def _all_variables(tree: Tree) -> list[Variable]:
    plan = tree.form.plan
    return [*plan.variables_of_any, *(one for listed in plan.variables.values() for one in listed)]
