"""A patient's question for a plain page of one day: what it is, and what of it is the patient's to say.

It is a Task of theirs for one appointment of theirs. They ask, and end it; the address is the clinic's answer, and theirs to keep
or hand on: nobody at the clinic sees it.
"""

from __future__ import annotations

from collections.abc import Collection

from api_client.sandbox.exact import Json, parse
from api_client.sandbox.handed_on import asked_in, coded, inputs
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.receipts import check_only
from api_client.sandbox.relations import DAY_PAGE, links, owner
from api_client.sandbox.store import Store

LANGUAGE = "page-language"
LANGUAGES = ("en", "es")
NOT_COMING = frozenset({"cancelled", "noshow", "entered-in-error", "fulfilled"})
ASKED = frozenset(
    {"resourceType", "identifier", "status", "intent", "code", "for", "requester", "authoredOn", "input"}
)
_OPEN = ("requested", "accepted")


def check_asks_for_day_page(store: Store, resource: Json, patient: str) -> None:
    """Raises Refusal unless this new Task asks for the page of a coming day of this patient's, and says nothing more."""
    check_own_question(store, resource, patient, DAY_PAGE, ASKED | {"focus"})
    named = links(resource, "focus", store.base)
    if len(named) != 1 or not is_coming(store, named[0], patient):
        raise Refusal(422, "A page is asked for of a coming appointment.", where=("Task.focus",))
    if len(inputs(resource)) != 1 or asked_in(resource, [LANGUAGE]).get(LANGUAGE) not in LANGUAGES:
        raise Refusal(422, "A page is asked for in a language that there is.", where=("Task.input",))


def check_own_question(
    store: Store, resource: Json, patient: str, code: str, elements: Collection[str]
) -> None:
    """Raises Refusal unless this new Task is a question of the patient's own, of this code, and has nothing that is the clinic's."""
    if not set(resource) <= {*elements, "id", "meta", "language"} or resource.get("status") != "requested":
        raise Refusal(403, "It is asked for; the clinic answers.", where=("Task.status",))
    if resource.get("code") != coded(code):
        raise Refusal(403, "It asks for one thing, and for nothing besides.", where=("Task.code",))
    for name in ("for", "requester"):
        if links(resource, name, store.base) != [patient]:
            raise Refusal(403, "A patient asks for themselves.", where=(f"Task.{name}",))


def check_ends_question(old: Json, new: Json, open_: Collection[str] = _OPEN) -> None:
    """Raises Refusal unless a patient says that it is over, and changes nothing else of it."""
    says = "Of what was asked for a patient only says that it is over."
    check_only(old, new, ("status", "lastModified"), says)
    status = new.get("status")
    if status != old.get("status") and (status != "cancelled" or old.get("status") not in open_):
        raise Refusal(403, says, where=("Task.status",))


def is_coming(store: Store, name: str, patient: str) -> bool:
    """Whether it is an appointment of this patient's that may still take place."""
    type_, _, id_ = name.partition("/")
    row = store.read(type_, id_) if type_ == "Appointment" else None
    if row is None or row.is_gone:
        return False
    appointment = parse(row.text).value
    return owner(appointment, store.base) == patient and appointment.get("status") not in NOT_COMING
