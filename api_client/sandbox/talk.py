"""What may be written between a patient and the people who work with them: a reply about something shared, a message to the team,
a suggestion.

- A reply is about exactly one record, which the patient lets the other side read now. It goes from the one to the other, and
  to nobody else. It is read by these two, and by the reader only while that permission holds.
- A message goes from a patient to their own care team, or from one of its people to the patient. Of the team it is read by
  those whose role reads messages, and answered by them.
- A suggestion goes from somebody to whom a patient shows something now to that patient, and is read by these two.
- All stand as they were sent. They hold words, and answer only what whoever writes them can see.
- On which days somebody reads what was shared with them they say themselves, and their patients see it.
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.date_requests import ANSWER, COORDINATOR
from api_client.sandbox.exact import Json
from api_client.sandbox.gates import SHARED, is_open
from api_client.sandbox.given import Condition
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.relations import CARE, REPLY, is_of_category, links, owner
from api_client.sandbox.store import Store

TEAM_MESSAGE = "team-message"
SUGGESTION = "commitment-suggestion"
READING_DAYS = "reads-what-is-shared"
READS_MESSAGES = ("prescriber", "coordinator")
"""The roles that read what patients write to their team, as the clinic's own statement says (`seed/clinic.json`)."""
_IS = "EXISTS (SELECT 1 FROM term s WHERE s.key = 'Communication.category' AND s.system = ? AND s.code = ? AND s.pk = c.pk)"
_OPEN = (
    "EXISTS (SELECT 1 FROM relation a JOIN relation g ON g.tie = 'grant' AND g.what = a.who AND g.patient = a.patient"
    " WHERE a.tie = 'about' AND a.pk = c.pk AND a.patient = c.patient AND g.who = ? AND g.lo <= ? AND g.hi >= ?)"
)


# --- seeing ---


def seen_by_party(party: Condition, who: str, now: int, agreed: Condition = ("1", ())) -> Condition:
    """Of the messages that somebody is party to: replies only while what they are about is open to them, and none that the
    roles of a team see. `agreed`: where agreements let them read what is shared."""
    condition, values = party
    return (
        f"({condition} AND NOT {_IS} AND NOT {_IS} AND (NOT {_IS} OR ({_OPEN} AND {agreed[0]})))",
        (*values, CARE, TEAM_MESSAGE, CARE, ANSWER, CARE, REPLY, who, now, now, *agreed[1]),
    )


def seen_by_team(role: str, in_care: Condition) -> Condition:
    """Messages to the teams of patients in care, for a role that reads them; answers about dates, for the one that gives them."""
    if role not in READS_MESSAGES:
        return "0", ()
    condition, values = in_care
    answer = ANSWER if role == COORDINATOR else TEAM_MESSAGE
    return f"({condition} AND ({_IS} OR {_IS}))", (*values, CARE, TEAM_MESSAGE, CARE, answer)


READING_DAYS_SEEN = (
    "c.pk IN (SELECT s.pk FROM term s JOIN relation r ON r.tie IN ('team', 'guest') AND r.who = s.code"
    " WHERE s.key = 'PractitionerRole.practitioner' AND r.patient = ?)"
)
"""The roles of those on a patient's team, and of their guests."""


# --- what it is ---


def is_reply(message: Json) -> bool:
    return is_of_category(message, REPLY)


def is_team_message(message: Json) -> bool:
    return is_of_category(message, TEAM_MESSAGE)


def is_suggestion(message: Json) -> bool:
    return is_of_category(message, SUGGESTION)


def is_talk(message: Json) -> bool:
    """Whether its words stand once they were sent."""
    return is_reply(message) or is_team_message(message) or is_suggestion(message)


def is_received_by_team(message: Json, base: str) -> bool:
    """Whether it is to a team: whoever of it may read it receives it."""
    return is_team_message(message) and any(
        name.startswith("CareTeam/") for name in links(message, "recipient", base)
    )


# --- writing ---


def check_written(store: Store, who: str, role: str, message: Json, now: int) -> None:
    """Raises Refusal unless `who`, a patient or a practitioner, may send this reply or message."""
    if is_reply(message) + is_team_message(message) + is_suggestion(message) > 1:
        raise Refusal(422, "It is a reply, a message or a suggestion.", where=("Communication.category",))
    if is_of_category(message, "safety-alert"):
        raise Refusal(422, "An alert is no reply.", where=("Communication.category",))
    base = store.base
    if links(message, "sender", base) != [who]:
        raise Refusal(403, "It is sent in one's own name.", where=("Communication.sender",))
    recipients = links(message, "recipient", base)
    if len(recipients) != 1 or len(_each(message.get("recipient"))) != 1:
        raise Refusal(403, "It goes to one recipient.", where=("Communication.recipient",))
    patient = owner(message, base)
    if patient is None or links(message, "subject", base) != [patient]:
        raise Refusal(403, "It says whose record it is.", where=("Communication.subject",))
    if who != patient and not is_team_message(message) and not is_open(store, role, who, SHARED, patient):
        raise Refusal(403, "No agreement in force lets its sender read what is shared.")
    _check_words(message)
    for path in ("partOf", "inResponseTo"):
        for name in links(message, path, base):
            _check_answers(store, message, name, patient, path)
    if is_suggestion(message):
        _check_suggestion(store, who, patient, recipients[0], message, now)
    elif is_reply(message):
        _check_reply(store, who, patient, recipients[0], message, now)
    else:
        _check_message(store, who, role, patient, recipients[0], now)


