"""Working the rules out: reads expressions where they stand, keeps what variables gave until something they read changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from mobile.care.questionnaire.conditions import holds
from mobile.care.questionnaire.expression import Expression, Report
from mobile.care.questionnaire.fhirpath import Budget, Note
from mobile.care.questionnaire.fitting import fitted_json, offered
from mobile.care.questionnaire.item import Item, Option
from mobile.care.questionnaire.item_state import ItemState, Slot
from mobile.care.questionnaire.launch import Launch
from mobile.care.questionnaire.plan import Rule, Variable
from mobile.care.questionnaire.refusal import Diagnostic, OutOfWork
from mobile.care.questionnaire.tree import Tree
from mobile.care.questionnaire.values import Given
from mobile.care.resource import Json

MOST_WORK = 3_000_000
"""Steps that all expressions may take together after one change: less than a second on a computer. One answer to an
ordinary form takes some thousands; the largest public form found, begun, a million and a half."""
COST_OF_READING = 50
COST_OF_VALUE = 60
"""Steps that it is worth to make one value an expression gave into an answer or an option."""


class EvaluationContext:
    """Reads the expressions of one filling. Never raises for what a form says: failures are reported and give nothing.

    But OutOfWork, once `budget` is spent, until `renew`.
    """

    def __init__(self, tree: Tree, launch: Launch, report: Report) -> None:
        self._tree = tree
        self.report = report
        self._now = launch.clock
        form = tree.form
        self._known: dict[str, Any] = {name: [] for name in ("user", "patient", "encounter", "practitioner")}
        self._known |= {name: [] for name in form.launch_names}
        self._known |= dict(launch.resources)
        if launch.patient is not None:
            self._known["patient"] = launch.patient
        self._known["questionnaire"] = form.source
        self._kept: dict[Variable, dict[str, list[Any]]] = {}
        self.budget = Budget(MOST_WORK)

    def renew(self) -> None:
        """What one change costs has been paid."""
        self.budget = Budget(MOST_WORK)

    # --- rules ---

    def is_enabled(self, rule: Rule, place: ItemState) -> bool:
        """Whether the item's own condition holds. An expression that says nothing does not enable."""
        if rule.expression is not None:
            found = self.read(rule.expression, rule.uses, place)
            return len(found) == 1 and found[0] is not False
        met = (
            holds(condition, self._answers(place, condition.question)) for condition in place.item.conditions
        )
        return all(met) if place.item.needs_all else any(met)

    def _answers(self, place: ItemState, link_id: str) -> list[Given]:
        slot = _slot_of(place, link_id)
        if slot is not None:  # under an answer of that question: this answer is meant
            return [slot.given] if slot.given is not None else []
        found = self._tree.nearest(place, link_id)
        return found.given if found is not None and found.is_enabled else []

    def values(self, expression: Expression, uses: Mapping[str, Variable], place: ItemState) -> list[Given]:
        """What an expression gives as answers of this item; what does not fit it is left out, and that is reported."""
        options = None if place.options is None else place.offered
        given: list[Given] = []
        for value in self._counted(expression, uses, place):
            self.budget.spend(len(place.offered))
            one = fitted_json(place.item, value, options)
            if one is None and value != "":
                self.report(Diagnostic("does_not_fit", place.item.link_id, place.item.type))
            elif one is not None:
                given.append(one)
            if given and not place.item.repeats:
                break
        return given

    def options(self, rule: Rule, place: ItemState) -> tuple[Option, ...]:
        assert rule.expression is not None
        return offered(self._counted(rule.expression, rule.uses, place), place.item)

    def _counted(
        self, expression: Expression, uses: Mapping[str, Variable], place: ItemState
    ) -> Iterator[Any]:
        """What an expression gives, each paid for when it is taken. Raises OutOfWork."""
        for value in self.read(expression, uses, place):
            self.budget.spend(COST_OF_VALUE)
            if self.budget.is_spent:
                raise OutOfWork
            yield value

    def limit(self, rule: Rule, place: ItemState) -> Given | None:
        assert rule.expression is not None
        return next(iter(self.values(rule.expression, rule.uses, place)), None)

    def words(self, rule: Rule, place: ItemState) -> str:
        assert rule.expression is not None
        found = self.read(rule.expression, rule.uses, place)
        return " ".join(str(one) for one in found if isinstance(one, str | int | Decimal))

    def is_broken(self, rule: Rule, place: ItemState | None) -> bool:
        """Whether a constraint says no. One that says nothing is not broken."""
        assert rule.expression is not None
        found = self.read(rule.expression, rule.uses, place)
        return len(found) == 1 and found[0] is False

    def is_on(self, rule: Rule, place: ItemState) -> bool:
        """Whether the options of a toggle may be chosen. An expression that says nothing says no."""
        assert rule.expression is not None
        found = self.read(rule.expression, rule.uses, place)
        if any(not isinstance(one, bool) for one in found):
            self.report(Diagnostic("not_a_truth", place.item.link_id, "answerOptionsToggleExpression"))
        return len(found) == 1 and found[0] is not False

    def rows(self, expression: Expression, uses: Mapping[str, Variable], place: ItemState) -> int:
        """How many rows of a repeating group are to be begun: one for each element, at least one."""
        return max(1, len(self.read(expression, uses, place)))

    # --- expressions ---

    def read(
        self, expression: Expression, uses: Mapping[str, Variable], place: ItemState | None
    ) -> list[Any]:
        """What an expression says of a place (None: of the whole response). Raises OutOfWork."""
        if expression.path is None:
            return []
        if self.budget.is_spent:
            raise OutOfWork
        before = self._tree.effort
        root = self._tree.bring_up()
        self.budget.spend(COST_OF_READING + self._tree.effort - before)
        focus: Json = root if place is None else place.json
        names: dict[str, Any] = {
            **self._known,
            "resource": root,
            "rootResource": root,
            "context": focus,
            "qitem": place.item.source if place is not None else [],
        }
        for name, variable in uses.items():
            names[name] = self._variable(variable, place)
        item = place.item if place is not None else None
        notes = _Notes(self.report, item)
        found = expression.path.read(
            focus, names, now=self._now, notes=notes, origin="form", budget=self.budget
        )
        if self.budget.is_spent:
            raise OutOfWork
        return found

    def _variable(self, variable: Variable, place: ItemState | None) -> list[Any]:
        """What it gives where it is seen from. Those it uses come first, one after another: a chain of them may be long."""
        own = self._scope(variable.scope, place)
        waiting = [] if self._is_kept(variable, own) else [(variable, own)]
        while waiting:
            one, scope = waiting[-1]
            missing = [(used, self._scope(used.scope, scope)) for used in one.uses.values()]
            missing = [(used, where) for used, where in missing if not self._is_kept(used, where)]
            if missing:
                waiting += missing
                continue
            if not self._is_kept(one, scope):
                found = self.read(one.expression, one.uses, scope)
                if one.expression.gives_rows and scope is not None and scope.key is not None:
                    found = found[scope.key : scope.key + 1]
                self._kept.setdefault(one, {})[_id_of(scope)] = found
            waiting.pop()
        return self._kept[variable][_id_of(own)]

    def _is_kept(self, variable: Variable, scope: ItemState | None) -> bool:
        return _id_of(scope) in self._kept.get(variable, {})

    def _scope(self, scope: Item | None, place: ItemState | None) -> ItemState | None:
        while place is not None and place.item is not scope:
            place = place.above
        return place

    def forget(self, variables: Iterable[Variable]) -> None:
        """What these variables gave no longer holds."""
        for variable in variables:
            self._kept.pop(variable, None)


def _id_of(scope: ItemState | None) -> str:
    return scope.id if scope is not None else ""


def _slot_of(place: ItemState, link_id: str) -> Slot | None:
    at: ItemState | None = place
    while at is not None:
        if at.above is not None and at.above.item.link_id == link_id:
            return at.holder.slot
        at = at.above
    return None


class _Notes:
    """Turns a failed reading's note into a diagnostic of the item."""

    def __init__(self, report: Report, item: Item | None) -> None:
        self.report = report
        self._link_id = item.link_id if item is not None else None

    def append(self, note: Note, /) -> object:
        self.report(Diagnostic(note.code, self._link_id, note.about[:80]))
        return None
