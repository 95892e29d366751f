"""What a form place sees now: the questions, the pages, what may be said of them. Reads the filling; changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, Unpack

from mobile.care.forms.response import Response
from mobile.care.questionnaire import Filling, Node
from mobile.records.ports import Keeping
from mobile.screens.form.answer_text import AnswerWords
from mobile.screens.form.finishing import FormFinishing
from mobile.screens.form.flaws import Flaw, flaws_text
from mobile.screens.form.help_now import HelpDesk
from mobile.screens.form.question import Question
from mobile.screens.form.reading import Reader
from mobile.screens.form.resuming import Who
from mobile.screens.form.steps import Plan, Step, plan
from mobile.screens.page_calls import PageCalls

REVIEW = "review"
WHOLE = "warning:"
"""The key of the warning before a whole form."""
State = Literal["loading", "refused", "asking", "review", "sent", "help", "both"]


class FormState:
    """What is seen of one form; `calls` are its page's."""

    def __init__(
        self,
        records: Keeping,
        who: Who,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self.who, self._now = who, now
        self.desk = HelpDesk(records)
        self.keeping = FormFinishing(records, now, self.desk, start=calls["start"], on_change=self._kept)
        self._on_change = calls["on_change"]
        self.answer_words = AnswerWords(who.speech.gettext, who.moments)
        self.state: State = "loading"
        self.why = ""  # refused: a code
        self.is_wide = False
        self.at = ""  # key of the page in view
        self.nodes: dict[str, Node] = {}
        self.questions: tuple[Question, ...] = ()
        self.plan = Plan(())
        self._looked: Filling | None = None  # what the pages in view were read from
        self.blanks: dict[str, int] = {}  # by node, empty lines that were asked for
        self.help_links: frozenset[str] = frozenset()
        self.left: set[str] = set()  # nodes whose field the cursor was in
        self.text: set[str] = set()  # nodes of which it was said what is not right
        self.is_reviewed = False

    @property
    def first_ask(self) -> str:
        """The key of the first page that takes an answer; "" where none does."""
        return next((one.key for one in self.plan.steps if one.kind == "ask"), "")

    @property
    def asked_and_left(self) -> tuple[int, int]:
        """How many questions are asked as the answers stand, and how many of them wait for the person: neither answered nor
        kept back on purpose. What repeats counts once."""
        dealt: dict[str, bool] = {}
        for one in [one for question in self.questions for one in question.every()]:
            if one.is_asked:
                dealt[one.link] = dealt.get(one.link, False) or one.is_dealt_with
            elif one.kind == "rows" and one.withheld is not None:
                dealt[one.link] = True
        return len(dealt), sum(not is_dealt for is_dealt in dealt.values())

    @property
    def without_place(self) -> int:
        """How many answers were given before to questions that this form does not have any more. They are not sent."""
        return len(self.filling.kept_aside)

    @property
    def is_open(self) -> bool:
        """Whether there is a form in view."""
        return self.state not in ("loading", "refused")

    def changed(self) -> None:
        """Whoever draws it hears of it."""
        self._on_change()

    def _kept(self) -> None:
        if self.is_open:
            if self._looked is not self.filling:
                self.look()
            self._on_change()

    @property
    def wants_signature(self) -> bool:
        """Whether the form as a whole is to be signed."""
        return self.filling.form.signature

    @property
    def filling(self) -> Filling:
        return self.keeping.filling

    @property
    def response(self) -> Response:
        return self.keeping.response

    @property
    def is_saved(self) -> bool:
        """Whether the store has committed everything that was answered here."""
        return self.keeping.is_saved

    @property
    def title(self) -> str:
        """The form's own title; "" until there is one."""
        return self.filling.form.title if self.is_open else ""

    @property
    def index(self) -> int:
        found = self.plan.find(self.at)
        return found if found is not None else max(0, len(self.plan.steps) - 1)

    @property
    def step(self) -> Step | None:
        return self.plan.steps[self.index] if self.plan.steps else None

    @property
    def is_first(self) -> bool:
        return self.index == 0

    def look(self) -> None:
        """Reads the filling anew: after any change."""
        self._looked = self.filling
        top = self.filling.nodes()
        self.nodes = {node.id: node for node in every(top)}
        self.questions = Reader(
            self.answer_words, self.keeping.fields, self.blanks, self.keeping.apart.data
        ).questions(top)
        self.plan = self._planned()

    def _planned(self) -> Plan:
        """The pages; a form that is painful as a whole begins with its own warning."""
        found = plan(self.questions, is_wide=self.is_wide)
        words = self.keeping.form.warning.in_language(self.who.speech.language)
        if not words:
            return found
        guards = tuple(one.id for question in self.questions for one in question.every() if one.is_asked)
        first = Step(WHOLE, "warning", warning=words, guards=guards)
        return Plan((first, *found.steps), found.closing)

    def turn(self, is_wide: bool) -> None:
        """The page crossed 900 wide: the same question stays in view."""
        step, self.is_wide = self.step, is_wide
        self.plan = self._planned()
        if step is not None and step.questions and self.at != REVIEW:
            index = self.plan.find(step.questions[0].id)
            self.at = self.plan.steps[index].key if index is not None else self.at

    # --- what is missing or not right ---

    def flaws(self) -> list[Flaw]:
        """All of it, in the form's order."""
        day = self.who.moments.full_date(self._now())
        return flaws_text(self.who.speech, day, self.filling.problems())

    @property
    def holds_back(self) -> bool:
        """Whether an answer stays here until it fits its question."""
        return self.keeping.has_here and any(not (one.is_missing or one.is_warning) for one in self.flaws())

    @property
    def missing(self) -> list[Flaw]:
        """What holds up sending."""
        return [flaw for flaw in self.flaws() if not flaw.is_warning]

    def flaws_text(self) -> dict[str, str]:
        """What may be said beside each question now: of typed answers once their field was left, the rest after the
        review."""
        found: dict[str, str] = {}
        for flaw in self.flaws():
            is_due = self.is_reviewed or (flaw.node in self.left and not flaw.is_missing)
            if is_due:
                self.text.add(flaw.node)
                found[flaw.node] = " ".join(part for part in (found.get(flaw.node, ""), flaw.words) if part)
        return found


def every(nodes: Sequence[Node]) -> list[Node]:
    """All nodes, parents before what is under them."""
    return [one for node in nodes for one in (node, *every(node.nodes))]
