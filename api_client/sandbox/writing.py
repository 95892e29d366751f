"""Who may write what at this clinic: the writing half of the rule that `access` states in words."""

from __future__ import annotations

from api_client.sandbox.access import patients_in_care
from api_client.sandbox.alerts import check_answer, check_unanswered, is_alert
from api_client.sandbox.approvals import (
    check_begun,
    check_recorded,
    is_approval,
)
from api_client.sandbox.asked_of_system import check_asked as check_asked_of_system
from api_client.sandbox.asked_of_system import check_ended, is_asked_of_system
from api_client.sandbox.authors import check_author
from api_client.sandbox.date_requests import (
    check_answered,
    check_asked,
    check_withdrawn,
    is_date_answer,
)
from api_client.sandbox.exact import Json
from api_client.sandbox.given import is_the_clinics_word
from api_client.sandbox.guests import (
    GUEST,
    check_asks,
    check_ends,
    check_guest_sends,
)
from api_client.sandbox.money import is_estimate_seen
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.ownwords import check_progress, check_words, is_safety_plan
from api_client.sandbox.papers import (
    COORDINATOR_WRITES,
    PATIENT_WRITES,
    PUBLISHED,
)
from api_client.sandbox.person import CLINICIANS, Person
from api_client.sandbox.receipts import check_forward, check_only, check_receipt, check_unreceived
from api_client.sandbox.relations import (
    is_handed_on,
    is_invitation,
    links,
    owner,
)
from api_client.sandbox.signing import check_signature, check_stays, check_withdraws, is_withdrawal
from api_client.sandbox.store import Row, Store
from api_client.sandbox.summary import (
    check_line,
    check_line_read,
    check_struck,
    is_line_read,
)
from api_client.sandbox.talk import (
    check_reading_days,
    check_written,
    is_received_by_team,
    is_talk,
)
from api_client.sandbox.talking import check_talked, is_point


def check_create(store: Store, person: Person, resource: Json) -> None:
    """Raises Refusal unless this person may make this resource."""
    type_ = resource["resourceType"]
    if person.is_clinic:
        return
    if type_ == "Communication":
        _check_says(store, person, resource)
    if type_ == "PractitionerRole" and person.is_practitioner:
        check_reading_days(person.reference, resource, store.base)
    elif type_ == "Composition" and person.role in CLINICIANS:
        check_line(store, person.reference, resource)
    elif person.is_patient and is_asked_of_system(resource):
        check_asked_of_system(store, resource, person.reference)
    elif type_ == "Task" and person.is_patient:
        check_asks(resource, person.reference, store.base)
    elif person.is_patient:
        _check_patient_writes(store, person, resource, "c")
        if type_ == "AppointmentResponse":
            check_asked(store, person.reference, resource)
    elif type_ == "Communication":
        if not (is_talk(resource) or is_line_read(resource) or is_date_answer(resource)):
            _check_sends(store, person, resource)
    else:
        if is_approval(resource):
            check_begun(person.role, resource, store.base)
        _check_coordinates(store, person, resource)


def _check_says(store: Store, person: Person, message: Json) -> None:
    """What anybody's new message must be, whoever they are."""
    if person.role == GUEST:
        check_guest_sends(store, person.reference, message)
    check_unreceived({}, message)
    check_unanswered({}, message)
    if is_withdrawal(message):
        check_withdraws(store, message, person.reference)
    if is_date_answer(message):
        if is_talk(message) or is_line_read(message) or is_alert(message):
            raise Refusal(422, "An answer about a date is nothing else.", where=("Communication.category",))
        check_answered(store, person.reference, person.role, message)
    elif is_talk(message):
        check_written(store, person.reference, person.role, message, store.now())
    elif is_line_read(message):
        if person.role not in (*CLINICIANS, "patient"):
            raise Refusal(403, "The summary is not this person's to read.")
        check_line_read(store, person.reference, message)


def check_update(store: Store, person: Person, row: Row, old: Json, new: Json) -> None:
    """Raises Refusal unless this person, who sees `row`, may turn `old` into `new`."""
    if person.is_clinic:
        return
    if row.type == "Communication":
        check_forward(old, new)
        if _receives(store, person, old):
            check_answer(old, new, person.reference, store.base) if is_alert(old) else check_receipt(old, new)
            return
        check_unreceived(old, new)
        check_unanswered(old, new)
        if any(
            stands(one)
            for one in (old, new)
            for stands in (is_talk, is_line_read, is_date_answer, is_withdrawal, is_estimate_seen)
        ):
            check_only(old, new, (), "What was written to somebody stands as it was sent.")
    if row.type == "PractitionerRole" and person.is_practitioner:
        check_reading_days(person.reference, old, store.base)
        check_reading_days(person.reference, new, store.base)
        return
    if row.type == "Composition" and person.role in CLINICIANS:
        check_struck(person.reference, old, new, store.base)
        return
    if is_point(old):
        check_talked(person.role, person.reference, old, new, store.base)
        return
    if is_approval(old) or is_approval(new):
        check_recorded(person.role, old, new, store.base)
    if person.is_patient and _changes_in_part(store, person, row, old, new):
        return
    if row.type != "Patient" and owner(new, store.base) != row.patient:
        raise Refusal(403, "A record cannot be moved to another patient.")
    if person.is_patient:
        check_stays(old)
        check_author(store.base, person.reference, old)
        _check_patient_writes(store, person, new, "u")
    else:
        _check_coordinates(store, person, old)
        _check_coordinates(store, person, new)


