"""What a patient signed stays as it was signed: nobody changes or deletes it by this door, and nobody signs for somebody else.

So does its withdrawal, which names what it is about as the clinic knows it: what could not be found again would end nothing.
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.provisions import AGREEMENT, STANDING, WITHDRAWN
from api_client.sandbox.relations import is_of_category, links, owner
from api_client.sandbox.store import Store


def is_agreement(resource: Json) -> bool:
    """Whether it is a Consent to an agreement of the clinic's."""
    return resource.get("resourceType") == "Consent" and is_of_category(resource, AGREEMENT)


def is_withdrawal(message: Json) -> bool:
    """Whether a Communication withdraws what was signed."""
    return message.get("resourceType") == "Communication" and is_of_category(message, WITHDRAWN)


def check_withdraws(store: Store, message: Json, patient: str) -> None:
    """Raises Refusal unless the patient withdraws something that they signed, in their own name."""
    if not patient.startswith("Patient/") or links(message, "sender", store.base) != [patient]:
        raise Refusal(403, "Only who signed withdraws it.", where=("Communication.sender",))
    about = links(message, "about", store.base)
    rows = [store.read(*name.split("/", 1)) for name in about if name.startswith("Consent/")]
    theirs = [row for row in rows if row is not None and not row.is_gone and row.patient == patient]
    if not about or len(theirs) != len(about) or owner(message, store.base) != patient:
        raise Refusal(422, "A withdrawal names what was signed.", where=("Communication.about",))


def check_stays(old: Json) -> None:
    """Raises Refusal(403) for one that was signed: it is withdrawn by a Communication, and never written again."""
    if is_agreement(old):
        raise Refusal(403, "What was signed stays as it was signed.", where=("Consent",))


def check_signature(resource: Json, who: str, base: str) -> None:
    """Raises Refusal(403) where a signature inside is another's: the patient's own must be there, and beside it only that of somebody
    who is named inside as standing for the same patient. Or where it is none of a patient's to write."""
    if resource.get("resourceType") == "Consent" and is_of_category(resource, STANDING):
        raise Refusal(403, "How an agreement stands, the clinic shows.", where=("Consent.category",))
    if not is_agreement(resource):
        return
    inside = [cast("Json", one) for one in _listed(resource.get("contained")) if isinstance(one, dict)]
    beside = {
        f"#{one.get('id')}"
        for one in inside
        if one.get("resourceType") == "RelatedPerson" and links(one, "patient", base) == [who]
    }
    for one in inside:
        if one.get("resourceType") == "RelatedPerson":
            continue
        for path in ("agent.who", "signature.who"):
            named = links(one, path, base)
            if any(name != who and name not in beside for name in named) or (named and who not in named):
                raise Refusal(403, "Nobody signs for somebody else.", where=("Consent.contained",))


def _listed(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
