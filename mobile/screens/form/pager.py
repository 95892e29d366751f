"""Going from page to page of a form, to the review and back. Nobody is ever held: what is missing is said, and that is all."""

from __future__ import annotations

from mobile.screens.form.state import REVIEW, FormState
from mobile.screens.form.steps import Step


class FormPager:
    """Where a person is stands in the response too, so that another device goes on there."""

    def __init__(self, form: FormState) -> None:
        self._form = form
        self._left_review: frozenset[str] | None = None
        """The pages there were when the review was left to change one answer; None while the form is walked through."""

    def begin(self) -> None:
        """Goes to where the person was in what was taken up."""
        form = self._form
        form.look()
        self._left_review = None
        form.at = self._first_page()
        form.state = "sent" if form.response.is_done else "review" if form.at == REVIEW else "asking"
        form.is_reviewed = form.at == REVIEW

    def _first_page(self) -> str:
        form, resume = self._form, self._form.keeping.resume_at
        if resume == REVIEW or not form.plan.steps:
            return REVIEW
        index = form.plan.find(resume) if resume else None
        if index is None:
            waiting = [n for n, step in enumerate(form.plan.steps) if not _is_done(step)]
            index = waiting[0] if waiting and form.keeping.saved is not None else 0
        return form.plan.steps[index].key

    @property
    def returns_to_review(self) -> bool:
        """Whether going on from here leads back to the review, which one answer was changed from."""
        return self._left_review is not None and self._next_new() is None

    def turn(self, is_wide: bool) -> None:
        """The page crossed 900 wide."""
        self._form.turn(is_wide)
        if self._left_review is not None:  # the same questions stand on other pages now
            self._left_review = frozenset(one.key for one in self._form.plan.steps)

    def _next_new(self) -> str | None:
        """The next page that is there only since the answer was changed."""
        known = self._left_review or frozenset()
        return next(
            (one.key for one in self._form.plan.steps[self._form.index + 1 :] if one.key not in known), None
        )

    def next(self) -> bool:
        """On to the next page, or back to the review where that was left to change this answer. False: something on this
        page is said for the first time, so it stays once."""
        step = self._form.step
        if step is not None and step.kind == "ask" and self._has_news(step):
            self._form.keeping.settle()
            self._form.changed()
            return False
        if self._left_review is not None:
            new = self._next_new()
            self._go(new) if new is not None else self.review()
        elif self._form.index + 1 < len(self._form.plan.steps):
            self._go(self._form.plan.steps[self._form.index + 1].key)
        else:
            self.review()
        return True

    def _has_news(self, step: Step) -> bool:
        here = {one.id.partition("//")[0] for question in step.questions for one in question.every()}
        wrong = [
            one.node
            for one in self._form.flaws()
            if one.node in here and not one.is_missing and not one.is_warning
        ]
        self._form.left |= set(wrong)
        return any(node not in self._form.text for node in wrong)

    def back(self) -> bool:
        """To the page before. False: this is the first one."""
        if self._form.state == "review":
            if self._form.plan.steps:
                self._go(self._form.plan.steps[-1].key)
            return bool(self._form.plan.steps)
        if self._left_review is not None:
            self.review()
            return True
        if self._form.is_first:
            return False
        self._go(self._form.plan.steps[self._form.index - 1].key)
        return True

    def go_to(self, node: str) -> None:
        """From the review to the page of this question, or of the group it is about, and from there back to the review."""
        index = self._form.plan.find(node)
        if index is None:
            index = next((n for n, step in enumerate(self._form.plan.steps) if _is_under(step, node)), None)
        if index is not None:
            self._left_review = frozenset(one.key for one in self._form.plan.steps)
            self._go(self._form.plan.steps[index].key)

    def skip_part(self) -> None:
        """Past everything the warning in view stands before. It can be answered later, or not at all."""
        step = self._form.step
        guarded = set(step.guards) if step is not None else set[str]()
        for later in self._form.plan.steps[self._form.index + 1 :]:
            if not any(one.id in guarded for question in later.questions for one in question.every()):
                self._go(later.key)
                return
        self.review()

    def review(self) -> None:
        """Everything that was answered, and what is missing."""
        self._form.is_reviewed, self._left_review = True, None
        self._form.state, self._form.at = "review", REVIEW
        self._form.keeping.settle()
        self._form.keeping.move(REVIEW)
        self._form.changed()

    async def choose_place(self, *, is_only_here: bool) -> None:
        """Where the draft is kept from now on. Raises NotSaved, Locked, CannotSend: then it stays where it was."""
        try:
            await self._form.keeping.choose_place(is_only_here=is_only_here)
        finally:
            self._form.look()
            self._form.changed()

    def after_help(self) -> None:
        """Back to the form, at the same question."""
        self._form.state = "asking"
        self._form.changed()

    def _go(self, key: str) -> None:
        self._form.state, self._form.at = "asking", key
        self._form.keeping.settle()
        self._form.keeping.move(key)
        self._form.changed()


def _is_under(step: Step, node: str) -> bool:
    """Whether the page belongs to the group with this id."""
    return step.part == node or any(question.id.startswith(f"{node}/") for question in step.questions)


def _is_done(step: Step) -> bool:
    """Whether nothing on this page waits for an answer."""
    asked = [one for question in step.questions for one in question.every() if one.is_asked]
    return step.kind == "ask" and all(one.is_dealt_with for one in asked)
