"""What can be seen of a filling: its visible tree, its problems, the draft and the submission. Nothing here changes an answer."""

from __future__ import annotations

from collections.abc import Iterator

from mobile.care.questionnaire import addresses as at_url
from mobile.care.questionnaire.evaluation_context import EvaluationContext
from mobile.care.questionnaire.fhirpath import Budget
from mobile.care.questionnaire.form import Form
from mobile.care.questionnaire.item_state import ItemState
from mobile.care.questionnaire.launch import Launch
from mobile.care.questionnaire.node import Node, is_visible, view
from mobile.care.questionnaire.problems import MOST_EFFORT, Problem, problems_of, problems_of_form, seen
from mobile.care.questionnaire.recalculation import Recalculation
from mobile.care.questionnaire.refusal import Diagnostic
from mobile.care.questionnaire.responding import draft_items, submission_items
from mobile.care.questionnaire.resuming import KeptAside
from mobile.care.questionnaire.tree import Tree
from mobile.care.questionnaire.unfit import LeftOut, unfit
from mobile.care.resource import Json


class Snapshot:
    """The state of one filling, to be looked at. `Filling` is how it is changed."""

    def __init__(self, form: Form, launch: Launch) -> None:
        self.form = form
        self._launch = launch
        self._reported: dict[Diagnostic, None] = dict.fromkeys(form.diagnostics)
        self._tree = Tree(form)
        self._evaluation = EvaluationContext(self._tree, launch, self._report)
        self._recalculation = Recalculation(self._tree, self._evaluation, self._report)
        self._kept: Json = {}
        self._signature: Json | None = None
        self._extras: list[Json] = []
        self._aside: tuple[KeptAside, ...] = ()

    def _report(self, diagnostic: Diagnostic) -> None:
        self._reported[diagnostic] = None

    def nodes(self) -> tuple[Node, ...]:
        """What the person sees now: the top items, each with those under it."""
        return tuple(view(place) for place in self._tree.root.places() if is_visible(place))

    def walk(self) -> Iterator[Node]:
        """The visible nodes one by one, parents before what is under them."""
        waiting = list(self.nodes())[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.nodes[::-1])

    def node(self, node_id: str) -> Node:
        """One node, visible or not. Raises NoSuchNode."""
        return view(self._tree.place(node_id))

    def has(self, node_id: str) -> bool:
        """Whether there is such a node now."""
        return node_id in self._tree.by_id

    def find(self, link_id: str) -> tuple[Node, ...]:
        """All nodes of an item, in the order they came to be."""
        return tuple(view(place) for place in self._tree.of(link_id))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Why something of the form is empty: what was found at load and since."""
        return tuple(self._reported)

    @property
    def kept_aside(self) -> tuple[KeptAside, ...]:
        """Items of the response taken up that the form has no place for."""
        return self._aside

    def problems(self) -> tuple[Problem, ...]:
        """All problems of what the person sees, in the form's order."""
        language = self.form.language
        effort = Budget(MOST_EFFORT)
        places = seen(self._tree.root.places())
        found = [one for place in places for one in problems_of(place, language, effort)]
        whole = problems_of_form(
            self.form, self._recalculation.broken_rules, is_signed=self._signature is not None
        )
        return (*found, *whole)

    def problems_of(self, node_id: str) -> tuple[Problem, ...]:
        """The problems of one node, seen or not. Raises NoSuchNode."""
        return tuple(problems_of(self._tree.place(node_id), self.form.language, Budget(MOST_EFFORT)))

    # --- what comes out ---

    def draft(self) -> Json:
        """The QuestionnaireResponse in progress: everything, also hidden and disabled answers and text that could not be read."""
        return self._drafted(frozenset())

    def fitting(self, *, with_files: bool = True) -> Json | None:
        """The same as it may travel: without answers that do not fit their questions as they stand (`unfit`).

        None while the answers break a rule of the whole form: then which of them to leave out cannot be said.
        """
        whole = problems_of_form(self.form, self._recalculation.broken_rules, is_signed=True)
        if any(one.severity == "error" for one in whole):
            return None
        return self._drafted(unfit(self._tree.root, Budget(MOST_EFFORT), with_files=with_files))

    def places_left_out(self) -> list[ItemState]:
        """The questions with answers that do not travel as they stand."""
        out = unfit(self._tree.root, Budget(MOST_EFFORT))
        waiting = [(place, False) for place in self._tree.root.places()][::-1]
        found: list[ItemState] = []
        while waiting:
            place, is_out = waiting.pop()
            is_out = is_out or place in out
            if is_out or any(slot in out for slot in place.slots):
                found.append(place)
            waiting += [(one, is_out) for one in place.children()][::-1]
        return found

    def _drafted(self, left_out: LeftOut) -> Json:
        marks: list[Json] = [
            *self._extras,
            {"url": at_url.DRAFT, "valueCanonical": self.form.canonical or "#"},
        ]
        marks += [{"url": at_url.KEPT_ASIDE, "valueString": one.text} for one in self._aside]
        return self._response("in-progress", draft_items(self._tree.root, left_out), marks)

    def submission(self) -> Json:
        """The QuestionnaireResponse completed: what is enabled and answered or withheld."""
        items = submission_items(self._tree.root, self.form.may_leave_unseen)
        return self._response("completed", items, list(self._extras))

    def _response(self, status: str, items: list[Json], marks: list[Json]) -> Json:
        if self._signature is not None:
            marks.append({"url": at_url.RESPONSE_SIGNATURE, "valueSignature": self._signature})
        made: Json = {"resourceType": "QuestionnaireResponse", **self._kept, "status": status}
        if marks:
            made["extension"] = marks
        if self.form.canonical:
            made["questionnaire"] = self.form.canonical
        if items:
            made["item"] = items
        return made
