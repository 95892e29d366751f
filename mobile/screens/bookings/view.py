"""`/bookings/waiting` and `/bookings/waiting/<id>` (picture 45): what waits on whoever books, and how one request is answered.

Wide, the list stands beside the request; on a phone one after the other. The clinic's own system books: what it refuses is
said, and can be answered otherwise. Rules are flagged, and decide nothing here.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.date_change import DateDraft, Fit
from mobile.care.date_change.answer import Decided
from mobile.care.date_change.request import Wanted, wanting
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.bookings.model import answer_of, take_back
from mobile.screens.bookings.series import day_by_room, series_blocks
from mobile.screens.bookings.waiting import request_route, waiting_list, which_session
from mobile.screens.panels.bookings import WAITING_ROUTE
from mobile.screens.panels.date_words import moves_text, obstacle_text, wanted_text
from mobile.screens.reads.bookings import KINDS, Asked, Bookings, Series, bookings
from mobile.screens.status_text import begun
from mobile.screens.writing.date_writing import DateWritingScreen, Made

LIST_WIDTH = 384
MOST_TIMES = 12
"""Free times that are drawn at once, with the way to more."""
NEXT, BEFORE = "J", "K"


class Waiting(DateWritingScreen):
    """`params["id"]`: which one is open; none: the list alone, or wide the first of it."""

    widest = 0
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
        self.asked: Asked | None = None
        self.known: Bookings | None = None
        self._picker: parts.OneOf | None = None
        self._choices: list[parts.Choice] = []
        self._shown = MOST_TIMES
        self.make_field()
        # Made once, with the field in them: drawn anew, letters on their way to it would be lost.
        self._writing = parts.stack(self.field, self.line.control)
        self._left, self._right = parts.stack(spacing=t.S4), parts.stack(spacing=t.CARD_GAP)
        halves: list[ft.Control] = [
            ft.Container(self._left, width=LIST_WIDTH),
            ft.Container(self._right, expand=True),
        ]
        self._halves = ft.Row(halves, spacing=t.S24, vertical_alignment=ft.CrossAxisAlignment.START)
        return super().body()

    def resized(self, is_wide: bool) -> None:
        self._put(self.whole())

    # --- reading ---

    async def load(self) -> None:
        self.known = await bookings(self.records, self.me, self.s.now())
        wanted = self.params.get("id", "")
        listed = self.known.waiting
        self.asked = next((one for one in listed if one.request.id == wanted), None)
        if self.asked is None and not wanted and self.is_wide:
            self.asked = next(iter(listed), None)
        self.series: Series | None = None
        self.fits: list[Fit] = []
        if self.asked is not None:
            self.series = self.known.series(self.asked.patient, self.s.zone)
            self.fits = self.known.fits(self.asked, self.series, self.s.zone)
            await self.model.turn_to(self.asked.request.id)
        self.is_read = True

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        known = self.known
        if known is None:
            return []
        if not known.is_mine and not known.waiting:
            text = self._("Only who books sessions sees what is asked about dates.")
            return [parts.notice(text)] if self.has_all else []
        opened = self.asked.request.id if self.asked is not None else ""
        if not self.is_wide:
            return (
                self._one() if "id" in self.params else waiting_list(self.s, known, "", has_all=self.has_all)
            )
        listed = waiting_list(self.s, known, opened, has_all=self.has_all)
        for half, drawn in ((self._left, listed), (self._right, self._one())):
            if not reconcile.settle(half.controls, drawn):
                half.controls[:] = drawn
        return [self._halves]

    def _one(self) -> list[ft.Control]:
        """The open request."""
        _, asked, known, series = self._, self.asked, self.known, self.series
        if asked is None or known is None or series is None:
            gone = _("This request does not wait any more.")
            return [parts.notice(gone)] if "id" in self.params and self.has_all else []
        self.show_words()
        name = asked.name or _("A patient")
        rows: list[ft.Control] = [parts.heading(name)] if self.is_wide else []
        course = series.course.name if series.course is not None else ""
        rows += [parts.small(" · ".join(one for one in (course, *series.asks.rules.sources) if one))]
        rows += series_blocks(self.s, asked, series)
        rows.append(self._asked_card(asked))
        if asked.sending is not None:
            return [*rows, self._unsent(asked)]
        chosen = self._chosen()
        rows.append(self._times_card(asked))
        if chosen is not None:
            rows.append(day_by_room(self.s, known, chosen))
        rows += [
            parts.section(_("Answer {name}").format(name=name)),
            self._writing,
            self._acts_card(asked, chosen),
        ]
        if self.is_wide:
            keys = _("J next · K before · 1 to 9 choose a time")
            rows.append(parts.small(keys))
        return rows

    def _asked_card(self, asked: Asked) -> ft.Control:
        _, s, request = self._, self.s, asked.request
        rows: list[ft.Control] = [parts.strong(begun(which_session(s, asked)))]
        if request.asked_at is not None:
            rows.append(parts.small(_("Asked {when}").format(when=s.moments.near(request.asked_at, s.now()))))
        if request.words:
            rows.append(parts.own_words(_("“{words}”").format(words=request.words)))
        if not request.wanted:
            rows.append(parts.small(_("None of the times suited.")))
        for one in asked.standing.taken:
            rows.append(
                parts.small(_("{time} · somebody else has it by now").format(time=wanted_text(s, one)))
            )
        return parts.card(*rows, tone="prepare")

    def _times_card(self, asked: Asked) -> ft.Control:
        _, s, wanted = self._, self.s, [one.slot for one in self.model.noun.wanted]
        wishes = {one.slot: n for n, one in enumerate(asked.request.wanted, 1)}
        choices: list[parts.Choice] = []
        chosen = next((n for n, one in enumerate(self.fits, 1) if one.time.names & set(wanted)), 0)
        self._shown = max(self._shown, chosen)
        for number, one in enumerate(self.fits[: self._shown], 1):
            wish = next((wishes[name] for name in one.time.names if name in wishes), 0)
            detail = [self._room_text(one)]
            detail += [_("their wish {n}").format(n=wish)] if wish else []
            fit = (
                obstacle_text(s, one.obstacles[0])
                if one.obstacles
                else moves_text(s, [n for n, _s in one.must_move])
            )
            fit = _("Does not fit. {rule}").format(rule=fit) if one.obstacles else fit or _("Fits")
            label = f"{number}. {begun(s.moments.moment(one.start))}"
            choices.append(parts.Choice(one.time.reference, label, detail=f"{' · '.join(detail)}\n{fit}"))
        if not choices:
            return parts.notice(_("No time is free. Offer one in words, or call."))
        known = self.fits[chosen - 1].time.reference if chosen else None
        if (
            self._picker is None or choices != self._choices
        ):  # kept while it is the same: a tap on its way finds it
            self._choices = choices
            name = _("Times that are free")
            self._picker = parts.choice_list(choices, known, self.guard(self.on_pick), label=name)
        else:
            self._picker.choose(known)
        more: list[ft.Control] = []
        if len(self.fits) > self._shown:
            more.append(parts.text_button(_("Show more times"), self.guard(self.on_more)))
        return parts.stack(parts.section(_("Times that are free")), self._picker, *more)

    def _room_text(self, one: Fit) -> str:
        rooms = self.known.dates.rooms if self.known is not None and self.known.dates is not None else ()
        room = next((room for room in rooms if one.time.room in room.names), None)
        if room is None:
            return self._("no room")
        return f"{room.place}, {', '.join(room.people) or self._('no provider')}"

    def _acts_card(self, asked: Asked, chosen: Fit | None) -> ft.Control:
        _ = self._
        name = asked.name or _("the patient")
        acts: list[ft.Control] = []
        if chosen is not None:
            book = partial(self.on_answer, "booked")
            acts.append(
                parts.primary_button(_("Book it and tell {name}").format(name=name), self.guard(book))
            )
            offer = partial(self.on_answer, "other-times")
            acts.append(parts.outline_button(_("Offer this time instead"), self.guard(offer)))
        decline = partial(self.on_answer, "declined")
        acts.append(parts.outline_button(_("Keep the date, with these words"), self.guard(decline)))
        return parts.card(
            *acts,
            parts.small(_("Your answer is part of the record. The clinic’s system books.")),
        )

    def _unsent(self, asked: Asked) -> ft.Control:
        _ = self._
        if not asked.is_refused:
            return parts.notice(
                _("Your answer is on its way. It is not booked before the clinic’s system has it.")
            )
        text = _(
            "The clinic’s system did not carry it out: the time went to somebody else or is another now, or it was answered or withdrawn meanwhile."
        )
        again = parts.text_button(_("Answer otherwise"), self.guard(self.on_otherwise))
        return parts.notice(text, tone="danger", action=again, is_live=True)

    def _chosen(self) -> Fit | None:
        wanted = {one.slot for one in self.model.noun.wanted}
        return next((one for one in self.fits if one.time.names & wanted), None)

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
        if name in (NEXT, BEFORE) and listed and self.asked is not None:
            ids = [one.request.id for one in listed]
            at = ids.index(self.asked.request.id) + (1 if name == NEXT else -1)
            if 0 <= at < len(listed):
                self.s.go(request_route(listed[at]))
        elif name.isdigit() and 0 < int(name) <= len(self.fits):
            await self.on_pick(self.fits[int(name) - 1].time.reference)
