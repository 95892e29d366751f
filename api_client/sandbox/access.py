"""Who may reach what at this clinic. Read it aloud: that is the rule, and there is no other place that decides.

- A patient sees their own record, the practitioners on their care team, and what the clinic publishes for everybody.
- A patient writes what is theirs to write, about themselves only, and never what another hand wrote.
- A practitioner sees the person, team, plan, steps and appointments of patients whose care team has them now.
- A safety plan is seen by the patient and by the clinicians on their team; the coordinator books, and does not see it.
- Of what a patient wrote, a practitioner sees only what an active consent of that patient names, to them, at this hour.
- Except what was given to the clinic itself: the prescriber on a patient's team reads that patient's finished intake
  forms, finished measures and their totals; a form still being filled in is nobody else's to read. The coordinator
  books and follows the steps: no answer is theirs to read.
- The integration therapist reads no intake form, and measures only while an active consent of the patient says so: one
  that permits them access to `measures` (Consent.provision.code), the patient's to give and to end.
- Beside all this: what a published agreement of the clinic's governs (`provisions`), shared words, measures or intake, is read by
  the role it names only while the patient's signature permits it and is in force. Calls for help never wait for one, nor does
  what they are about, for whoever is called.
- A document that an answer names as its file is read by whoever reads that answer, while it names it.
- A copy that a patient keeps here sealed for themselves (a document of category `sealed-copy`, now or ever) is theirs alone to
  see, write and delete: no consent and no answer that names it opens it to anybody.
- What a patient signed stays as it was signed: it is withdrawn by a message of their own, never changed and never deleted.
- Consents and messages are seen by those who are party to them; how the agreements of a patient stand (`agreed`), by the therapist
  and the prescriber of their team, while they are on it.
- A practitioner sends messages in their own name, and marks those they were sent as received. Nothing else, but on which
  days they read what was shared with them: that they say themselves, and their patients see it.
- Replies about what was shared, and messages to a team, have rules of their own: `talk` says them.
- That a message was received, only who receives it says, and never who sends it; what was received is not reworded.
- An alert is read, taken up and settled by who receives it, in their own name, and by nobody else at the clinic.
- A patient says how far their own tasks have come, and changes the words of their safety plan. The rest stays as it was.
- The summary that the prescriber and the therapist keep together has rules of its own: `summary` says them.
- What is left to talk about of an agreement (`talking`) is seen by the clinicians of the team; the prescriber says that it was done.
- The coordinator keeps the clinic's own papers for patients whose team has them, safety plans excepted. Nobody at the
  clinic grants access.
- Somebody from outside whom a patient invited sees of that patient what is shared with them, and nothing else: `guests`
  says so. Nobody at the clinic sees the invitation, or who joined by it.
- Another date of a session has rules of its own: `date_requests` says them.
- Of insurance, and of what an insurer is asked beforehand, the patient and the coordinator of their team see how far it is, and
  nobody else at the clinic: `approvals`.
- What care costs a patient, what they paid, and the estimate the clinic gave them are theirs to read, and the coordinator's of their
  team: `money`. No therapist and no prescriber sees them, and nobody's price list is a secret.
- Whom a patient asks for a ride home, by an address that they hand on themselves, is theirs alone as well; what the people of
  their team see of it is a record of the clinic's own: `rides`.
- The plain page of a day that a patient asks for, by an address of their own, and their wish to be reminded by text message are
  between them and the clinic's system: nobody else sees either (`day_links`, `texting`).
- Whom people call and who is told of an alert (the Organization, the routing table) only the clinic's own hand writes.

What may not be seen is answered exactly as what does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from api_client.sandbox.alerts import check_answer, check_unanswered, is_alert
from api_client.sandbox.approvals import (
    INSURERS,
    IS_PAPER,
    NO_APPROVAL,
    check_begun,
    check_recorded,
    is_approval,
)
from api_client.sandbox.asked_of_system import check_asked as check_asked_of_system
from api_client.sandbox.asked_of_system import check_ended, is_asked_of_system
from api_client.sandbox.authors import check_author
from api_client.sandbox.conditions import EVERYTHING, NOTHING, both, either, tied
from api_client.sandbox.date_requests import (
    COORDINATOR,
    check_answered,
    check_asked,
    check_withdrawn,
    is_date_answer,
)
from api_client.sandbox.exact import Json
from api_client.sandbox.gates import INTAKE, MEASURES, SHARED, gate, gate_or_called
from api_client.sandbox.given import CARE as CARE_CODES
from api_client.sandbox.given import Condition, given, is_the_clinics_word, no_safety_plan, no_sealed_copy
from api_client.sandbox.guests import (
    GUEST,
    INVITED_BY,
    check_asks,
    check_ends,
    check_guest_sends,
    no_guest,
    none_handed_on,
    sees_as_guest,
)
from api_client.sandbox.money import IS_ESTIMATE, is_estimate_seen
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.ownwords import check_progress, check_words, is_safety_plan
from api_client.sandbox.papers import (
    BETWEEN,
    CARE,
    COORDINATOR_WRITES,
    GIVEN,
    MONEY,
    PATIENT_WRITES,
    PUBLISHED,
    SHAREABLE,
    STAFF,
)
from api_client.sandbox.provisions import STANDING
from api_client.sandbox.receipts import check_forward, check_only, check_receipt, check_unreceived
from api_client.sandbox.relations import (
    is_handed_on,
    is_invitation,
    links,
    owner,
)
from api_client.sandbox.scopes import Letter, Scopes
from api_client.sandbox.signing import check_signature, check_stays, check_withdraws, is_withdrawal
from api_client.sandbox.store import COLUMNS, Row, Store, as_row
from api_client.sandbox.summary import (
    FOR_PATIENT,
    IS_LINE,
    check_line,
    check_line_read,
    check_struck,
    is_line_read,
)
from api_client.sandbox.talk import (
    READING_DAYS_SEEN,
    check_reading_days,
    check_written,
    is_received_by_team,
    is_talk,
    seen_by_party,
    seen_by_team,
)
from api_client.sandbox.talking import NO_POINT, check_talked, is_point

Role = Literal["patient", "therapist", "prescriber", "coordinator", "guest", "clinic"]


@dataclass(frozen=True)
class Person:
    """Who asks. `reference` is "Patient/rowan" or "Practitioner/sam"; `clinic` is the clinic's own hand."""

    reference: str
    role: Role
    scopes: Scopes

    @property
    def is_patient(self) -> bool:
        return self.role == "patient"

    @property
    def is_clinic(self) -> bool:
        return self.role == "clinic"

    @property
    def is_practitioner(self) -> bool:
        return not self.is_patient and not self.is_clinic


