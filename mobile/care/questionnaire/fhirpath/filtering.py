"""Functions that choose, project, combine and count items."""

from __future__ import annotations

import json
from decimal import Decimal

from mobile.care.questionnaire.fhirpath import arithmetic, comparing
from mobile.care.questionnaire.fhirpath.navigation import children as children_of
from mobile.care.questionnaire.fhirpath.navigation import member
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.reading import Env, Function, Part, of_items
from mobile.care.questionnaire.fhirpath.values import (
    Collection,
    Value,
    data,
    element,
    is_number,
    single,
    truth,
)

Parts = tuple[Part, ...]
_EXTENSIONS = member("extension")


def keep_where(env: Env, items: Collection, link_id: str) -> Collection:
    """`where(linkId = '...')` without the machinery."""
    env.reading.spend(len(items))
    return [item for item in items if (held := element(item)) is not None and held.get("linkId") == link_id]


def where(env: Env, items: Collection, _focus: Collection, given: Parts) -> Collection:
    env.reading.toil(len(items))
    test = given[0]
    return [item for place, item in enumerate(items) if truth(test(env.inside(place), [item]))]


def select(env: Env, items: Collection, _focus: Collection, given: Parts) -> Collection:
    env.reading.toil(len(items))
    found: Collection = []
    for place, item in enumerate(items):
        found.extend(given[0](env.inside(place), [item]))
    env.reading.toil(len(found))
    return found


def repeat(env: Env, items: Collection, _focus: Collection, given: Parts) -> Collection:
    """Again on what was found, until nothing new comes."""
    found: Collection = []
    seen = _Seen()
    waiting = items
    while waiting:
        fresh: Collection = []
        for place, item in enumerate(waiting):
            listed = given[0](env.inside(place), [item])
            env.reading.toil(len(listed))
            fresh.extend(one for one in listed if seen.is_new(one))
        found.extend(fresh)
        waiting = fresh
    return found


class _Seen:
    """What repeat() has had. An item is new by its value, as the specification has it: elements are the same if they are
    one object, differ if their linkIds do, and are written out only to tell apart those of one linkId."""

    def __init__(self) -> None:
        self._plain: set[tuple[str, object]] = set()
        self._held: dict[int, object] = {}  # kept, so that no other object gets the same id meanwhile
        self._first: dict[str, object] = {}
        self._texts: dict[str | None, set[str]] = {}

    def is_new(self, item: Value) -> bool:
        held = element(item)
        if held is None:
            mark = (type(data(item)).__name__, data(item))
            is_new = mark not in self._plain
            self._plain.add(mark)
            return is_new
        if id(held) in self._held:
            return False
        self._held[id(held)] = held
        link_id = held.get("linkId")
        if isinstance(link_id, str) and link_id not in self._first:
            self._first[link_id] = held
            return True
        key = link_id if isinstance(link_id, str) else None
        if key not in self._texts:
            self._texts[key] = {_written(self._first[key])} if key is not None else set()
        texts = self._texts[key]
        text = _written(held)
        is_new = text not in texts
        texts.add(text)
        return is_new


def _written(held: object) -> str:
    return json.dumps(held, sort_keys=True, default=str)


