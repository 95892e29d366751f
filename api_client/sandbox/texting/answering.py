"""Answering wishes for text messages, and hearing what is answered by text: which number is confirmed, which said STOP."""

from __future__ import annotations

from threading import RLock
from typing import Any

from api_client.sandbox import dates
from api_client.sandbox.clinic_papers import ClinicPapers
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import coded, document, outputs
from api_client.sandbox.relations import TEXTS
from api_client.sandbox.store import Row, Store
from api_client.sandbox.texting.gateway import LineKind, NotTaken, SmsGateway
from api_client.sandbox.texting.hearing import heard
from api_client.sandbox.texting.ledger import TextLedger, key_of
from api_client.sandbox.texting.numbers import e164
from api_client.sandbox.texting.wishes import CONFIRMED_AT, OPEN, REFUSED, Wish, wish_of
from api_client.sandbox.texting.words import (
    confirmation,
    country_of,
    message,
    service_of,
    silent_hours,
)

MOST_CONFIRMATIONS = 3
"""A day for one patient: nobody's phone is to be filled by somebody else's wish."""


class TextWishes:
    """Of one clinic. `attend` and `rows` are called with its lock held; everything else takes it."""

    def __init__(self, store: Store, lock: RLock, gateway: SmsGateway, ledger: TextLedger) -> None:
        self._store, self._lock, self._gateway, self._ledger = store, lock, gateway, ledger
        self._papers = ClinicPapers(store)
        self.are_answered = True
        """False: a wish stays asked, as at a clinic whose system does not answer any."""

    def attend(self) -> None:
        """Only the newest wish of each person stands: an earlier one is over as soon as another is asked for."""
        newest: dict[str, Row] = {}
        for row in self._papers.tasks_in_order(TEXTS) if self.are_answered else ():
            if parse(row.text).value.get("status") in OPEN:
                older = newest.get(str(row.patient))
                if older is not None:
                    self._write(older, status="cancelled")
                newest[str(row.patient)] = row

    async def answer_all(self) -> None:
        """Whatever was asked for and is not answered. A gateway that does not say is asked again with the next round."""
        with self._lock:
            asked = [row for row in self.rows() if parse(row.text).value.get("status") == "requested"]
        for row in asked if self.are_answered else ():
            await self._answer(row)

    def hear(self, number: str, text: str) -> None:
        """What was answered by text from this number. STOP ends every wish for it at once, and every yes that it said; YES confirms the
        newest that waits and that this number was asked about. Gateways write a number with and without what leads into the country."""
        said = heard(text)
        with self._lock:
            found = e164(number, country_of(self.service() or {}))
            number = found if found.startswith("+") else number
            if said == "start":
                self._ledger.start(number)
            elif said == "stop":
                self._ledger.stop(number)
                for row, task in self._at(number):
                    kept = [one for one in outputs(task) if one.get("type") != coded(CONFIRMED_AT)]
                    if task.get("status") in OPEN:
                        self._refuse(row, "stopped", kept)
                    elif kept != outputs(task):
                        self._write(row, output=kept)
            elif said == "yes":
                waiting = [row for row, task in self._at(number) if task.get("status") == "accepted"]
                # A yes to one question is none to another, of somebody else maybe, that has not been sent.
                asked = [row for row in waiting if self._ledger.of(key_of("confirm", row.id)) is not None]
                for row in asked[-1:]:
                    self._confirm(row)

    def service(self) -> Json | None:
        """What the clinic says of its text messages."""
        return service_of(self._papers.every("HealthcareService"))

    def number(self, wish: Wish) -> str:
        """ "+12025550177", or why it is none."""
        return e164(wish.number, country_of(self.service() or {}))

    def rows(self) -> list[Row]:
        """Every wish, also those that are over."""
        return list(self._papers.tasks(TEXTS))

    async def _answer(self, row: Row) -> None:
        with self._lock:
            wish, service = wish_of(parse(row.text).value), self.service()
            number = self.number(wish) if wish is not None else "no_number"
        kind: LineKind = "unknown"
        if number not in ("no_number", "foreign"):
            try:
                kind = await self._gateway.kind_of(number)
            except NotTaken:
                return
        with self._lock:
            now = self._store.read("Task", row.id)
            if now is None or now.is_gone or parse(now.text).value.get("status") != "requested":
                return  # turned off meanwhile
            patient = str(now.patient)
            refused = self._why_not(patient, wish, service, number, kind)
            if refused:
                self._refuse(now, refused)
            elif self._was_confirmed(patient, number):
                self._confirm(now)
            else:
                self._write(now, status="accepted")

    def _why_not(
        self, patient: str, wish: Wish | None, service: Json | None, number: str, kind: LineKind
    ) -> str:
        """ "": there is no reason."""
        if service is None or wish is None or not _has_words(service, wish):
            return "not_offered"
        if wish.when == "silent" and silent_hours(service) is None:
            return "not_offered"
        if number in ("no_number", "foreign"):
            return number
        if kind == "landline":
            return "landline"
        if self._ledger.is_stopped(number):
            return "stopped"
        is_full = self._ledger.begun_today(patient, "confirm") >= MOST_CONFIRMATIONS
        return "too_many" if is_full and not self._was_confirmed(patient, number) else ""

    def _was_confirmed(self, patient: str, number: str) -> bool:
        """Whether whoever holds this number said yes to this patient's reminders before, and has not said STOP since."""
        for row in self.rows():
            wish = wish_of(parse(row.text).value) if row.patient == patient else None
            if wish is not None and wish.confirmed_at and self.number(wish) == number:
                return True
        return False

    def _at(self, number: str) -> list[tuple[Row, Json]]:
        """Wishes for this number, also those that are over, in the order in which they were asked."""
        found: list[tuple[Row, Json]] = []
        for row in self._papers.tasks_in_order(TEXTS):
            task = parse(row.text).value
            wish = wish_of(task)
            if wish is not None and self.number(wish) == number:
                found.append((row, task))
        return found

    def _confirm(self, row: Row) -> None:
        at = {"type": coded(CONFIRMED_AT), "valueDateTime": dates.instant(self._store.now())}
        self._write(row, status="in-progress", output=[at])

    def _refuse(self, row: Row, why: str, kept: list[Json] | None = None) -> None:
        output = [*(kept or []), {"type": coded(REFUSED), "valueCode": why}]
        self._write(row, status="rejected", output=output)

    def _write(self, row: Row, **elements: Any) -> None:
        changed = {**parse(row.text).value, **elements, "lastModified": dates.instant(self._store.now())}
        task = {name: value for name, value in changed.items() if value != []}
        with self._store.writing():
            self._store.update(row, document(task))


def _has_words(service: Json, wish: Wish) -> bool:
    """Whether there is something to send, and to ask with before."""
    return bool(message(service, wish.words, wish.language, "") and confirmation(service, wish.language))
