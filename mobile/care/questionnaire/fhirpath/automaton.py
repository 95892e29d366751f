"""A pattern as a small machine whose time grows with the text, not with the ways to match it.

Only what is regular is read: characters, classes, groups, alternatives, counted repeats, anchors, and looking ahead.
References back to a group, looking behind and possessive forms are refused: they need the matcher that can hang.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

Test = Callable[[str], bool]
MOST_STATES = 4_000
_MOST_COUNT = 1_000


class Refused(Exception):
    """The pattern is not one this machine reads."""


@dataclass(slots=True)
class State:
    """One state: it takes a character (`test`), asks something of the place (`ask`), or goes on freely to `ways`."""

    ways: list[int] = field(default_factory=list[int])
    test: Test | None = None
    ask: str = ""  # start end word not-word ahead not-ahead
    ahead: Machine | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """States by number; it begins at `first` and has matched at `last`."""

    states: list[State]
    first: int
    last: int
    repeats: int = 0  # how many repeats without a fixed count
    is_nested: bool = False  # a repeat, or a choice, inside a repeat


Piece = tuple[int, int]  # first and last state
_ONE = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0", "a": "\a", "e": "\x1b"}


def is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


_CLASSES: dict[str, Test] = {
    "d": str.isdecimal,
    "w": is_word,
    "s": str.isspace,
    "D": lambda letter: not letter.isdecimal(),
    "W": lambda letter: not is_word(letter),
    "S": lambda letter: not letter.isspace(),
}


class Builder:
    """Reads a pattern from left to right and builds the machine."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._states: list[State] = []
        self._ignores_case = False
        self._repeats = self._choices = 0
        self._is_nested = False

    def machine(self) -> Machine:
        """Raises Refused."""
        if self._text.startswith("(?i)"):
            self._ignores_case, self._at = True, 4
        first, last = self._alternatives()
        if self._at < len(self._text):
            raise Refused
        return Machine(self._states, first, last, self._repeats, self._is_nested)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        letter = self._peek()
        if not letter:
            raise Refused
        self._at += 1
        return letter

    def _takes(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _state(self, **given: object) -> int:
        if len(self._states) >= MOST_STATES:
            raise Refused
        self._states.append(State(**given))  # type: ignore[arg-type]
        return len(self._states) - 1

    def _link(self, source: int, target: int) -> None:
        self._states[source].ways.append(target)

    def _alternatives(self) -> Piece:
        first, last = self._state(), self._state()
        while True:
            one = self._sequence()
            self._link(first, one[0])
            self._link(one[1], last)
            if not self._takes("|"):
                return first, last
            self._choices += 1

    def _sequence(self) -> Piece:
        first = last = self._state()
        while self._peek() not in ("", "|", ")"):
            start, inner = self._at, self._repeats + self._choices
            piece = self._atom()
            low, high = self._count()
            if (low, high) != (1, 1):
                self._is_nested = self._is_nested or self._repeats + self._choices > inner
                self._repeats += low != high
                piece = self._repeated(start, piece, low, high)
            self._link(last, piece[0])
            last = piece[1]
        return first, last

    def _count(self) -> tuple[int, int | None]:
        """How often the atom before may come: None for without end."""
        low, high = 1, 1
        if self._takes("*"):
            low, high = 0, None
        elif self._takes("+"):
            low, high = 1, None
        elif self._takes("?"):
            low, high = 0, 1
        elif self._peek() == "{":
            end = self._text.find("}", self._at)
            inner = self._text[self._at + 1 : end] if end > 0 else ""
            fewest, comma, most = inner.partition(",")
            if not fewest.isdecimal() or (most and not most.isdecimal()):
                raise Refused
            self._at = end + 1
            low, high = int(fewest), (int(most) if most else None) if comma else int(fewest)
            if max(low, high or 0) > _MOST_COUNT or (high is not None and high < low):
                raise Refused
        else:
            return 1, 1
        if self._peek() in ("+", "*", "{"):
            raise Refused
        self._takes("?")  # as few as possible or as many: whether it matches is the same
        return low, high

    def _repeated(self, start: int, piece: Piece, low: int, high: int | None) -> Piece:
        """The atom that begins at `start`, read again for each further copy."""
        end = self._at
        copies = [piece]
        for _ in range(max(low, high or 0, 1) - 1):
            self._at = start
            copies.append(self._atom())
        self._at = end
        first = last = self._state()
        for number, one in enumerate(copies):
            self._link(last, one[0])
            if number >= low:
                self._link(last, one[1])
            last = one[1]
        if high is None:
            self._link(copies[-1][1], copies[-1][0])
        if high == 0:
            return first, first
        end_state = self._state()
        self._link(last, end_state)
        return first, end_state

    def _atom(self) -> Piece:
        letter = self._next()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._taking(self._set())
        if letter == ".":
            return self._taking(lambda _letter: True)
        if letter in "^$":
            return self._asking("start" if letter == "^" else "end")
        if letter == "\\":
            return self._escape()
        if letter in "*+?{":
            raise Refused
        return self._taking(self._same(letter))

    def _same(self, letter: str) -> Test:
        if self._ignores_case:
            folded = letter.casefold()
            return lambda other: other.casefold() == folded
        return lambda other: other == letter

    def _taking(self, test: Test) -> Piece:
        first, last = self._state(test=test), self._state()
        self._link(first, last)
        return first, last

    def _asking(self, ask: str, ahead: Machine | None = None) -> Piece:
        first, last = self._state(ask=ask, ahead=ahead), self._state()
        self._link(first, last)
        return first, last

    def _group(self) -> Piece:
        ask = ""
        if self._takes("?"):
            if self._takes("=") or self._takes("!"):
                ask = "ahead" if self._text[self._at - 1] == "=" else "not-ahead"
            elif self._takes("P<") or (
                self._peek() == "<" and self._text[self._at + 1 : self._at + 2] not in ("=", "!")
            ):
                end = self._text.find(">", self._at)
                if end < 0:
                    raise Refused
                self._at = end + 1
            elif not self._takes(":"):
                raise Refused
        outer = self._states
        if ask:
            self._states = []
        first, last = self._alternatives()
        if not self._takes(")"):
            raise Refused
        if not ask:
            return first, last
        inner, self._states = Machine(self._states, first, last), outer
        return self._asking(ask, inner)

    def _escape(self) -> Piece:
        if self._peek() in ("b", "B"):
            return self._asking("word" if self._next() == "b" else "not-word")
        if self._peek() in ("A", "Z", "z"):
            return self._asking("start" if self._next() == "A" else "end")
        test = self._class_or_letter()
        return self._taking(self._same(test) if isinstance(test, str) else test)

    def _class_or_letter(self) -> str | Test:
        letter = self._next()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter in ("p", "P"):
            return self._category(letter == "p")
        if letter in ("u", "x"):
            digits = self._text[self._at : self._at + (4 if letter == "u" else 2)]
            self._at += len(digits)
            try:
                return chr(int(digits, 16))
            except ValueError:
                raise Refused from None
        if letter in _ONE:
            return _ONE[letter]
        if letter.isalnum():  # a reference back, or something this machine does not know
            raise Refused
        return letter

    def _category(self, wanted: bool) -> Test:
        end = self._text.find("}", self._at)
        if not self._takes("{") or end < 0:
            raise Refused
        name, self._at = self._text[self._at : end], end + 1
        if not name.isalpha() or len(name) > 2:
            raise Refused
        return lambda letter: unicodedata.category(letter).startswith(name) is wanted

    def _set(self) -> Test:
        wanted = not self._takes("^")
        tests: list[Test] = []
        is_first = True
        while is_first or self._peek() != "]":
            is_first = False
            low = self._member()
            if (
                isinstance(low, str)
                and self._peek() == "-"
                and self._text[self._at + 1 : self._at + 2] not in ("]", "")
            ):
                self._at += 1
                high = self._member()
                if not isinstance(high, str) or high < low:
                    raise Refused
                tests.append(self._range(low, high))
            else:
                tests.append(self._same(low) if isinstance(low, str) else low)
        self._at += 1
        return lambda letter: any(test(letter) for test in tests) is wanted

    def _range(self, low: str, high: str) -> Test:
        if self._ignores_case:
            return lambda letter: low <= letter.lower() <= high or low <= letter.upper() <= high
        return lambda letter: low <= letter <= high

    def _member(self) -> str | Test:
        letter = self._next()
        return self._class_or_letter() if letter == "\\" else letter
