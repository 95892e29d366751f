"""`python -m tests.campaign.forms FOLDER`: every Questionnaire in a folder is loaded, begun, answered, kept, taken up again and
handed in; one line says how many could be, and why the others could not.

For trying the engine on public forms, which are not kept here. Prints codes and file names, never content.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from mobile.care.questionnaire import (
    Answer,
    Attachment,
    Coding,
    Filling,
    Form,
    FormRefused,
    Launch,
    Node,
    Quantity,
    Reference,
)
from mobile.care.resource import compose

NOW = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "name": [{"family": "Example", "given": ["Ada"]}],
    "birthDate": "1980-02-03",
    "gender": "female",
}
MOST_ANSWERS = 4_000


@dataclass
class Tally:
    """What became of the forms. `failures`: file and exception of what must never happen."""

    forms: int = 0
    handed_in: int = 0
    answers: int = 0
    errors_left: int = 0
    slowest_s: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    diagnostics: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def line(self) -> str:
        refused = ", ".join(f"{count} {code}" for code, count in sorted(self.refused.items())) or "none"
        noted = ", ".join(f"{count} {code}" for code, count in sorted(self.diagnostics.items())) or "none"
        return (
            f"{self.forms} forms: {self.handed_in} handed in, {sum(self.refused.values())} refused ({refused}), "
            f"{len(self.failures)} failed; {self.answers} answers, {self.errors_left} problems left; "
            f"forms with diagnostics: {noted}; slowest {self.slowest_s:.1f} s"
        )


def run(folder: Path) -> Tally:
    """All *.json of a folder and below."""
    tally = Tally()
    for path in sorted(folder.rglob("*.json")):
        began = time.monotonic()
        try:
            one(path.read_text("utf-8", "surrogateescape"), tally)
        except FormRefused as refused:
            tally.refused[refused.code] += 1
        except Exception as failure:
            tally.failures.append(f"{path.name}: {failure!r}"[:300])
        tally.slowest_s = max(tally.slowest_s, time.monotonic() - began)
    return tally


def one(text: str, tally: Tally) -> None:
    """One form, from load to submission. Raises FormRefused, and AssertionError for a broken promise."""
    tally.forms += 1
    form = Form.of(text)
    launch = Launch(patient=PATIENT, now=NOW)
    filling = Filling.begin(form, launch)
    tally.answers += answer_all(filling)
    draft = filling.draft()
    again = Filling.resume(form, compose(draft), launch)
    assert again.draft() == draft, "the draft changed when it was taken up"
    assert again.kept_aside == ()
    assert again.submission() == filling.submission(), "the submission changed when it was taken up"
    tally.errors_left += sum(1 for found in filling.problems() if found.severity == "error")
    tally.diagnostics.update({found.code for found in filling.diagnostics})
    tally.handed_in += 1


def answer_all(filling: Filling) -> int:
    """Answers every question that is seen, also those that come to be seen by it. Returns how many."""
    done: set[str] = set()
    while len(done) < MOST_ANSWERS:
        waiting = [node for node in filling.walk() if node.id not in done and _can_answer(node)]
        if not waiting:
            break
        for node in waiting:
            done.add(node.id)
            if filling.has(node.id):
                filling.answer(node.id, *some_answer(node))
    return len(done)


def _can_answer(node: Node) -> bool:
    return node.item.is_question and not node.is_read_only


def some_answer(node: Node) -> tuple[Answer, ...]:
    """A valid answer of the node's type, where its type alone tells one."""
    if node.options:
        return (node.options[len(node.id) % len(node.options)].value,)
    low = node.low.value if node.low else None
    number = low if isinstance(low, int | Decimal) and not isinstance(low, bool) else 3
    known: dict[str, Answer] = {
        "boolean": True,
        "decimal": Decimal(number),
        "integer": int(number),
        "quantity": Quantity(Decimal(number), node.item.unit.code if node.item.unit else None),
        "date": "2001-02-03",
        "dateTime": "2001-02-03T04:05:06Z",
        "time": "04:05:06",
        "url": "https://forms.example/x",
        "attachment": Attachment("image/png", "iVBORw0KGgo="),
        "reference": Reference("Patient/p1"),
        "choice": Coding("https://forms.example/codes", "a", "A"),
    }
    return (known.get(node.item.type, "Words"),)


def main() -> int:
    tally = run(Path(sys.argv[1]))
    for failure in tally.failures:
        print(failure, file=sys.stderr)
    print(f"forms: {tally.line()}")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
