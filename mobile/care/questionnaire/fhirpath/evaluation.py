"""Prepares a tree once into nested functions that read it many times.

Why not fhirpathpy's own evaluator: it keeps the clock and the type model in module state, forgets what `$this` was after a
nested function, rounds quotients to sixteen digits, and raises on quantities. Its grammar is used; the reading is here.
"""

from __future__ import annotations

from decimal import Decimal

from mobile.care.questionnaire.fhirpath import arithmetic, comparing
from mobile.care.questionnaire.fhirpath.filtering import keep_where
from mobile.care.questionnaire.fhirpath.functions import FUNCTIONS
from mobile.care.questionnaire.fhirpath.kinds import is_of_type
from mobile.care.questionnaire.fhirpath.moments import read_date, read_time
from mobile.care.questionnaire.fhirpath.navigation import member
from mobile.care.questionnaire.fhirpath.problems import Failure, PathError
from mobile.care.questionnaire.fhirpath.reading import Env, Part
from mobile.care.questionnaire.fhirpath.syntax import Node
from mobile.care.questionnaire.fhirpath.units import CALENDAR
from mobile.care.questionnaire.fhirpath.values import Collection, Quantity, element, is_number, single, truth

_MOST_DIGITS = 30
_TYPED = frozenset({"is", "as", "ofType"})


def prepared(node: Node) -> Part:
    """The function that reads a tree. Raises PathError for what can never be read: an unknown function, 30 February."""
    kind = node.kind
    if kind in ("focus", "this"):
        return lambda env, focus: focus
    if kind == "member":
        return _member(node)
    if kind == "call":
        return _call(node)
    if kind == "variable":
        name = node.text
        return lambda env, focus: env.variable(name)
    if kind == "binary":
        return _binary(node)
    if kind == "type":
        return _type(node.text, node.parts[0], node.parts[1].text)
    if kind == "at":
        return _at(node)
    if kind == "sign":
        part = prepared(node.parts[0])
        return (lambda env, focus: _signed(part(env, focus))) if node.text == "-" else part
    if kind == "index":
        return lambda env, focus: [] if env.index is None else [env.index]
    if kind == "total":
        return lambda env, focus: env.total or []
    literal = _literal(node)
    return lambda env, focus: literal


def _literal(node: Node) -> Collection:
    if node.kind == "null":
        return []
    if node.kind == "boolean":
        return [node.text == "true"]
    if node.kind == "string":
        return [node.text]
    if node.kind in ("number", "quantity") and len(node.text) > _MOST_DIGITS:
        raise PathError("bad_number")
    if node.kind == "number":
        return [Decimal(node.text) if "." in node.text else int(node.text)]
    if node.kind == "quantity":
        unit = node.parts[0].text
        if unit[:1] == "'":
            return [Quantity(Decimal(node.text), unit[1:-1] or "1")]
        return [Quantity(Decimal(node.text), CALENDAR[unit], True)]
    found = read_time(node.text) if node.kind == "time" else read_date(node.text)
    if found is None:
        raise PathError("bad_date")
    return [found]


def _signed(items: Collection) -> Collection:
    return arithmetic.negated(items) if items else []


def _member(node: Node) -> Part:
    name, source = node.text, node.parts[0]
    step = member(name)
    if source.kind == "focus" and name[:1].isupper():

        def typed(env: Env, focus: Collection) -> Collection:
            env.reading.spend(len(focus))
            named = [item for item in focus if (element(item) or {}).get("resourceType") == name]
            return named if named else [] if _is_resource(focus) else step(focus)

        return typed
    part = prepared(source)

    def read(env: Env, focus: Collection) -> Collection:
        items = part(env, focus)
        env.reading.spend(len(items))
        return step(items)

    return read


def _is_resource(focus: Collection) -> bool:
    return any("resourceType" in (element(item) or {}) for item in focus)


def _at(node: Node) -> Part:
    source, place = prepared(node.parts[0]), prepared(node.parts[1])

    def read(env: Env, focus: Collection) -> Collection:
        items, index = source(env, focus), single(place(env, focus))
        if index is None:
            return []
        if not is_number(index) or index != int(index):
            raise Failure("wrong_type", "[]")
        return [items[int(index)]] if 0 <= index < len(items) else []

    return read


def _type(operator: str, value: Node, name: str) -> Part:
    part = prepared(value)

    def read(env: Env, focus: Collection) -> Collection:
        items = part(env, focus)
        if operator == "ofType":
            return [item for item in items if is_of_type(item, name)]
        if len(items) > 1:
            if operator == "as":  # FHIR's own R4 expressions use `as` on several
                return [item for item in items if is_of_type(item, name)]
            raise Failure("not_one_value", operator)
        if not items:
            return []
        fits = is_of_type(items[0], name)
        return [fits] if operator == "is" else items if fits else []

    return read


