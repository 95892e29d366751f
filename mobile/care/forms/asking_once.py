"""Ask once: what a person has said before, offered again as "still true?".

Proposals only. Nothing is filled in without the person saying yes; measures, help questions and signatures are asked
afresh every time, because an earlier answer to those would be a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mobile.care.codes import MEASURE, ORDINAL_EXTENSION, SIGNATURE_EXTENSION, extension
from mobile.care.forms.definition import FormDefinition, codes_of
from mobile.care.forms.items import Placed, answered_items, options, same_value, values, withheld
from mobile.care.forms.response import Response
from mobile.care.resource import Json, each, extension_of, text_at

HELP_NOW = extension("help-now")


@dataclass(frozen=True)
class Proposal:
    """An earlier answer to a question of this form. `items`: as they would stand in the new response."""

    link_id: str
    items: tuple[Json, ...] = field(repr=False)  # one, or one for each repetition of a group
    answered_at: datetime | None
    response_id: str
    path: tuple[str, ...] = ()  # linkIds of the groups it stands under, outermost first
    is_group: bool = False


Earlier = tuple[Response, FormDefinition | None]
"""A finished response, and the version it answered where that is known: then questions are also known by their codes."""


def still_true(form: FormDefinition, earlier: Iterable[Earlier]) -> list[Proposal]:
    """What may be offered again, in the form's order. Of several earlier answers to one question, the latest."""
    if MEASURE in form.uses:
        return []
    own = [(one, its) for one, its in earlier if one.is_done and one.is_mine]
    done = [(one, its) for one, its in own if its is None or MEASURE not in its.uses]
    done.sort(key=lambda pair: (pair[0].answered_at is not None, pair[0].answered_at), reverse=True)
    found: list[Proposal] = []
    for place in form.placed():
        if not _may_be_offered(place):
            continue
        for response, its in done:
            proposal = _proposal(form, place, response, its)
            if proposal is not None:
                found.append(proposal)
                break
    return found


def accept(items: Sequence[Json], proposal: Proposal) -> list[Json]:
    """The response's items with the proposal in them, in place of whatever stood for that question. For the engine to resume.

    A group it stands under is made if it is not there; where a group is there several times, the first is meant.
    """
    return _put(deepcopy(list(items)), proposal.path, proposal)


def _put(items: list[Json], path: tuple[str, ...], proposal: Proposal) -> list[Json]:
    if path:
        group: Json | None = next((one for one in items if one.get("linkId") == path[0]), None)
        if group is None:
            group = Json(linkId=path[0])
            items.append(group)
        group["item"] = _put(list(each(group, "item")), path[1:], proposal)
        return items
    at = next((n for n, one in enumerate(items) if one.get("linkId") == proposal.link_id), len(items))
    others = [one for one in items if one.get("linkId") != proposal.link_id]
    return [*others[:at], *deepcopy(list(proposal.items)), *others[at:]]


def _may_be_offered(place: Placed) -> bool:
    if any(one.get("repeats") is True and one.get("type") == "group" for one in place.above):
        return False  # offered with the whole group it is repeated with
    if any(one.get("type") != "group" for one in place.above):
        return False  # under another question: it comes back with that one's answer
    if place.type == "group":
        return place.item.get("repeats") is True and not place.is_hidden
    return place.is_question and not _is_asked_afresh(place.item)


def _is_asked_afresh(item: Json) -> bool:
    is_marked = any(extension_of(item, url) is not None for url in (HELP_NOW, SIGNATURE_EXTENSION))
    is_scored = any(extension_of(option, ORDINAL_EXTENSION) is not None for _, _, option in options(item))
    return is_marked or is_scored


def _proposal(
    form: FormDefinition, place: Placed, response: Response, its: FormDefinition | None
) -> Proposal | None:
    is_same_form = response.address == form.address
    if place.type == "group":
        link = place.link_id if is_same_form else None
    else:
        link = place.link_id if is_same_form else _same_question(place.item, its)
    if link is None:
        return None
    given = [item for item in answered_items(response.to_resource()) if text_at(item, "linkId") == link]
    kept = [item for item in (_offered(place.item, one) for one in given) if item is not None]
    if not kept or (place.type != "group" and len(kept) > 1):
        return None
    return Proposal(
        place.link_id,
        tuple(kept),
        response.answered_at,
        response.id,
        tuple(text_at(one, "linkId") or "" for one in place.above),
        place.type == "group",
    )


def _same_question(item: Json, its: FormDefinition | None) -> str | None:
    """The linkId that the same question has in another form: the same code or definition, and the same type."""
    codes, meaning = codes_of(item), text_at(item, "definition")
    if its is None or not (codes or meaning):
        return None
    for other in its.placed():
        is_same = bool(codes & codes_of(other.item)) or (meaning and meaning == other.item.get("definition"))
        if is_same and other.type == text_at(item, "type") and not other.item.get("repeats"):
            return other.link_id
    return None


def _offered(item: Json, given: Json) -> Json | None:
    """The earlier item as an answer to this question now; None where it no longer fits."""
    if item.get("type") == "group":
        return {**deepcopy(given), "linkId": item["linkId"]} if each_answer(given) else None
    answers = values(given)
    if not answers or withheld(given) or not all(_fits(item, name, value) for name, value in answers):
        return None
    return {**deepcopy(given), "linkId": item["linkId"]}


def each_answer(group: Json) -> list[tuple[str, Any]]:
    """Every answer anywhere in one repetition of a group."""
    return [pair for item in answered_items({"item": [group]}) for pair in values(item)]


_NAMES = {
    "boolean": "valueBoolean",
    "decimal": "valueDecimal",
    "integer": "valueInteger",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
    "string": "valueString",
    "text": "valueString",
    "url": "valueUri",
    "attachment": "valueAttachment",
    "reference": "valueReference",
    "quantity": "valueQuantity",
}


def _fits(item: Json, name: str, value: object) -> bool:
    kind = item.get("type")
    if kind in ("choice", "open-choice"):
        listed = options(item)
        is_listed = not listed or any(
            other == name and same_value(offered, value) for other, offered, _ in listed
        )
        return is_listed or (kind == "open-choice" and name == "valueString")
    return _NAMES.get(str(kind)) == name
