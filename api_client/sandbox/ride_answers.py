"""The clinic's part of a ride home: the page's address, the answer that is given there, and what the clinic's people see of it.

The secret in an address is random (128 bits) and stands in the patient's own Task alone; taken back there, it opens nothing
any more, and nothing after the day of the session, also of one that the clinic lost the time of. An answer is for the times at
which the session stood when it was given, beginning and end: it never counts for others.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from api_client.sandbox import dates
from api_client.sandbox.asked_times import asked_times
from api_client.sandbox.clinic_papers import ClinicPapers, instant, moment
from api_client.sandbox.day_links import LANGUAGE, LANGUAGES, NOT_COMING
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import coded, document, new_address, opened, outputs, said
from api_client.sandbox.relations import RIDE, links
from api_client.sandbox.rides import CALL, DRIVER, NUMBER, inputs_of
from api_client.sandbox.store import Row, Store

PATH = "/coming/"
LINK = "ride-link"
ANSWER = "ride-answer"
ANSWERED_FOR = "ride-answered-for"
ANSWERED_UNTIL = "ride-answered-until"
ANSWERED_AT = "ride-answered-at"
SEEN_BY_STAFF = "ride-home"
Answer = Literal["yes", "no"]
_STAFF_STATUS = {"": "requested", "yes": "accepted", "no": "rejected"}


@dataclass(frozen=True)
class Ride:
    """What the page shows. Times stand in the clinic's zone; None where the clinic has not given them. `until`: when to come, the longer
    of the appointment's `end` and the stay that the clinic asks for after it. `seen` names this
    state: an answer to another one is not taken. `answer`: to the time as it is now; `is_moved`: to another."""

    driver: str
    patient: str
    language: str
    call: str
    start: datetime | None
    end: datetime | None
    until: datetime | None
    place: tuple[str, ...]
    seen: str
    answer: Answer | None = None
    is_moved: bool = False
    is_called_off: bool = False


class Rides:
    """All of one clinic's. Everything here is called with its lock held."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._papers = ClinicPapers(store)
        self.are_answered = True
        """False: what was asked stays asked, as at a clinic whose system does not answer any."""

    def attend(self) -> None:
        """Gives every question its address, and shows the clinic's people how each stands, by the clinic's own hand."""
        for row in self._papers.tasks(RIDE) if self.are_answered else ():
            task = parse(row.text).value
            if task.get("status") == "requested":
                address = new_address(self._papers.origin, PATH)
                with self._store.writing():
                    self._write(row, status="accepted", output=[{"type": coded(LINK), "valueUri": address}])
            elif task.get("status") == "cancelled":
                with self._store.writing():
                    self._show_staff(row, task)

    def open(self, secret: str) -> Ride | None:
        """What stands behind this address now. Looking at it changes nothing."""
        found = self._found(secret)
        return self._ride(*found) if found is not None else None

    def answer(self, secret: str, answer: Answer, seen: str) -> bool:
        """Keeps it. False, and nothing is kept: nothing is open there, or it is not as it was `seen` any more."""
        found = self._found(secret)
        ride = self._ride(*found) if found is not None else None
        if found is None or ride is None or ride.is_called_off or ride.start is None or ride.seen != seen:
            return False
        row, task = found
        link = [one for one in outputs(task) if one.get("type") == coded(LINK)]
        given: list[Json] = [
            {"type": coded(ANSWER), "valueCode": answer},
            {"type": coded(ANSWERED_FOR), "valueDateTime": instant(ride.start)},
            *(
                [{"type": coded(ANSWERED_UNTIL), "valueDateTime": instant(ride.end)}]
                if ride.end is not None
                else []
            ),
            {"type": coded(ANSWERED_AT), "valueDateTime": dates.instant(self._store.now())},
        ]
        with self._store.writing():
            self._write(row, output=[*link, *given])
        return True

    # --- reading ---

    def _found(self, secret: str) -> tuple[Row, Json] | None:
        return opened(self._papers.tasks(RIDE), secret, lambda task: not self._papers.is_day_over(task))

    def _ride(self, row: Row, task: Json) -> Ride:
        asked, appointment, zone = inputs_of(task), self._papers.appointment(task), self._papers.zone()
        start, end = (moment(appointment.get(name), zone) for name in ("start", "end"))
        if start is None or (end is not None and end <= start):
            end = None  # a slip of the clinic's: nobody is told to come then
        until = self._until(task, start, end)
        answer = said(task, ANSWER, "valueCode")
        times = (said(task, name, "valueDateTime") for name in (ANSWERED_FOR, ANSWERED_UNTIL))
        is_for_this = start is not None and tuple(times) == (instant(start), instant(end) if end else "")
        return Ride(
            asked.get(DRIVER, ""),
            self._papers.given_name(str(row.patient)),
            asked.get(LANGUAGE, LANGUAGES[0]),
            asked.get(CALL, ""),
            start,
            end,
            until,
            self._papers.place(appointment),
            # which question, which answer and which time: whatever changes, an answer to it before is not one to it now
            hashlib.sha256(f"{row.n} {start} {end} {until} {appointment.get('status')}".encode()).hexdigest()[
                :16
            ],
            answer=("yes" if answer == "yes" else "no") if answer and is_for_this else None,
            is_moved=bool(answer) and not is_for_this,
            is_called_off=not appointment or appointment.get("status") in NOT_COMING,
        )

    def _until(self, task: Json, start: datetime | None, end: datetime | None) -> datetime | None:
        """When to come: hours that pass, on the clinic's clock."""
        papers, named = self._papers, links(task, "focus", self._store.base)
        plans, protocols = papers.every("CarePlan"), papers.every("PlanDefinition")
        until = asked_times(named[0] if named else "", start, end, plans, protocols).until
        return until.astimezone(papers.zone()) if until is not None else None

    # --- writing ---

    def _write(self, row: Row, **elements: Any) -> None:
        task = {**parse(row.text).value, **elements, "lastModified": dates.instant(self._store.now())}
        self._store.update(row, document(task))
        self._show_staff(row, task)

    def _show_staff(self, row: Row, task: Json) -> None:
        """How it stands, for the clinic's people. Taken back, nothing is left there of whoever was asked."""
        there = next((one for one in self._papers.tasks(SEEN_BY_STAFF) if _is_part_of(one, row.id)), None)
        shown = self._for_staff(row, task)
        if there is None:
            self._store.create(document(shown))
        elif parse(there.text).value.get("status") != "cancelled":
            self._store.update(there, document({**shown, "id": there.id}))

    def _for_staff(self, row: Row, task: Json) -> Json:
        shown: Json = {
            "resourceType": "Task",
            "partOf": [{"reference": f"Task/{row.id}"}],
            "status": "cancelled",
            "intent": "order",
            "code": coded(SEEN_BY_STAFF),
            "focus": task["focus"],
            "for": {"reference": row.patient},
            "lastModified": dates.instant(self._store.now()),
        }
        if task.get("status") == "cancelled":
            return shown
        asked = inputs_of(task)
        person: Json = {
            "resourceType": "RelatedPerson",
            "id": "driver",
            "patient": {"reference": row.patient},
            "name": [{"text": asked.get(DRIVER, "")}],
        }
        if NUMBER in asked:
            person["telecom"] = [{"system": "phone", "value": asked[NUMBER]}]
        shown["status"] = _STAFF_STATUS[said(task, ANSWER, "valueCode")]
        answers = [one for one in outputs(task) if one.get("type") != coded(LINK)]
        if answers:
            shown["output"] = answers
        return {
            **shown,
            "contained": [person],
            "owner": {"reference": "#driver", "display": asked.get(DRIVER, "")},
        }


def _is_part_of(row: Row, id_: str) -> bool:
    return parse(row.text).value.get("partOf") == [{"reference": f"Task/{id_}"}]
