"""Answers that do not fit their questions as they stand: half a date, a text that breaks its pattern, one choice too many.

A clinic's server may hold a response against its form and refuse it whole for one such answer. So these stay out of the
draft that travels, with whatever is asked below them, and so does what is answered under a condition that does not hold
now. What is only missing is no answer, and holds nothing back.
"""

from __future__ import annotations

from mobile.care.questionnaire.fhirpath import Budget
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.item_state import Branch, ItemState, Slot
from mobile.care.questionnaire.problems import wrong
from mobile.care.questionnaire.values import Attachment

LeftOut = frozenset[ItemState | Slot]


def unfit(root: Branch, effort: Budget, *, with_files: bool = True) -> LeftOut:
    """What is to be left out of a draft that travels. `with_files` False: files too, however small."""
    found: set[ItemState | Slot] = set()
    waiting = [root]
    while waiting:
        branch = waiting.pop()
        for rows in branch.rows.values():
            for number, place in enumerate(rows):
                most = place.item.max_occurs
                if not place.is_enabled or (place.item.is_group and (_breaks(place) or _over(number, most))):
                    found.add(place)
                    continue
                if not place.item.is_group:
                    found.update(_slots(place, effort, with_files=with_files))
                waiting += [one for one in place.branches() if one.slot is None or one.slot not in found]
    return frozenset(found)


def _over(number: int, most: int | None) -> bool:
    return most is not None and number >= most


def _breaks(place: ItemState) -> bool:
    """Whether a rule of the form about this item is broken, one that holds up sending."""
    return any(place.item.constraints[n].severity == "error" for n in place.failed)


def _most(item: Item) -> int | None:
    return item.max_occurs if item.repeats else 1


def _slots(place: ItemState, effort: Budget, *, with_files: bool) -> set[Slot]:
    if _breaks(place):
        return set(place.slots)
    found: set[Slot] = set()
    kept = 0
    for slot in place.slots:
        if slot.given is None and slot.raw is None:
            continue
        is_file = slot.given is not None and isinstance(slot.given.value, Attachment)
        if (
            slot.given is None
            or (is_file and not with_files)
            or _over(kept, _most(place.item))
            or next(wrong(place, slot.given, effort), None) is not None
        ):
            found.add(slot)
        else:
            kept += 1
    return found
