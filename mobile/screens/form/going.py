"""Going from page to page of a form, to the review and back. Nobody is ever held: what is missing is said, and that is all."""

from __future__ import annotations

from mobile.screens.form.giving import Giving
from mobile.screens.form.seen import REVIEW
from mobile.screens.form.steps import Step


class Going(Giving):
    """Where a person is stands in the response too, so that another device goes on there."""

    def next(self) -> bool:
        """On to the next page. False: something on this page is said for the first time, so it stays once."""
        step = self.step
        if step is not None and step.kind == "ask" and self._has_news(step):
            self.keeping.settle()
            self._on_change()
            return False
        if self.index + 1 < len(self.plan.steps):
            self._go(self.plan.steps[self.index + 1].key)
        else:
            self.review()
        return True

    def _has_news(self, step: Step) -> bool:
        here = {one.id.partition("//")[0] for question in step.questions for one in question.every()}
        wrong = [
            one.node for one in self.flaws() if one.node in here and not one.is_missing and not one.is_warning
        ]
        self._left |= set(wrong)
        return any(node not in self._said for node in wrong)

    def back(self) -> bool:
        """To the page before. False: this is the first one."""
        if self.state == "review":
            if self.plan.steps:
                self._go(self.plan.steps[-1].key)
            return bool(self.plan.steps)
        if self.is_first:
            return False
        self._go(self.plan.steps[self.index - 1].key)
        return True

    def go_to(self, node: str) -> None:
        """To the page of this question, or of the group it is about."""
        index = self.plan.find(node)
        if index is None:
            index = next((n for n, step in enumerate(self.plan.steps) if _is_under(step, node)), None)
        if index is not None:
            self._go(self.plan.steps[index].key)

    def skip_part(self) -> None:
        """Past everything the warning in view stands before. It can be answered later, or not at all."""
        step = self.step
        guarded = set(step.guards) if step is not None else set[str]()
        for later in self.plan.steps[self.index + 1 :]:
            if not any(one.id in guarded for question in later.questions for one in question.every()):
                self._go(later.key)
                return
        self.review()

    def review(self) -> None:
        """Everything that was answered, and what is missing."""
        self._is_reviewed = True
        self.state, self.at = "review", REVIEW
        self.keeping.settle()
        self.keeping.move(REVIEW)
        self._on_change()

    async def choose_place(self, *, is_only_here: bool) -> None:
        """Where the draft is kept from now on. Raises NotSaved, Locked, CannotSend: then it stays where it was."""
        try:
            await self.keeping.choose_place(is_only_here=is_only_here)
        finally:
            self._on_change()

    def after_help(self) -> None:
        """Back to the form, at the same question."""
        self.state = "asking"
        self._on_change()

    def _go(self, key: str) -> None:
        self.state, self.at = "asking", key
        self.keeping.settle()
        self.keeping.move(key)
        self._on_change()


def _is_under(step: Step, node: str) -> bool:
    """Whether the page belongs to the group with this id."""
    return step.part == node or any(question.id.startswith(f"{node}/") for question in step.questions)
