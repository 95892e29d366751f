"""Wishing for reminders by text message, and turning them off. Flet-free.

Asking gives a number to the clinic's system, and waits on the day of a session as whatever binds a person does; turning off never waits.
One wish at a time: another one ends the one before in the same commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.decision_guard import Waits
from mobile.care.sharing import new_id
from mobile.care.text_offer import TextOffer
from mobile.care.text_wish import TextChoice, TextState, TextWhen, TextWish, can_be_texted
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.text_wish import Texting, read_texting

Outcome = Literal["asked", "waits", "no_offer", "no_number", "no_subject"]


class WishingForTexts:
    """What is chosen stands here until it is asked for; a lock keeps the number that is typed, and no more."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._records, self._now, self._zone = records, now, zone
        self._acting, self._next_id = asyncio.Lock(), new_id()
        self.texting: Texting | None = None
        self.waits: Waits | None = None
        self.number = ""
        self.words = ""
        self.when: TextWhen = "always"
        self.has_page = False
        self.is_choosing = False
        """Other choices are made while the ones before still stand."""

    async def load(self) -> None:
        """Raises what the store raises."""
        self.texting = await read_texting(self._records)
        self.waits = await waits_now(self._records, self._now(), self._zone)
        offer = self.texting.offer
        if offer is not None and self.words not in dict(offer.words):
            self.words = offer.words[0][0]

    @property
    def offer(self) -> TextOffer | None:
        return self.texting.offer if self.texting is not None else None

    @property
    def wish(self) -> TextWish | None:
        return self.texting.wish if self.texting is not None else None

    @property
    def state(self) -> TextState | None:
        """None: nothing was asked for, or it was turned off."""
        return self.wish.state if self.wish is not None else None

    @property
    def has_other_times(self) -> bool:
        """Whether reminders are chosen otherwise by now than the wish says."""
        if self.texting is None or self.wish is None or not self.texting.times.about:
            return False
        return not self.wish.has_times(self.texting.times)

    @property
    def is_at_clinic(self) -> bool:
        """Whether the clinic has it as it stands here."""
        standing = self.texting.standing if self.texting is not None else None
        return standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE)

    def choose_anew(self) -> None:
        """Begins with what stands."""
        if self.wish is not None:
            self.number, self.words = self.wish.number, self.wish.words or self.words
            self.when, self.has_page = self.wish.when, self.wish.has_page
        self.is_choosing = True

    async def ask(self, patient: str, language: str) -> Outcome:
        """Asks once, however often it is tapped. Anything but "asked": nothing was asked. Raises NotSaved."""
        async with self._acting:
            await self.load()
            assert self.texting is not None
            if self.waits is not None:
                return "waits"
            if self.offer is None:
                return "no_offer"
            if not can_be_texted(self.number):
                return "no_number"
            if not self.texting.times.about:
                return "no_subject"
            is_asked_already = self.wish is not None and not self.wish.is_over and not self.is_choosing
            if not is_asked_already:
                await self._ask(self.texting, patient, language)
            return "asked"

    async def use_these_times(self, patient: str, language: str) -> Outcome:
        """Everything else as it stands, its language too. `language`: where the wish names none."""
        self.choose_anew()
        return await self.ask(patient, (self.wish.language if self.wish is not None else "") or language)

    async def _ask(self, texting: Texting, patient: str, language: str) -> None:
        has_silent = texting.offer is not None and texting.offer.silent_after is not None
        when = self.when if has_silent else "always"
        chosen = TextChoice(self.number, self.words, when, self.has_page, language)
        wish = TextWish.make(self._next_id, chosen, texting.times, patient=patient, now=self._now())

        async def write() -> None:
            open_ones = [one for one in await self._records.every(TextWish) if not one.is_over]
            await self._records.save_all(
                [*(one.over() for one in open_ones), wish], over=open_ones, anew=[wish]
            )

        await until_written(write)
        self._next_id, self.is_choosing, self.number = new_id(), False, ""
        await self.load()

    async def turn_off(self) -> None:
        """At once, whatever the day. Raises NotSaved, and ChangedMeanwhile once it was overtaken more often than people and devices
        write."""
        async with self._acting:
            await until_written(self._end)
            self.is_choosing, self.number = False, ""
            await self.load()

    async def _end(self) -> None:
        open_ones = [one for one in await self._records.every(TextWish) if not one.is_over]
        if open_ones:
            await self._records.save_all([one.over() for one in open_ones], over=open_ones)

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        if self.wish is not None:
            await self._records.try_again(TextWish, self.wish.id)
            await self.load()
