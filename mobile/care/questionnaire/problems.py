"""What is missing or wrong in the answers, as codes for the screen to word. Nothing here stops an answer from being kept.

Only what the person can see and deal with is said: no hidden or disabled item, none that was withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mobile.care.questionnaire.conditions import order
from mobile.care.questionnaire.fhirpath import Budget, is_match
from mobile.care.questionnaire.form import Form
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.item_state import ItemState
from mobile.care.questionnaire.node import is_visible
from mobile.care.questionnaire.plan import Rule
from mobile.care.questionnaire.typedtext import misread
from mobile.care.questionnaire.values import Attachment, Coding, Given, Quantity, Reference

LONGEST_MATCHED = 10_000
MOST_EFFORT = 2_000_000
"""Steps that all patterns of a form may take together, each time its problems are listed. A pattern tried beyond them
holds nobody up, as one that cannot be used does not."""
COST_OF_OPTION = 4


@dataclass(frozen=True, slots=True)
class Problem:
    """`node_id`: where, "" for the whole form. `params`: limits to put into words. `human`: the form's own words.

    Codes: required, signature, too_few, too_many, too_long, too_short, below_min, above_max, too_precise, pattern,
    not_an_option, file_too_large, file_type, constraint; and for typed text: not_a_date, ambiguous_date, early_year, not_a_time,
    not_a_number, ambiguous_number, not_whole, out_of_range, not_an_address, not_an_answer.
    """

    node_id: str
    code: str
    params: Mapping[str, str | int | Decimal] = field(default_factory=dict[str, "str | int | Decimal"])
    severity: Literal["error", "warning"] = "error"
    human: str | None = None


def problems_of(place: ItemState, language: str, effort: Budget) -> Iterator[Problem]:
    """The problems of one place that is seen. `effort` is shared by those that are listed together."""
    item = place.item
    if item.type == "display":
        return
    if place.withheld is None:
        yield from _missing(place)
    for n in sorted(place.failed):
        rule = item.constraints[n]
        yield Problem(place.id, "constraint", {"key": rule.key}, rule.severity, rule.human or None)
    if item.is_group:
        return
    for slot in place.slots:
        if slot.raw is not None:
            yield Problem(place.id, misread(item, slot.raw, language))
        elif slot.given is not None:
            yield from wrong(place, slot.given, effort)
    if not item.repeats and len(place.given) > 1:
        yield Problem(place.id, "too_many", {"max": 1})


def _missing(place: ItemState) -> Iterator[Problem]:
    item = place.item
    if item.signature and place.signature is None:
        yield Problem(place.id, "signature")
    if item.is_group:
        mates = place.holder.rows[item.link_id]
        if mates[0] is not place:
            return
        if item.required and not any(_is_dealt_with(mate) for mate in mates) and _can_be_answered(mates):
            yield Problem(place.id, "required")
        yield from _counted(place, len(mates) if any(_is_dealt_with(mate) for mate in mates) else 0)
        return
    count = sum(1 for slot in place.slots if slot.given is not None or slot.raw is not None)
    takes_answers = _takes_answers(item)
    if item.required and not count and takes_answers:
        yield Problem(place.id, "required")
    elif count or takes_answers:
        yield from _counted(place, count)


def _takes_answers(item: Item) -> bool:
    return item.is_question and not item.read_only and (item.is_open or not item.has_missing_options)


def _can_be_answered(rows: list[ItemState]) -> bool:
    """Whether the person is shown anything under a group that they could answer now."""
    return any(_takes_answers(one.item) for one in seen(iter(rows)))


def _counted(place: ItemState, count: int) -> Iterator[Problem]:
    item = place.item
    if item.min_occurs and 0 < count < item.min_occurs:
        yield Problem(place.id, "too_few", {"min": item.min_occurs})
    if item.max_occurs and count > item.max_occurs:
        yield Problem(place.id, "too_many", {"max": item.max_occurs})


def _is_dealt_with(place: ItemState) -> bool:
    return any(
        one.is_enabled and (one.withheld or any(slot.given or slot.raw for slot in one.slots))
        for one in place.subtree()
    )


def wrong(place: ItemState, given: Given, effort: Budget) -> Iterator[Problem]:
    """Why this answer does not fit its question by itself."""
    value = given.value
    if isinstance(value, str):
        yield from _wrong_text(place, value, effort)
    number = value.value if isinstance(value, Quantity) else value
    if isinstance(number, Decimal) and place.item.decimals is not None:
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > place.item.decimals:
            yield Problem(place.id, "too_precise", {"max": place.item.decimals})
    yield from _beyond(place, given)
    if isinstance(value, Attachment):
        yield from _wrong_file(place, value)
    if place.item.is_choice and _is_stray(place, given, effort):
        yield Problem(place.id, "not_an_option")


def _wrong_text(place: ItemState, value: str, effort: Budget) -> Iterator[Problem]:
    item = place.item
    if item.max_length is not None and len(value) > item.max_length:
        yield Problem(place.id, "too_long", {"max": item.max_length, "now": len(value)})
    if item.min_length is not None and len(value) < item.min_length:
        yield Problem(place.id, "too_short", {"min": item.min_length, "now": len(value)})
    if item.regex is not None and len(value) <= LONGEST_MATCHED and _is_broken(item.regex, value, effort):
        yield Problem(place.id, "pattern", {"format": item.entry_format})


def _is_broken(regex: str, value: str, effort: Budget) -> bool:
    """Whether the whole text misses the form's pattern. A pattern that cannot be used holds nobody up."""
    return not effort.is_spent and is_match(regex, value, effort.spend) is False


