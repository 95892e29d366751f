"""An expression, compiled once and read many times.

Reading never raises and never waits: what cannot be read is nothing, and a note says why without a word of the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import localcontext
from functools import lru_cache
from typing import Any

from mobile.care.questionnaire.fhirpath.arithmetic import EXACT
from mobile.care.questionnaire.fhirpath.evaluation import prepared
from mobile.care.questionnaire.fhirpath.problems import Failure, Note, Notes, PathError
from mobile.care.questionnaire.fhirpath.reach import Reach, reach
from mobile.care.questionnaire.fhirpath.reading import Budget, Env, Part, Reading
from mobile.care.questionnaire.fhirpath.syntax import parse
from mobile.care.questionnaire.fhirpath.values import given_out, taken_in

MOST_KEPT = 1024


class Path:
    """A compiled expression. It holds nothing of any reading, so threads may share it.

    `link_ids`: the questions it may read, each with all under it; None when that may be any. `reads_focus`: it reads the
    focus itself (the item the expression stands on). `variables`: the %names it reads; `defines`: those it names itself.
    """

    __slots__ = ("_part", "_reach", "text")

    def __init__(self, text: str, part: Part, reached: Reach) -> None:
        self.text = text
        self._part = part
        self._reach = reached

    @property
    def link_ids(self) -> frozenset[str] | None:
        return self._reach.link_ids

    @property
    def reads_focus(self) -> bool:
        return self._reach.reads_focus

    @property
    def variables(self) -> frozenset[str]:
        return self._reach.variables

    @property
    def defines(self) -> frozenset[str]:
        return self._reach.defines

    def read(
        self,
        focus: Any,
        variables: Mapping[str, Any],
        *,
        now: datetime,
        notes: Notes,
        origin: str = "",
        budget: Budget | None = None,
    ) -> list[Any]:
        """What the expression says of `focus`: FHIR JSON values (bool, int, Decimal, str, dict), [] when it cannot be read.

        `variables`: JSON values or lists of them by name; %context is the focus when not given. `now` must be aware: it is
        the only clock. `origin` goes into a note in place of the expression's text. `budget` is shared with other readings:
        once it is spent they give nothing, and no note, for then it is no fault of the expression.
        """
        given = variables if "context" in variables else {**variables, "context": focus}
        reading = Reading(now, notes, origin or self.text, budget)
        try:
            with localcontext(EXACT):
                return given_out(self._part(Env(reading, given, {}), taken_in(focus)))
        except Failure as failure:
            note = Note(failure.code, failure.about, reading.origin)
        except RecursionError:
            note = Note("too_much", "", reading.origin)
        except Exception:  # an expression of a stranger's form must never end the app
            note = Note("failed", "", reading.origin)
        finally:
            if budget is not None:
                budget.spend(reading.used)
        if budget is None or not budget.is_spent:
            notes.append(note)
        return []

    def __repr__(self) -> str:
        return f"Path({self.text!r})"


@lru_cache(maxsize=MOST_KEPT)
def _compiled(text: str) -> Path:
    """Kept, with a bound, because a form is opened again and again and parsing costs a millisecond or more on a computer.
    Only the form's own text is kept, never an answer. `lru_cache` may be used from several threads."""
    tree = parse(text)
    try:
        return Path(text, prepared(tree), reach(tree))
    except PathError:
        raise
    except Exception as error:
        raise PathError("too_deep" if isinstance(error, RecursionError) else "failed") from None


def compile(text: str) -> Path:
    """The expression, ready to be read. Raises PathError, whatever the text."""
    return _compiled(text)
