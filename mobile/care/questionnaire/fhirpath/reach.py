"""What an expression depends on: the questions and the variables it may read.

Found on the tree, by following where items of the response can flow. It may say too much, never too little: an answer that
changes without its dependents being read again would leave a wrong total on the screen.

A named question stands for itself and everything under it. The groups on the way to it are not named (a total inside the
group it reads from would seem to depend on itself): an item that comes or goes with its group counts as changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mobile.care.questionnaire.fhirpath.syntax import Node

_ROOTS = frozenset({"resource", "rootResource"})
_STILL = frozenset(
    {
        "questionnaire",
        "qitem",
        "ucum",
        "sct",
        "loinc",
        "patient",
        "user",
        "encounter",
        "practitioner",
        "factory",
    }
)
_KEEPS = frozenset(
    {
        "first",
        "last",
        "tail",
        "skip",
        "take",
        "single",
        "distinct",
        "ofType",
        "as",
        "trace",
        "defineVariable",
        "extension",
    }
)
_DIVES = frozenset({"children", "descendants", "answers"})
_PICKS = frozenset({"where", "exists", "all", "select", "repeat"})
_TYPED = frozenset({"ofType", "as", "is"})
_ASKS = frozenset({"exists", "empty", "count", "not"})


@dataclass(frozen=True, slots=True)
class Reach:
    """`link_ids`: the questions that may be read, None for any. `reads_focus`: something is read from the focus itself.

    `variables`: the %names read, but those in `defines`, which the expression names itself."""

    link_ids: frozenset[str] | None
    reads_focus: bool
    variables: frozenset[str]
    defines: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Flow:
    """What a part of an expression may hold: items under `under` (None: any item), the response itself, the focus."""

    under: frozenset[str] | None = frozenset()
    has_root: bool = False
    has_focus: bool = False

    def joined(self, other: _Flow) -> _Flow:
        under = None if self.under is None or other.under is None else self.under | other.under
        return _Flow(under, self.has_root or other.has_root, self.has_focus or other.has_focus)

    @property
    def is_nothing(self) -> bool:
        return self == _NOTHING


_NOTHING = _Flow()
_ANY = _Flow(under=None)


def reach(tree: Node) -> Reach:
    """What the expression may read."""
    walk = _Walk()
    walk.use(walk.flow(tree, _Flow(has_root=True, has_focus=True)))
    defines = frozenset(_defined(tree))
    used = frozenset(_variables(tree)) - defines
    return Reach(None if walk.is_any else frozenset(walk.found), walk.reads_focus, used, defines)


def _variables(tree: Node) -> Iterator[str]:
    if tree.kind == "variable":
        yield tree.text
    for part in tree.parts:
        yield from _variables(part)


def _defined(tree: Node) -> Iterator[str]:
    if (
        tree.kind == "call"
        and tree.text == "defineVariable"
        and len(tree.parts) > 1
        and tree.parts[1].kind == "string"
    ):
        yield tree.parts[1].text
    for part in tree.parts:
        yield from _defined(part)


class _Walk:
    """One pass over a tree: collects what is used on the way."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.is_any = False
        self.reads_focus = False

    def use(self, flow: _Flow) -> None:
        """The value of a part decides something: whatever it may hold is depended on."""
        if flow.under is None:
            self.is_any = True
        else:
            self.found |= flow.under
        if flow.has_focus:
            self.reads_focus = True
        elif flow.has_root:
            self.is_any = True

    def flow(self, node: Node, focus: _Flow) -> _Flow:
        kind = node.kind
        if kind in ("focus", "this"):
            return focus
        if kind == "variable":
            return self._variable(node.text)
        if kind == "member":
            return self._member(node.text, self.flow(node.parts[0], focus))
        if kind == "call":
            return self._call(node, focus)
        if kind == "at":
            self.use(self.flow(node.parts[1], focus))
            return self.flow(node.parts[0], focus)
        if kind == "type" and node.text == "as":
            return self.flow(node.parts[0], focus)
        if kind == "binary" and node.text == "|":
            return self.flow(node.parts[0], focus).joined(self.flow(node.parts[1], focus))
        for part in node.parts:
            self.use(self.flow(part, focus))
        return _NOTHING

    def _variable(self, name: str) -> _Flow:
        if name in _STILL:
            return _NOTHING
        if name == "context":
            return _Flow(has_root=True, has_focus=True)
        # Any other variable is followed by its own expression, which the caller knows by `variables`.
        return _Flow(has_root=True) if name in _ROOTS else _NOTHING

    def _member(self, name: str, source: _Flow) -> _Flow:
        if not source.has_root:
            return source
        if name[:1].isupper():  # QuestionnaireResponse.item...: the response by its type
            return source
        if name == "item":
            return _ANY
        if source.has_focus:  # the focus may be an item: its answer, its value
            self.reads_focus = True
            return _Flow(source.under)
        return _Flow(source.under) if name != "answer" else _ANY

    def _call(self, node: Node, focus: _Flow) -> _Flow:
        name, arguments = node.text, node.parts[1:]
        source = self.flow(node.parts[0], focus)
        if name in _PICKS:
            return self._pick(name, source, arguments)
        if name == "aggregate":
            return self._aggregate(source, arguments, focus)
        if name in ("iif", "coalesce"):
            return self._branches(name, source if node.parts[0].kind != "focus" else focus, arguments)
        given = self._arguments(name, arguments, source if name == "defineVariable" else focus)
        if name == "defineVariable" and len(arguments) == 1:
            self.use(source)
        if name in _DIVES:
            return _ANY if source.has_root else source
        if name in _KEEPS or name in ("union", "combine"):
            return source.joined(given)
        if name in _ASKS and source.has_root and source.under is not None:
            source = _Flow(source.under)  # whether there is a response at all is no question's answer
        if not (node.parts[0].kind == "focus" and name in ("today", "now", "timeOfDay")):
            self.use(source)
        return source if name in ("intersect", "exclude", "resolve") else _NOTHING

    def _arguments(self, name: str, arguments: tuple[Node, ...], focus: _Flow) -> _Flow:
        given = _NOTHING
        for argument in () if name in _TYPED else arguments:
            one = self.flow(argument, focus)
            if name in ("union", "combine"):
                given = given.joined(one)
            else:
                self.use(one)
        return given

    def _pick(self, name: str, source: _Flow, arguments: tuple[Node, ...]) -> _Flow:
        inner, result = source, _NOTHING
        if arguments:
            named = None if name in ("select", "repeat", "all") else _named(arguments[0])
            if named is None:
                result = self.flow(arguments[0], inner)
            else:
                inner = _Flow(named) if not source.is_nothing else source
                for part in _besides(arguments[0]):
                    self.use(self.flow(part, inner))
        if name == "select":
            if result.is_nothing:  # how many there are still counts
                self.use(source)
            return result
        if name == "repeat":
            return source.joined(result)
        if arguments:
            self.use(result)
        if name == "where":
            return inner
        if name == "exists" and inner.has_root and inner.under is not None:
            inner = _Flow(inner.under)
        self.use(inner)
        return _NOTHING

    def _aggregate(self, source: _Flow, arguments: tuple[Node, ...], focus: _Flow) -> _Flow:
        self.use(source)
        if arguments:
            self.use(self.flow(arguments[0], source))
        for argument in arguments[1:]:
            self.use(self.flow(argument, focus))
        return _NOTHING

    def _branches(self, name: str, source: _Flow, arguments: tuple[Node, ...]) -> _Flow:
        result = _NOTHING
        for place, argument in enumerate(arguments):
            one = self.flow(argument, source)
            if name == "iif" and place == 0:
                self.use(one)
            else:
                if name == "coalesce":
                    self.use(one)
                result = result.joined(one)
        return result


