"""One reading of an expression: its variables, its time, how much work it may still do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mobile.care.questionnaire.fhirpath.problems import Failure, Note, Notes
from mobile.care.questionnaire.fhirpath.values import Collection, Quantity, taken_in

MOST_STEPS = 2_400_000
TOIL = 8
"""How many plain steps, a fraction of a microsecond each, one comparison or one element listed is worth."""
LONGEST_TEXT = 1_000_000
LONGEST_UNIT = 200
_KNOWN = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}


class Budget:
    """How much work several readings may do together. A counter of its own, since every reading ends quietly."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    @property
    def is_spent(self) -> bool:
        return self.left < 0

    def spend(self, steps: int) -> None:
        self.left -= steps


class Reading:
    """What one reading shares from beginning to end. The clock does not move during it."""

    __slots__ = ("_allowed", "_is_stopped", "local_offset", "notes", "now", "origin", "steps_left")

    def __init__(self, now: datetime, notes: Notes, origin: str, budget: Budget | None = None) -> None:
        self.now = now
        self.local_offset = int((now.utcoffset() or timedelta()).total_seconds() // 60)
        self.notes = notes
        self.origin = origin
        self._allowed = MOST_STEPS if budget is None else min(MOST_STEPS, budget.left)
        self.steps_left = self._allowed
        self._is_stopped = False

    @property
    def used(self) -> int:
        """Steps done so far; one more than allowed when it was the budget that ended it."""
        by_budget = self._is_stopped and self._allowed < MOST_STEPS
        return self._allowed + 1 if by_budget else self._allowed - self.steps_left

    def spend(self, steps: int) -> None:
        """Counts work that grows with the data. Raises Failure when an expression would never come to an end."""
        self.steps_left -= steps + 1
        if self.steps_left < 0:
            self.steps_left += steps + 1  # not done
            self._is_stopped = True
            raise Failure("too_much")

    def toil(self, times: int) -> None:
        """Counts work that is more than passing a value on."""
        self.spend(TOIL * (times + 1))

    def produced(self, items: Collection) -> Collection:
        """Counts the letters of new text. Raises Failure for text longer than anybody writes."""
        for item in items:
            if type(item) is str:
                self.spend(len(item) // 16)
                if len(item) > LONGEST_TEXT:
                    raise Failure("too_much")
            elif type(item) is Quantity and len(item.unit) > LONGEST_UNIT:
                raise Failure("too_much")
        return items

    def note(self, code: str, about: str = "") -> None:
        self.notes.append(Note(code, about, self.origin))


class Env:
    """What names mean at one place of an expression: variables, and $index and $total inside a function's argument."""

    __slots__ = ("given", "index", "reading", "set", "total")

    def __init__(
        self,
        reading: Reading,
        given: Mapping[str, Any],
        own: dict[str, Collection],
        index: int | None = None,
        total: Collection | None = None,
    ) -> None:
        self.reading = reading
        self.given = given
        self.set = own
        self.index = index
        self.total = total

    def inside(self, index: int, total: Collection | None = None) -> Env:
        """The names seen by an argument that is read for one item."""
        return Env(self.reading, self.given, self.set, index, self.total if total is None else total)

    def apart(self) -> Env:
        """The same names; what is defined there is not seen here."""
        return Env(self.reading, self.given, self.set, self.index, self.total)

    def define(self, name: str, value: Collection) -> None:
        if name in self.set or name in self.given or name in _KNOWN:
            raise Failure("wrong_arguments", "defineVariable")
        self.set = {**self.set, name: value}

    def variable(self, name: str) -> Collection:
        """A variable's value. Raises Failure for one nobody gave."""
        if name in self.set:
            return self.set[name]
        if name in self.given:
            found = taken_in(self.given[name])
            self.reading.spend(len(found))
            return found
        if name in _KNOWN:
            return [_KNOWN[name]]
        if name.startswith("vs-"):
            return [f"http://hl7.org/fhir/ValueSet/{name[3:]}"]
        if name.startswith("ext-"):
            return [f"http://hl7.org/fhir/StructureDefinition/{name[4:]}"]
        raise Failure("unknown_variable", name)


Part = Callable[[Env, Collection], Collection]
Function = Callable[[Env, Collection, Collection, tuple[Part, ...]], Collection]


def of_items(work: Callable[[Collection], Collection]) -> Function:
    """A function that needs nothing but the items it is called on."""
    return lambda _env, items, _focus, _given: work(items)
