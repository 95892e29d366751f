"""`/settings/reading-days`: on which weekdays somebody reads what was shared with them. Their patients see it, with the next date."""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.safety.hours import DAYS
from mobile.care.talk.reading_days import ReadingDays, id_of
from mobile.design import parts
from mobile.records.overtaken import until_written
from mobile.screens.live_screen import LiveScreen
from mobile.screens.status_text import begun, standing_text
from mobile.screens.talking.sentences import days_text, next_text


class ReadingDaysPart(LiveScreen):
    """A day is on or off at a tap, and holds at once."""

    follows = (ReadingDays,)

    def title(self) -> str:
        return self._("When you read")

    async def load(self) -> None:
        self.days = await self._stored()
        self.standing = await self.records.standing(ReadingDays, self.days.id) if self.days else None

    async def _stored(self) -> ReadingDays | None:
        """Under its own id, or as the clinic's system knows it."""
        me = self.person.fhir_user
        kept = await self.records.get(ReadingDays, id_of(me))
        every = await self.records.every(ReadingDays)
        return kept or next((one for one in every if one.practitioner == me), None)

    def drawn(self) -> list[ft.Control]:
        _, s = self._, self.s
        if s.person is None or s.person.role != "practitioner":
            return [parts.notice(_("This is for the people who work at a clinic."))]
        on = self.days.days if self.days is not None else frozenset[int]()
        rows: list[ft.Control] = [
            parts.body(
                _("On which days do you read what patients share with you? They see it beside your replies.")
            ),
            parts.chip_row(
                *(
                    parts.choice_chip(
                        begun(s.moments.weekday_named(day)),
                        self.guard(partial(self._turn, day)),
                        is_on=day in on,
                    )
                    for day in range(len(DAYS))
                )
            ),
        ]
        if self.days is not None and on:
            seen = _("Your patients see: {name} reads {days}, next {day}.").format(
                name=s.person.name, days=days_text(s, self.days), day=next_text(s, self.days)
            )
        else:
            seen = _("You say no days. Your patients see only that nobody watches live.")
        rows.append(parts.card(parts.body(seen)))
        if self.days is not None and self.standing is not None:
            text = standing_text(s, self.standing)
            rows.append(parts.saved_line(text.text, text.state))
        return rows

    async def _turn(self, day: int, _: Any = None) -> None:
        me = self.person.fhir_user

        async def write() -> None:
            stored = await self._stored()
            days = (stored.days if stored is not None else frozenset[int]()) ^ {day}
            if stored is None:
                made = ReadingDays.make(me, days)
                await self.records.save_all([made], anew=[made])
            else:
                await self.records.save_all([stored.on(days)], over=[stored])

        await until_written(write)
        await self.redraw()
