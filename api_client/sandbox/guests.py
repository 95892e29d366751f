"""Somebody from outside of the clinic whom a patient invited: what the invitation is, and what that guest may do here.

- An invitation is a Task of the patient's. They ask for one, and call it off or end it; all else of it is the clinic's.
- Nobody at the clinic sees one, nor who joined by it. The code in it is the patient's to hand over.
- Who joined sees that one invitation as it stands, and of its patient what an active consent names to them while the
  invitation stands. They are on no team: nothing that the clinic keeps of anybody is theirs to see, beside its name and
  numbers.
- Once it is ended they see that it was, and that what was shared was taken back, which holds no words.
- They write replies and suggestions to that patient, mark what they were sent as read, and say on which days they read.
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.conditions import EVERYTHING, NOTHING, both, either, tied
from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE, Condition, no_sealed_copy
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.papers import SHAREABLE
from api_client.sandbox.receipts import check_only
from api_client.sandbox.relations import HANDED_ON, is_invitation, links, owner
from api_client.sandbox.store import Store
from api_client.sandbox.talk import is_reply, is_suggestion, seen_by_party

GUEST = "guest"
"""The role of their account."""
LONGEST_NAME = 80
_NOTICES = ("share-notice", "withdrawal-notice")
_ASKED = frozenset(
    {
        "resourceType",
        "identifier",
        "status",
        "intent",
        "code",
        "for",
        "requester",
        "authoredOn",
        "input",
    }
)
_OPEN = ("requested", "accepted", "completed")
_IS = "EXISTS (SELECT 1 FROM term s WHERE s.key = 'Communication.category' AND s.system = ? AND s.code = ? AND s.pk = c.pk)"
_STANDS = "c.patient IN (SELECT patient FROM relation WHERE tie = 'guest' AND who = ?)"
_WAS = "c.patient IN (SELECT patient FROM relation WHERE tie = 'party' AND who = ? AND what > 'Task/' AND what < 'Task0')"
_WHOSE = "PractitionerRole.practitioner"
_ACCOUNTS = "SELECT reference FROM account WHERE role = 'guest'"


# --- seeing ---


def sees_as_guest(who: str, type_: str, now: int) -> Condition:
    """Which resources of a type a guest sees, at this ms. `who`: "Practitioner/g1"."""
    stands: Condition = (_STANDS, (who,))
    if type_ == "Organization":
        return EVERYTHING
    if type_ == "Practitioner":
        return "c.type || '/' || c.id = ?", (who,)
    if type_ == "PractitionerRole":
        return (
            f"c.pk IN (SELECT pk FROM term WHERE key = '{_WHOSE}' AND code = ?)",  # noqa: S608
            (who,),
        )
    if type_ == "Task":
        return tied(who, type_, "party", now)
    if type_ == "DocumentReference":
        return both(both(tied(who, type_, "grant", now), stands), no_sealed_copy())
    if type_ in SHAREABLE:
        return both(tied(who, type_, "grant", now), stands)
    if type_ == "Consent":
        return both(tied(who, type_, "party", now), (_WAS, (who,)))
    if type_ == "Communication":
        notices: Condition = (f"({_IS} OR {_IS})", (CARE, _NOTICES[0], CARE, _NOTICES[1]))
        party = seen_by_party(tied(who, type_, "party", now), who, now)
        no_alert: Condition = (f"NOT {_IS}", (CARE, "safety-alert"))
        return both(both(party, no_alert), either(stands, both((_WAS, (who,)), notices)))
    return NOTHING


def no_guest(type_: str) -> Condition:
    """Of the people of a clinic (Practitioner, PractitionerRole) those who are no patient's guest."""
    if type_ == "Practitioner":
        return f"c.type || '/' || c.id NOT IN ({_ACCOUNTS})", ()
    return f"c.pk NOT IN (SELECT pk FROM term WHERE key = '{_WHOSE}' AND code IN ({_ACCOUNTS}))", ()  # noqa: S608


def none_handed_on() -> Condition:
    """Which Tasks never held what a patient hands on by themselves, earlier versions too."""
    has_one = " OR ".join("instr(s.text, ?) > 0" for _ in HANDED_ON)
    return (
        f"NOT EXISTS (SELECT 1 FROM version s WHERE s.type = c.type AND s.id = c.id AND ({has_one}))",  # noqa: S608
        HANDED_ON,
    )


INVITED_BY = (
    "c.type || '/' || c.id IN (SELECT who FROM relation WHERE tie = 'party' AND patient = ?"
    " AND what > 'Task/' AND what < 'Task0')"
)
"""Who joined by an invitation of this patient's, ended ones too: their names stay readable to whoever invited them."""


# --- writing ---


def check_asks(resource: Json, patient: str, base: str) -> None:
    """Raises Refusal unless this new Task is a patient's own invitation, and nothing of it is the clinic's to say."""
    if not is_invitation(resource):
        raise Refusal(403, "A Task is not the patient's to write, but for an invitation.")
    if not set(resource) <= _ASKED | {"id", "meta", "language"} or resource.get("status") != "requested":
        raise Refusal(403, "An invitation is asked for; the clinic answers it.", where=("Task.status",))
    if links(resource, "for", base) != [patient] or links(resource, "requester", base) != [patient]:
        raise Refusal(403, "A patient invites for themselves.", where=("Task.for",))
    named: Any = resource.get("input")
    if not isinstance(named, list) or [_is_name(one) for one in cast("list[Any]", named)] != [True]:
        raise Refusal(422, "An invitation names the one whom it is for.", where=("Task.input",))


def _is_name(given: Any) -> bool:
    text = cast("Json", given).get("valueString") if isinstance(given, dict) else None
    return isinstance(text, str) and 0 < len(text) <= LONGEST_NAME


def check_ends(old: Json, new: Json) -> None:
    """Raises Refusal unless a patient calls off or ends an invitation, and changes nothing else of it."""
    check_only(old, new, ("status", "lastModified"), "Of an invitation a patient only says that it is over.")
    status = new.get("status")
    if status != old.get("status") and (status != "cancelled" or old.get("status") not in _OPEN):
        raise Refusal(403, "Of an invitation a patient only says that it is over.", where=("Task.status",))


def check_guest_sends(store: Store, who: str, message: Json) -> None:
    """Raises Refusal unless a guest writes a reply or a suggestion, to a patient whose invitation stands."""
    if not (is_reply(message) or is_suggestion(message)):
        raise Refusal(403, "A guest writes replies and suggestions.", where=("Communication.category",))
    stands = store.rows(
        "SELECT 1 FROM relation WHERE tie = 'guest' AND who = ? AND patient = ?",
        (who, owner(message, store.base)),
    )
    if not stands:
        raise Refusal(403, "This invitation is over.", where=("Communication.subject",))