def check_reading_days(who: str, role: Json, base: str) -> None:
    """Raises Refusal unless this is `who`'s own word about when they read."""
    if not is_of_code(role):
        raise Refusal(403, "A role at the clinic is the clinic's to write.")
    if links(role, "practitioner", base) != [who]:
        raise Refusal(403, "One's own days only.", where=("PractitionerRole.practitioner",))


def is_of_code(role: Json) -> bool:
    """Whether a PractitionerRole says when somebody reads, and is no other role too."""
    codings = [
        (coding.get("system"), coding.get("code"))
        for concept in _objects(role.get("code"))
        for coding in _objects(concept.get("coding"))
    ]
    return codings == [(CARE, READING_DAYS)]


def _check_words(message: Json) -> None:
    payload = _each(message.get("payload"))
    is_text = all(
        isinstance(one, dict) and isinstance(cast("Json", one).get("contentString"), str) for one in payload
    )
    if not payload or not is_text:
        raise Refusal(422, "It holds words and nothing else.", where=("Communication.payload",))


def _check_reply(store: Store, who: str, patient: str, recipient: str, message: Json, now: int) -> None:
    about = links(message, "about", store.base)
    if len(about) != 1 or len(_each(message.get("about"))) != 1:
        raise Refusal(403, "A reply says what it is about.", where=("Communication.about",))
    reader = recipient if who == patient else who
    if {who, recipient} != {patient, reader} or not reader.startswith("Practitioner/"):
        raise Refusal(
            403, "A reply goes between a patient and their reader.", where=("Communication.recipient",)
        )
    open_now = store.rows(
        "SELECT 1 FROM relation WHERE tie = 'grant' AND who = ? AND what = ? AND patient = ? AND lo <= ? AND hi >= ?",
        (reader, about[0], patient, now, now),
    )
    if not open_now:
        raise Refusal(
            403, "A reply is about what is shared with its reader now.", where=("Communication.about",)
        )


def _check_suggestion(store: Store, who: str, patient: str, recipient: str, message: Json, now: int) -> None:
    if who == patient or recipient != patient:
        raise Refusal(403, "A suggestion goes to the patient.", where=("Communication.recipient",))
    if any(links(message, path, store.base) for path in ("partOf", "inResponseTo", "about")):
        raise Refusal(403, "A suggestion answers nothing.", where=("Communication.about",))
    shown = store.rows(
        "SELECT 1 FROM relation WHERE tie = 'grant' AND who = ? AND patient = ? AND lo <= ? AND hi >= ?",
        (who, patient, now, now),
    )
    if not shown:
        raise Refusal(
            403, "A suggestion comes from somebody they share with.", where=("Communication.sender",)
        )


def _check_message(store: Store, who: str, role: str, patient: str, recipient: str, now: int) -> None:
    if who == patient:
        team = store.read(*_name(recipient)) if recipient.startswith("CareTeam/") else None
        if team is None or team.is_gone or team.patient != patient:
            raise Refusal(403, "A message goes to one's own care team.", where=("Communication.recipient",))
        return
    if role not in READS_MESSAGES or recipient != patient:
        raise Refusal(403, "A message is answered by whoever reads them.", where=("Communication.recipient",))
    in_care = store.rows(
        "SELECT 1 FROM relation WHERE tie = 'team' AND who = ? AND patient = ? AND lo <= ? AND hi >= ?",
        (who, patient, now, now),
    )
    if not in_care:
        raise Refusal(403, "A message goes to a patient one cares for.", where=("Communication.subject",))


def _check_answers(store: Store, message: Json, name: str, patient: str, path: str) -> None:
    """What it answers is of the same record and of the same kind."""
    where = (f"Communication.{path}",)
    row = store.read(*_name(name)) if name.startswith("Communication/") else None
    kind = REPLY if is_reply(message) else TEAM_MESSAGE
    is_alike = (
        row is not None
        and not row.is_gone
        and bool(
            store.rows(
                "SELECT 1 FROM term WHERE key = 'Communication.category' AND system = ? AND code = ? AND pk = ?",
                (CARE, kind, row.pk),
            )
        )
    )
    if row is None or row.patient != patient or not is_alike:
        raise Refusal(403, "It answers what is of the same record.", where=where)


def _name(reference: str) -> tuple[str, str]:
    type_, _, id_ = reference.partition("/")
    return type_, id_


def _objects(value: Any) -> list[Json]:
    return [cast("Json", one) for one in _each(value) if isinstance(one, dict)]


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