def _call(node: Node) -> Part:
    name, arguments = node.text, node.parts[1:]
    if name in _TYPED:
        if len(arguments) != 1:
            raise PathError("wrong_arguments", about=name)
        return _type(name, node.parts[0], _type_name(arguments[0]))
    known = FUNCTIONS.get(name)
    if known is None:
        raise PathError("unknown_function", about=name)
    fewest, most, function = known
    if not fewest <= len(arguments) <= most:
        raise PathError("wrong_arguments", about=name)
    source = prepared(node.parts[0])
    given = tuple(_argument(argument) for argument in arguments)
    if name == "where":
        link_id = _named_link_id(arguments[0])
        if link_id is not None:
            return lambda env, focus: keep_where(env, source(env, focus), link_id)

    def read(env: Env, focus: Collection) -> Collection:
        items = source(env, focus)
        env.reading.spend(len(items))
        return function(env, items, focus, given)

    return read


def _named_link_id(predicate: Node) -> str | None:
    """x of `linkId = 'x'`, by far the most read predicate in forms."""
    if predicate.kind != "binary" or predicate.text != "=":
        return None
    left, right = predicate.parts
    if (
        left.kind == "member"
        and left.text == "linkId"
        and left.parts[0].kind in ("focus", "this")
        and right.kind == "string"
    ):
        return right.text
    return None


def _argument(node: Node) -> Part:
    part = prepared(node)
    if not _defines(node):
        return part
    return lambda env, focus: part(env.apart(), focus)


def _defines(node: Node) -> bool:
    return (node.kind == "call" and node.text == "defineVariable") or any(
        _defines(part) for part in node.parts
    )


def _type_name(node: Node) -> str:
    if node.kind == "member":
        source = node.parts[0]
        return node.text if source.kind == "focus" else f"{_type_name(source)}.{node.text}"
    raise PathError("wrong_arguments")


def _binary(node: Node) -> Part:
    operator = node.text
    left, right = (_argument(part) for part in node.parts)
    if operator in ("and", "or", "xor", "implies"):
        return _logic(operator, left, right)
    if operator in arithmetic.OPERATORS:
        return lambda env, focus: env.reading.produced(
            arithmetic.calculated(operator, left(env, focus), right(env, focus))
        )
    if operator == "&":
        return lambda env, focus: env.reading.produced(arithmetic.joined(left(env, focus), right(env, focus)))
    if operator == "|":
        return lambda env, focus: comparing.distinct(
            left(env, focus) + right(env, focus), env.reading.local_offset, env.reading.toil
        )
    if operator in ("in", "contains"):
        return _membership(left, right) if operator == "in" else _membership(right, left)
    if operator in ("~", "!~"):
        wanted = operator == "~"
        return lambda env, focus: [
            comparing.alike(left(env, focus), right(env, focus), env.reading.local_offset) is wanted
        ]
    return _comparison(operator, left, right)


def _comparison(operator: str, left: Part, right: Part) -> Part:
    wanted = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}.get(operator, ())

    def read(env: Env, focus: Collection) -> Collection:
        one, other = left(env, focus), right(env, focus)
        if not one or not other:
            return []
        if wanted:
            found = comparing.compare(one, other, env.reading.local_offset)
            return [] if found is None else [found in wanted]
        env.reading.toil(len(one))
        same = comparing.equal(one, other, env.reading.local_offset)
        return [] if same is None else [same is (operator == "=")]

    return read


def _membership(value: Part, among: Part) -> Part:
    def read(env: Env, focus: Collection) -> Collection:
        wanted, items = value(env, focus), among(env, focus)
        if not wanted:
            return []
        if len(wanted) > 1:
            raise Failure("not_one_value", "in")
        env.reading.toil(len(items))
        return [comparing.has(items, wanted[0], env.reading.local_offset)]

    return read


def _logic(operator: str, left: Part, right: Part) -> Part:
    def read(env: Env, focus: Collection) -> Collection:
        a = truth(left(env, focus))
        if operator in ("and", "or") and a is (operator == "or"):
            return [a]  # false and ..., true or ...: the rest cannot matter
        if operator == "implies" and a is False:
            return [True]
        b = truth(right(env, focus))
        answer = _decided(operator, a, b)
        return [] if answer is None else [answer]

    return read


def _decided(operator: str, a: bool | None, b: bool | None) -> bool | None:
    if operator == "xor":
        return None if a is None or b is None else a is not b
    if operator == "implies":
        return b if a is True else True if b is True else None
    deciding = operator == "or"
    if a is deciding or b is deciding:
        return deciding
    return None if a is None or b is None else not deciding
