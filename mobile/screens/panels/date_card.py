"""How far a request for another date is, as a card: on its session, on Today, and where it was asked. The clinic alone books."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.agenda import Session
from mobile.care.date_change import DateAnswer, DateRequest, Standing
from mobile.care.date_change.by_phone import AskingHere
from mobile.design import parts
from mobile.records.ports import Keeping, SendState
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.panels.date_words import standing_text, standing_title, wanted_text
from mobile.screens.reads.agenda import session_route
from mobile.screens.reads.dates import Dates, News, date_news, dates, mark_answer_read, withdraw
from mobile.screens.reads.visits import Visits
from mobile.screens.status_text import session_name
from mobile.screens.status_text import standing_text as sending_text


def date_route(session: Session) -> str:
    """Where another date of this session is asked for."""
    return f"{session_route(session)}/date"


class DateCards:
    """One a place. `again`: redraws the place after an act."""

    def __init__(self, s: Surroundings, records: Keeping, again: Handler) -> None:
        self._s, self._records, self._again = s, records, again
        self.known: Dates | None = None
        self._sending: dict[
            str, str
        ] = {}  # of each request that is not at the clinic yet, what is said of it

    async def read(self) -> Dates:
        """Raises what the store raises."""
        self.known = await dates(self._records, self._s.now())
        self._sending = {}
        for one in self.known.requests:
            standing = await self._records.standing(DateRequest, one.id)
            if standing is not None and standing.state is not SendState.SENT:
                self._sending[one.id] = sending_text(self._s, standing).text
        return self.known

    async def news(self, visits: Visits) -> tuple[News, ...]:
        """What Today has to say. Raises what the store raises."""
        found = await date_news(self._records, visits)
        if found:
            await self.read()
        return found

    def looks(self) -> object:
        """What is drawn besides the news."""
        return tuple(self._sending.items())

    def on_session(self, session: Session, asking: AskingHere) -> list[ft.Control]:
        """What was asked, and the way to ask; or that it is for the phone, with the clinic's numbers."""
        s = self._s
        rows = [self.card(session, one) for one in self._shown(session)]
        if not asking.is_possible:
            text = asking.rule.text.in_language(s.language) if asking.rule is not None else ""
            said = s._("Another date is by phone only now.")
            return [
                *rows,
                parts.notice(f"{said} {text}".strip(), icon=parts.icons.CALL),
                *clinic_numbers(s, 1),
            ]
        go = s.guard(partial(s.go, date_route(session)))
        return [*rows, parts.outline_button(s._("Ask for another date"), go)]

    def on_today(self, news: tuple[News, ...], visits: Visits) -> list[ft.Control]:
        """What waits on the clinic, and what it answered."""
        return [
            self.card(
                one.session,
                one.standing,
                name=session_name(self._s, visits.place(one.session), otherwise=one.session.name),
            )
            for one in news
        ]

    def _shown(self, session: Session) -> list[Standing]:
        standing = self.known.standing(session) if self.known is not None else None
        return [standing] if standing is not None and standing.state != "withdrawn" else []

    def card(self, session: Session, standing: Standing, *, name: str = "") -> ft.Control:
        """`name`: of the session, where the place is not its own."""
        s, request, answer = self._s, standing.request, standing.answer
        title = standing_title(s, standing)
        rows: list[ft.Control] = [
            parts.heading(
                s._("{session}: {what}").format(session=name, what=title) if name else title, level=3
            )
        ]
        text = standing_text(s, standing, session)
        rows += [parts.body(text)] if text else []
        if standing.is_open:
            rows += _wishes(s, standing)
            if request.words:
                rows.append(parts.own_words(request.words))
            if request.id in self._sending:
                rows.append(parts.small(self._sending[request.id]))
        if answer is not None:
            if standing.state == "other_times":
                rows += [parts.small(wanted_text(s, one)) for one in answer.offers]
            if answer.words:
                rows += [parts.small(s._("From your clinic"), is_strong=True), parts.body(answer.words)]
        rows.append(self._acts(session, standing, is_here=not name))
        return parts.card(*rows, tone="prepare" if standing.is_open else None)

    def _acts(self, session: Session, standing: Standing, *, is_here: bool) -> ft.Control:
        s, answer = self._s, standing.answer
        acts: list[ft.Control] = []
        if standing.is_open:
            acts.append(
                parts.text_button(s._("Withdraw this request"), s.guard(partial(self._withdraw, session)))
            )
        if not is_here:
            go = s.guard(partial(s.go, session_route(session)))
            acts.append(parts.text_button(s._("Have a look"), go, label=s._("Have a look at this session")))
        if answer is not None and not answer.is_read:
            acts.append(parts.text_button(s._("Close this"), s.guard(partial(self._read, answer))))
        return ft.Row(acts, wrap=True, run_spacing=0)

    async def _withdraw(self, session: Session, _: Any = None) -> None:
        await withdraw(self._records, session)
        self._s.say(self._s._("Withdrawn. Your session stays as it is booked."))
        await self._do_again()

    async def _read(self, answer: DateAnswer, _: Any = None) -> None:
        await mark_answer_read(self._records, answer, self._s.now())
        await self._do_again()

    async def _do_again(self) -> None:
        done = self._again()
        if done is not None:
            await done


def _wishes(s: Surroundings, standing: Standing) -> list[ft.Control]:
    """The times in their order; of one that somebody else has by now, that it is so."""
    gone = {one.slot for one in standing.taken}
    rows: list[ft.Control] = []
    for number, one in enumerate(standing.request.wanted, 1):
        text = wanted_text(s, one)
        if len(standing.request.wanted) > 1:
            text = s._("{number}. {time}").format(number=number, time=text)
        if one.slot in gone:
            text = s._("{time} · somebody else has it by now").format(time=text)
        rows.append(parts.small(text, is_strong=one.slot not in gone))
    return rows
