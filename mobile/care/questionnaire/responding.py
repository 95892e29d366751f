"""The response as FHIR JSON: the draft with everything, and the submission with what counts.

The draft keeps hidden and disabled answers, empty rows, typed text that could not be read and whatever else was found in
a response taken up; the one that travels is without what does not fit its question yet. The submission has enabled answers only, none that the person was never shown but what was worked
out from those they gave (a score), and satisfies FHIR's rules of a QuestionnaireResponse.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Required, TypedDict, cast

from mobile.care.questionnaire import addresses as at_url
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.item_state import Branch, ItemState, Slot
from mobile.care.questionnaire.unfit import LeftOut
from mobile.care.resource import Json


class _ItemMade(TypedDict, total=False):
    """What is made of a response's item here, under FHIR's names."""

    linkId: Required[str]
    extension: list[Json]
    text: str
    answer: list[Json]
    item: list[Json]


class _AnswerMade(TypedDict, total=False):
    """What is made of an answer here. Its value is `Answer`'s to make."""

    extension: list[Any]
    item: list[Json]


def draft_items(root: Branch, left_out: LeftOut = frozenset()) -> list[Json]:
    """Every item with something to keep, but those left out."""
    return _items(root, None, left_out)


def submission_items(root: Branch, may_leave_unseen: frozenset[str]) -> list[Json]:
    """Every enabled item with an answer, or withheld, or signed. Of the hidden ones only those named."""
    return _items(root, may_leave_unseen, frozenset())


def _items(
    branch: Branch, leaves: frozenset[str] | None, left_out: LeftOut, *, is_unseen: bool = False
) -> list[Json]:
    """`leaves`: what may leave unseen, None for the draft, in which everything stays."""
    is_draft = leaves is None
    found: list[Json] = []
    for rows in branch.rows.values():
        wanted = (rows[0].item.min_occurs or 1) if rows and rows[0].key is not None else 1
        for n, place in enumerate(rows):
            if place.item.type == "display" or place in left_out or not (is_draft or place.is_enabled):
                continue
            keeps_row = is_draft and (len(rows) > 1 or place.key not in (None, 0) or wanted > 1)
            hides = not is_draft and (is_unseen or place.item.hidden)
            is_moved = place.key is not None and place.key != n
            one = _item(place, leaves, left_out, is_unseen=hides, is_moved=is_moved)
            if one is not None:
                found.append(one)
            elif keeps_row:
                found.append(_row(place, place.key != n))
    return found


def _row(place: ItemState, is_moved: bool) -> Json:
    made = _ItemMade(linkId=place.item.link_id)
    if is_moved:
        made["extension"] = [{"url": at_url.ROW, "valueInteger": place.key}]
    return cast("Json", made)


def _item(
    place: ItemState, leaves: frozenset[str] | None, left_out: LeftOut, *, is_unseen: bool, is_moved: bool
) -> Json | None:
    """`is_unseen`: nobody was shown it, so of it and all below only what is worked out from answers may leave."""
    is_draft = leaves is None
    if leaves is not None and is_unseen and not (place.item.is_group or place.item.link_id in leaves):
        return None
    made = _ItemMade(linkId=place.item.link_id)
    marks = [] if is_unseen else _marks(place, is_draft=is_draft)
    answers: list[Json] = []
    items: list[Json] = []
    if place.item.is_group:
        assert place.below is not None
        items = _items(place.below, leaves, left_out, is_unseen=is_unseen)
    elif place.withheld is None or is_draft:
        answers = _answers(place, leaves, left_out, is_unseen=is_unseen)
    if not items and not answers and not marks:
        return None
    if is_draft and is_moved:
        marks.append({"url": at_url.ROW, "valueInteger": place.key})
    if marks:
        made["extension"] = marks
    text = _text(place.item)
    if text:
        made["text"] = text
    if answers:
        made["answer"] = answers
    if items:
        made["item"] = items
    return cast("Json", made)


def _text(item: Item) -> str:
    return item.text.plain.strip()


def _marks(place: ItemState, *, is_draft: bool) -> list[Json]:
    found = deepcopy(place.extras)
    if place.withheld is not None:
        found.append({"url": at_url.WITHHELD, "valueCode": place.withheld})
    if place.signature is not None:
        found.append({"url": at_url.RESPONSE_SIGNATURE, "valueSignature": deepcopy(place.signature)})
    if is_draft and place.is_overridden:
        found.append({"url": at_url.OWN_ANSWER, "valueBoolean": True})
    return found


def _answers(
    place: ItemState, leaves: frozenset[str] | None, left_out: LeftOut, *, is_unseen: bool
) -> list[Json]:
    is_draft = leaves is None
    found: list[Json] = []
    for slot in place.slots:
        if slot in left_out:
            continue
        one = _answer(slot, leaves, left_out, is_unseen=is_unseen)
        is_moved = slot.key != len(found) or (not one and len(place.slots) > 1)
        if is_draft and slot.below is not None and is_moved:
            one = {
                **one,
                "extension": [*one.get("extension", ()), {"url": at_url.ROW, "valueInteger": slot.key}],
            }
        if one:
            found.append(one)
    return found


def _answer(slot: Slot, leaves: frozenset[str] | None, left_out: LeftOut, *, is_unseen: bool) -> Json:
    is_draft = leaves is None
    marks: list[Any] = [] if is_unseen else deepcopy(slot.extras)
    if is_draft and slot.raw is not None:
        marks.append({"url": at_url.TYPED_TEXT, "valueString": slot.raw})
    below = slot.below
    items = _items(below, leaves, left_out, is_unseen=is_unseen) if below is not None else []
    value: Json = slot.given.to_json() if slot.given is not None else {}
    if slot.beside is not None and slot.given == slot.beside[0] and not is_unseen:
        value |= deepcopy(slot.beside[1])
    if not is_draft and slot.given is None and not items:
        return {}
    around = _AnswerMade()
    if marks:
        around["extension"] = marks
    if items:
        around["item"] = items
    return {**cast("Json", around), **value}
