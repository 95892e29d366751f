"""What may leave of the questions nobody is shown: what is worked out from the person's own answers, and nothing else.

A form may hide a question and let an expression fill it from the patient's record (%patient and whatever else is known
at launch). Such a value is there for the form to decide by. If it left, the person would send what they never saw. So
here is followed, before anything is filled, where a value from the record can flow: through variables, through other
hidden questions, through what is only there when the record says something. It may find too much, never too little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from mobile.care.questionnaire.expression import Expression
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.plan import GIVEN, Plan, Variable

ALWAYS_KNOWN = frozenset({"user", "patient", "encounter", "practitioner"})


def may_leave_unseen(items: Iterable[Item], plan: Plan, launch_names: frozenset[str]) -> frozenset[str]:
    """The linkIds of unseen questions whose worked-out value follows from what the person saw and answered."""
    unseen = dict(_unseen(items, is_unseen=False))
    reachable = _Following(unseen, plan, ALWAYS_KNOWN | launch_names).reachable()
    return frozenset(
        link_id for link_id, item in unseen.items() if item.is_calculated and link_id not in reachable
    )


def _unseen(items: Iterable[Item], *, is_unseen: bool) -> Iterator[tuple[str, Item]]:
    for item in items:
        hides = is_unseen or item.hidden
        if hides:
            yield item.link_id, item
        yield from _unseen(item.items, is_unseen=hides)


class _Following:
    """One pass over a form: which unseen items tell something of the record, by their value or by being there."""

    def __init__(self, unseen: Mapping[str, Item], plan: Plan, known: frozenset[str]) -> None:
        self._plan = plan
        self._known = known
        self._kept: dict[Variable, bool] = {}
        self._waiting: list[str] = []
        self._readers: dict[str, list[str]] = defaultdict(list)
        self._below: dict[str, list[str]] = defaultdict(list)
        self._readers_of_any: list[str] = []
        for item in unseen.values():
            self._take(item)

    def _take(self, item: Item) -> None:
        """What decides its value, and whether it is there."""
        own = item.link_id
        for holder in self._plan.rows_of[own]:
            self._below[holder].append(own)
        for rule in self._plan.rules.get(own, ()):
            if rule.kind in ("enable", "calculate"):
                self._draws(own, rule.expression, rule.uses, rule.reads)
        initial = item.expressions.initial
        if initial is not None:
            self._draws(own, initial, self._plan.scopes[own], None)

    def _draws(
        self,
        own: str,
        expression: Expression | None,
        uses: Mapping[str, Variable],
        reads: frozenset[str] | None,
    ) -> None:
        if expression is not None and self._reads_record(expression, uses):
            self._waiting.append(own)
        elif reads is None:
            self._readers_of_any.append(own)
        for link_id in reads or ():
            self._readers[link_id].append(own)

    def _reads_record(self, expression: Expression, uses: Mapping[str, Variable]) -> bool:
        path = expression.path
        if path is None:
            return False
        return bool(path.defines & self._known) or any(
            self._is_of_record(uses[name]) if name in uses else name not in GIVEN for name in path.variables
        )

    def _is_of_record(self, variable: Variable) -> bool:
        """Those it uses are looked at first, one after another: a chain of them may be long."""
        waiting = [] if variable in self._kept else [variable]
        while waiting:
            one = waiting[-1]
            missing = [used for used in one.uses.values() if used not in self._kept]
            if missing:
                waiting += missing
                continue
            self._kept[one] = self._reads_record(one.expression, one.uses)
            waiting.pop()
        return self._kept[variable]

    def reachable(self) -> frozenset[str]:
        """Whatever a value of the record may reach. A question is read with all under it."""
        found: set[str] = set()
        while self._waiting:
            link_id = self._waiting.pop()
            if link_id in found:
                continue
            found.add(link_id)
            self._waiting += self._below[link_id]
            for named in (link_id, *self._plan.rows_of[link_id]):
                self._waiting += self._readers.pop(named, ())
            self._waiting += self._readers_of_any
            self._readers_of_any = []
        return frozenset(found)
