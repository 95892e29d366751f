"""What a screen is shown of a filling: frozen views, made when asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mobile.care.questionnaire.item import Item, Option
from mobile.care.questionnaire.item_state import ItemState, Slot
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.values import Answer, Given

Withheld = Literal["not-sure", "in-person"]


@dataclass(frozen=True, slots=True)
class Node:
    """An item where it stands. `values`: its answers; `raw`: typed text that could not be read, by position of the answer.

    `row` of `rows`: its place among the repetitions of its group, None where nothing repeats. `answer`: under which
    answer of its question it stands. `options`, `text`, `low` and `high` are as worked out now.
    """

    id: str
    item: Item
    text: Rich
    values: tuple[Answer, ...] = field(repr=False)
    raw: tuple[tuple[int, str], ...] = field(repr=False)
    options: tuple[Option, ...]
    low: Given | None
    high: Given | None
    is_enabled: bool
    is_read_only: bool
    is_overridden: bool
    withheld: str | None
    is_signed: bool
    row: int | None
    rows: int
    answer: int | None
    can_add: bool
    can_remove: bool
    nodes: tuple[Node, ...]

    @property
    def value(self) -> Answer | None:
        """The first answer, None without one."""
        return self.values[0] if self.values else None


def view(place: ItemState, *, is_whole: bool = False) -> Node:
    """The view of a place with what is visible under it; `is_whole`: with hidden and disabled items too."""
    item = place.item
    mates = place.holder.rows[item.link_id]
    has_rows = item.is_group and item.repeats
    shown = (child for child in place.children() if is_whole or is_visible(child))
    return Node(
        id=place.id,
        item=item,
        text=place.wording or item.text,
        values=tuple(given.value for given in place.given),
        raw=tuple((n, slot.raw) for n, slot in enumerate(place.slots) if slot.raw is not None),
        options=place.offered,
        low=place.low or item.min_value,
        high=place.high or item.max_value,
        is_enabled=place.is_enabled,
        is_read_only=item.read_only,
        is_overridden=place.is_overridden,
        withheld=place.withheld,
        is_signed=place.signature is not None,
        row=mates.index(place) if has_rows else None,
        rows=len(mates) if has_rows else len(place.slots),
        answer=_answer(place.holder.slot, place),
        can_add=can_add(place),
        can_remove=has_rows and len(mates) > max(item.min_occurs or 1, 1),
        nodes=tuple(view(child, is_whole=is_whole) for child in shown),
    )


def is_visible(place: ItemState) -> bool:
    """Whether the person is to see it (what is above it aside)."""
    return place.is_enabled and not place.item.hidden


def can_add(place: ItemState) -> bool:
    """Whether the form allows one more row, or one more answer."""
    item = place.item
    count = len(place.holder.rows[item.link_id]) if item.is_group else len(place.slots)
    return item.repeats and not item.read_only and (item.max_occurs is None or count < item.max_occurs)


def _answer(slot: Slot | None, place: ItemState) -> int | None:
    if slot is None or place.above is None:
        return None
    return place.above.slots.index(slot)
