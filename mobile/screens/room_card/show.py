"""`/room-card/<id>/show` (picture 46): the card in large letters, for the people in the room, on the patient's own screen.

It says what stands on the card and nothing besides: no score, no history, nothing of other words. Kept here, it needs no
network; on paper it is made on this device.
"""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Literal

import flet as ft

from mobile.care.room_card import OTHER, RoomCard
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.file_export import CannotSave, Made, PickerSaver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import ride as rides
from mobile.screens.reads import room_card as cards
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.ride import Ride, read_ride
from mobile.screens.reads.room_card import room_card
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.room_card.paper import card_pdf
from mobile.screens.room_card_words import ABOVE, LARGE, PARTS, read_parts
from mobile.screens.status_text import begun, session_name, session_when

_NAME, _LARGE, _WORDS = 40, 32, 26
"""Sizes to be read from the other side of a bed."""
_ICONS = {
    "touch": parts.icons.TOUCH,
    "comfort": parts.icons.WORDS,
    "music": parts.icons.MUSIC,
    "light": parts.icons.SESSION,
    "follow": parts.icons.HEARING,
    OTHER: parts.icons.INFO,
}


class ShownRoomCard(LiveScreen):
    """For reading alone; nothing on it changes a word."""

    follows = tuple(dict.fromkeys((*cards.KINDS, *visiting.KINDS, *rides.KINDS)))
    has_tabs: ClassVar[bool] = False
    close: ClassVar[bool] = True
    widest: ClassVar[int] = 820
    chrome: ClassVar[Literal["full", "bare"]] = "full"
    _outcome = ""

    def title(self) -> str:
        return self._("Room card")

    def body(self) -> list[ft.Control]:
        self.saver = PickerSaver(self.page)
        return super().body()

    async def load(self) -> None:
        self.card: RoomCard | None = await room_card(self.records, self.params["id"])
        self.visits: Visits = await visits(self.records, self.s.now())
        self.ride: Ride = await read_ride(self.records, self.visits.next, self.s.now())

    def drawn(self) -> list[ft.Control]:
        card = self.card
        if card is None or not card.words.strip():
            return [parts.notice(self._("This card is not here."))] if self.has_all else []
        said = read_parts(card.words)
        return [
            self._head(said),
            *self._large(said),
            self._tiles(said),
            *self._foot(card),
        ]

    # --- drawing ---

    def _head(self, said: dict[str, str]) -> ft.Control:
        name = self.person.name
        rows: list[ft.Control] = [parts.own_words(name, size=_NAME)]
        about = " · ".join(said[key].strip() for key in ABOVE if key in said)
        if about:
            rows.append(_read(about, 20))
        session = self.visits.next
        if session is not None and session.start_at is not None:
            which = session_name(self.s, self.visits.place(session), otherwise=session.name)
            line = [which, begun(session_when(self.s, session)), session.place]
            rows.append(parts.small(" · ".join(one for one in line if one)))
        return parts.stack(*rows, spacing=t.S4)

    def _large(self, said: dict[str, str]) -> list[ft.Control]:
        rows: list[ft.Control] = []
        names = {one.key: self._(one.name) for one in PARTS}
        intention, frightened = (said.get(key, "").strip() for key in LARGE)
        if intention:
            words = parts.own_words(intention, size=_LARGE)
            words.rtl = is_right_to_left(intention)
            rows.append(parts.stack(_label(names["intention"], parts.icons.PREPARE), words, spacing=t.S4))
        if frightened:
            lines = [line for line in frightened.split("\n") if line.strip()]
            numbered = [f"{at}. {line}" if len(lines) > 1 else line for at, line in enumerate(lines, 1)]
            rows.append(
                parts.card(
                    _label(names["frightened"], parts.icons.HAND, t.SUPPORT),
                    *(_read(line, _WORDS) for line in numbered),
                    tone="support",
                )
            )
        return rows

    def _tiles(self, said: dict[str, str]) -> ft.Control:
        names = {one.key: self._(one.name) for one in PARTS} | {OTHER: self._("Anything else")}
        keys = [key for key in names if key in said and key not in (*ABOVE, *LARGE)]
        tiles = [
            parts.card(_label(names[key], _ICONS[key]), _read(said[key].strip(), _WORDS), spacing=t.S4)
            for key in keys
        ]
        tiles += self._going_home()
        beside: list[ft.Control] = [ft.Container(one, col={"xs": 12, "md": 6}) for one in tiles]
        return ft.ResponsiveRow(beside, spacing=t.CARD_GAP, run_spacing=t.CARD_GAP)

    def _going_home(self) -> list[ft.Control]:
        """Who comes, once they said so for this time."""
        if not self.ride.is_confirmed:
            return []
        session = self.visits.next
        end = session.ends_at if session is not None else None
        when = self.s.moments.time(end) if end is not None else ""
        words = ", ".join(part for part in (self.ride.name, when) if part)
        confirmed = self._("{name} said that they will be there").format(name=self.ride.name)
        label = _label(self._("Going home"), parts.icons.RIDE)
        return [parts.card(label, _read(words, _WORDS), parts.small(confirmed), spacing=t.S4)]

    def _foot(self, card: RoomCard) -> list[ft.Control]:
        _ = self._
        written = _("Written by {name}, {when}. It is what they wish, not an order.").format(
            name=self.person.name, when=self.s.moments.near(card.changed_at, self.s.now())
        )
        rows: list[ft.Control] = [parts.small(written)]
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        rows.append(
            parts.soft_button(_("Print"), self.guard(self.on_print), icon=ft.Icons.PRINT_OUTLINED),
        )
        text = _(
            "The file is a PDF, made on this device. Whoever has it can read it. Lantern keeps no copy of it."
        )
        rows.append(parts.small(text))
        return rows

    # --- acts ---

    async def on_print(self) -> None:
        if self.card is None:
            return
        try:
            content = await card_pdf(self.s, self.card, self.person.name)
            day: date = self.s.moments.local(self.s.now()).date()
            name = re.sub(r"[^\w]+", "-", self._("Card").lower()).strip("-")
            is_saved = await self.saver.save(Made(f"{name}-{day.isoformat()}.pdf", content), self.title())
            self._outcome = self._("Your file is made") if is_saved else ""
        except (CannotSave, OSError):
            self._outcome = self._("The file could not be saved there.")
        await self.redraw()


def _label(name: str, icon: ft.IconData, color: ft.ColorValue = t.PRIMARY) -> ft.Control:
    row = ft.Row(
        [parts.icons.icon(icon, color=color), ft.Container(parts.strong(name, color=color), expand=True)],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return ft.Semantics(container=True, header=True, content=ft.MergeSemantics(row))


def _read(text: str, size: int) -> ft.Text:
    words = parts.strong(text, size=size)
    words.rtl = is_right_to_left(text)
    return words
