"""Making and finding places: the tree of a filling grows by rows and answers, and every place is found by id or linkId."""

from __future__ import annotations

from collections.abc import Iterator

from mobile.care.questionnaire.form import Form
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.item_state import (
    MOST_ANSWERS,
    MOST_PLACES,
    Branch,
    ItemState,
    Slot,
    enabled_json,
    has_answer,
    place_id,
    refresh,
)
from mobile.care.questionnaire.refusal import NoSuchNode
from mobile.care.resource import Json

MOST_FIRST_ROWS = 50


class Tree:
    """All places of one filling. `root_json` is the response that expressions read."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.root = Branch(None, None, "")
        self.root_json: Json = {
            "resourceType": "QuestionnaireResponse",
            "questionnaire": form.canonical,
            "status": "in-progress",
        }
        self.by_id: dict[str, ItemState] = {}
        self.by_link: dict[str, dict[str, ItemState]] = {}
        self._stale: dict[ItemState | None, None] = {}
        self.effort = 0  # how many children have been gone through to bring the JSON up to date
        self._begun: dict[tuple[str, str], int] = {}
        self._order = {link_id: n for n, link_id in enumerate(form.plan.items)}
        self.fill(self.root, form.items)

    # --- growing ---

    def fill(self, branch: Branch, items: tuple[Item, ...]) -> None:
        """Puts the first row of every item under a branch, or as many as the item wants at least."""
        for item in items:
            branch.rows[item.link_id] = []
            wanted = min(item.min_occurs or 1, MOST_FIRST_ROWS) if item.is_group and item.repeats else 1
            for key in range(max(wanted, 1)):
                if key == 0 or self.has_room(item):
                    self.grow(branch, item, key if item.is_group and item.repeats else None)

    def has_room(self, item: Item) -> bool:
        return len(self.by_id) + _size(item) <= MOST_PLACES

    def grow(self, branch: Branch, item: Item, key: int | None) -> ItemState:
        """A new place at the end of its row."""
        place = ItemState(item, branch, key, place_id(branch, item, key), {"linkId": item.link_id})
        place.is_enabled = branch.owner.is_enabled if branch.owner else True
        branch.rows[item.link_id].append(place)
        self.by_id[place.id] = place
        self.by_link.setdefault(item.link_id, {})[place.id] = place
        if item.is_group:
            place.below = Branch(place, None, place.id)
            self.fill(place.below, item.items)
        elif item.is_question and item.items:
            self._slot(place, None)
        self.stale(place)
        self.stale(branch.owner)
        return place

    def begin_rows(self, place: ItemState, count: int) -> list[ItemState]:
        """More rows after the first of a repeating group, up to `count` of them. Fewer where there is no room."""
        rows = place.holder.rows[place.item.link_id]
        new: list[ItemState] = []
        while len(rows) < min(count, MOST_FIRST_ROWS) and self.has_room(place.item):
            new.append(self.grow(place.holder, place.item, len(rows)))
        self._begun[place.holder.id, place.item.link_id] = count
        return new

    def has_begun(self, place: ItemState) -> bool:
        """Whether the rows of this group were begun already."""
        return (place.holder.id, place.item.link_id) in self._begun

    def next_row(self, holder: Branch, item: Item) -> int:
        """The name of a row that is added: never that of one begun with something of its own and taken away since."""
        last = max((row.key or 0 for row in holder.rows[item.link_id]), default=-1)
        return max(last + 1, self._begun.get((holder.id, item.link_id), 0))

    def grow_slot(self, place: ItemState, key: int | None = None) -> Slot | None:
        """Room for one more answer, with what is asked under it; None where there is no room."""
        below = sum(_size(item) for item in place.item.items)
        if len(place.slots) >= MOST_ANSWERS or (below and len(self.by_id) + below > MOST_PLACES):
            return None
        return self._slot(place, key)

    def _slot(self, place: ItemState, key: int | None) -> Slot:
        slot = Slot(place.next_key if key is None else key)
        place.next_key = max(place.next_key, slot.key + 1)
        place.slots.append(slot)
        if place.item.items:
            branch = Branch(place, slot, f"{place.id}[{slot.key}]")
            slot.below = branch
            self.fill(branch, place.item.items)
        self.stale(place)
        return slot

    def cut(self, place: ItemState) -> None:
        """Takes a row away with all under it."""
        place.holder.rows[place.item.link_id].remove(place)
        self._forget(place)
        self.stale(place.holder.owner)

    def cut_slot(self, place: ItemState, slot: Slot) -> None:
        """Takes an answer away with all under it."""
        place.slots.remove(slot)
        if slot.key == place.next_key - 1:
            place.next_key = max((one.key for one in place.slots), default=-1) + 1
        if slot.below is not None:
            for child in slot.below.places():
                self._forget(child)
        self.stale(place)

    def _forget(self, place: ItemState) -> None:
        for one in place.subtree():
            del self.by_id[one.id]
            del self.by_link[one.item.link_id][one.id]
            self._stale.pop(one, None)

    # --- finding ---

    def place(self, id: str) -> ItemState:
        """Raises NoSuchNode."""
        try:
            return self.by_id[id]
        except KeyError:
            raise NoSuchNode(id) from None

    def of(self, link_id: str) -> Iterator[ItemState]:
        yield from tuple(self.by_link.get(link_id, {}).values())

    def nearest(self, asking: ItemState, link_id: str) -> ItemState | None:
        """The place of this question nearest to the one asking: in its own row, else the last row before, else the first after."""
        if link_id not in self._order:
            return None
        path = (*self.form.plan.rows_of.get(link_id, ()), link_id)
        at = asking
        branch = self.root
        depth = 0
        while True:
            above = at.holder.owner
            if at.item.link_id == link_id:
                return at
            if above is None:
                break
            if above.item.link_id in path:
                branch, depth = at.holder, path.index(above.item.link_id) + 1
                break
            at = above
        return self._descend(
            branch, path[depth:], is_after=self._order[link_id] > self._order[at.item.link_id]
        )

    def _descend(self, start: Branch, path: tuple[str, ...], *, is_after: bool) -> ItemState | None:
        end = 0 if is_after else -1
        found: ItemState | None = None
        branches: list[Branch] = [start]
        for link_id in path:
            rows: list[ItemState] | None = branches[end].rows.get(link_id) if branches else None
            if not rows:
                return None
            found = rows[end]
            branches = list(found.branches())
        return found

    # --- the response for expressions ---

    def stale(self, place: ItemState | None) -> None:
        """What is under this place has changed: its JSON is brought in line before the next expression is read."""
        self._stale[place] = None

    def _stale_above(self, place: ItemState) -> None:
        """An answer without a value is in the response only for what is answered under it."""
        at: ItemState | None = place
        while at is not None:
            if at.holder.slot is not None and at.holder.slot.given is None:
                self._stale[at.holder.owner] = None
            at = at.above

    def bring_up(self) -> Json:
        """The response as expressions see it, in line with all answers."""
        while self._stale:
            stale, self._stale = self._stale, {}
            deepest = sorted((one for one in stale if one is not None), key=lambda one: -one.id.count("/"))
            for place in deepest:
                had = has_answer(place.json)
                refresh(place)
                self.effort += 1 + sum(len(branch.rows) for branch in place.branches()) + len(place.slots)
                if had != has_answer(place.json):
                    self._stale_above(place)
            if None in stale or "item" not in self.root_json:
                self.root_json["item"] = enabled_json(self.root)
                self.effort += len(self.root_json["item"])
        return self.root_json


def _size(item: Item) -> int:
    waiting, size = [item], 0
    while waiting:
        one = waiting.pop()
        size += 1
        waiting.extend(one.items)
    return size
