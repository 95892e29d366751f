"""What can go wrong with an expression, said in codes.

A form's expression is somebody else's text, read over a patient's answers: nothing here may carry an answer, and nothing
but `PathError`, at compile time, may reach the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class PathError(Exception):
    """The expression cannot be compiled. `code` says why: empty, too_long, too_deep, not_fhirpath, unknown_function,
    wrong_arguments, bad_date,
    bad_number, failed. `about` is the function's name, `column` the place, when there is one."""

    def __init__(self, code: str, *, about: str = "", column: int | None = None) -> None:
        super().__init__(
            " ".join(part for part in (code, about, "" if column is None else f"at column {column}") if part)
        )
        self.code = code
        self.about = about
        self.column = column


class Failure(Exception):
    """The reading of one expression ends here, with nothing. `code` is fixed text; `about` is a name written in the expression."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about


@dataclass(frozen=True, slots=True)
class Note:
    """Why a reading gave nothing: a code, the name in the expression it is about, and where the expression stands.

    Codes: unknown_function, unknown_variable, wrong_arguments, not_one_value, wrong_type, not_comparable, bad_unit,
    bad_pattern, out_of_range, unsupported, too_much, score_unclear, failed.
    """

    code: str
    about: str
    origin: str


class Notes(Protocol):
    """Where notes are written: a list will do."""

    def append(self, note: Note, /) -> object: ...
