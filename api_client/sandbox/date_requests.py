"""A patient's wish for another date of a session, and the clinic's answer to it: who writes what, and what an answer does.

- A patient asks about an appointment of their own (AppointmentResponse, `tentative`), for times the clinic offers or with words.
  It books nothing. Afterwards they only withdraw it, by keeping what is booked (`accepted`), and that stays so.
- Whoever books, the coordinator on the patient's team, sees it and answers it once, in their own name. Nobody else at the
  clinic sees it.
- An answer that books moves the appointment and takes the time, in the same transaction. It is refused, and nothing is
  written, where somebody else has the time, where the time was moved since or is behind, or where the request or the
  appointment is over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Document, Json, parse
from api_client.sandbox.given import CARE
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.receipts import check_only
from api_client.sandbox.relations import is_of_category, links
from api_client.sandbox.store import COLUMNS, Row, Store, as_row

COORDINATOR = "coordinator"
"""The one role that books."""
ANSWER = "date-answer"
_EXT = "https://lantern.example/fhir/StructureDefinition"
_ASKS, _KEEPS = "tentative", "accepted"
_DECIDED = ("booked", "other-times", "declined")
_MOVABLE = ("proposed", "pending", "booked", "waitlist")
_NOT_COMING = ("cancelled", "noshow", "entered-in-error")
_LONGEST_SESSION_MS = 24 * 3600 * 1000
MOST_TIMES = 5
LONGEST_WORDS = 250_000
Writes = Sequence[tuple[Row, Document]]


def is_date_answer(message: Json) -> bool:
    """Whether a Communication answers a request for another date."""
    return is_of_category(message, ANSWER)


# --- asking ---


def check_asked(store: Store, patient: str, request: Json) -> None:
    """Raises Refusal unless this new AppointmentResponse asks for another date of an appointment of this patient's."""
    if request.get("participantStatus") != _ASKS:
        raise Refusal(
            403, "A patient asks; the clinic books.", where=("AppointmentResponse.participantStatus",)
        )
    named = links(request, "appointment", store.base)
    row = store.read(*_name(named[0])) if len(named) == 1 and named[0].startswith("Appointment/") else None
    if row is None or row.is_gone or row.patient != patient:
        raise Refusal(
            403, "A patient asks about their own sessions.", where=("AppointmentResponse.appointment",)
        )
    times = list(_times(request, "wanted-time", store.base))
    words = request.get("comment")
    if words is not None and (not isinstance(words, str) or len(words) > LONGEST_WORDS):
        raise Refusal(422, "The words cannot be taken.", where=("AppointmentResponse.comment",))
    if len(times) > MOST_TIMES or not (times or words):
        raise Refusal(422, "It names times that are offered, or says why none suits.", where=(_WANTED,))
    if any(not slot.startswith("Slot/") or store.read(*_name(slot)) is None for slot in times):
        raise Refusal(422, "Only times that this clinic offers can be asked for.", where=(_WANTED,))


def check_withdrawn(old: Json, new: Json) -> None:
    """Raises Refusal unless the patient withdraws it, and changes nothing else."""
    says = "A request stands as it was sent; it can only be withdrawn."
    check_only(old, new, ("participantStatus",), says)
    status = new.get("participantStatus")
    if status != old.get("participantStatus") and status != _KEEPS:
        raise Refusal(403, says, where=("AppointmentResponse.participantStatus",))


# --- answering ---


