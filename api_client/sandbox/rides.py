"""A patient's question to somebody who may take them home: what it is, and what of it is the patient's to say.

- It is a Task of the patient's for one appointment of theirs. They ask, and take it back; all else of it is the clinic's.
- Nobody at the clinic sees it: the address in it is the patient's to hand over, and whoever has that can answer.
- What the clinic's people see is a Task of the clinic's own, of code `ride-home` (`ride_answers`): whether somebody said that
  they will be there, for which time, and how to reach them where the patient said that they may be.
"""

from __future__ import annotations

import re
from typing import Any, cast

from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import asked_in, coded
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.receipts import check_only
from api_client.sandbox.relations import RIDE, links, owner
from api_client.sandbox.store import Store

DRIVER = "driver-name"
NUMBER = "driver-number"
CALL = "number-to-call"
LANGUAGE = "page-language"
LONGEST_NAME = 80
LANGUAGES = ("en", "es")
NOT_COMING = frozenset({"cancelled", "noshow", "entered-in-error", "fulfilled"})
_NUMBER = re.compile(r"[+(0-9][0-9 ().\-/]{2,29}", re.ASCII)
_ASKED = frozenset(
    {
        "resourceType",
        "identifier",
        "status",
        "intent",
        "code",
        "focus",
        "for",
        "requester",
        "authoredOn",
        "input",
    }
)
_OPEN = ("requested", "accepted")


def check_asks_for_ride(store: Store, resource: Json, patient: str) -> None:
    """Raises Refusal unless this new Task asks for a ride from an appointment of this patient's, and says nothing more."""
    if not set(resource) <= _ASKED | {"id", "meta", "language"} or resource.get("status") != "requested":
        raise Refusal(403, "A ride is asked for; the clinic answers.", where=("Task.status",))
    if resource.get("code") != coded(RIDE):
        raise Refusal(403, "It asks for a ride, and for nothing besides.", where=("Task.code",))
    for name in ("for", "requester"):
        if links(resource, name, store.base) != [patient]:
            raise Refusal(403, "A patient asks for themselves.", where=(f"Task.{name}",))
    named = links(resource, "focus", store.base)
    if len(named) != 1 or not _is_coming(store, named[0], patient):
        raise Refusal(422, "A ride is asked for from a coming appointment.", where=("Task.focus",))
    given: Any = resource.get("input")
    inputs = cast("list[Any]", given) if isinstance(given, list) else []
    if len(inputs) > 4 or len(inputs) != len(inputs_of(resource)) or not _is_whole(inputs_of(resource)):
        raise Refusal(422, "A ride is asked of one person, by name.", where=("Task.input",))


def check_takes_back_ride(old: Json, new: Json) -> None:
    """Raises Refusal unless a patient takes the question back, and changes nothing else of it."""
    says = "Of a ride that was asked for a patient only says that it is over."
    check_only(old, new, ("status", "lastModified"), says)
    status = new.get("status")
    if status != old.get("status") and (status != "cancelled" or old.get("status") not in _OPEN):
        raise Refusal(403, says, where=("Task.status",))


def inputs_of(task: Json) -> dict[str, str]:
    """What was said in it, by the codes of this file. Of anything else nothing."""
    return asked_in(task, (DRIVER, NUMBER, CALL, LANGUAGE))


def _is_whole(said: dict[str, str]) -> bool:
    name = said.get(DRIVER, "")
    numbers = (said[one] for one in (NUMBER, CALL) if one in said)
    return (
        0 < len(name) <= LONGEST_NAME
        and said.get(LANGUAGE) in LANGUAGES
        and all(_NUMBER.fullmatch(one) for one in numbers)
    )


def _is_coming(store: Store, name: str, patient: str) -> bool:
    type_, _, id_ = name.partition("/")
    row = store.read(type_, id_) if type_ == "Appointment" else None
    if row is None or row.is_gone:
        return False
    appointment = parse(row.text).value
    return owner(appointment, store.base) == patient and appointment.get("status") not in NOT_COMING
