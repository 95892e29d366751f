"""How many questions of a form are left for the person, told from the documents alone, without the engine.

One number for every place that names a form that is not open: the form itself counts the same way, by its engine. It is
about so many: an answer may ask for more. A question whose condition only the engine can work out is not counted before it
is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import ge, gt, le, lt
from typing import Any

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.items import answered_items, same_value, values, withheld
from mobile.care.forms.response import Response
from mobile.care.questionnaire.addresses import ENABLE_WHEN
from mobile.care.resource import Json, each, extension_of, text_at

_ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}
Answers = Mapping[str, list[tuple[str, Any]]]


def questions_left(form: FormDefinition, response: Response | None = None) -> int:
    """Questions asked as the answers stand that were neither answered nor kept back on purpose. `response` None: none was
    given."""
    answers: dict[str, list[tuple[str, Any]]] = {}
    dealt: set[str] = set()
    for item in answered_items(response.to_resource()) if response is not None else ():
        link, given = text_at(item, "linkId") or "", values(item)
        answers.setdefault(link, []).extend(given)
        if given or withheld(item):
            dealt.add(link)
    return len(
        {
            one.link_id
            for one in form.placed()
            if one.is_question
            and one.link_id not in dealt
            and all(_is_asked(item, answers) for item in (*one.above, one.item))
        }
    )


def may_skip_any(form: FormDefinition) -> bool:
    """Whether no question has to be answered."""
    return not any(one.item.get("required") is True for one in form.placed() if one.is_question)


def _is_asked(item: Json, answers: Answers) -> bool:
    if extension_of(item, ENABLE_WHEN) is not None:
        return False
    held = [_holds(one, answers) for one in each(item, "enableWhen")]
    if not held:
        return True
    return any(held) if item.get("enableBehavior") == "any" else all(held)


def _holds(condition: Json, answers: Answers) -> bool:
    given = [value for _, value in answers.get(text_at(condition, "question") or "", ())]
    operator = text_at(condition, "operator") or ""
    wanted = next((value for name, value in condition.items() if name.startswith("answer")), None)
    if operator == "exists":
        return bool(given) is (wanted is True)
    if operator == "=":
        return any(same_value(one, wanted) for one in given)
    if operator == "!=":
        return bool(given) and not any(same_value(one, wanted) for one in given)
    return operator in _ORDERED and _any_compares(given, wanted, _ORDERED[operator])


def _any_compares(given: Iterable[Any], wanted: Any, compare: Callable[[Any, Any], bool]) -> bool:
    """Numbers with numbers, texts of days and times with each other; anything else is the engine's."""

    def holds(one: Any) -> bool:
        try:
            return not isinstance(one, dict | bool) and compare(one, wanted)
        except TypeError:
            return False

    return any(holds(one) for one in given)
