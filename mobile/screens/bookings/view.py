"""`/bookings/waiting` and `/bookings/waiting/<id>` (picture 45): what waits on whoever books, and how one request is answered.

Wide, the list stands beside the request, each scrolling by itself; on a phone one after the other. The clinic's own system books:
what it refuses is said, and can be answered otherwise. Rules are flagged, and decide nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import flet as ft

from mobile.care.date_change import DateDraft, Fit
from mobile.care.date_change.answer import Decided
from mobile.care.date_change.request import Wanted, wanting
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome, reconcile
from mobile.screens.bookings.day import day_by_room
from mobile.screens.bookings.keys import BookingKeys
from mobile.screens.bookings.model import answer_of, take_back
from mobile.screens.bookings.open_request import acts, also_changes, asked_rows, head, time_choices, unsent
from mobile.screens.bookings.series import flags, series_weeks
from mobile.screens.bookings.waiting import WaitingList, request_route
from mobile.screens.first_fetch import first_fetch
from mobile.screens.kept_in_view import KeptInView, Piece
from mobile.screens.panels.bookings import WAITING_ROUTE
from mobile.screens.panels.halves import padded, scrolling
from mobile.screens.pieces_kept import KeptPieces
from mobile.screens.reads.booking_waits import Asked
from mobile.screens.reads.bookings import KINDS, Bookings, Series, bookings
from mobile.screens.reads.course_plans import CoursePlans
from mobile.screens.writing.date_writing import DateWritingScreen, Made

LIST_WIDTH = 384
MOST_TIMES = 12
"""Free times that are drawn at once, with the way to more."""


class Waiting(DateWritingScreen):
    """`params["id"]`: which one is open; none: the list alone, or wide the first of it."""

    widest = 0
    scrolls = False
    has_back_when_wide = False
    one_when_wide = "bookings"
    follows = (*KINDS, DateDraft)

    def title(self) -> str:
        asked = None if self.is_wide else self.asked
        return (asked.name or self._("A patient")) if asked is not None else self._("Waiting for you")

    def field_name(self) -> str:
        return self._("Words to the patient")

    def field_hint(self) -> str:
        return self._("A few words, if you like")

    def body(self) -> list[ft.Control]:
        self._looked = None
        self.asked: Asked | None = None
        self.known: Bookings | None = None
        self._planned = CoursePlans()
        self._shown = MOST_TIMES
        self._has_gone_on = False
        self.make_field()
        self.keys = BookingKeys(self.s)
        self._waiting, self._pieces = WaitingList(self.s), KeptPieces()
        # Made once, with the field in it: drawn anew, letters on their way to it would be lost.
        self._asking, self._deciding = parts.stack(), parts.stack()
        self._answer = parts.card(self._asking, self.field, self.line.control, self._deciding)
        self._rows = parts.stack(spacing=t.S12)
        self._in_view = KeptInView(self, has_keys=self.keys.has_keys(self.page))
        self._by_key = ""  # the request that a key leads to, while that is still to come
        self._list, self._reading = self._in_view.control, scrolling()
        self._reading.controls = [padded(self._rows)]
        self._place = ft.Column(expand=True, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        self._lay()
        return [self._place]

    def _lay(self) -> None:
        """Both halves side by side, or the one that was asked for."""
        if not self.is_wide:
            self._place.controls = [self._reading if "id" in self.params else self._list]
            return
        stretched = ft.CrossAxisAlignment.STRETCH
        line = ft.Border(right=ft.BorderSide(1, t.LINE))
        has_bar = self.keys.has_keys(self.page)
        right: list[ft.Control] = [self._reading, *([self.keys.control] if has_bar else [])]
        listed = ft.Container(self._list, width=LIST_WIDTH, border=line)
        self._in_view.watch_room(listed)
        halves: list[ft.Control] = [
            listed,
            ft.Column(right, expand=True, spacing=0, horizontal_alignment=stretched),
        ]
        self._place.controls = [ft.Row(halves, expand=True, spacing=0, vertical_alignment=stretched)]

    def resized(self, is_wide: bool) -> None:
        chrome.rehead(self)
        self._lay()
        self._fill()

    def goes_on(self, params: Mapping[str, str]) -> None:
        super().goes_on(params)
        self._has_gone_on = True
        self._shown = MOST_TIMES

    async def shown(self) -> None:
        has_gone_on, self._has_gone_on = self._has_gone_on, False
        await super().shown()
        if has_gone_on and self.is_mounted(self._reading):  # another is read from the beginning
            await self._reading.scroll_to(offset=0)
        if self.asked is not None and self.asked.request.id == self._by_key:  # not one that is passed over
            self._in_view.follow(self._by_key)
            self._by_key = ""

    # --- reading ---

    async def load(self) -> None:
        self.known = await bookings(self.records, self.me, self.s.now(), self.s.zone, self._planned)
        wanted = self.params.get("id", "")
        listed = self.known.waiting
        self.asked = next((one for one in listed if one.request.id == wanted), None)
        if self.asked is None and not wanted and self.is_wide:
            self.asked = next(iter(listed), None)
        self.series: Series | None = None
        self.fits: list[Fit] = []
        if self.asked is not None:
            self.series = self.known.series(self.asked.patient)
            self.fits = self.known.fits(self.asked, self.series)
            await self.model.turn_to(self.asked.request.id)
        self.is_read = True

    # --- drawing ---

    async def redraw(self) -> None:
        before = self.headed
        await self.load()
        if before and self.title() != before:
            chrome.rehead_now(self)
        for half in self._fill():
            if self.is_mounted(half):
                half.update()

    def _fill(self) -> list[ft.Control]:
        """What there is to show, into the halves. Returns those that are to be sent."""
        known = self.known
        if known is None:
            return []
        fetched = first_fetch(self.s)
        if not known.is_mine and not known.count:
            text = self._("Only who books sessions sees what is asked about dates.")
            drawn = [*fetched, *([parts.notice(text)] if self.has_all else [])]
            reconcile.put_rows(self._list.controls, [padded(*drawn)])
            reconcile.put_rows(self._rows.controls, [] if self.is_wide else drawn)
            self.keys.hide()
            return [self._list, self._reading]
        opened = self.asked.request.id if self.asked is not None else ""
        listed = self._waiting.drawn(known, opened, has_all=self.has_all)
        above: list[Piece] = [("fetch", padded(*fetched))] if fetched else []
        reconcile.put_rows(self._list.controls, self._in_view.pieces([*above, *listed]))
        reconcile.put_rows(self._rows.controls, self._one(known))
        changed: list[ft.Control] = [self._list, self._reading]
        if self.hears_keys() and self.keys.show(known.waiting, self.asked, has_times=bool(self.fits)):
            changed.append(self.keys.control)
        return changed

    def _one(self, known: Bookings) -> list[ft.Control]:
        """The open request."""
        asked, series = self.asked, self.series
        if asked is None or series is None:
            gone = self._("This request does not wait any more.")
            return [parts.notice(gone)] if "id" in self.params and self.has_all else []
        self.show_words()
        self._pieces.begin()
        rows: list[ft.Control] = head(self.s, asked, series, is_wide=self.is_wide)
        looks = (asked, series, self.s.now().date(), self.s.language)
        rows.append(
            self._pieces.piece("weeks", looks, lambda: parts.stack(*series_weeks(self.s, asked, series)))
        )
        rows += flags(self.s, asked, series)
        if asked.sending is not None:
            return [
                *rows,
                parts.card(*asked_rows(self.s, asked), tone="prepare"),
                unsent(self.s, asked, self.guard(self.on_otherwise)),
            ]
        chosen = self._chosen()
        if chosen is not None:
            of_day = (known.dates, known.sessions, known.names, chosen, self.is_wide, self.s.language)
            draw = partial(day_by_room, self.s, known, chosen, is_wide=self.is_wide)
            rows.append(self._pieces.piece("day", of_day, draw))
        self._fill_answer(known, asked, series, chosen)
        return [*rows, self._answer]

    def _fill_answer(self, known: Bookings, asked: Asked, series: Series, chosen: Fit | None) -> None:
        _, name = self._, asked.name or self._("the patient")
        changes = also_changes(self.s, known, asked, series, chosen) if chosen is not None else []
        above = [
            parts.heading(_("Answer {name}").format(name=name)),
            *asked_rows(self.s, asked),
            parts.hairline(),
            *self._times(known, asked),
            *changes,
        ]
        below = [
            *acts(self.s, name, self.on_answer, has_time=chosen is not None),
            parts.small(_("Your answer is part of the record. The clinic’s system books.")),
        ]
        reconcile.put_rows(self._asking.controls, above)
        reconcile.put_rows(self._deciding.controls, below)

    def _times(self, known: Bookings, asked: Asked) -> list[ft.Control]:
        _, chosen = self._, self._place_chosen()
        self._shown = max(self._shown, chosen)
        choices = time_choices(self.s, known, asked, self.fits[: self._shown])
        if not choices:
            return [parts.notice(_("No time is free. Offer one in words, or call."))]
        reference = self.fits[chosen - 1].time.reference if chosen else None
        name = _("Times that are free")
        rows: list[ft.Control] = [
            parts.section(name),
            parts.choice_list(choices, reference, self.guard(self.on_pick), label=name),
        ]
        if len(self.fits) > self._shown:
            rows.append(parts.text_button(_("Show more times"), self.guard(self.on_more)))
        return rows

    def _chosen(self) -> Fit | None:
        return self.fits[self._place_chosen() - 1] if self._place_chosen() else None

    def _place_chosen(self) -> int:
        """From 1; 0: none of those that are free."""
        wanted = {one.slot for one in self.model.noun.wanted}
        return next((n for n, one in enumerate(self.fits, 1) if one.time.names & wanted), 0)

    # --- acts ---

    async def on_pick(self, slot: str) -> None:
        time = self._time_of(slot)
        if time is not None:
            self.model.choose_only(time)
        await self.redraw()

    async def on_more(self, _: Any = None) -> None:
        self._shown += MOST_TIMES
        await self.redraw()

    def _time_of(self, slot: str) -> Wanted | None:
        return next((wanting(one.time) for one in self.fits if slot in one.time.names), None)

    async def on_answer(self, decided: Decided, _: Any = None) -> None:
        if await self.send(partial(self._make, decided)) == "sent" and not self.is_wide:
            self.s.go(WAITING_ROUTE)

    async def _make(self, decided: Decided, draft: DateDraft, words: str) -> Made:
        return await answer_of(self.records, decided, draft, words, me=self.me, now=self.s.now())

    def sent_text(self) -> str:
        return self._("Answered. The clinic’s system books it, or says that it could not.")

    async def on_otherwise(self, _: Any = None) -> None:
        answer = self.asked.standing.answer if self.asked is not None else None
        if answer is not None and not await take_back(self.records, answer):
            self.s.say(self._("It is on its way already."))
        await self.redraw()

    # --- keys ---

    def hears_keys(self) -> bool:
        return self.is_wide

    async def key(self, name: str) -> None:
        listed = self.known.waiting if self.known is not None else ()
        last = next((one for one in listed if one.request.id == self._by_key), self.asked)
        if (to := self.keys.leads_to(name, listed, last)) is not None:
            self._by_key = to.request.id
            self.s.go(request_route(to))
        elif name.isdigit() and 0 < int(name) <= len(self.fits):
            await self.on_pick(self.fits[int(name) - 1].time.reference)
        elif self.keys.is_enter(name):
            await self._book_by_key()
        elif self.keys.turns(name):
            await self.redraw()

    async def _book_by_key(self) -> None:
        """Asked first: the key may have been meant for a button that has the focus."""
        asked, chosen = self.asked, self._chosen()
        if asked is None or asked.sending is not None or chosen is None:
            return
        text = self._("{name} is told, and the clinic’s system books it.").format(
            name=asked.name or self._("The patient")
        )
        title = self._("Book {time}?").format(time=self.s.moments.moment(chosen.start))
        if not await self.s.ask(title, text, yes=self._("Book it"), no=self._("Not yet")):
            return
        still, now_open = self._chosen(), self.asked
        if now_open is None or now_open.request.id != asked.request.id or now_open.sending is not None:
            return
        if still is not None and still.time.id == chosen.time.id:
            await self.on_answer("booked")
