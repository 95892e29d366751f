"""Who may reach what at this clinic. Read it aloud: that is the rule. What it says of seeing is decided here, of writing in `writing`,
and nowhere else.

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

from api_client.sandbox.approvals import (
    INSURERS,
    IS_PAPER,
    NO_APPROVAL,
)
from api_client.sandbox.conditions import EVERYTHING, NOTHING, both, either, tied
from api_client.sandbox.date_requests import (
    COORDINATOR,
)
from api_client.sandbox.gates import INTAKE, MEASURES, SHARED, gate, gate_or_called
from api_client.sandbox.given import CARE as CARE_CODES
from api_client.sandbox.given import Condition, given, no_safety_plan, no_sealed_copy
from api_client.sandbox.guests import (
    GUEST,
    INVITED_BY,
    no_guest,
    none_handed_on,
    sees_as_guest,
)
from api_client.sandbox.money import IS_ESTIMATE
from api_client.sandbox.papers import (
    BETWEEN,
    CARE,
    GIVEN,
    MONEY,
    PUBLISHED,
    SHAREABLE,
    STAFF,
)
from api_client.sandbox.person import CLINICIANS, Person
from api_client.sandbox.provisions import STANDING
from api_client.sandbox.store import COLUMNS, Row, Store, as_row
from api_client.sandbox.summary import (
    FOR_PATIENT,
    IS_LINE,
)
from api_client.sandbox.talk import (
    READING_DAYS_SEEN,
    seen_by_party,
    seen_by_team,
)
from api_client.sandbox.talking import NO_POINT


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
        return patients_in_care(person, now) if person.role == COORDINATOR else NOTHING
    if type_ in MONEY:
        return _money(person, now)
    if type_ in GIVEN:
        return either(_shared(person, type_, now), _given(person, type_, now))
    if type_ == "DocumentReference":
        named = either(_shared(person, type_, now), _in_answers(person, now))
        named = either(named, both(_money(person, now), IS_ESTIMATE))
        if person.role == COORDINATOR:
            named = either(named, both(IS_PAPER, patients_in_care(person, now)))
        return both(named, no_sealed_copy())
    if type_ in INSURERS:
        return patients_in_care(person, now) if person.role == COORDINATOR else NOTHING
    if type_ in SHAREABLE:
        return _shared(person, type_, now)
    if type_ == "Communication":
        open_now = gate(person.role, person.reference, SHARED, now)
        party = seen_by_party(tied(person.reference, type_, "party", now), person.reference, now, open_now)
        return either(party, seen_by_team(person.role, patients_in_care(person, now)))
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
    return patients_in_care(person, now) if person.role == COORDINATOR else NOTHING


def _standing_in_care(person: Person, now: int) -> Condition:
    """Of how agreements stand, that of patients whose team has them now."""
    other: Condition = (
        "NOT EXISTS (SELECT 1 FROM term s WHERE s.key = 'Consent.category' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
        (CARE_CODES, STANDING),
    )
    return either(other, patients_in_care(person, now))


def _own_record(person: Person, type_: str) -> Condition:
    own: Condition = ("c.patient = ?", (person.reference,))
    if type_ == "Composition":
        return both(own, FOR_PATIENT)
    return NOTHING if type_ in STAFF else own


def _of_those_in_care(person: Person, type_: str, now: int) -> Condition:
    """Of the summary, and of a safety plan, the clinicians alone."""
    in_care = patients_in_care(person, now)
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


def patients_in_care(person: Person, now: int) -> Condition:
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