CLINIC = Person("Organization/clinic", "clinic", Scopes(""))
CLINICIANS = ("prescriber", "therapist")


def check_scope(person: Person, type_: str, letter: Letter) -> None:
    """Raises Refusal(403) unless the app was granted this interaction."""
    if not person.is_clinic and not person.scopes.allow(type_, letter):
        level = "patient" if person.is_patient else "user"
        raise Refusal(
            403,
            f"The app was not granted {level}/{type_}.{letter}.",
            headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
        )


# --- seeing ---


def sees(person: Person, type_: str, now: int) -> Condition:
    """Which resources of a type this person may see, at this ms."""
    if person.is_clinic:
        return EVERYTHING
    if person.role == GUEST:
        return sees_as_guest(person.reference, type_, now)
    if type_ in PUBLISHED:
        return EVERYTHING
    if person.is_patient and type_ == "PractitionerRole":
        return READING_DAYS_SEEN, (person.reference,)
    if person.is_patient:
        return _own_team(person) if type_ == "Practitioner" else _own_record(person, type_)
    return _seen_at_work(person, type_, now)


def _seen_at_work(person: Person, type_: str, now: int) -> Condition:
    """What somebody who works at the clinic sees."""
    if type_ in STAFF:
        return no_guest(type_)
    if type_ in CARE or type_ == "Composition":
        return _of_those_in_care(person, type_, now)
    if type_ == "AppointmentResponse":
        return _patients_in_care(person, now) if person.role == COORDINATOR else NOTHING
    if type_ in MONEY:
        return _money(person, now)
    if type_ in GIVEN:
        return either(_shared(person, type_, now), _given(person, type_, now))
    if type_ == "DocumentReference":
        named = either(_shared(person, type_, now), _in_answers(person, now))
        named = either(named, both(_money(person, now), IS_ESTIMATE))
        if person.role == COORDINATOR:
            named = either(named, both(IS_PAPER, _patients_in_care(person, now)))
        return both(named, no_sealed_copy())
    if type_ in INSURERS:
        return _patients_in_care(person, now) if person.role == COORDINATOR else NOTHING
    if type_ in SHAREABLE:
        return _shared(person, type_, now)
    if type_ == "Communication":
        open_now = gate(person.role, person.reference, SHARED, now)
        party = seen_by_party(tied(person.reference, type_, "party", now), person.reference, now, open_now)
        return either(party, seen_by_team(person.role, _patients_in_care(person, now)))
    if type_ in BETWEEN:
        return both(tied(person.reference, type_, "party", now), _standing_in_care(person, now))
    return NOTHING