def exists(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    return [bool(where(env, items, focus, given) if given else items)]


def every(env: Env, items: Collection, _focus: Collection, given: Parts) -> Collection:
    env.reading.toil(len(items))
    return [all(truth(given[0](env.inside(place), [item])) for place, item in enumerate(items))]


def _truths(name: str, wanted: bool, is_all: bool) -> Function:
    def function(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
        values = [data(item) for item in items]
        if not all(isinstance(value, bool) for value in values):
            raise Failure("wrong_type", name)
        return [
            all(value is wanted for value in values) if is_all else any(value is wanted for value in values)
        ]

    return function


def negation(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    answer = truth(items)
    return [] if answer is None else [not answer]


def only(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    if len(items) > 1:
        raise Failure("not_one_value", "single")
    return items


def _number(env: Env, focus: Collection, part: Part) -> int | None:
    value = single(part(env, focus))
    if value is None:
        return None
    if not is_number(value) or value != int(value):
        raise Failure("wrong_type")
    return int(value)


def skip(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    count = _number(env, focus, given[0])
    return [] if count is None else items[max(0, count) :]


def take(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    count = _number(env, focus, given[0])
    return [] if count is None else items[: max(0, count)]


def distinct(env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    env.reading.toil(len(items))
    return comparing.distinct(items, env.reading.local_offset, env.reading.toil)


def is_distinct(env: Env, items: Collection, focus: Collection, _given: Parts) -> Collection:
    return [len(distinct(env, items, focus, ())) == len(items)]


def union(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    return distinct(env, items + given[0](env, focus), focus, ())


def combine(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    found = items + given[0](env, focus)
    env.reading.toil(len(found))
    return found


def intersect(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    other, offset = given[0](env, focus), env.reading.local_offset
    env.reading.toil(len(items) * len(other))
    return comparing.distinct(
        [item for item in items if comparing.has(other, item, offset)], offset, env.reading.toil
    )


def exclude(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    other = given[0](env, focus)
    env.reading.toil(len(items) * len(other))
    return [item for item in items if not comparing.has(other, item, env.reading.local_offset)]


def subset(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    other = given[0](env, focus)
    env.reading.toil(len(items) * len(other))
    return [all(comparing.has(other, item, env.reading.local_offset) for item in items)]


def superset(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    other = given[0](env, focus)
    env.reading.toil(len(items) * len(other))
    return [all(comparing.has(items, item, env.reading.local_offset) for item in other)]


def children(env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    found = children_of(items)
    env.reading.toil(len(found))
    return found


def descendants(env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    """Everything below, level by level."""
    found: Collection = []
    level = children_of(items)
    while level:
        env.reading.toil(len(level))
        found.extend(level)
        level = children_of(level)
    return found


def extension(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    """The extensions of a url, also those of a primitive value."""
    url = single(given[0](env, focus))
    held: Collection = []
    for item in items:
        sibling = getattr(item, "sibling", None)
        held.extend(_EXTENSIONS([sibling] if isinstance(sibling, dict) else [item]))
    return [one for one in held if (element(one) or {}).get("url") == url]


def aggregate(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    step, *rest = given
    running = rest[0](env, focus) if rest else []
    for place, item in enumerate(items):
        env.reading.toil(len(running))
        running = step(env.inside(place, running), [item])
    return running


def total(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    """sum(): of nothing it is nothing; a total of no answers is not nought."""
    running: Collection = items[:1]
    for item in items[1:]:
        running = arithmetic.calculated("+", running, [item])
    return running


def average(env: Env, items: Collection, focus: Collection, _given: Parts) -> Collection:
    return arithmetic.calculated("/", total(env, items, focus, ()), [Decimal(len(items))]) if items else []


def _extreme(sign: int) -> Function:
    def function(env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
        best: Collection = items[:1]
        for item in items[1:]:
            found = comparing.compare([item], best, env.reading.local_offset)
            if found is None:
                return []
            best = [item] if found == sign else best
        return best

    return function


def branch(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    """iif: only the branch that is taken is read."""
    if truth(given[0](env, items)):
        return given[1](env, items)
    return given[2](env, items) if len(given) > 2 else []


def first_found(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    for part in given:
        found = part(env, focus)
        if found:
            return found
    return []


def define(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    name = single(given[0](env, focus))
    if not isinstance(name, str):
        raise Failure("wrong_arguments", "defineVariable")
    env.define(name, given[1](env.apart(), items) if len(given) > 1 else items)
    return items


def has_value(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    return [len(items) == 1 and data(items[0]) is not None and not isinstance(data(items[0]), dict)]


def get_value(env: Env, items: Collection, focus: Collection, _given: Parts) -> Collection:
    return items if has_value(env, items, focus, ()) == [True] else []


def traced(_env: Env, items: Collection, _focus: Collection, _given: Parts) -> Collection:
    """A trace would write answers somewhere: it is passed through in silence."""
    return items


CHOOSING: dict[str, tuple[int, int, Function]] = {
    "where": (1, 1, where), "select": (1, 1, select), "repeat": (1, 1, repeat), "exists": (0, 1, exists), "all": (1, 1, every),
    "allTrue": (0, 0, _truths("allTrue", True, True)), "anyTrue": (0, 0, _truths("anyTrue", True, False)),
    "allFalse": (0, 0, _truths("allFalse", False, True)), "anyFalse": (0, 0, _truths("anyFalse", False, False)),
    "empty": (0, 0, of_items(lambda i: [not i])), "count": (0, 0, of_items(lambda i: [len(i)])), "not": (0, 0, negation),
    "first": (0, 0, of_items(lambda i: i[:1])), "last": (0, 0, of_items(lambda i: i[-1:])),
    "tail": (0, 0, of_items(lambda i: i[1:])), "single": (0, 0, only), "skip": (1, 1, skip), "take": (1, 1, take),
    "distinct": (0, 0, distinct), "isDistinct": (0, 0, is_distinct),
    "union": (1, 1, union), "combine": (1, 1, combine), "intersect": (1, 1, intersect), "exclude": (1, 1, exclude),
    "subsetOf": (1, 1, subset), "supersetOf": (1, 1, superset), "children": (0, 0, children),
    "descendants": (0, 0, descendants), "extension": (1, 1, extension), "aggregate": (1, 2, aggregate), "sum": (0, 0, total),
    "avg": (0, 0, average), "min": (0, 0, _extreme(-1)), "max": (0, 0, _extreme(1)), "iif": (2, 3, branch),
    "coalesce": (1, 20, first_found), "defineVariable": (1, 2, define), "hasValue": (0, 0, has_value),
    "getValue": (0, 0, get_value), "trace": (1, 2, traced),
}  # fmt: skip
