"""After a change: works out again what reads it, in the plan's order, until nothing changes any more, within a bound."""

from __future__ import annotations

import heapq
from collections import Counter
from itertools import count

from mobile.care.questionnaire.evaluation_context import EvaluationContext
from mobile.care.questionnaire.expression import Report
from mobile.care.questionnaire.item_state import ItemState, Slot
from mobile.care.questionnaire.plan import Rule
from mobile.care.questionnaire.refusal import Diagnostic, OutOfWork
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.starting import start
from mobile.care.questionnaire.tree import Tree
from mobile.care.questionnaire.values import Given

COST_OF_CALLING = 8
"""Steps that it is worth to put one rule into the queue."""
MOST_ROUNDS = 12
"""How often one rule may be worked out after one change. Firm edges need once; only loose ones can want more."""


class Recalculation:
    """Knows what is out of date. `touched`: ids of the places that changed since it was last taken; "" is the whole form."""

    def __init__(self, tree: Tree, evaluation: EvaluationContext, report: Report) -> None:
        self._tree = tree
        self._plan = tree.form.plan
        self._evaluation = evaluation
        self._report = report
        self._queue: list[tuple[int, int, Rule, ItemState | None]] = []
        self._waiting: set[tuple[Rule, ItemState | None]] = set()
        self._links: set[str] = set()
        self._turn = count()
        self._left: set[Rule] = set()  # what there was no work left for: first thing next time
        self._is_behind = False  # with what reads everything, too
        self.touched: set[str] = set()
        self.broken_rules: frozenset[Rule] = frozenset()

    # --- what has changed ---

    def changed(self, place: ItemState) -> None:
        """The answers of this place are others than before."""
        self.touched.add(place.id)
        self._tree.stale(place)
        self._links.add(place.item.link_id)
        above = place.above
        while above is not None:
            if above.item.required:
                self.touched.add(above.id)
            above = above.above

    def grown(self, place: ItemState) -> None:
        """This place is new, with all under it."""
        for one in place.subtree():
            self.changed(one)
            self.work_out(one)

    def gone(self, place: ItemState) -> None:
        """This place was taken away, with all under it."""
        for one in place.subtree():
            self.touched.add(one.id)
            self._links.add(one.item.link_id)

    def work_out(self, place: ItemState) -> None:
        """All rules of a place are to be worked out."""
        for rule in self._plan.rules.get(place.item.link_id, ()):
            self._push(rule, place)

    def work_out_all(self) -> None:
        """Everything is to be worked out: the form was begun or taken up again."""
        for place in tuple(self._tree.by_id.values()):
            self.work_out(place)
        for rule in self._plan.rules.get(None, ()):
            self._push(rule, None)

    def _push(self, rule: Rule, place: ItemState | None) -> None:
        if (rule, place) not in self._waiting:
            self._waiting.add((rule, place))
            heapq.heappush(self._queue, (rule.rank, next(self._turn), rule, place))

    # --- bringing up to date ---

    def settle(self) -> None:
        """Works out what is out of date, as far as one change may cost. Conditions without an expression always are."""
        rounds: Counter[tuple[Rule, ItemState | None]] = Counter()
        left, self._left = self._left, set()
        for rule in (*left, *(self._plan.readers_of_any if self._is_behind else ())):
            self._push_all(rule)
        self._is_behind = False
        self._flush()
        while self._queue:
            _, _, rule, place = heapq.heappop(self._queue)
            self._waiting.discard((rule, place))
            if place is not None and place.id not in self._tree.by_id:
                continue
            rounds[rule, place] += 1
            if rounds[rule, place] > MOST_ROUNDS:
                self._report(
                    Diagnostic("no_fixed_point", rule.item.link_id if rule.item else None, rule.kind)
                )
                continue
            try:
                self._work(rule, place)
            except OutOfWork:
                self._left.add(rule)
            if self._links:
                self._flush()
        if self._evaluation.budget.is_spent:
            self._report(Diagnostic("too_much_work", None))
        self._evaluation.renew()

    def _flush(self) -> None:
        """Puts every rule that reads a changed question into the queue, and forgets the variables that read one."""
        changed: set[str] = set()
        for link_id in self._links:
            changed.add(link_id)
            changed.update(self._plan.rows_of.get(link_id, ()))
        if not changed:
            return
        self._links = set()
        self._evaluation.forget(self._plan.variables_of_any)
        readers: list[Rule] = []
        for link_id in changed:
            readers.extend(self._plan.readers.get(link_id, ()))
            self._evaluation.forget(self._plan.variables.get(link_id, ()))
        if self._evaluation.budget.is_spent:
            self._is_behind = True
            self._left.update(rule for rule in readers if rule.expression is not None)
            readers = [rule for rule in readers if rule.expression is None]
        else:
            readers.extend(self._plan.readers_of_any)
        self._evaluation.budget.spend(COST_OF_CALLING * len(readers))
        for rule in readers:
            self._push_all(rule)

    def _push_all(self, rule: Rule) -> None:
        if rule.item is None:
            self._push(rule, None)
        else:
            for place in self._tree.of(rule.item.link_id):
                self._push(rule, place)

    def _work(self, rule: Rule, place: ItemState | None) -> None:
        if place is None:
            self._check(rule, None)
        elif rule.kind == "enable":
            self._enable(rule, place)
        elif rule.kind == "calculate":
            self._calculate(rule, place)
        elif rule.kind == "constraint":
            self._check(rule, place)
        elif rule.kind == "toggle":
            self._toggle(rule, place)
        else:
            self._describe(rule, place)

    def _enable(self, rule: Rule, place: ItemState) -> None:
        if rule.expression is not None and rule.expression.path is None:
            return  # what cannot be read hides nothing from the person
        is_enabled = self._evaluation.is_enabled(rule, place)
        if is_enabled != place.is_own_enabled:
            place.is_own_enabled = is_enabled
            self._spread(place)

    def _spread(self, place: ItemState) -> None:
        self._tree.stale(place.above)
        waiting = [place]
        while waiting:
            one = waiting.pop()
            is_enabled = one.is_own_enabled and (one.above is None or one.above.is_enabled)
            if is_enabled != one.is_enabled:
                one.is_enabled = is_enabled
                self.touched.add(one.id)
                self._links.add(one.item.link_id)
                self._tree.stale(one)
                waiting.extend(one.children())

    def _calculate(self, rule: Rule, place: ItemState) -> None:
        if (
            place.is_overridden
            or place.withheld is not None
            or rule.expression is None
            or rule.expression.path is None
        ):
            return
        values = self._evaluation.values(rule.expression, rule.uses, place)
        if values != place.given:
            self.put(place, values)

    def put(self, place: ItemState, values: list[Given]) -> None:
        """These are the answers now. Those that stay keep their room and what is answered under it."""
        spare = list(place.slots)
        chosen: list[Slot | None] = []
        for value in values:  # the same answer twice has a room each
            room = next((one for one in spare if one.given == value), None)
            if room is not None:
                spare = [one for one in spare if one is not room]
            chosen.append(room)
        rooms: list[Slot | None] = [one or (spare.pop(0) if spare else None) for one in chosen]
        if not rooms and spare and place.item.items:
            rooms, values = [spare.pop(0)], []
        for slot in spare:
            self.drop_slot(place, slot)
        for n, room in enumerate(rooms):
            slot = rooms[n] = room or self.new_slot(place)
            if slot is None:
                break
            slot.given, slot.raw = (values[n] if values else None), None
        place.slots[:] = [room for room in rooms if room is not None]
        self.changed(place)

    def new_slot(self, place: ItemState) -> Slot | None:
        """Room for one more answer, with the first answers of what is asked under it. None where there is no room: it is said."""
        slot = self._tree.grow_slot(place)
        if slot is None:
            self._report(Diagnostic("too_many_rows", place.item.link_id))
            return None
        for child in slot.below.places() if slot.below is not None else ():
            start(self._tree, self._evaluation, child)
            self.grown(child)
        return slot

    def drop_slot(self, place: ItemState, slot: Slot) -> None:
        """An answer goes, with all under it."""
        for child in slot.below.places() if slot.below is not None else ():
            self.gone(child)
        self._tree.cut_slot(place, slot)

    def new_row(self, place: ItemState) -> None:
        """One more row after the others of this one's group."""
        key = self._tree.next_row(place.holder, place.item)
        new = self._tree.grow(place.holder, place.item, key)
        start(self._tree, self._evaluation, new)
        self.grown(new)

    def drop_row(self, place: ItemState) -> None:
        """A row goes, with all under it."""
        self.gone(place)
        self._tree.cut(place)

    def _check(self, rule: Rule, place: ItemState | None) -> None:
        is_broken = self._evaluation.is_broken(rule, place)
        if place is None:
            if is_broken != (rule in self.broken_rules):
                self.broken_rules ^= {rule}
                self.touched.add("")
            return
        assert rule.constraint is not None
        mark = place.item.constraints.index(rule.constraint)
        if is_broken != (mark in place.failed):
            place.failed ^= {mark}
            self.touched.add(place.id)

    def _toggle(self, rule: Rule, place: ItemState) -> None:
        """Options that a condition gives and takes."""
        assert rule.toggle is not None
        if rule.toggle.expression.path is None:
            return  # what cannot be read takes nothing from the person
        mark = place.item.toggles.index(rule.toggle)
        if self._evaluation.is_on(rule, place) == (mark in place.off):
            place.off ^= {mark}
            self.touched.add(place.id)

    def _describe(self, rule: Rule, place: ItemState) -> None:
        """Limits, options and words that an expression gives."""
        before = (place.options, place.low, place.high, place.wording)
        if rule.kind == "options":
            place.options = self._evaluation.options(rule, place)
        elif rule.kind == "wording":
            words = self._evaluation.words(rule, place)
            place.wording = Rich.of_text(words) if words else None
        elif rule.kind == "low":
            place.low = self._evaluation.limit(rule, place)
        else:
            place.high = self._evaluation.limit(rule, place)
        if before != (place.options, place.low, place.high, place.wording):
            self.touched.add(place.id)
