"""Ask once, at the form place: which earlier answers may be offered again as "still true", and the words they had.

Pure. It only offers: nothing is taken over before the person says so, and nothing but what was shown to them. What is asked
afresh every time (measures, what calls for help, signatures) is left out here too, wherever in an answer it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mobile.care.codes import MEASURE
from mobile.care.forms.asking_once import Earlier, Proposal, accept, still_true
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.items import values, withheld
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.picking import pick_form
from mobile.care.forms.response import Response
from mobile.care.questionnaire import Form, Item
from mobile.care.resource import Json, each, text_at
from mobile.screens.form.question import Question


@dataclass(frozen=True)
class Offer:
    """An earlier answer to the question with this id. `words`: a line for each answer, all that would be taken over."""

    id: str
    words: tuple[str, ...] = field(repr=False)
    proposal: Proposal = field(repr=False)
    is_known_at_clinic: bool = True  # whether the clinic has had it

    @property
    def answered_at(self) -> datetime | None:
        return self.proposal.answered_at


def answered_before(
    patient: str,
    responses: Iterable[Response],
    definitions: Sequence[FormDefinition],
    kept: Sequence[KeptForm],
) -> tuple[Earlier, ...]:
    """The person's own finished forms, each with the version it answered; what somebody else filled in is not theirs."""
    measures = {one.address for one in definitions if MEASURE in one.uses}
    own = [
        one
        for one in responses
        if one.is_done and one.address not in measures and one.patient == patient and _gave(one) == patient
    ]
    return tuple((one, pick_form(one, definitions, kept).form) for one in own)


def _gave(response: Response) -> str | None:
    """Who answered."""
    resource = response.to_resource()
    return text_at(resource, "source", "reference") or text_at(resource, "author", "reference")


def proposals(
    form: Form, definition: FormDefinition, earlier: Iterable[Earlier], help_links: frozenset[str]
) -> list[Proposal]:
    """What may be offered, without anything inside it that is to be asked afresh."""
    afresh = help_links | _beside_signatures(form)

    def stays(given: Json) -> bool:
        item = _item(form, text_at(given, "linkId") or "")
        return item is not None and not _is_left_out(item, afresh) and not withheld(given)

    found: list[Proposal] = []
    for one in still_true(definition, earlier):
        item = _item(form, one.link_id)
        if item is None or _is_left_out(item, afresh):
            continue
        items = tuple(_pruned(given, stays) for given in one.items)
        if all(_has_answer(given) for given in items):
            found.append(replace(one, items=items))
    return found


def taken(items: Sequence[Json], wanted: Iterable[Proposal]) -> list[Json]:
    """A response's items with these taken over."""
    found = list(items)
    for one in wanted:
        found = accept(found, one)
    return found


def offers(
    wanted: Iterable[Proposal], tried: Sequence[Question], is_known_at_clinic: Callable[[str], bool]
) -> list[Offer]:
    """`tried`: the questions as they would stand with all of it taken over. What the form would not take is not offered."""
    named: dict[str, Question] = {}
    for question in tried:
        for one in question.every():
            named.setdefault(one.link, one)
    found: list[Offer] = []
    for proposal in wanted:
        question = named.get(proposal.link_id)
        words = _words(question) if question is not None else ()
        if question is not None and words:
            shown = _shown(proposal, {one.link for one in question.every()})
            found.append(Offer(question.id, words, shown, is_known_at_clinic(proposal.response_id)))
    return found


def _shown(proposal: Proposal, links: set[str]) -> Proposal:
    """Only what was read out of it: what the form asks below under other answers is not taken over unseen."""
    items = tuple(_pruned(one, lambda given: text_at(given, "linkId") in links) for one in proposal.items)
    return replace(proposal, items=items)


def is_untouched(question: Question) -> bool:
    """Whether nothing at all was answered to it yet."""
    return not any(one.is_dealt_with or one.written for one in question.every())


def _words(question: Question) -> tuple[str, ...]:
    """Its answer, then what was answered below it; of what repeats, a line for each."""
    if question.kind == "rows" and not question.answer:
        rows = [", ".join(one.answer for one in row.every() if one.answer) for row in question.inside]
        return tuple(row for row in rows if row)
    below = [one for one in question.every()[1:] if one.answer and one.kind != "shown"]
    own = [question.answer] if question.answer else []
    return (*own, *(f"{one.text}: {one.answer}" for one in below))


def _item(form: Form, link_id: str) -> Item | None:
    try:
        return form.item(link_id)
    except KeyError:
        return None


def _beside_signatures(form: Form) -> frozenset[str]:
    """What stands in one group with a signature belongs to it: the day it was signed, the name below it."""
    groups = [item for item in form.walk() if item.is_group and any(one.signature for one in item.items)]
    return frozenset(one.link_id for group in groups for one in group.items)


def _is_left_out(item: Item, afresh: frozenset[str]) -> bool:
    """Asked afresh, or nothing the person would see."""
    is_scored = any(option.ordinal is not None for option in item.options)
    is_afresh = item.help_now is not None or item.signature or is_scored or item.link_id in afresh
    return is_afresh or item.hidden or item.is_calculated or (item.read_only and item.is_question)


def _pruned(given: Json, stays: Callable[[Json], bool]) -> Json:
    """The item with only those below it that stay."""
    found = dict(given)
    if "item" in found:
        found["item"] = _below(given, stays)
    if "answer" in found:
        found["answer"] = [
            {**answer, "item": _below(answer, stays)} if "item" in answer else answer
            for answer in each(given, "answer")
        ]
    return found


def _below(holder: Json, stays: Callable[[Json], bool]) -> list[Json]:
    return [_pruned(one, stays) for one in each(holder, "item") if stays(one)]


def _has_answer(given: Json) -> bool:
    if values(given):
        return True
    under = [*each(given, "item"), *(one for answer in each(given, "answer") for one in each(answer, "item"))]
    return any(_has_answer(one) for one in under)
