"""Keeps a phone's reminders in step with what is kept here: at each start, after every commit that changes the agenda, when the
person comes back to the app, and when they speak another language. With them turned off, or signed out, it holds none.

What stands shown of a thing that is done by now is taken away too. A phone that does not answer is asked again the next time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mobile.device.notifier_port import TRIED, CannotNotify, Notice, Notifier
from mobile.i18n import Speech
from mobile.records.ports import Keeping
from mobile.reminders.handing import difference, to_hand
from mobile.reminders.wall_clock import WallClock
from mobile.screens.reads.reminders import KINDS, Reminders, RemindersReading, kept_choices
from mobile.screens.reminder_words import Telling, channel_name
from mobile.wiring.after_commits import AfterCommits

GATHER_S = 0.5
"""Commits of one sync come in a row."""
MOST_REFUSED = 3


class PhoneReminders:
    """Of one device with a notifier. `zone`: the clinic's, as it is known by now."""

    def __init__(
        self,
        notifier: Notifier,
        zone: Callable[[], ZoneInfo],
        clock: WallClock | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        gather_s: float = GATHER_S,
    ) -> None:
        self.notifier = notifier
        self._zone, self._now, self._gather_s = zone, now, gather_s
        self._clock = clock or WallClock()
        self._speech = Speech("en")
        self._turn = asyncio.Lock()
        self._follow: AfterCommits | None = None
        self._is_empty = False  # as far as is known: the phone was asked, and has none

    def spoken(self, language: str) -> None:
        """The words are of this language from now on."""
        if language != self._speech.language:
            self._speech = Speech(language)
            self.look_again()

    def look_again(self) -> None:
        """The day, the clock or the words may be others by now."""
        if self._follow is not None:
            self._follow.look_again()

    def follow(self, records: Keeping) -> Callable[[], None]:
        """Until the end, which it returns. The phone keeps what it has."""
        reading = RemindersReading()

        async def look(open_records: Keeping) -> None:
            await asyncio.sleep(self._gather_s)
            if (await kept_choices(open_records)).is_on:
                known = await reading.read(open_records, self._now(), self._zone(), self._clock)
                await self._bring_up(known)
            elif not self._is_empty:
                await self.forget()

        follow = self._follow = AfterCommits(records, KINDS, look)

        def end() -> None:
            follow.end()
            self._follow = None

        return end

    async def forget(self) -> None:
        """The phone holds none from now on, and shows none."""
        await self._bring_up(Reminders(self._now()))

    async def _bring_up(self, known: Reminders) -> None:
        wanted: tuple[Notice, ...] = ()
        stands: set[int] = set()
        if known.choices.is_on:
            stands = {one.number for one in known.known}
            handed = to_hand(known.gathered, known.now)
            zone = self._zone() if known.is_zone_known else None
            telling = Telling(self._speech, zone, self._clock)
            wanted = telling.notices(handed, has_detail=known.choices.has_detail)
        async with self._turn:
            try:
                await self._change(wanted, stands)
                self._is_empty = not known.choices.is_on
            except CannotNotify:
                self._is_empty = False

    async def _change(self, wanted: tuple[Notice, ...], stands: set[int]) -> None:
        notifier = self.notifier
        changes = difference(wanted, await notifier.held())
        over = [number for number in await notifier.shown() if number not in stands and number != TRIED]
        for number in dict.fromkeys((*changes.remove, *over)):
            await notifier.remove(number)
        if changes.add:
            await self._add(changes.add, is_exact=(await notifier.health()).is_exact is True)

    async def _add(self, added: tuple[Notice, ...], *, is_exact: bool) -> None:
        """One whose moment has just passed is refused, and the others are not for that."""
        refused = 0
        for one in added:
            try:
                await self.notifier.add(one, channel_name(self._speech), is_exact=is_exact)
            except CannotNotify:
                refused += 1
                if refused == MOST_REFUSED:
                    raise
