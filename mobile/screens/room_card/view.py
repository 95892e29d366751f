"""`/room-card/<id>`: what the people in the room are to know. Kept, shared, found and taken back as all own words are; written in
one field for each part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.intention import Intention
from mobile.care.room_card import OTHER
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.panels.room_card import show_route
from mobile.screens.reads.writings import writings
from mobile.screens.room_card.model import RoomCardDraft
from mobile.screens.room_card_words import PARTS, CardPart, named_lines
from mobile.screens.writing.page import WritingPage


class OneRoomCard(WritingPage[RoomCardDraft]):
    make_model = RoomCardDraft
    _intention = ""

    def title(self) -> str:
        return self._("Room card")

    def field_name(self) -> str:
        return self._("Anything else")

    def about(self) -> str:
        return self._(
            "For the people in the room with you. Every part may stay empty. You show it on this screen or print it; "
            "somebody reads it without you only if you share it. It is what you wish, not an order."
        )

    def delete_text(self) -> str:
        return self._("Delete this card")

    # --- the fields ---

    def body(self) -> list[ft.Control]:
        found = super().body()
        self.model.names = named_lines(self.s.speech)
        self.field.visible = False  # the text as a whole: its parts are written below
        rows = self.writing.controls
        for one in (self.line.control, self.notices):  # near what is written last, not far above it
            rows.remove(one)
            rows.insert(rows.index(self.sharing.control), one)
        return found

    def beside(self) -> list[ft.Control]:
        self.fields = {one.key: self._field(one) for one in PARTS}
        self.other = parts.writing_field(
            self._("Anything else"), min_lines=1, on_change=self.guard(partial(self.on_part, OTHER))
        )
        self.rest = parts.card(parts.subheading(self._("Anything else")), self.other)
        self.rest.visible = False  # only where a text has something before its first part
        self.offer = parts.soft_button(
            self._("Use the words of my intention"), self.guard(self.on_intention), icon=parts.icons.WRITE
        )
        self.offer.visible = False
        show = parts.outline_button(self._("Show it large"), self.guard(self.on_show))
        return [*(self._card(one) for one in PARTS), self.rest, show]

    def _field(self, one: CardPart) -> parts.NamedField:
        field = parts.writing_field(
            self._(one.name),
            min_lines=3 if one.key == "frightened" else 1,
            max_lines=8,
            on_change=self.guard(partial(self.on_part, one.key)),
        )
        field.field.disabled = True
        return field

    def _card(self, one: CardPart) -> ft.Control:
        rows: list[ft.Control] = [parts.subheading(self._(one.name)), parts.small(self._(one.hint))]
        if one.offers:
            chips = [
                parts.choice_chip(self._(text), self.guard(partial(self.on_offer, one, text)), is_on=False)
                for text in one.offers
            ]
            rows.append(parts.chip_row(*chips))
        rows.append(self.fields[one.key])
        if one.key == "intention":
            rows.append(self.offer)
        return parts.card(*rows, spacing=t.S8)

    def _show_words(self) -> None:
        super()._show_words()
        said = self.model.parts
        for key, field in self.fields.items():
            field.show(said.get(key, ""))
        self.other.show(said.get(OTHER, ""))
        self._show_rest()

    def _show_all(self) -> None:
        said = self.model.parts
        for key, field in self.fields.items():
            field.value = said.get(key, "")
            field.field.rtl = is_right_to_left(field.value)
            field.field.disabled = False
        self.other.value = said.get(OTHER, "")
        self._show_rest()
        super()._show_all()

    def _show_rest(self) -> None:
        if not self.rest.visible and self.other.value:
            self.rest.visible = True
            parts.redraw(self.writing)

    async def shown(self) -> None:
        await super().shown()
        found = await writings(Intention, self.records, self.model.shares)
        own = found.for_session(self.model.visits.next)
        self._intention = own.words if own is not None else ""
        self.offer.visible = bool(self._intention.strip())
        parts.redraw(self.offer)

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        if not self._is_loaded:
            return []
        every = {**self.fields, OTHER: self.other}
        own = [(one.field, partial(self._on_late_part, key)) for key, one in every.items()]
        return [*own, *self.talk.box.late_fields()]

    def _on_late_part(self, key: str, text: str) -> None:
        if self.model.parts.get(key, "") != text:
            (self.model.put if self.s.door() == "open" else self.model.catch_part)(key, text)

    # --- acts ---

    def on_part(self, key: str, e: Any) -> None:
        """Captured before anything is awaited."""
        self.model.put(key, e.control.value or "")
        ft.context.disable_auto_update()

    def on_offer(self, one: CardPart, text: str, _: Any = None) -> None:
        """In place of another that was offered; own words stay, and it stands above them."""
        offers = [self._(other) for other in one.offers]
        own = [line for line in self.model.parts.get(one.key, "").split("\n") if line not in offers]
        self.model.put(one.key, "\n".join([self._(text), *own]).rstrip("\n"))
        self._show_words()

    def on_intention(self) -> None:
        self.model.put("intention", self._intention)
        self._show_words()

    async def on_show(self) -> None:
        if await self.model.flush():
            self.s.go(show_route(self.model.noun.id))
