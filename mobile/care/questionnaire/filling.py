"""One person filling one form: answers go in, the visible tree, the problems, the draft and the submission come out.

Changed only through its methods, each of which brings everything that follows in line before it returns. It holds a
patient's words: nothing here may be logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from mobile.care.questionnaire import addresses as at_url
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.fitting import fitted
from mobile.care.questionnaire.form import Form
from mobile.care.questionnaire.item_state import ItemState, Slot
from mobile.care.questionnaire.launch import Launch
from mobile.care.questionnaire.node import Withheld, can_add
from mobile.care.questionnaire.refusal import FormRefused, NoSuchNode, WrongAnswer
from mobile.care.questionnaire.resuming import Resuming
from mobile.care.questionnaire.snapshot import Snapshot
from mobile.care.questionnaire.soundness import check_elements, parsed
from mobile.care.questionnaire.starting import start, start_unseen
from mobile.care.questionnaire.typedtext import read_typed
from mobile.care.questionnaire.values import Answer, Given
from mobile.care.resource import Json, each, text_at
from mobile.documents.carriable import is_blank


@dataclass(frozen=True, slots=True)
class Changed:
    """The ids of the nodes whose value, enablement, options, words or problems changed, or that came or went. "" is the form itself."""

    nodes: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.nodes)


class Filling(Snapshot):
    """Made by `begin` or `resume`. Not for several threads at once."""

    # --- starting ---

    @classmethod
    def begin(cls, form: Form, launch: Launch | None = None) -> Filling:
        """A new filling with the form's initial answers."""
        filling = cls(form, launch or Launch())
        start(filling._tree, filling._evaluation)
        filling._recalculation.work_out_all()
        filling._done()
        return filling

    @classmethod
    def resume(cls, form: Form, text: str, launch: Launch | None = None) -> Filling:
        """Goes on from a response's JSON text, whoever wrote it. Raises FormRefused when it is no response that can be read.

        Initial answers are not given again, but to hidden questions where the response has none. What has no place in the form is in `kept_aside`, and stays in the draft.
        """
        response = parsed(text, "QuestionnaireResponse", "not_a_response")
        check_elements(response)
        if form.url and not _is_for(form, text_at(response, "questionnaire") or ""):
            raise FormRefused("other_form")
        filling = cls(form, launch or Launch())
        filling._take(response)
        return filling

    def again(self, text: str) -> Filling:
        """Another response to the same form, read at the same moment by the same person. Raises FormRefused."""
        return Filling.resume(self.form, text, self._launch)

    def _take(self, response: Json) -> None:
        is_ours = extension_of(response, at_url.DRAFT) is not None
        resuming = Resuming(self._tree, is_ours=is_ours)
        resuming.take(response)
        self._aside = tuple(resuming.aside)
        own = (at_url.DRAFT, at_url.KEPT_ASIDE, at_url.RESPONSE_SIGNATURE)
        self._extras = [one for one in each(response, "extension") if one.get("url") not in own]
        signature = (extension_of(response, at_url.RESPONSE_SIGNATURE) or {}).get("valueSignature")
        self._signature = cast("Json", signature) if isinstance(signature, dict) else None
        left = ("item", "extension", "resourceType", "questionnaire", "status")
        self._kept = {name: value for name, value in response.items() if name not in left}
        self._tree.root_json.update(
            {name: self._kept[name] for name in ("subject", "author", "authored") if name in self._kept}
        )
        if not is_ours:
            self._own_what_differs()
            start_unseen(self._tree, self._evaluation)
        self._recalculation.work_out_all()
        self._done()

    def _own_what_differs(self) -> None:
        """A value in somebody else's response, where the form would work out one to be changed, is theirs."""
        for place in tuple(self._tree.by_id.values()):
            item = place.item
            if item.is_calculated and not (item.read_only or item.hidden) and place.given:
                place.is_overridden = True

    def _done(self) -> Changed:
        self._recalculation.settle()
        changed = Changed(frozenset(self._recalculation.touched))
        self._recalculation.touched = set()
        return changed

    # --- answering ---

    def answer(self, node_id: str, *answers: Answer) -> Changed:
        """These are the question's answers now; none clears it. A read-only question stays as it is.

        Raises NoSuchNode, and WrongAnswer for a value of another type than the item's.
        """
        place = self._question(node_id)
        if place.item.read_only:
            return Changed(frozenset())
        values: list[Given] = []
        for answer in answers:
            given = fitted(place.item, answer, place.offered)
            if given is None:
                if isinstance(answer, str) and is_blank(answer):
                    continue
                raise WrongAnswer("wrong_type")
            values.append(given)
        self._given(place, _without_excluded(place, values))
        return self._done()

    def _given(self, place: ItemState, values: list[Given]) -> None:
        if place.item.is_calculated:
            place.is_overridden = bool(values)
            self._recalculation.work_out(place)
        place.withheld = None
        self._recalculation.put(place, values)

    def write(self, node_id: str, raw_text: str, at: int = 0) -> Changed:
        """Typed text as the answer at position `at` (its number of answers: one more). Text that cannot be read is kept.

        Raises NoSuchNode, and WrongAnswer for a position that is not there.
        """
        place = self._question(node_id)
        if place.item.read_only:
            return Changed(frozenset())
        filled = [slot for slot in place.slots if slot.given is not None or slot.raw is not None]
        if not 0 <= at <= len(filled):
            raise WrongAnswer("position")
        read = read_typed(place.item, raw_text, self.form.language, self._launch.now.tzinfo)
        if at == len(filled) and read is None:
            return Changed(frozenset())
        place.withheld = None
        if at == len(filled):
            empty = next((one for one in place.slots if one not in filled), None)
            slot = empty or self._recalculation.new_slot(place)
            if slot is None:
                return self._done()
        else:
            slot = filled[at]
        slot.given = read if isinstance(read, Given) else None
        slot.raw = raw_text if isinstance(read, str) else None
        if read is None and (len(place.slots) > 1 or not place.item.items):
            self._recalculation.drop_slot(place, slot)
        if place.item.is_calculated:
            place.is_overridden = any(one.given or one.raw for one in place.slots)
            self._recalculation.work_out(place)
        self._recalculation.changed(place)
        return self._done()

    def withhold(self, node_id: str, how: Withheld | None) -> Changed:
        """The person would rather not answer here ("not-sure", "in-person"), or takes that back (None).

        The answers go. Raises NoSuchNode, and WrongAnswer where the item may not be withheld.
        """
        place = self._question(node_id)
        if how is not None and not place.item.may_withhold:
            raise WrongAnswer("may_not_withhold")
        if how is not None and (place.given or any(slot.raw for slot in place.slots)):
            self._given(place, [])
        place.withheld = how
        self._recalculation.work_out(place)
        self._recalculation.changed(place)
        return self._done()

    def sign(self, node_id: str, signature: Json | None) -> Changed:
        """A FHIR Signature for an item, or with "" for the whole; None takes it back. Raises NoSuchNode."""
        if not node_id:
            self._signature = signature
            self._recalculation.touched.add("")
            return self._done()
        place = self._tree.place(node_id)
        place.signature = signature
        self._recalculation.changed(place)
        return self._done()

    @property
    def is_signed(self) -> bool:
        """Whether the whole is signed."""
        return self._signature is not None

    def put_back(self, other: Filling) -> bool:
        """Takes over what does not fit its question in another filling of this form, where that question has no answer here.

        Whether there was anything.
        """
        found = False
        for place in other.places_left_out():
            mine = self._tree.by_id.get(place.id)
            given = [slot for slot in place.slots if slot.given is not None or slot.raw is not None]
            if mine is None or not given or any(slot.given or slot.raw for slot in mine.slots):
                continue
            for slot in given:
                empty = (one for one in mine.slots if one.given is None and one.raw is None)
                free = next(empty, None) or self._recalculation.new_slot(mine)
                if free is not None:
                    free.given, free.raw, found = slot.given, slot.raw, True
            self._recalculation.changed(mine)
        self._done()
        return found

    def _question(self, node_id: str) -> ItemState:
        place = self._tree.place(node_id)
        if not place.item.is_question:
            raise WrongAnswer("not_a_question")
        return place

    # --- repeating ---

    def add(self, node_id: str) -> Changed:
        """One more row of a repeating group (any row's id), or room for one more answer of a question that has items
        under its answers. Nothing happens where the form allows no more. Raises NoSuchNode."""
        place = self._tree.place(node_id)
        if not can_add(place) or not self._tree.has_room(place.item):
            return Changed(frozenset())
        if place.item.is_group:
            self._recalculation.touched.update(row.id for row in place.holder.rows[place.item.link_id])
            self._recalculation.new_row(place)
        elif place.item.items:
            self._recalculation.new_slot(place)
            self._recalculation.changed(place)
        return self._done()

    def remove(self, node_id: str) -> Changed:
        """Takes away a row of a repeating group, or an answer ("node_id[key]") with what is under it.

        The last row is emptied instead. Raises NoSuchNode.
        """
        place, key = self._place_and_key(node_id)
        if key is not None:
            slot = next((one for one in place.slots if one.key == key), None)
            if slot is None:
                raise NoSuchNode(node_id)
            self._drop(place, slot)
            return self._done()
        if not (place.item.is_group and place.item.repeats):
            raise WrongAnswer("not_a_row")
        rows = place.holder.rows[place.item.link_id]
        self._recalculation.touched.update(row.id for row in rows)
        if len(rows) == 1:
            self._recalculation.new_row(place)
        self._recalculation.drop_row(place)
        return self._done()

    def _drop(self, place: ItemState, slot: Slot) -> None:
        """An answer goes; a question with items under its answers keeps room for one."""
        self._recalculation.drop_slot(place, slot)
        if place.item.items and not place.slots:
            self._recalculation.new_slot(place)
        self._recalculation.changed(place)

    def _place_and_key(self, node_id: str) -> tuple[ItemState, int | None]:
        if node_id in self._tree.by_id:
            return self._tree.by_id[node_id], None
        head, _, tail = node_id.rpartition("[")
        if tail.endswith("]") and tail[:-1].isdecimal() and len(tail) < 12:
            return self._tree.place(head), int(tail[:-1])
        raise NoSuchNode(node_id)


def _is_for(form: Form, canonical: str) -> bool:
    """Whether a response names this form, in whatever version. The form's own address may hold a bar."""
    if not canonical or canonical.startswith("#"):
        return True
    return canonical == form.url or canonical.startswith(f"{form.url}|")


def _without_excluded(place: ItemState, values: list[Given]) -> list[Given]:
    """An exclusive option stands alone: the one chosen last wins over what was there."""
    exclusive = [option.given for option in place.offered if option.is_exclusive]

    def is_exclusive(given: Given) -> bool:
        return any(given.is_same(one) for one in exclusive)

    if len(values) < 2 or not any(is_exclusive(given) for given in values):
        return values
    new = [given for given in values if not any(given.is_same(old) for old in place.given)]
    chosen = next((given for given in new if is_exclusive(given)), None)
    return [chosen] if chosen is not None else [given for given in values if not is_exclusive(given)]