def _shared(person: Person, type_: str, now: int) -> Condition:
    """What patients share with them, while agreements let them read what is shared."""
    granted = tied(person.reference, type_, "grant", now)
    return both(granted, gate(person.role, person.reference, SHARED, now))


def _given(person: Person, type_: str, now: int) -> Condition:
    """What was given to the clinic and is theirs to read, while agreements let them."""
    kinds = {"intake": INTAKE, "measure": MEASURES}
    agreed = {kind: gate_or_called(person.role, person.reference, part, now) for kind, part in kinds.items()}
    return given(person.role, person.reference, type_, now, agreed)


def _money(person: Person, now: int) -> Condition:
    """What care costs patients whose team has them now: the coordinator's to see, and nobody else's at the clinic."""
    return _patients_in_care(person, now) if person.role == COORDINATOR else NOTHING


def _standing_in_care(person: Person, now: int) -> Condition:
    """Of how agreements stand, that of patients whose team has them now."""
    other: Condition = (
        "NOT EXISTS (SELECT 1 FROM term s WHERE s.key = 'Consent.category' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
        (CARE_CODES, STANDING),
    )
    return either(other, _patients_in_care(person, now))


def _own_record(person: Person, type_: str) -> Condition:
    own: Condition = ("c.patient = ?", (person.reference,))
    if type_ == "Composition":
        return both(own, FOR_PATIENT)
    return NOTHING if type_ in STAFF else own


def _of_those_in_care(person: Person, type_: str, now: int) -> Condition:
    """Of the summary, and of a safety plan, the clinicians alone."""
    in_care = _patients_in_care(person, now)
    if type_ == "Composition":
        return both(in_care, IS_LINE) if person.role in CLINICIANS else NOTHING
    if type_ == "Task":
        shown = both(in_care, none_handed_on())
        return both(shown, NO_APPROVAL if person.role in CLINICIANS else NO_POINT)
    is_closed = type_ == "CarePlan" and person.role not in CLINICIANS
    return both(in_care, no_safety_plan()) if is_closed else in_care


def _own_team(person: Person) -> Condition:
    team: Condition = (
        "c.type || '/' || c.id IN (SELECT who FROM relation WHERE tie = 'team' AND patient = ?)",
        (person.reference,),
    )
    return either(team, (INVITED_BY, (person.reference,)))


def _patients_in_care(person: Person, now: int) -> Condition:
    return (
        "c.patient IN (SELECT patient FROM relation WHERE tie = 'team' AND who = ? AND lo <= ? AND hi >= ?)",
        (person.reference, now, now),
    )


def _in_answers(person: Person, now: int) -> Condition:
    """Named as a file by a response of the same patient that this person sees."""
    condition, values = sees(person, "QuestionnaireResponse", now)
    return (
        "(c.type || '/' || c.id, c.patient) IN (SELECT p.what, p.patient FROM relation p JOIN current c ON c.pk = p.pk"  # noqa: S608
        f" WHERE p.tie = 'part' AND c.type = 'QuestionnaireResponse' AND c.patient = p.patient AND {condition})",
        values,
    )


def find(store: Store, person: Person, type_: str, id_: str) -> Row | None:
    """The resource if this person may see it (a deleted one too), else None."""
    condition, values = sees(person, type_, store.now())
    found = store.rows(
        f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq"  # noqa: S608
        f" WHERE c.type = ? AND c.id = ? AND {condition}",
        (type_, id_, *values),
    )
    return as_row(found[0]) if found else None


def sees_only_the_present(person: Person, type_: str) -> bool:
    """Whether earlier versions stay closed: what was said before it was shared, or to somebody else, was not shared; and of a Task,
    whom a patient had asked for a ride is nobody's to read once it is taken back."""
    if person.is_patient:
        return type_ == "Composition"
    return person.is_practitioner and (type_ in SHAREABLE or type_ in BETWEEN or type_ == "Task")


# --- writing ---


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
    condition, values = _patients_in_care(person, store.now())
    patient = owner(resource, store.base)
    if not store.rows(f"SELECT 1 FROM (SELECT ? AS patient) c WHERE {condition}", (patient, *values)):  # noqa: S608
        raise Refusal(403, "This patient's care team does not have this person.")


def _receives(store: Store, person: Person, message: Json) -> bool:
    """Whether this person, who sees it, is sent it; who sends a message to themselves too is its sender all the same."""
    if person.is_practitioner and is_received_by_team(message, store.base):
        return True
    named = links(message, "recipient", store.base)
    return person.reference in named and person.reference not in links(message, "sender", store.base)
