"""What follows from what in a form: which rules must be read again when an answer changes, in which order, and no circles.

Made once at load. A rule is one thing that is worked out: whether an item is enabled, its calculated value, its limits,
options, wording, constraints. `reads` are the questions it may read, through its variables too; None is any.

An edge is firm when a rule names a question itself, loose when it reads a group it stands in, its own focus, or
anything. Only firm edges make a circle that refuses the form; loose ones are settled while filling, with a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from mobile.care.questionnaire.expression import Expression, Report
from mobile.care.questionnaire.item import Condition, Constraint, Item, Toggle
from mobile.care.questionnaire.refusal import Diagnostic, FormRefused
from mobile.care.questionnaire.values import Quantity

RuleKind = Literal["enable", "calculate", "options", "toggle", "low", "high", "wording", "constraint"]
GIVEN = frozenset({"resource", "rootResource", "context", "questionnaire", "qitem", "ucum", "sct", "loinc"})


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A named expression and where it stands: `scope` is None for the whole form."""

    scope: Item | None
    expression: Expression
    reads: frozenset[str] | None
    firm: frozenset[str]
    uses: Mapping[str, Variable]


@dataclass(slots=True, eq=False)
class Rule:
    """One thing to work out. `item` is None for the form's own constraints. Only `rank` is set after making, once."""

    kind: RuleKind
    item: Item | None
    expression: Expression | None  # None: the item's enableWhen conditions
    reads: frozenset[str] | None
    firm: frozenset[str]
    uses: Mapping[str, Variable]
    constraint: Constraint | None = None
    toggle: Toggle | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """`readers`: the rules that read a question, by linkId; `readers_of_any` read everything. `rows_of`: the linkIds of
    an item's ancestors, outermost first."""

    items: Mapping[str, Item]
    rows_of: Mapping[str, tuple[str, ...]]
    rules: Mapping[str | None, tuple[Rule, ...]]
    readers: Mapping[str, tuple[Rule, ...]]
    readers_of_any: tuple[Rule, ...]
    variables: Mapping[str, tuple[Variable, ...]]
    variables_of_any: tuple[Variable, ...]
    scopes: Mapping[str, Mapping[str, Variable]]


