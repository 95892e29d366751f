"""Which questions stand on which page: one a page on a phone, a whole part on a wide screen. Pure; knows no answers.

A page never comes or goes because of how wide the screen is in the middle of an answer: whoever turns the phone finds the
same question again, because pages are found by the question's own id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mobile.screens.form.question import Question

NAME_MOST = 48
"""A group's text longer than this is said above each of its questions; shorter, it is the name of a part."""


@dataclass(frozen=True)
class Step:
    """One page. `section` is "" where the form has no parts."""

    key: str
    kind: Literal["ask", "warning"]
    section: str = ""
    stem: str = ""
    notes: tuple[Question, ...] = ()
    questions: tuple[Question, ...] = ()
    warning: str = ""
    part: str = ""  # id of the part (a group at the top, or "")
    guards: tuple[str, ...] = ()  # a warning: the questions it stands before

    def holds(self, node: str) -> bool:
        """Whether the question with this id stands on this page."""
        return any(node == one.id for question in self.questions for one in question.every())


@dataclass
class _Walk:
    steps: list[Step] = field(default_factory=list[Step])
    notes: list[Question] = field(default_factory=list[Question])


@dataclass(frozen=True)
class Plan:
    """All pages in order, and the words that stand at the end, on the review."""

    steps: tuple[Step, ...]
    closing: tuple[Question, ...] = ()

    def find(self, node: str) -> int | None:
        """The page on which a question stands, or whose key it is."""
        for index, step in enumerate(self.steps):
            if step.key == node or step.holds(node):
                return index
        return None


def plan(questions: Sequence[Question], *, is_wide: bool) -> Plan:
    """The pages of a form as it stands now: questions that are not asked have no page."""
    walk = _Walk()
    for question in questions:
        if question.kind == "group":
            name = question.text if is_name(question.text) else ""
            _group(walk, question, part=question.id, section=name, stem="", is_root=True)
            if question is not questions[-1]:
                _put_down(walk)
        else:
            _ask(walk, question, part="", section="", stem="")
    steps = _joined(walk.steps) if is_wide else walk.steps
    return Plan(tuple(steps), tuple(walk.notes))


def is_name(text: str) -> bool:
    """Whether a group's text can be the name of a part."""
    return bool(text) and len(text) <= NAME_MOST and not text.endswith((":", "?"))


def _group(
    walk: _Walk, group: Question, *, part: str, section: str, stem: str, is_root: bool = False
) -> None:
    if group.warning:
        guards = tuple(one.id for one in group.every() if one.is_asked)
        walk.steps.append(
            Step(f"warning:{group.id}", "warning", section, warning=group.warning, part=part, guards=guards)
        )
    own = "" if is_root and section else group.text
    inner = own or stem
    for question in group.inside:
        if question.kind == "group":
            _group(walk, question, part=part, section=section, stem=inner)
        else:
            _ask(walk, question, part=part, section=section, stem=inner)


def _put_down(walk: _Walk) -> None:
    """Words at the end of a part stand on its last page; at the end of the form they close it."""
    if walk.notes and walk.steps:
        walk.steps[-1] = replace(walk.steps[-1], notes=walk.steps[-1].notes + tuple(walk.notes))
        walk.notes.clear()


def _ask(walk: _Walk, question: Question, *, part: str, section: str, stem: str) -> None:
    if question.kind == "read":
        walk.notes.append(question)
        return
    if question.kind == "rows" and not question.inside and not question.can_add:
        return
    if question.warning:
        guards = tuple(one.id for one in question.every() if one.is_asked)
        walk.steps.append(
            Step(
                f"warning:{question.id}",
                "warning",
                section,
                warning=question.warning,
                part=part,
                guards=guards,
            )
        )
    walk.steps.append(Step(question.id, "ask", section, stem, tuple(walk.notes), (question,), part=part))
    walk.notes.clear()


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Neighbours of one part become one page. A warning stays a page of its own before what it warns of."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if last is not None and last.kind == step.kind == "ask" and last.part == step.part:
            stem = last.stem if last.stem == step.stem else ""
            found[-1] = replace(
                last,
                questions=last.questions + step.questions,
                notes=last.notes + step.notes,
                stem=stem or last.stem,
            )
        else:
            found.append(step)
    return found