def check_answered(store: Store, who: str, role: str, answer: Json) -> None:
    """Raises Refusal unless `who` may give this answer. Whether it can be carried out, `carried_out` says."""
    if role != COORDINATOR:
        raise Refusal(403, "Another date is answered by whoever books.", where=("Communication.category",))
    base = store.base
    patient = next(iter(links(answer, "subject", base)), None)
    if links(answer, "sender", base) != [who] or patient is None:
        raise Refusal(403, "An answer is given in one's own name.", where=("Communication.sender",))
    if links(answer, "recipient", base) != [patient] or len(_each(answer.get("recipient"))) != 1:
        raise Refusal(403, "An answer goes to who asked.", where=("Communication.recipient",))
    in_care = store.rows(
        "SELECT 1 FROM relation WHERE tie = 'team' AND who = ? AND patient = ? AND lo <= ? AND hi >= ?",
        (who, patient, store.now(), store.now()),
    )
    if not in_care:
        raise Refusal(
            403, "This patient's care team does not have this person.", where=("Communication.subject",)
        )
    decided = _decided(answer)
    times = list(_times(answer, "offered-time", base))
    if decided not in _DECIDED or len(times) > MOST_TIMES or (decided == "booked") > (len(times) == 1):
        raise Refusal(
            422, "An answer says what was decided, and for which time.", where=("Communication.extension",)
        )
    if any(not isinstance(_object(one).get("contentString"), str) for one in _each(answer.get("payload"))):
        raise Refusal(422, "It holds words and nothing else.", where=("Communication.payload",))
    _request(store, answer, patient)


def carried_out(store: Store, answer: Json) -> Writes:
    """What the answer changes: the appointment, the time that is taken, and the one that is given back. Raises Refusal(422)
    where it can no longer be given: asked again the same would be refused again. Call it in the transaction that keeps the answer, before anything is written."""
    patient = links(answer, "subject", store.base)[0]
    row = _request(store, answer, patient)
    request = parse(row.text).value
    if request.get("participantStatus") != _ASKS:
        raise Refusal(
            422, "This request was withdrawn.", code="business-rule", where=("Communication.about",)
        )
    if any(row.name in links(parse(one.text).value, "about", store.base) for one in _answers(store, patient)):
        raise Refusal(
            422, "This request was answered already.", code="business-rule", where=("Communication.about",)
        )
    if _decided(answer) != "booked":
        return ()
    slot = store.read(*_name(next(_times(answer, "offered-time", store.base))))
    if slot is None or slot.is_gone or parse(slot.text).value.get("status") != "free":
        raise Refusal(
            422, "This time is not free any more.", code="business-rule", where=("Communication.extension",)
        )
    time = parse(slot.text).value
    begins, stated = _instant_of(time.get("start")), _stated_start(answer)
    if begins is None or begins <= store.now() or (stated is not None and stated != begins):
        raise Refusal(
            422,
            "This time is another now, or is behind.",
            code="business-rule",
            where=("Communication.extension",),
        )
    named = links(request, "appointment", store.base)
    appointment = store.read(*_name(named[0])) if named else None
    before = parse(appointment.text).value if appointment is not None and not appointment.is_gone else {}
    if appointment is None or appointment.patient != patient or before.get("status") not in _MOVABLE:
        raise Refusal(
            422,
            "This session cannot be moved any more.",
            code="business-rule",
            where=("Communication.about",),
        )
    moved = _moved(store, before, slot.name, time)
    if _is_room_taken(store, moved, appointment.name):
        raise Refusal(
            422,
            "Another session is in this room at that time.",
            code="business-rule",
            where=("Communication.extension",),
        )
    writes = [(appointment, _document(moved))]
    writes.append((slot, _document({**time, "status": "busy"})))
    for name in links(before, "slot", store.base):
        given_back = store.read(*_name(name))
        if given_back is not None and not given_back.is_gone and name != slot.name:
            writes.append((given_back, _document({**parse(given_back.text).value, "status": "free"})))
    return writes


def _moved(store: Store, appointment: Json, slot: str, time: Json) -> Json:
    """The appointment at this time: as long as it was planned, in the room and with the people of that time."""
    start, end = str(time.get("start")), str(time.get("end"))
    minutes = appointment.get("minutesDuration")
    if isinstance(minutes, int) and not isinstance(minutes, bool) and minutes > 0:
        end = dates.instant(dates.span(start)[0] + minutes * 60_000)
    rooms = links(time, "schedule", store.base)
    room = store.read(*_name(rooms[0])) if rooms else None
    actors = _each(parse(room.text).value.get("actor")) if room is not None and not room.is_gone else []
    there = [one for one in _each(appointment.get("participant")) if _is_patient(one)]
    there += [
        {"actor": one, "required": "required", "status": "accepted"}
        for one in actors
        if isinstance(one, dict)
    ]
    return {
        **appointment,
        "status": "booked",
        "start": start,
        "end": end,
        "slot": [{"reference": slot}],
        "participant": there if actors else appointment.get("participant"),
    }


