"""The clinic's part of a ride home: the page's address, the answer that is given there, and what the clinic's people see of it.

The secret in an address is random (128 bits) and stands in the patient's own Task alone; taken back there, it opens nothing
any more, and nothing after the day of the session, also of one that the clinic lost the time of. An answer is for the times at
which the session stood when it was given, beginning and end: it never counts for others.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from api_client.sandbox import dates
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE
from api_client.sandbox.relations import RIDE, links
from api_client.sandbox.ride_stay import leaving
from api_client.sandbox.rides import CALL, DRIVER, LANGUAGE, LANGUAGES, NOT_COMING, NUMBER, coded, inputs_of
from api_client.sandbox.store import COLUMNS, Row, Store, as_row

PATH = "/coming/"
LINK = "ride-link"
ANSWER = "ride-answer"
ANSWERED_FOR = "ride-answered-for"
ANSWERED_UNTIL = "ride-answered-until"
ANSWERED_AT = "ride-answered-at"
SEEN_BY_STAFF = "ride-home"
Answer = Literal["yes", "no"]
_ZONE = "http://hl7.org/fhir/StructureDefinition/timezone"
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
        self.are_answered = True
        """False: what was asked stays asked, as at a clinic whose system does not answer any."""

    def attend(self) -> None:
        """Gives every question its address, and shows the clinic's people how each stands, by the clinic's own hand."""
        for row in self._tasks(RIDE) if self.are_answered else ():
            task = parse(row.text).value
            if task.get("status") == "requested":
                address = f"{self._store.base.removesuffix('/fhir')}{PATH}{secrets.token_urlsafe(16)}"
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
        link = [one for one in _outputs(task) if one.get("type") == coded(LINK)]
        said: list[Json] = [
            {"type": coded(ANSWER), "valueCode": answer},
            {"type": coded(ANSWERED_FOR), "valueDateTime": _instant(ride.start)},
            *(
                [{"type": coded(ANSWERED_UNTIL), "valueDateTime": _instant(ride.end)}]
                if ride.end is not None
                else []
            ),
            {"type": coded(ANSWERED_AT), "valueDateTime": dates.instant(self._store.now())},
        ]
        with self._store.writing():
            self._write(row, output=[*link, *said])
        return True

    # --- reading ---

    def _found(self, secret: str) -> tuple[Row, Json] | None:
        """Takes equally long for one that is nearly right."""
        asked = hashlib.sha256(secret.encode("utf-8", "replace")).digest()
        found: tuple[Row, Json] | None = None
        for row in self._tasks(RIDE):
            task = parse(row.text).value
            link = next((str(one.get("valueUri")) for one in _outputs(task) if "valueUri" in one), "")
            kept = hashlib.sha256(link.rpartition("/")[2].encode()).digest()
            is_it = hmac.compare_digest(asked, kept)
            if is_it and link and task.get("status") == "accepted" and not self._is_over(task):
                found = row, task
        return found

    def _ride(self, row: Row, task: Json) -> Ride:
        said, appointment, zone = inputs_of(task), self._appointment(task), self._zone()
        start, end = (_moment(appointment.get(name), zone) for name in ("start", "end"))
        if start is None or (end is not None and end <= start):
            end = None  # a slip of the clinic's: nobody is told to come then
        until = self._until(task, start, end)
        answer = _said(task, ANSWER, "valueCode")
        times = (_said(task, name, "valueDateTime") for name in (ANSWERED_FOR, ANSWERED_UNTIL))
        is_for_this = start is not None and tuple(times) == (_instant(start), _instant(end) if end else "")
        return Ride(
            said.get(DRIVER, ""),
            self._given_name(str(row.patient)),
            said.get(LANGUAGE, LANGUAGES[0]),
            said.get(CALL, ""),
            start,
            end,
            until,
            self._place(appointment),
            # which question, which answer and which time: whatever changes, an answer to it before is not one to it now
            hashlib.sha256(f"{row.n} {start} {end} {until} {appointment.get('status')}".encode()).hexdigest()[
                :16
            ],
            answer=("yes" if answer == "yes" else "no") if answer and is_for_this else None,
            is_moved=bool(answer) and not is_for_this,
            is_called_off=not appointment or appointment.get("status") in NOT_COMING,
        )

    def _is_over(self, task: Json) -> bool:
        """Whether the day of the session is over, by the clinic's clock. Of one that has no time any more, the last that it had; of
        one that never had any, the page stands."""
        start = self._last_start(task, zone := self._zone())
        if start is None:
            return False
        ends = datetime.combine(start.date() + timedelta(days=1), time(), zone)
        return dates.milliseconds(ends.astimezone(UTC)) <= self._store.now()

    def _last_start(self, task: Json, zone: ZoneInfo) -> datetime | None:
        for name in links(task, "focus", self._store.base)[:1]:
            type_, _, id_ = name.partition("/")
            rows = self._store.rows(
                "SELECT text FROM version WHERE type = ? AND id = ? ORDER BY seq DESC", (type_, id_)
            )
            for (text,) in rows:
                start = _moment(parse(text).value.get("start"), zone) if text else None
                if start is not None:
                    return start
        return None

    def _appointment(self, task: Json) -> Json:
        named = links(task, "focus", self._store.base)
        return self._read(named[0]) if named else {}

    def _until(self, task: Json, start: datetime | None, end: datetime | None) -> datetime | None:
        """When to come: hours that pass, on the clinic's clock."""
        named = links(task, "focus", self._store.base)
        begins, ends = (one.astimezone(UTC) if one is not None else None for one in (start, end))
        until = leaving(
            named[0] if named else "", begins, ends, self._every("CarePlan"), self._every("PlanDefinition")
        )
        return until.astimezone(self._zone()) if until is not None else None

    def _place(self, appointment: Json) -> tuple[str, ...]:
        """Where to come: the address of the appointment's location, else the clinic's. Never what either is called."""
        named = links(appointment, "participant.actor", self._store.base)
        places = [self._read(one) for one in named if one.startswith("Location/")]
        for place in (*places, *self._clinic()):
            given: Any = place.get("address")
            listed = cast("list[Any]", given) if isinstance(given, list) else [given]
            for written in (cast("Json", one) for one in listed if isinstance(one, dict)):
                lines: Any = written.get("line")
                parts = [*(cast("list[Any]", lines) if isinstance(lines, list) else []), written.get("city")]
                found = tuple(one for one in parts if isinstance(one, str) and one)
                if found:
                    return found
        return ()

    def _given_name(self, patient: str) -> str:
        names: Any = self._read(patient).get("name")
        first: Any = cast("list[Any]", names)[0] if isinstance(names, list) and names else {}
        given = cast("Json", first).get("given") if isinstance(first, dict) else None
        return str(cast("list[Any]", given)[0]) if isinstance(given, list) and given else ""

    def _zone(self) -> ZoneInfo:
        for clinic in self._clinic():
            for one in clinic.get("extension") or ():
                if one.get("url") == _ZONE:
                    return ZoneInfo(str(one.get("valueCode")))
        return ZoneInfo("UTC")

    def _clinic(self) -> list[Json]:
        return self._every("Organization")

    def _every(self, type_: str) -> list[Json]:
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.gone = 0 AND c.type = ?",  # noqa: S608
            (type_,),
        )
        return [parse(as_row(one).text).value for one in rows]

    def _read(self, name: str) -> Json:
        type_, _, id_ = name.partition("/")
        row = self._store.read(type_, id_)
        return parse(row.text).value if row is not None and not row.is_gone else {}

    def _tasks(self, code: str) -> Iterator[Row]:
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.gone = 0 AND c.pk IN"  # noqa: S608
            " (SELECT pk FROM term WHERE key = 'Task.code' AND system = ? AND code = ?)",
            (CARE, code),
        )
        return map(as_row, rows)

    # --- writing ---

    def _write(self, row: Row, **elements: Any) -> None:
        task = {**parse(row.text).value, **elements, "lastModified": dates.instant(self._store.now())}
        self._store.update(row, _document(task))
        self._show_staff(row, task)

    def _show_staff(self, row: Row, task: Json) -> None:
        """How it stands, for the clinic's people. Taken back, nothing is left there of whoever was asked."""
        there = next((one for one in self._tasks(SEEN_BY_STAFF) if _is_part_of(one, row.id)), None)
        shown = self._for_staff(row, task)
        if there is None:
            self._store.create(_document(shown))
        elif parse(there.text).value.get("status") != "cancelled":
            self._store.update(there, _document({**shown, "id": there.id}))

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
        said = inputs_of(task)
        person: Json = {
            "resourceType": "RelatedPerson",
            "id": "driver",
            "patient": {"reference": row.patient},
            "name": [{"text": said.get(DRIVER, "")}],
        }
        if NUMBER in said:
            person["telecom"] = [{"system": "phone", "value": said[NUMBER]}]
        shown["status"] = _STAFF_STATUS[_said(task, ANSWER, "valueCode")]
        answers = [one for one in _outputs(task) if one.get("type") != coded(LINK)]
        if answers:
            shown["output"] = answers
        return {
            **shown,
            "contained": [person],
            "owner": {"reference": "#driver", "display": said.get(DRIVER, "")},
        }


def _is_part_of(row: Row, id_: str) -> bool:
    return parse(row.text).value.get("partOf") == [{"reference": f"Task/{id_}"}]


def _document(resource: Json) -> Any:
    return parse(json.dumps(resource, ensure_ascii=False))


def _outputs(task: Json) -> list[Json]:
    given: Any = task.get("output")
    listed = cast("list[Any]", given) if isinstance(given, list) else []
    return [cast("Json", one) for one in listed if isinstance(one, dict)]


def _said(task: Json, code: str, name: str) -> str:
    found = (str(one.get(name)) for one in _outputs(task) if one.get("type") == coded(code))
    return next(found, "")


def _moment(text: Any, zone: ZoneInfo) -> datetime | None:
    try:
        ms = dates.span(str(text))[0]
    except ValueError:
        return None
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)


def _instant(at: datetime) -> str:
    return dates.instant(dates.milliseconds(at.astimezone(UTC)))