def _beyond(place: ItemState, given: Given) -> Iterator[Problem]:
    low, high = place.low or place.item.min_value, place.high or place.item.max_value
    if low is not None and order(given, _alike(low, given)) == -1:
        yield Problem(place.id, "below_min", {"min": shown(low)})
    if high is not None and order(given, _alike(high, given)) == 1:
        yield Problem(place.id, "above_max", {"max": shown(high)})


def _alike(limit: Given, given: Given) -> Given:
    """A plain number as a limit of a quantity holds in the quantity's own unit."""
    if isinstance(given.value, Quantity) and isinstance(limit.value, int | Decimal):
        value = given.value
        number = Quantity(Decimal(limit.value), value.unit, value.system, value.code)
        return Given("Quantity", number)
    return limit


def shown(limit: Given) -> str | int | Decimal:
    """A limit as it may stand in a sentence."""
    value = limit.value
    if isinstance(value, Quantity):
        return f"{value.value} {value.unit or value.code or ''}".strip()
    if isinstance(value, Coding | Reference | Attachment):
        return ""
    return value


def _wrong_file(place: ItemState, value: Attachment) -> Iterator[Problem]:
    limits = place.item.attachment
    size = value.bytes_long
    if limits.max_size is not None and size is not None and size > limits.max_size:
        yield Problem(place.id, "file_too_large", {"max": limits.max_size, "now": size})
    if limits.mime_types and not any(_is_kind(value.content_type or "", kind) for kind in limits.mime_types):
        yield Problem(place.id, "file_type", {"allowed": ", ".join(limits.mime_types)})


def _is_kind(content_type: str, allowed: str) -> bool:
    bare = content_type.split(";")[0].strip().lower()
    wanted = allowed.strip().lower()
    return wanted in ("*", "*/*", bare) or (wanted.endswith("/*") and bare.startswith(wanted[:-1]))


def _is_stray(place: ItemState, given: Given, effort: Budget) -> bool:
    item = place.item
    listed = item.options if place.options is None else place.options
    if item.is_open or not listed or effort.is_spent:
        return False
    effort.spend(COST_OF_OPTION * len(listed))
    return not any(option.given.is_same(given) for option in place.offered)


def seen(places: Iterator[ItemState]) -> Iterator[ItemState]:
    """The places the person sees, with those under them."""
    waiting = list(places)[::-1]
    while waiting:
        place = waiting.pop()
        if is_visible(place):
            yield place
            waiting.extend(list(place.children())[::-1])


def problems_of_form(form: Form, broken: frozenset[Rule], *, is_signed: bool) -> Iterator[Problem]:
    """What is wrong with the whole."""
    for rule in form.plan.rules.get(None, ()):
        if rule in broken and rule.constraint is not None:
            found = rule.constraint
            yield Problem("", "constraint", {"key": found.key}, found.severity, found.human or None)
    if form.signature and not is_signed:
        yield Problem("", "signature")
