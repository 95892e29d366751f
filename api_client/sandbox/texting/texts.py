"""The clinic's part of text messages: answers each wish, hears what is answered by text, and sends what is due by the clinic's clock.

A reminder is sent once or not at all, also over restarts and a gateway that answers late: its name is written down before it is
given away, and the gateway takes a name once. What is due is worked out anew each time, so what was moved, called off, stopped or
turned off is sent no more; nothing is sent in the quiet hours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

from api_client.sandbox import dates
from api_client.sandbox.clinic_papers import ClinicPapers
from api_client.sandbox.day_answers import address_of_day
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import coded, document, outputs
from api_client.sandbox.relations import TEXTS
from api_client.sandbox.store import Row, Store
from api_client.sandbox.texting.due import Due, due, is_quiet
from api_client.sandbox.texting.gateway import LineKind, NotTaken, SmsGateway
from api_client.sandbox.texting.ledger import TextLedger, key_of
from api_client.sandbox.texting.numbers import e164
from api_client.sandbox.texting.planned import planned_of
from api_client.sandbox.texting.wishes import CONFIRMED_AT, REFUSED, Wish, wish_of
from api_client.sandbox.texting.words import (
    CONFIRM,
    country_of,
    heard,
    message,
    service_of,
    silent_hours,
    words_of,
)

MOST_CONFIRMATIONS = 3
"""A day for one patient: nobody's phone is to be filled by somebody else's wish."""
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
    """Of one clinic. `attend` is called with its lock held; everything else takes it."""

    def __init__(self, store: Store, lock: RLock, gateway: SmsGateway) -> None:
        self._store, self._lock, self._gateway = store, lock, gateway
        self._papers, self.ledger = ClinicPapers(store), TextLedger(store)
        self._sending = asyncio.Lock()
        self.are_answered = True
        """False: a wish stays asked, as at a clinic whose system does not answer any."""

    # --- wishes ---

    def attend(self) -> None:
        """Only the newest wish of each person stands: an earlier one is over as soon as another is asked for."""
        if not self.are_answered:
            return
        newest: dict[str, Row] = {}
        for row in self._rows():
            status = parse(row.text).value.get("status")
            if status in ("requested", "accepted", "in-progress"):
                other = newest.get(str(row.patient))
                if other is not None:
                    older, row = sorted((other, row), key=_asked)
                    self._write(older, status="cancelled")
                newest[str(row.patient)] = row

    async def tick(self) -> None:
        """Answers what was asked, then sends what is due now. Faults of the gateway are tried again later."""
        async with self._sending:
            with self._lock:
                asked = [row for row in self._rows() if parse(row.text).value.get("status") == "requested"]
            for row in asked if self.are_answered else ():
                await self._answer(row)
            with self._lock:
                messages = list(self._due_now())
            for one in messages:
                await self._send(one)

    async def _answer(self, row: Row) -> None:
        wish, service = wish_of(parse(row.text).value), self._service()
        number = e164(wish.number, country_of(service or {})) if wish is not None else "no_number"
        kind: LineKind = "unknown"
        if number not in ("no_number", "foreign"):
            try:
                kind = await self._gateway.kind_of(number)
            except NotTaken:
                return  # asked again with the next round
        with self._lock:
            now = self._store.read("Task", row.id)
            if now is None or now.is_gone or parse(now.text).value.get("status") != "requested":
                return  # turned off meanwhile
            refused = self._why_not(str(row.patient), wish, service, number, kind)
            if refused:
                self._write(now, status="rejected", output=[{"type": coded(REFUSED), "valueCode": refused}])
            elif self._was_confirmed(str(row.patient), number):
                self._confirm(now)
            else:
                self._write(now, status="accepted")

    def _why_not(
        self, patient: str, wish: Wish | None, service: Json | None, number: str, kind: LineKind
    ) -> str:
        if service is None or wish is None or not words_of(service, wish.words, wish.language):
            return "not_offered"
        if wish.when == "silent" and silent_hours(service) is None:
            return "not_offered"
        if number in ("no_number", "foreign"):
            return number
        if kind == "landline":
            return "landline"
        if self.ledger.is_stopped(number):
            return "stopped"
        if not self._was_confirmed(patient, number):
            is_full = self.ledger.begun_today(patient, "confirm") >= MOST_CONFIRMATIONS
            return "too_many" if is_full else ""
        return ""

    def _was_confirmed(self, patient: str, number: str) -> bool:
        """Whether whoever holds this number said yes to this patient's reminders before."""
        for row in self._rows():
            task = parse(row.text).value
            wish = wish_of(task) if row.patient == patient else None
            if wish is not None and wish.confirmed_at and self._number(wish) == number:
                return True
        return False

    def _confirm(self, row: Row) -> None:
        at = {"type": coded(CONFIRMED_AT), "valueDateTime": dates.instant(self._store.now())}
        self._write(row, status="in-progress", output=[at])

    def hear(self, number: str, text: str) -> None:
        """What was answered by text from this number. STOP ends every wish for it at once; YES confirms the newest that waits."""
        said = heard(text)
        with self._lock:
            if said == "start":
                self.ledger.start(number)
            if said not in ("stop", "yes"):
                return
            own = [row for row in self._rows() if self._is_open_at(row, number)]
            if said == "stop":
                self.ledger.stop(number)
                for row in own:
                    refused = [{"type": coded(REFUSED), "valueCode": "stopped"}]
                    kept = [
                        one
                        for one in outputs(parse(row.text).value)
                        if one.get("type") != coded(CONFIRMED_AT)
                    ]
                    self._write(row, status="rejected", output=[*kept, *refused])
            else:
                waiting = [row for row in own if parse(row.text).value.get("status") == "accepted"]
                for row in sorted(waiting, key=_asked)[-1:]:
                    self._confirm(row)

    def _is_open_at(self, row: Row, number: str) -> bool:
        task = parse(row.text).value
        wish = wish_of(task)
        is_open = task.get("status") in ("requested", "accepted", "in-progress")
        return is_open and wish is not None and self._number(wish) == number

    # --- sending ---

    def _due_now(self) -> Iterator[_Message]:
        service = self._service()
        if service is None:
            return
        now, zone = self._now(), self._papers.zone()
        for row in self._rows():
            task = parse(row.text).value
            wish, patient = wish_of(task), str(row.patient)
            number = self._number(wish) if wish is not None else ""
            if wish is None or number in ("no_number", "foreign") or self.ledger.is_stopped(number):
                continue
            if task.get("status") == "accepted":
                yield from self._confirmation(row, patient, number, wish)
            elif task.get("status") == "in-progress" and not is_quiet(now, wish.quiet, zone):
                for one in due(planned_of(self._papers, patient), wish, zone):
                    if one.at <= now < one.until and self._is_to_be_sent(patient, one, wish, service):
                        key = key_of("reminder", patient, one.at.isoformat())
                        text = self._text(service, wish, patient, one)
                        if text and self.ledger.may_be_tried(key):
                            yield _Message(key, patient, "reminder", number, text)

    def _confirmation(self, row: Row, patient: str, number: str, wish: Wish) -> Iterator[_Message]:
        key = key_of("confirm", row.id)
        is_fresh = self._store.now() - row.updated <= CONFIRMATION_LASTS / timedelta(milliseconds=1)
        if is_fresh and self.ledger.may_be_tried(key):
            yield _Message(key, patient, "confirm", number, CONFIRM[wish.language])

    def _is_to_be_sent(self, patient: str, one: Due, wish: Wish, service: Json) -> bool:
        """Not what was due before the number was confirmed; and, by choice, only where no device of theirs was heard of lately."""
        at = dates.milliseconds(one.at)
        if at < dates.span(wish.confirmed_at)[0]:
            return False
        hours, heard_at = silent_hours(service), self.ledger.last_heard(patient)
        if wish.when == "always":
            return True
        return hours is not None and (heard_at is None or heard_at < at - hours * 3_600_000)

    def _text(self, service: Json, wish: Wish, patient: str, one: Due) -> str:
        link = address_of_day(self._papers, patient, one.session) if wish.has_page else ""
        return message(words_of(service, wish.words, wish.language), wish.language, link)

    async def _send(self, one: _Message) -> None:
        with self._lock:
            if not self._still_stands(one):
                return
            self.ledger.begin(one.key, one.patient, one.kind)
        try:
            await self._gateway.send(one.key, one.number, one.text)
        except NotTaken:
            return
        with self._lock:
            self.ledger.taken(one.key)

    def _still_stands(self, one: _Message) -> bool:
        """While the ones before it were sent, something may have changed."""
        return any(one.key == other.key for other in self._due_now())

    # --- reading and writing ---

    def _service(self) -> Json | None:
        return service_of(self._papers.every("HealthcareService"))

    def _number(self, wish: Wish) -> str:
        return e164(wish.number, country_of(self._service() or {}))

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._store.now() / 1000, UTC)

    def _rows(self) -> list[Row]:
        return list(self._papers.tasks(TEXTS))

    def _write(self, row: Row, **elements: Any) -> None:
        task = {**parse(row.text).value, **elements, "lastModified": dates.instant(self._store.now())}
        with self._store.writing():
            self._store.update(row, document(task))


def _asked(row: Row) -> tuple[str, int]:
    return str(parse(row.text).value.get("authoredOn")), row.pk
