"""What an answer is worth: ordinal() and weight(), and answers().

The worth is written on the answer itself, or on the question's option, or on the concept of a value set contained in the
questionnaire or the response; in that order. An answer whose worth is nowhere gives nothing: a total must not count it as nought.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from mobile.care.questionnaire.fhirpath.comparing import equal_values
from mobile.care.questionnaire.fhirpath.navigation import member
from mobile.care.questionnaire.fhirpath.reading import Env, Function, Part
from mobile.care.questionnaire.fhirpath.values import Collection, Typed, Value, data, element, taken

Parts = tuple[Part, ...]
Json = dict[str, Any]
_URLS = (
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
)
_VALUE = member("value")
_ITEMS, _ANSWERS = member("item"), member("answer")


def _dicts(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for one in cast("list[Any]", value):
            if isinstance(one, dict):
                yield cast("Json", one)


def _written(element: Any) -> Any:
    """The worth an element carries, None when it carries none."""
    if not isinstance(element, dict):
        return None
    extensions = list(_dicts(cast("Json", element).get("extension")))
    for url in _URLS:
        for one in extensions:
            if one.get("url") == url:
                return taken(one.get("valueDecimal", one.get("valueInteger")))
    return None


def weight(env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    """The worth of each answer (or of its value): decimals, in order."""
    found: Collection = []
    for item in items:
        worth = _worth(env, item)
        if worth is not None:
            found.append(worth)
    return found


def _worth(env: Env, item: Value) -> Any:
    own = _written(data(item))
    if own is None and type(item) is Typed:
        own = _written(item.sibling)
    if own is not None:
        return own
    value = item
    held = data(item)
    if (
        isinstance(held, dict)
        and any(key.startswith("value") for key in cast("Json", held))
        and "code" not in held
    ):
        inner = _VALUE([item])
        if len(inner) == 1:
            value = inner[0]
            own = _written(data(value)) or (_written(value.sibling) if type(value) is Typed else None)
            if own is not None:
                return own
    return _from_form(env, value)


def _from_form(env: Env, value: Value) -> Any:
    forms = _held(env, "questionnaire")
    link_id = value.link_id if type(value) is Typed else None
    if link_id is None:
        link_id = _place_of(env, data(value))
    worths: list[Any] = []
    for form in forms:
        for question in _questions(form):
            if link_id is None or question.get("linkId") == link_id:
                worths.extend(_offered(env, form, question, value))
    if not worths:
        worths.extend(_contained(env, forms, value, None))
    if any(worth != worths[0] for worth in worths[1:]):
        env.reading.note(
            "score_unclear", link_id or ""
        )  # the same answer is worth different things in different questions
        return None
    return worths[0] if worths else None


def _held(env: Env, name: str) -> list[Json]:
    """The JSON objects of a variable; none when nobody gave it."""
    given = env.variable(name) if name in env.given or name in env.set else []
    return [held for held in (element(one) for one in given) if held is not None]


def _place_of(env: Env, value: Any) -> str | None:
    """The question whose answer a value is: a variable hands on the very element of the response, so it is found there."""
    if not isinstance(value, dict):
        return None
    waiting = _held(env, "resource")
    while waiting:
        held = waiting.pop()
        env.reading.toil(1)
        for answer in _dicts(held.get("answer")):
            if any(one is value for one in answer.values()):
                return held.get("linkId")
            waiting.append(answer)
        waiting.extend(_dicts(held.get("item")))
    return None


def _questions(form: Json) -> Iterator[Json]:
    waiting = list(_dicts(form.get("item")))
    while waiting:
        question = waiting.pop()
        yield question
        waiting.extend(_dicts(question.get("item")))


def _offered(env: Env, form: Json, question: Json, value: Value) -> Iterator[Any]:
    for option in _dicts(question.get("answerOption")):
        offered = _VALUE([option])
        if offered and _is_same(env, offered[0], value):
            worth = _written(option)
            if worth is None:
                worth = _written(data(offered[0]))
            if worth is None and type(offered[0]) is Typed:
                worth = _written(offered[0].sibling)
            if worth is not None:
                yield worth
                return
    reference = question.get("answerValueSet")
    if isinstance(reference, str):
        yield from _contained(env, [form], value, reference.removeprefix("#"))


def _is_same(env: Env, offered: Value, value: Value) -> bool:
    a, b = data(offered), data(value)
    if isinstance(a, dict) and isinstance(b, dict):
        one, other = cast("Json", a), cast("Json", b)
        if "code" not in one or one.get("code") != other.get("code"):
            return False
        return (
            one.get("system") == other.get("system")
            or other.get("system") is None
            or one.get("system") is None
        )
    return equal_values(offered, value, env.reading.local_offset) is True


def _contained(env: Env, forms: list[Json], value: Value, name: str | None) -> Iterator[Any]:
    """The worth of a concept in a value set or code system contained in the form or the response; the first that has one."""
    coding = element(value)
    if coding is None or "code" not in coding:
        return
    for holder in [*forms, *_held(env, "resource")]:
        for resource in _dicts(holder.get("contained")):
            if (
                name is not None
                and resource.get("resourceType") == "ValueSet"
                and name not in (resource.get("id"), resource.get("url"))
            ):
                continue
            for system, concept in _concepts(resource):
                if concept.get("code") == coding.get("code") and coding.get("system") in (None, system):
                    worth = _written(concept)
                    if worth is not None:
                        yield worth
                        return


def _concepts(resource: Json) -> Iterator[tuple[str | None, Json]]:
    if resource.get("resourceType") == "CodeSystem":
        groups = [(resource.get("url"), resource.get("concept"))]
    else:
        compose, expansion = resource.get("compose"), resource.get("expansion")
        included = _dicts(cast("Json", compose).get("include")) if isinstance(compose, dict) else iter(())
        groups = [(one.get("system"), one.get("concept")) for one in included]
        if isinstance(expansion, dict):
            groups.append((None, cast("Json", expansion).get("contains")))
    for system, concepts in groups:
        waiting = list(_dicts(concepts))
        while waiting:
            concept = waiting.pop()
            yield concept.get("system", system), concept
            waiting.extend(_dicts(concept.get("concept")))
            waiting.extend(_dicts(concept.get("contains")))


def answers(env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    """Every answer below a response, an item or an answer, level by level."""
    found: Collection = []
    level = items
    while level:
        env.reading.toil(len(level))
        here = _ANSWERS(level)
        found.extend(here)
        level = _ITEMS(level) + _ITEMS(here)
    return found


SCORES: dict[str, tuple[int, int, Function]] = {
    "ordinal": (0, 0, weight),
    "weight": (0, 0, weight),
    "answers": (0, 0, answers),
}