def _is_room_taken(store: Store, moved: Json, name: str) -> bool:
    """Whether somebody else is in one of its rooms while it lasts: a session may be longer than the time it is booked into."""
    start, end, rooms = _instant_of(moved.get("start")), _instant_of(moved.get("end")), _rooms(moved)
    if start is None or end is None:
        return False
    near = store.rows(
        f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.type = 'Appointment'"  # noqa: S608
        " AND c.gone = 0 AND c.pk IN (SELECT pk FROM span WHERE key = 'Appointment.date' AND lo < ? AND hi > ?)",
        (end, start - _LONGEST_SESSION_MS),
    )
    for row in map(as_row, near):
        other = parse(row.text).value
        ends = _instant_of(other.get("end"))
        is_there = row.name != name and other.get("status") not in _NOT_COMING and bool(rooms & _rooms(other))
        if is_there and ends is not None and ends > start:
            return True
    return False


def _rooms(appointment: Json) -> set[str]:
    actors = [
        _object(_object(one).get("actor")).get("reference") for one in _each(appointment.get("participant"))
    ]
    return {one for one in actors if isinstance(one, str) and one.startswith("Location/")}


def _request(store: Store, answer: Json, patient: str) -> Row:
    """The one request that this is about, of the same patient."""
    about = links(answer, "about", store.base)
    row = (
        store.read(*_name(about[0]))
        if len(about) == 1 and about[0].startswith("AppointmentResponse/")
        else None
    )
    if row is None or row.is_gone or row.patient != patient or len(_each(answer.get("about"))) != 1:
        raise Refusal(403, "An answer is about one request of its patient.", where=("Communication.about",))
    return row


def _answers(store: Store, patient: str) -> list[Row]:
    rows = store.rows(
        f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.type = 'Communication'"  # noqa: S608
        " AND c.gone = 0 AND c.patient = ? AND c.pk IN"
        " (SELECT pk FROM term WHERE key = 'Communication.category' AND system = ? AND code = ?)",
        (patient, CARE, ANSWER),
    )
    return [as_row(row) for row in rows]


_WANTED = "AppointmentResponse.extension"


def _times(resource: Json, name: str, base: str) -> Iterator[str]:
    """The slots that its times name; "" for one that names none."""
    for one in _each(resource.get("extension")):
        mark = _object(one)
        if mark.get("url") == f"{_EXT}/{name}":
            slots = [part for part in _each(mark.get("extension")) if _object(part).get("url") == "slot"]
            yield next(iter(links(slots, "valueReference", base)), "")


def _stated_start(answer: Json) -> int | None:
    """When the one time of the answer begins by whoever wrote it, in ms; None: they did not say."""
    for mark in map(_object, _each(answer.get("extension"))):
        if mark.get("url") == f"{_EXT}/offered-time":
            for part in map(_object, _each(mark.get("extension"))):
                if part.get("url") == "period":
                    return _instant_of(_object(part.get("valuePeriod")).get("start"))
    return None


def _instant_of(text: Any) -> int | None:
    try:
        return dates.span(str(text))[0]
    except ValueError:
        return None


def _decided(answer: Json) -> Any:
    found = [one for one in _each(answer.get("extension")) if _object(one).get("url") == f"{_EXT}/{ANSWER}"]
    return _object(found[0]).get("valueCode") if len(found) == 1 else None


def _is_patient(participant: Any) -> bool:
    reference = _object(_object(participant).get("actor")).get("reference")
    return isinstance(reference, str) and "Patient/" in reference


def _document(resource: Json) -> Document:
    return parse(json.dumps(resource, ensure_ascii=False, default=str))


def _name(reference: str) -> tuple[str, str]:
    type_, _, id_ = reference.partition("/")
    return type_, id_


def _object(value: Any) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
