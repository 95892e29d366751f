"""What a patient signed stays as it was signed: nobody changes or deletes it by this door, and nobody signs for somebody else."""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.relations import is_of_category, links

AGREEMENT = "agreement"


def is_agreement(resource: Json) -> bool:
    """Whether it is a Consent to an agreement of the clinic's."""
    return resource.get("resourceType") == "Consent" and is_of_category(resource, AGREEMENT)


def check_stays(old: Json) -> None:
    """Raises Refusal(403) for one that was signed: it is withdrawn by a Communication, and never written again."""
    if is_agreement(old):
        raise Refusal(403, "What was signed stays as it was signed.", where=("Consent",))


def check_signature(resource: Json, who: str, base: str) -> None:
    """Raises Refusal(403) where a signature inside is another's: the patient's own must be there, and beside it only that of somebody
    who is named inside as standing for the same patient."""
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
