"""A second, plain reading of which items of a form are asked, for comparing: worked out anew each time, with no memory."""

from __future__ import annotations

from typing import Any

from mobile.care.questionnaire import Filling, Node

# --- a plain reading ---


class Plain:
    """Which nodes are enabled, read without any memory, order or shortcut."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.parent: dict[str, Node | None] = {}
        self.order: list[Node] = []
        self._walk(nodes, None)

    def _walk(self, nodes: tuple[Node, ...], parent: Node | None) -> None:
        for node in nodes:
            self.parent[node.id] = parent
            self.order.append(node)
            self._walk(node.nodes, node)

    def chain(self, node: Node) -> list[Node]:
        above = self.parent[node.id]
        return [node, *(self.chain(above) if above is not None else [])]

    def is_enabled(self, node: Node) -> bool:
        above = self.parent[node.id]
        return (above is None or self.is_enabled(above)) and self._own(node)

    def _own(self, node: Node) -> bool:
        if node.item.expressions.enable is not None:
            named = node.item.expressions.enable.text.split("'")[1]
            return any(
                one.item.link_id == named and self.answered(one) and self.is_enabled(one)
                for one in self.order
            )
        met = [self._meets(node, condition) for condition in node.item.source.get("enableWhen", [])]
        if not met:
            return True
        return all(met) if node.item.source.get("enableBehavior") == "all" else any(met)

    def answered(self, node: Node) -> bool:
        return bool(node.values)

    def _meets(self, node: Node, condition: dict[str, Any]) -> bool:
        values = self._values(node, condition["question"])
        operator = condition["operator"]
        if operator == "exists":
            return bool(values) == condition["answerBoolean"]
        expected = next(value for name, value in condition.items() if name.startswith("answer"))
        if isinstance(expected, dict):
            same = [value.code == expected["code"] for value in values]
        elif "answerDate" in condition:
            signs = [_dates(value, expected) for value in values]
            same = [
                sign == 0 if sign is not None else value == expected
                for sign, value in zip(signs, values, strict=True)
            ]
            if operator not in ("=", "!="):
                tests = {"<": [-1], ">": [1], "<=": [-1, 0], ">=": [0, 1]}[operator]
                return any(sign in tests for sign in signs if sign is not None)
        else:
            same = [value == expected for value in values]
            if operator not in ("=", "!="):
                compare = {
                    "<": int.__lt__,
                    ">": int.__gt__,
                    "<=": int.__le__,
                    ">=": int.__ge__,
                }[operator]
                return any(compare(value, expected) for value in values)
        return any(same) if operator == "=" else not any(same)

    def _values(self, node: Node, link_id: str) -> list[Any]:
        for one in self.chain(node):
            above = self.parent[one.id]
            if above is not None and above.item.link_id == link_id:  # under one of its answers
                key = int(one.id[len(above.id) + 1 :].split("]")[0])
                return self._value_at(above, key, one)
        nearest = self._nearest(node, link_id)
        return list(nearest.values) if nearest is not None and self.is_enabled(nearest) else []

    def _value_at(self, question: Node, key: int, below: Node) -> list[Any]:
        assert below.answer is not None
        return (
            []
            if below.answer in self._unvalued(question)
            else [question.values[self._rank(question, below.answer)]]
        )

    def _unvalued(self, question: Node) -> set[int]:
        return UNVALUED[question.id]

    def _rank(self, question: Node, position: int) -> int:
        return sum(1 for n in range(position) if n not in UNVALUED[question.id])

    def _nearest(self, node: Node, link_id: str) -> Node | None:
        """Looks in ever wider circles; conditions look back, so the last one before is meant."""
        found = [one for one in self.order if one.item.link_id == link_id]
        mine = self.chain(node)[::-1]
        best: Node | None = None
        depth = -1
        for one in found:
            theirs = self.chain(one)[::-1]
            shared = 0
            while shared < min(len(mine), len(theirs)) and mine[shared].id == theirs[shared].id:
                shared += 1
            if shared and shared < len(theirs) and mine[shared - 1].item.is_question:
                answers = {theirs[shared].answer, mine[shared].answer if shared < len(mine) else None}
                if len(answers) > 1:
                    shared -= 1
                    if depth > shared:
                        continue
            if shared >= depth:
                best, depth = one, shared
        return best


UNVALUED: dict[str, set[int]] = {}


def _dates(left: str, right: str) -> int | None:
    a, b = left.split("-"), right.split("-")
    for one, other in zip(a, b, strict=False):
        if one != other:
            return -1 if one < other else 1
    return 0 if len(a) == len(b) else None


def remember_empty_answers(filling: Filling) -> None:
    """Which answers of a question are only room for one: the view does not say."""
    UNVALUED.clear()
    for id, place in filling._tree.by_id.items():
        UNVALUED[id] = {n for n, slot in enumerate(place.slots) if slot.given is None}