@dataclass(slots=True)
class _Making:
    report: Report
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    rows_of: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    rules: dict[str | None, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    variables: list[Variable] = field(default_factory=list[Variable])
    scopes: dict[str, Mapping[str, Variable]] = field(default_factory=dict[str, Mapping[str, Variable]])

    def walk(self, items: Iterable[Item], above: tuple[str, ...], scope: Mapping[str, Variable]) -> None:
        for item in items:
            self.items[item.link_id] = item
            self.rows_of[item.link_id] = above
            own = self.scoped(item, item.expressions.variables, scope)
            self.scopes[item.link_id] = own
            self.rules_of(item, own)
            self.walk(item.items, (*above, item.link_id), own)

    def scoped(
        self, item: Item | None, expressions: Iterable[Expression], scope: Mapping[str, Variable]
    ) -> Mapping[str, Variable]:
        named = list(expressions)
        if not named:
            return scope
        inner = dict(scope)
        for expression in _ordered(named, item):
            reads, firm, uses = self.reach(item, expression, inner)
            variable = Variable(item, expression, reads, firm, uses)
            inner[expression.name] = variable
            self.variables.append(variable)
        return inner

    def reach(
        self, item: Item | None, expression: Expression, scope: Mapping[str, Variable]
    ) -> tuple[frozenset[str] | None, frozenset[str], Mapping[str, Variable]]:
        """What an expression on `item` reads, what of it is firm, and the variables it uses."""
        path = expression.path
        if path is None:
            return frozenset(), frozenset(), {}
        uses = {name: scope[name] for name in path.variables if name in scope}
        own = path.link_ids
        firm = own or frozenset[str]()
        reads: set[str] | None = None if own is None else set(own)
        if path.reads_focus and reads is not None:
            reads = reads | {item.link_id} if item else None
        for variable in uses.values():
            if variable.reads is None or reads is None:
                reads = None
            else:
                reads |= variable.reads
            firm |= variable.firm
        return (None if reads is None else frozenset(reads)), firm, uses

    def rules_of(self, item: Item, scope: Mapping[str, Variable]) -> None:
        asked = item.expressions
        if asked.enable is not None:
            self.add("enable", item, asked.enable, scope)
        elif item.conditions:
            named = frozenset(condition.question for condition in item.conditions)
            self.rules[item.link_id].append(Rule("enable", item, None, named, named, {}))
        if asked.calculated is not None and item.is_question:
            self.add("calculate", item, asked.calculated, scope)
        leaves: list[tuple[RuleKind, Expression | None]] = [
            ("options", asked.options),
            ("low", asked.low),
            ("high", asked.high),
            ("wording", asked.wording),
        ]
        for kind, expression in leaves:
            if expression is not None:
                self.add(kind, item, expression, scope)
        for constraint in item.constraints:
            self.add("constraint", item, constraint.expression, scope, constraint)
        for toggle in item.toggles:
            self.add("toggle", item, toggle.expression, scope, toggle=toggle)

    def add(
        self,
        kind: RuleKind,
        item: Item | None,
        expression: Expression,
        scope: Mapping[str, Variable],
        constraint: Constraint | None = None,
        toggle: Toggle | None = None,
    ) -> None:
        reads, firm, uses = self.reach(item, expression, scope)
        rule = Rule(kind, item, expression, reads, firm, uses, constraint, toggle)
        self.rules[item.link_id if item else None].append(rule)


def planned(
    items: tuple[Item, ...],
    variables: tuple[Expression, ...],
    constraints: tuple[Constraint, ...],
    report: Report,
) -> Plan:
    """The plan of a form. Raises FormRefused("cycle")."""
    making = _Making(report)
    scope = making.scoped(None, variables, {})
    making.walk(items, (), scope)
    for constraint in constraints:
        making.add("constraint", None, constraint.expression, scope, constraint)
    _check_questions(making)
    _rank(making)
    readers: dict[str, list[Rule]] = defaultdict(list)
    of_any: list[Rule] = []
    for rule in _all(making.rules):
        for link_id in rule.reads or ():
            readers[link_id].append(rule)
        if rule.reads is None:
            of_any.append(rule)
    kept: dict[str, list[Variable]] = defaultdict(list)
    for variable in making.variables:
        for link_id in variable.reads or ():
            kept[link_id].append(variable)
    return Plan(
        items=making.items,
        rows_of=making.rows_of,
        rules={link_id: tuple(rules) for link_id, rules in making.rules.items()},
        readers={link_id: tuple(rules) for link_id, rules in readers.items()},
        readers_of_any=tuple(of_any),
        variables={link_id: tuple(found) for link_id, found in kept.items()},
        variables_of_any=tuple(one for one in making.variables if one.reads is None),
        scopes=making.scopes,
    )


def _all(rules: Mapping[str | None, list[Rule]]) -> Iterator[Rule]:
    for listed in rules.values():
        yield from listed


def _check_questions(making: _Making) -> None:
    for item in making.items.values():
        for condition in item.conditions:
            if condition.question not in making.items:
                making.report(Diagnostic("unknown_question", item.link_id, condition.question))
            elif _has_no_unit(making.items[condition.question], condition):
                making.report(Diagnostic("no_unit_to_compare", item.link_id, condition.question))


def _has_no_unit(question: Item, condition: Condition) -> bool:
    """Whether a condition asks for an amount in a coded unit that no answer of its question can ever carry."""
    expected = condition.expected.value if condition.expected is not None else None
    offers_none = question.type == "quantity" and question.unit is None and not question.unit_options
    return offers_none and isinstance(expected, Quantity) and bool(expected.code)


def _ordered(named: list[Expression], item: Item | None) -> list[Expression]:
    """The variables of one place, each after those it uses; a name given twice keeps its last expression."""
    by_name = {expression.name: expression for expression in named}
    edges = {
        name: [used for used in (one.path.variables if one.path else ()) if used in by_name and used != name]
        for name, one in by_name.items()
    }
    try:
        return [by_name[name] for name in TopologicalSorter(edges).static_order()]
    except CycleError:
        raise FormRefused("cycle", item.link_id if item else None) from None


def _rank(making: _Making) -> None:
    """Gives every rule its place in the order. Raises FormRefused("cycle") where firm edges go in a circle."""
    deciding = [rule for rule in _all(making.rules) if rule.kind in ("enable", "calculate")]
    sources: dict[str, list[Rule]] = defaultdict(list)
    for rule in deciding:
        if rule.item is not None:
            sources[rule.item.link_id].append(rule)
    edges: dict[Rule, set[Rule]] = {rule: _before(rule, making, sources) for rule in deciding}
    try:
        for rank, rule in enumerate(TopologicalSorter(edges).static_order()):
            rule.rank = rank + (len(deciding) if rule.reads is None else 0)
    except CycleError as error:
        circle: list[Rule] = error.args[1]
        item = circle[0].item
        raise FormRefused("cycle", item.link_id if item else None) from None
    for rule in _all(making.rules):
        if rule.kind not in ("enable", "calculate"):
            rule.rank = 2 * len(deciding) + 1


def _before(rule: Rule, making: _Making, sources: Mapping[str, list[Rule]]) -> set[Rule]:
    """The rules that decide what this one reads: the value of each question named, and whether it is there at all.

    A rule may be among its own: a value worked out from itself, or an item that is there only by what stands in it.
    """
    own = rule.item.link_id if rule.item else ""
    above = making.rows_of.get(own, ())
    found: set[Rule] = set()
    for link_id in rule.firm:
        if link_id in above:
            continue  # a group around it, read as a whole: loose
        for holder in (*making.rows_of.get(link_id, ()), link_id):
            if holder in above or (holder == own != link_id and rule.kind != "enable"):
                continue
            found.update(sources.get(holder, ()))
    return found
