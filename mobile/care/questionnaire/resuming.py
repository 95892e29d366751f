"""Taking up a response: each of its items is put where the form has it; what has no place is kept aside and named.

A response may be a draft of ours, somebody else's, or one to an earlier version of the form. Nothing of it is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from api_client.exact import again
from mobile.care.questionnaire import addresses as at_url
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.fitting import taken_up
from mobile.care.questionnaire.item import Item
from mobile.care.questionnaire.item_state import MOST_ANSWERS, Branch, ItemState, Slot
from mobile.care.questionnaire.tree import Tree
from mobile.care.resource import Json, at, compose, each, text_at

_OURS = (
    at_url.WITHHELD,
    at_url.TYPED_TEXT,
    at_url.OWN_ANSWER,
    at_url.ROW,
    at_url.RESPONSE_SIGNATURE,
)

_TYPED = frozenset({"date", "dateTime", "time", "integer", "decimal", "quantity", "url"})


@dataclass(frozen=True, slots=True)
class KeptAside:
    """An item of a response that has no place in the form. `text`: its JSON, as it stands in the draft."""

    link_id: str
    text: str = field(repr=False)


class Resuming:
    """Puts one response into a tree. `aside` collects what has no place."""

    def __init__(self, tree: Tree, *, is_ours: bool) -> None:
        self._tree = tree
        self._is_ours = is_ours
        self.aside: list[KeptAside] = []

    def take(self, response: Json) -> None:
        """All items of the response, then what an earlier draft had kept aside."""
        self._into(self._tree.root, list(each(response, "item")))
        written_for = text_at(extension_of(response, at_url.DRAFT), "valueCanonical")
        is_other = written_for != (self._tree.form.canonical or "#")
        for one in each(response, "extension"):
            text = text_at(one, "valueString")
            if one.get("url") == at_url.KEPT_ASIDE and text:
                self._again(text, is_other=is_other)

    def _again(self, text: str, *, is_other: bool) -> None:
        """A kept item, which another version of the form may have again. Only at its top: deeper, its row is no longer known."""
        try:
            item = again(text)
        except ValueError:
            item = None
        link_id = text_at(item, "linkId") or ""
        rows = self._tree.root.rows.get(link_id, [])
        if (
            is_other
            and rows
            and _is_free(rows)
            and at(item, "answer" if rows[0].item.is_group else "item") is None
        ):
            self._into(self._tree.root, [cast("Json", item)])
        else:
            self.aside.append(KeptAside(link_id, text))

    def _aside(self, item: Json) -> None:
        self.aside.append(KeptAside(text_at(item, "linkId") or "", compose(item)))

    def _into(self, branch: Branch, items: Iterable[Json]) -> None:
        taken: dict[str, int] = {}
        for given in items:
            link_id = text_at(given, "linkId") or ""
            rows = branch.rows.get(link_id)
            if rows is None or not rows:
                self._aside(given)
                continue
            item = rows[0].item
            position = taken.get(link_id, 0)
            taken[link_id] = position + 1
            place = self._row(branch, item, position, given)
            if place is None:
                self._aside(given)
            elif item.is_group:
                self._group(place, given)
            else:
                self._question(place, given)
        self._drop_spare_rows(branch, taken)

    def _row(self, branch: Branch, item: Item, position: int, given: Json) -> ItemState | None:
        rows = branch.rows[item.link_id]
        if not (item.is_group and item.repeats):
            return rows[0] if position == 0 else None
        if position >= len(rows) >= MOST_ANSWERS:
            return None
        kept = extension_of(given, at_url.ROW) or {}
        key = kept.get("valueInteger")
        taken = {row.key for row in rows[:position]}
        if not isinstance(key, int) or isinstance(key, bool) or key < 0 or key in taken:
            key = position if position not in taken else max(one or 0 for one in taken) + 1
        if position < len(rows) and rows[position].key == key:
            return rows[position]
        for spare in rows[position:]:
            self._tree.cut(spare)
        return self._tree.grow(branch, item, key) if self._tree.has_room(item) or not rows else None

    def _drop_spare_rows(self, branch: Branch, taken: dict[str, int]) -> None:
        """A draft of ours says how many rows there were."""
        for link_id, count in taken.items():
            rows = branch.rows[link_id]
            if self._is_ours and rows[0].item.is_group and count < len(rows):
                for spare in rows[count:]:
                    self._tree.cut(spare)

    def _group(self, place: ItemState, given: Json) -> None:
        self._marks(place, given)
        assert place.below is not None
        self._into(place.below, each(given, "item"))
        for answer in each(given, "answer"):
            self._aside({"linkId": place.item.link_id, "answer": [answer]})

    def _question(self, place: ItemState, given: Json) -> None:
        self._marks(place, given)
        if place.item.type == "display":
            if given.get("answer") or given.get("item"):
                self._aside(given)
            return
        spare = list(place.slots)
        too_many = [one for one in each(given, "answer") if not self._answer(place, one, spare)]
        if too_many:
            self._aside({"linkId": place.item.link_id, "answer": too_many})
        place.is_overridden &= any(slot.given or slot.raw for slot in place.slots)
        loose = list(each(given, "item"))
        if loose:  # some write nested items beside the answer, not under it
            first = place.slots[0] if place.slots else None
            if first is not None and first.below is not None:
                self._into(first.below, loose)
            else:
                for one in loose:
                    self._aside(one)

    def _answer(self, place: ItemState, answer: Json, spare: list[Slot]) -> bool:
        """Puts one answer in its place. False: there is no room for it."""
        if not spare and len(place.slots) >= MOST_ANSWERS:
            return False
        given = taken_up(place.item, {name: value for name, value in answer.items() if name != "item"})
        raw = text_at(extension_of(answer, at_url.TYPED_TEXT), "valueString")
        value = next((answer[name] for name in answer if name.startswith("value")), None)
        if (
            given is None
            and raw is None
            and isinstance(value, str)
            and value.strip()
            and place.item.type in _TYPED
        ):
            raw = value  # "next week" as a date: kept as typed
        elif given is None and value not in (None, ""):
            rest = {name: value for name, value in answer.items() if name != "item"}
            self._aside({"linkId": place.item.link_id, "answer": [rest]})
        items = list(each(answer, "item"))
        key = (extension_of(answer, at_url.ROW) or {}).get("valueInteger")
        if given is None and raw is None and not items and key is None:
            if any(_foreign(answer)) or _beside(answer):
                self._aside({"linkId": place.item.link_id, "answer": [answer]})  # why there is none, say
            return True
        position = len(place.slots) - len(spare)
        own = key if isinstance(key, int) and not isinstance(key, bool) and key >= 0 else position
        if spare and own == spare[0].key:
            slot = spare.pop(0)
        else:
            for one in spare:
                self._tree.cut_slot(place, one)
            spare.clear()
            is_taken = own < place.next_key and any(one.key == own for one in place.slots)
            slot = self._tree.grow_slot(place, None if is_taken else own)
            if slot is None:
                return False
        slot.given, slot.raw = given, raw if given is None else None
        slot.extras = list(_foreign(answer))
        beside = _beside(answer)
        if given is not None and beside.keys() == {f"_value{given.type}"}:
            slot.beside = given, beside
        self._tree.stale(place)
        if items and slot.below is not None:
            self._into(slot.below, items)
        else:
            for one in items:
                self._aside(one)
        return True

    def _marks(self, place: ItemState, given: Json) -> None:
        withheld = text_at(extension_of(given, at_url.WITHHELD), "valueCode")
        place.withheld = withheld if withheld in ("not-sure", "in-person") else None
        place.is_overridden = extension_of(given, at_url.OWN_ANSWER) is not None and place.item.is_calculated
        signature = (extension_of(given, at_url.RESPONSE_SIGNATURE) or {}).get("valueSignature")
        place.signature = signature if isinstance(signature, dict) else None
        place.extras = list(_foreign(given))


def _beside(answer: Json) -> Json:
    """What FHIR says of a value of one text or number beside it, where it may have an id or extensions."""
    return {name: found for name, found in answer.items() if name.startswith("_value") and found}


def _foreign(holder: Json) -> Iterator[Json]:
    return (one for one in each(holder, "extension") if one.get("url") not in _OURS)


def _is_free(rows: list[ItemState]) -> bool:
    return len(rows) == 1 and not any(
        slot.given or slot.raw for one in rows[0].subtree() for slot in one.slots
    )
