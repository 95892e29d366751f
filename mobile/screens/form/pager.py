"""Going from page to page of a form, to the review and back. Nobody is ever held: what is missing is said, and that is all."""

from __future__ import annotations

from mobile.screens.form.answers import FormAnswers
from mobile.screens.form.state import REVIEW
from mobile.screens.form.steps import Step


class FormPager(FormAnswers):
    """Where a person is stands in the response too, so that another device goes on there."""

    _left_review: frozenset[str] | None = None
    """The pages there were when the review was left to change one answer; None while the form is walked through."""

    @property
    def returns_to_review(self) -> bool:
        """Whether going on from here leads back to the review, which one answer was changed from."""
        return self._left_review is not None and self._next_new() is None

    def turn(self, is_wide: bool) -> None:
        super().turn(is_wide)
        if self._left_review is not None:  # the same questions stand on other pages now
            self._left_review = frozenset(one.key for one in self.plan.steps)

    def _next_new(self) -> str | None:
        """The next page that is there only since the answer was changed."""
        known = self._left_review or frozenset()
        return next((one.key for one in self.plan.steps[self.index + 1 :] if one.key not in known), None)

    def next(self) -> bool:
        """On to the next page, or back to the review where that was left to change this answer. False: something on this
        page is said for the first time, so it stays once."""
        step = self.step
        if step is not None and step.kind == "ask" and self._has_news(step):
            self.keeping.settle()
            self._on_change()
            return False
        if self._left_review is not None:
            new = self._next_new()
            self._go(new) if new is not None else self.review()
        elif self.index + 1 < len(self.plan.steps):
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
        if self._left_review is not None:
            self.review()
            return True
        if self.is_first:
            return False
        self._go(self.plan.steps[self.index - 1].key)
        return True

    def go_to(self, node: str) -> None:
        """From the review to the page of this question, or of the group it is about, and from there back to the review."""
        index = self.plan.find(node)
        if index is None:
            index = next((n for n, step in enumerate(self.plan.steps) if _is_under(step, node)), None)
        if index is not None:
            self._left_review = frozenset(one.key for one in self.plan.steps)
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
        self._is_reviewed, self._left_review = True, None
        self.state, self.at = "review", REVIEW
        self.keeping.settle()
        self.keeping.move(REVIEW)
        self._on_change()

    async def choose_place(self, *, is_only_here: bool) -> None:
        """Where the draft is kept from now on. Raises NotSaved, Locked, CannotSend: then it stays where it was."""
        try:
            await self.keeping.choose_place(is_only_here=is_only_here)
        finally:
            self.look()
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
