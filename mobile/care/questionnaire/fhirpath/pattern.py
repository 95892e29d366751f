"""Patterns of a stranger's form, tried against what a person typed: a pattern may be wrong, but never hang the app.

Python's own matcher tries one way after another, which some patterns make endless. Here all ways are followed at once, letter
by letter, with a bound on the work; a pattern outside the bound, or one that cannot be read, gives None: it cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from mobile.care.questionnaire.fhirpath.automaton import MOST_STATES, Builder, Machine, Refused, is_word

LONGEST_PATTERN = 1_000
LONGEST_TEXT = 20_000
MOST_STEPS = 400_000
COST_OF_STATE = 16
"""Steps that making one state of a machine is worth: a form may have a pattern of its own at every field."""
_MOST_TRIES = 2_000_000
_TRIES_OF_A_STEP = 8
Spend = Callable[[int], object]


class _Work:
    """How much one match may still do."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = MOST_STEPS

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Refused


@lru_cache(maxsize=128)
def _machine(pattern: str) -> Machine | None:
    """Kept, with a bound, because the same field is tried at every letter. Nothing typed is in it."""
    if len(pattern) > LONGEST_PATTERN:
        return None
    try:
        return Builder(pattern).machine()
    except (Refused, RecursionError):
        return None


def is_match(pattern: str, text: str, spend: Spend | None = None) -> bool | None:
    """Whether the whole text fits the pattern. None: the pattern cannot be used."""
    return found(pattern, text, is_whole=True, spend=spend)


def found(pattern: str, text: str, *, is_whole: bool, spend: Spend | None = None) -> bool | None:
    """Whether the pattern fits the whole text, or (not `is_whole`) some part of it. None: it cannot be used.

    `spend` is told how many steps that took, whatever came of it.
    """
    machine = _machine(pattern)
    if spend is not None:
        spend(_cost(machine, pattern))
    if machine is None or len(text) > LONGEST_TEXT:
        return None
    work = _Work(text)
    try:
        return _run(machine, work, 0, is_whole=is_whole, is_floating=not is_whole)
    except (Refused, RecursionError):
        return None
    finally:
        if spend is not None:
            spend(MOST_STEPS - max(work.left, 0))


def _cost(machine: Machine | None, pattern: str) -> int:
    if machine is not None:
        return COST_OF_STATE * len(machine.states)
    return COST_OF_STATE * MOST_STATES if len(pattern) <= LONGEST_PATTERN else 0


def _run(machine: Machine, work: _Work, start: int, *, is_whole: bool, is_floating: bool) -> bool:
    """Follows every way at once from `start`; `is_floating`: a match may begin anywhere after it."""
    current: set[int] = set()
    place = start
    while True:
        if place == start or is_floating:
            _spread(machine, work, place, [machine.first], current)
        if machine.last in current and (not is_whole or place == len(work.text)):
            return True
        if place == len(work.text) or not (current or is_floating):
            return False
        letter = work.text[place]
        place += 1
        reached: set[int] = set()
        for number in current:
            work.step()
            state = machine.states[number]
            if state.test is not None and state.test(letter):
                _spread(machine, work, place, state.ways, reached)
        current = reached


def _spread(machine: Machine, work: _Work, place: int, ways: list[int], reached: set[int]) -> None:
    """Adds the states that are reached without taking a letter."""
    waiting = list(ways)
    while waiting:
        number = waiting.pop()
        if number in reached:
            continue
        work.step()
        reached.add(number)
        state = machine.states[number]
        if state.test is None and (not state.ask or _holds(state.ask, state.ahead, work, place)):
            waiting.extend(state.ways)


def _holds(ask: str, ahead: Machine | None, work: _Work, place: int) -> bool:
    text = work.text
    if ask == "start":
        return place == 0
    if ask == "end":
        return place == len(text)
    if ahead is not None:
        return _run(ahead, work, place, is_whole=False, is_floating=False) is (ask == "ahead")
    before = place > 0 and is_word(text[place - 1])
    after = place < len(text) and is_word(text[place])
    return (before is not after) is (ask == "word")


def replaced(pattern: str, text: str, new: str, spend: Spend | None = None) -> str | None:
    """The text with every match replaced ($1 is the first group). None: the pattern cannot be used.

    Groups need Python's own matcher, so only a pattern without a repeat inside a repeat is let near it, and only a text short
    enough that its worst case stays small. `spend` is told that worst case, before.
    """
    machine = _machine(pattern)
    if spend is not None:
        spend(_cost(machine, pattern))
    if machine is None or machine.is_nested:
        return None
    tries = len(text) ** (machine.repeats + 1)
    if tries > _MOST_TRIES:
        return None
    if spend is not None:
        spend(tries // _TRIES_OF_A_STEP)
    try:
        template = re.sub(r"\$(\d+)", r"\\g<\1>", new.replace("\\", "\\\\"))
        return re.sub(pattern, template, text, flags=re.DOTALL)
    except (re.error, OverflowError, RecursionError, IndexError):
        return None
