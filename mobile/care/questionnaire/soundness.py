"""What is checked of a form's or response's JSON before anything is read of it: size, depth, meaning-changing extensions.

Walks without recursion, because the depth is the stranger's to choose.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn, cast

from mobile.care.questionnaire.fhirpath import terms
from mobile.care.questionnaire.refusal import FormRefused
from mobile.care.resource import Json, each, text_at

MOST_BYTES = 8 * 1024 * 1024
MOST_ITEMS = 5_000
MOST_TERMS = 40_000
"""Of all expressions of a form together. The most found in a public form is 10,000."""
DEEPEST_ITEMS = 50
DEEPEST_JSON = 200


def parsed(text: str, type: str, refusal: str) -> Json:
    """The JSON object of this resource type, decimals exact. Raises FormRefused: not_json, too_large, too_deep, or `refusal`."""
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise FormRefused("too_large")
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError:
        raise FormRefused("too_deep") from None
    except (ValueError, ArithmeticError):
        raise FormRefused("not_json") from None
    if not isinstance(found, dict) or cast("Json", found).get("resourceType") != type:
        raise FormRefused(refusal)
    return cast("Json", found)


def _refuse(_: str) -> NoReturn:
    raise ValueError("number")


def check_elements(resource: Json) -> None:
    """Refuses what lies too deep, and any modifierExtension: it may turn the meaning of what it stands on."""
    waiting: list[tuple[Any, int, str | None]] = [(resource, 0, None)]
    while waiting:
        value, depth, link_id = waiting.pop()
        if depth > DEEPEST_JSON:
            raise FormRefused("too_deep", link_id)
        if isinstance(value, dict):
            held = cast("Json", value)
            link_id = text_at(held, "linkId") or link_id
            if held.get("modifierExtension"):
                raise FormRefused("modifier_extension", link_id)
            below = list(held.values())
        else:
            below = cast("list[Any]", value)
        for one in below:
            if type(one) in (dict, list):
                waiting.append((one, depth + 1, link_id))


def check_expressions(form: Json) -> None:
    """Refuses a form whose expressions take too long to be read, all together."""
    waiting: list[Any] = [form]
    texts: set[str] = set()
    while waiting:
        one = waiting.pop()
        if type(one) is dict:
            held = cast("Json", one)
            text = held.get("expression") or (held.get("url") == "expression" and held.get("valueString"))
            if isinstance(text, str):
                texts.add(text)
            waiting.extend(value for value in held.values() if type(value) in (dict, list))
        else:
            waiting.extend(value for value in one if type(value) in (dict, list))
    if sum(terms(text) for text in texts) > MOST_TERMS:
        raise FormRefused("too_large")


def check_items(form: Json) -> None:
    """Refuses a form with too many items, items too deep, or two items of one linkId."""
    seen: set[str] = set()
    waiting = [(item, 1) for item in each(form, "item")]
    count = 0
    while waiting:
        item, depth = waiting.pop()
        count += 1
        link_id = text_at(item, "linkId")
        if count > MOST_ITEMS:
            raise FormRefused("too_large")
        if depth > DEEPEST_ITEMS:
            raise FormRefused("too_deep", link_id)
        if link_id in seen:
            raise FormRefused("duplicate_link_id", link_id)
        if link_id is not None:
            seen.add(link_id)
        waiting.extend((child, depth + 1) for child in each(item, "item"))