def _named(predicate: Node) -> frozenset[str] | None:
    """The linkIds a predicate lets through, None when it does not tell."""
    if predicate.kind != "binary":
        return None
    left, right = predicate.parts
    if predicate.text == "=":
        if _is_link_id(left) and right.kind == "string":
            return frozenset({right.text})
        if _is_link_id(right) and left.kind == "string":
            return frozenset({left.text})
    if predicate.text == "in" and _is_link_id(left):
        return _strings(right)
    if predicate.text == "contains" and _is_link_id(right):
        return _strings(left)
    if predicate.text in ("and", "or"):
        one, other = _named(left), _named(right)
        if predicate.text == "or":
            return None if one is None or other is None else one | other
        return other if one is None else one if other is None else one & other
    return None


def _besides(predicate: Node) -> Iterator[Node]:
    """What a predicate asks besides the linkId."""
    if predicate.text == "and":
        for part in predicate.parts:
            yield from _besides(part)
    elif _named(predicate) is None:
        yield predicate


def _is_link_id(node: Node) -> bool:
    return node.kind == "member" and node.text == "linkId" and node.parts[0].kind in ("focus", "this")


def _strings(node: Node) -> frozenset[str] | None:
    if node.kind == "string":
        return frozenset({node.text})
    if node.kind == "binary" and node.text == "|":
        one, other = _strings(node.parts[0]), _strings(node.parts[1])
        return None if one is None or other is None else one | other
    return None
