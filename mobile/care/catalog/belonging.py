"""Whose a received document is: for a patient only what is their own, whatever the server shows.

A practitioner is shown by the server what they may see; what names its readers must name them.
"""

from __future__ import annotations

from collections.abc import Callable

from mobile.care.catalog.who import Who
from mobile.care.cost.payment import payer_of
from mobile.care.resource import Json, at, each, text_at
from mobile.care.summary import is_for_patient

Belongs = Callable[[Json, Who], bool]
"""Whether a document is this person's to keep."""


def anybodys(resource: Json, who: Who) -> bool:
    """What the clinic says to all."""
    return True


def themselves(resource: Json, who: Who) -> bool:
    """A patient's own record."""
    return who.role == "practitioner" or who.is_me(f"Patient/{resource.get('id')}")


def subject(resource: Json, who: Who) -> bool:
    """What is about a patient."""
    return who.role == "practitioner" or who.is_me(at(resource, "subject", "reference"))


def among_subjects(resource: Json, who: Who) -> bool:
    """What is about a patient, where FHIR lets it be about several."""
    named = [text_at(one, "reference") for one in each(resource, "subject")]
    return who.role == "practitioner" or (bool(named) and all(map(who.is_me, named)))


def paid_by(resource: Json, who: Who) -> bool:
    """A payment of this patient's: R4 names no patient in one, so one that says nobody's is nobody's."""
    return who.role == "practitioner" or who.is_me(payer_of(resource))


def lines_for(resource: Json, who: Who) -> bool:
    """A line of a patient's summary; for the patient, one that is for them."""
    return subject(resource, who) and (who.role == "practitioner" or is_for_patient(resource))


def about_patient(resource: Json, who: Who) -> bool:
    """What names its patient as `patient`. Nobody else's, whoever is shown it."""
    return who.role == "patient" and who.is_me(at(resource, "patient", "reference"))


def own_health(resource: Json, who: Who) -> bool:
    """What the record says of this patient's health. Nobody else keeps it."""
    return who.role == "patient" and subject(resource, who)


def done_for(resource: Json, who: Who) -> bool:
    """What is to be done for a patient."""
    return who.role == "practitioner" or who.is_me(at(resource, "for", "reference"))


def insured(resource: Json, who: Who) -> bool:
    """What an insurer answered about a patient."""
    return who.role == "practitioner" or who.is_me(at(resource, "patient", "reference"))


def covered(resource: Json, who: Who) -> bool:
    """Whom a patient is insured with."""
    return who.role == "practitioner" or who.is_me(at(resource, "beneficiary", "reference"))


def invited(resource: Json, who: Who) -> bool:
    """An invitation of this patient's; for a practitioner, one that they joined by."""
    return done_for(resource, who) if who.role == "patient" else who.is_me(at(resource, "owner", "reference"))


def asked_for(resource: Json, who: Who) -> bool:
    """What this patient asked of somebody of their own. Nobody else's, whoever is shown it."""
    return who.role == "patient" and done_for(resource, who)


def attending(resource: Json, who: Who) -> bool:
    """What a patient takes part in."""
    actors = (text_at(part, "actor", "reference") for part in each(resource, "participant"))
    return who.role == "practitioner" or any(who.is_me(actor) for actor in actors)


def asking(resource: Json, who: Who) -> bool:
    """A patient's own request to the clinic."""
    return who.role == "practitioner" or who.is_me(at(resource, "actor", "reference"))


def team(resource: Json, who: Who) -> bool:
    """A patient's team; for a practitioner, one they are a member of."""
    if who.role == "patient":
        return subject(resource, who)
    return any(who.is_me(text_at(part, "member", "reference")) for part in each(resource, "participant"))


def parties(resource: Json, who: Who) -> bool:
    """An agreement of this patient, or with this practitioner."""
    if who.role == "patient":
        return who.is_me(at(resource, "patient", "reference"))
    return any(
        who.is_me(at(actor, "reference", "reference")) for actor in each(resource, "provision", "actor")
    )


def correspondents(resource: Json, who: Who) -> bool:
    """A message about or from this patient, or to this practitioner."""
    if who.role == "patient":
        return subject(resource, who) or who.is_me(at(resource, "sender", "reference"))
    return is_message_to(resource, who)


def is_message_to(resource: Json, who: Who) -> bool:
    """A message about this patient (what they sent themselves is not, by that alone), or to this practitioner."""
    if who.role == "patient":
        return subject(resource, who)
    return any(who.is_me(to.get("reference")) for to in each(resource, "recipient"))


def taking_part(resource: Json, who: Who) -> bool:
    """What is about this patient; what this practitioner wrote, or was written to."""
    return is_message_to(resource, who) or (
        who.role == "practitioner" and who.is_me(at(resource, "sender", "reference"))
    )


def read_of(resource: Json, who: Who) -> bool:
    """What was read of this patient. A server that does not filter shows who read what of others too."""
    read = (at(one, "what", "reference") for one in each(resource, "entity"))
    return who.role == "patient" and any(map(who.is_me, read))
