"""Sends reminders by text message, by the clinic's clock.

A reminder is sent once or not at all, also over restarts and a gateway that answers late: its name is written down before it is
given away, and the gateway takes a name once. What is due is worked out anew each time, so what was moved, called off, stopped or
turned off is sent no more; none is sent in the quiet hours. What asks a number for its YES comes at once, at any hour: it was asked for
then, and the patient waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import RLock

from api_client.sandbox import dates
from api_client.sandbox.clinic_papers import ClinicPapers
from api_client.sandbox.day_answers import address_of_day
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.store import Row, Store
from api_client.sandbox.texting.answering import TextWishes
from api_client.sandbox.texting.due import Due, due, is_quiet
from api_client.sandbox.texting.gateway import NotTaken, SmsGateway
from api_client.sandbox.texting.ledger import TextLedger, key_of
from api_client.sandbox.texting.planned import planned_of
from api_client.sandbox.texting.wishes import Wish, wish_of
from api_client.sandbox.texting.words import confirmation, message, silent_hours

CONFIRMATION_LASTS = timedelta(hours=1)
"""After this long a message that asks to confirm is not tried any more."""


@dataclass(frozen=True)
class _Message:
    key: str
    patient: str
    kind: str
    number: str
    text: str


class Texts:
    """Of one clinic. It takes the clinic's lock, and never holds it while it waits for the gateway."""

    def __init__(self, store: Store, lock: RLock, gateway: SmsGateway) -> None:
        self._store, self._lock, self._gateway = store, lock, gateway
        self._papers, self.ledger = ClinicPapers(store), TextLedger(store)
        self.wishes = TextWishes(store, lock, gateway, self.ledger)
        self._sending = asyncio.Lock()

    async def tick(self) -> None:
        """Answers what was asked, then sends what is due now. Faults of the gateway are tried again later."""
        async with self._sending:
            await self.wishes.answer_all()
            with self._lock:
                messages = list(self._due_now())
            for one in messages:
                await self._send(one)

    def _due_now(self) -> Iterator[_Message]:
        service = self.wishes.service()
        for row in self.wishes.rows() if service is not None else ():
            task = parse(row.text).value
            wish = wish_of(task)
            number = self.wishes.number(wish) if wish is not None else ""
            if (
                service is None
                or wish is None
                or not number.startswith("+")
                or self.ledger.is_stopped(number)
            ):
                continue
            if task.get("status") == "accepted":
                yield from self._confirmation(row, number, wish, service)
            elif task.get("status") == "in-progress":
                yield from self._reminders(str(row.patient), number, wish, service)

    def _confirmation(self, row: Row, number: str, wish: Wish, service: Json) -> Iterator[_Message]:
        key, text = key_of("confirm", row.id), confirmation(service, wish.language)
        is_fresh = self._store.now() - row.updated <= CONFIRMATION_LASTS / timedelta(milliseconds=1)
        if text and is_fresh and self.ledger.may_be_tried(key):
            yield _Message(key, str(row.patient), "confirm", number, text)

    def _reminders(self, patient: str, number: str, wish: Wish, service: Json) -> Iterator[_Message]:
        now, zone = datetime.fromtimestamp(self._store.now() / 1000, UTC), self._papers.zone()
        if is_quiet(now, wish.quiet, zone):
            return
        for one in due(planned_of(self._papers, patient), wish, zone):
            key = key_of("reminder", patient, one.at.isoformat())
            is_now = one.at <= now < one.until and self._is_to_be_sent(patient, one, wish, service)
            text = self._text(service, wish, patient, one) if is_now else ""
            if text and self.ledger.may_be_tried(key):
                yield _Message(key, patient, "reminder", number, text)

    def _is_to_be_sent(self, patient: str, one: Due, wish: Wish, service: Json) -> bool:
        """Not what was due before the number was confirmed; and, by choice, only where no device of theirs was heard of lately."""
        at = dates.milliseconds(one.at)
        if not wish.confirmed_at or at < dates.span(wish.confirmed_at)[0]:
            return False
        if wish.when == "always":
            return True
        hours, heard_at = silent_hours(service), self.ledger.last_heard(patient)
        return hours is not None and (heard_at is None or heard_at < at - hours * 3_600_000)

    def _text(self, service: Json, wish: Wish, patient: str, one: Due) -> str:
        link = address_of_day(self._papers, patient, one.session) if wish.has_page else ""
        return message(service, wish.words, wish.language, link)

    async def _send(self, one: _Message) -> None:
        with self._lock:
            is_still_due = any(
                one.key == other.key for other in self._due_now()
            )  # others were sent meanwhile
            if not is_still_due:
                return
            self.ledger.begin(one.key, one.patient, one.kind)
        try:
            await self._gateway.send(one.key, one.number, one.text)
        except NotTaken:
            return
        with self._lock:
            self.ledger.taken(one.key)