def _changes_in_part(store: Store, person: Person, row: Row, old: Json, new: Json) -> bool:
    """Whether it is of the clinic's papers that a patient may change a part of, and only that part is changed."""
    if row.type == "Task" and is_invitation(old):
        check_ends(old, new)
        return True
    if row.type == "AppointmentResponse":
        check_withdrawn(old, new)
        return True
    if is_asked_of_system(old):
        check_ended(old, new)
        return True
    if row.type == "Task":
        if links(old, "owner", store.base) != [person.reference]:
            raise Refusal(403, "This task is somebody else's to do.", where=("Task.owner",))
        check_progress(old, new)
        return True
    if row.type == "CarePlan" and is_safety_plan(old):
        check_words(old, new)
        return True
    return False


def check_delete(store: Store, person: Person, row: Row, old: Json) -> None:
    """Raises Refusal unless this person, who sees `row`, may delete it."""
    if person.is_clinic:
        return
    if is_point(old):
        raise Refusal(403, "What is left to talk about is the clinic's own.")
    if is_approval(old):
        raise Refusal(403, "What an insurer was asked stays in the record.")
    if not person.is_patient:
        _check_coordinates(store, person, old)
        return
    if "d" not in PATIENT_WRITES.get(row.type, ""):
        raise Refusal(403, f"A patient may not delete a {row.type}.")
    check_stays(old)
    check_author(store.base, person.reference, old)


def _check_patient_writes(store: Store, person: Person, resource: Json, letter: str) -> None:
    type_ = resource["resourceType"]
    if letter not in PATIENT_WRITES.get(type_, ""):
        raise Refusal(403, f"A {type_} is not the patient's to write.")
    if owner(resource, store.base) != person.reference:
        raise Refusal(403, "A patient writes about themselves only.")
    check_author(store.base, person.reference, resource)
    check_signature(resource, person.reference, store.base)


def _check_sends(store: Store, person: Person, resource: Json) -> None:
    if is_alert(resource):
        raise Refusal(403, "An alert is a patient's to send.", where=("Communication.category",))
    if links(resource, "sender", store.base) != [person.reference]:
        raise Refusal(403, "A message is sent in one's own name.", where=("Communication.sender",))
    patient = owner(resource, store.base)
    tied = store.rows(
        "SELECT 1 FROM relation WHERE tie IN ('team', 'grant') AND who = ? AND patient = ? AND lo <= ? AND hi >= ?",
        (person.reference, patient, store.now(), store.now()),
    )
    if not tied:
        raise Refusal(403, "A message goes to a patient one cares for.", where=("Communication.subject",))


def _check_coordinates(store: Store, person: Person, resource: Json) -> None:
    type_ = resource["resourceType"]
    if person.role != "coordinator" or type_ not in COORDINATOR_WRITES | PUBLISHED:
        raise Refusal(403, f"A {type_} is not this person's to write.")
    if type_ in PUBLISHED:
        if is_the_clinics_word(resource):
            raise Refusal(
                403,
                "What is given to the clinic, who is told and whom people call is not one person's to write.",
            )
        return
    if is_handed_on(resource):
        raise Refusal(
            403,
            "Whom a patient invites or asks for a ride, and what they ask for themselves, is theirs to say, and the clinic's system answers.",
        )
    if is_point(resource):
        raise Refusal(
            403, "What was not clear to a patient, the clinic's system says, of what they answered."
        )
    if type_ == "CarePlan" and is_safety_plan(resource):
        raise Refusal(403, "A safety plan is made with the clinician, and its words are the patient's.")
    condition, values = patients_in_care(person, store.now())
    patient = owner(resource, store.base)
    if not store.rows(f"SELECT 1 FROM (SELECT ? AS patient) c WHERE {condition}", (patient, *values)):  # noqa: S608
        raise Refusal(403, "This patient's care team does not have this person.")


def _receives(store: Store, person: Person, message: Json) -> bool:
    """Whether this person, who sees it, is sent it; who sends a message to themselves too is its sender all the same."""
    if person.is_practitioner and is_received_by_team(message, store.base):
        return True
    named = links(message, "recipient", store.base)
    return person.reference in named and person.reference not in links(message, "sender", store.base)
