"""What agreements say about reading: which of the clinic's forms govern what, and what a signed one permits to whom.

- An agreement of the clinic's names pairs of a role on the care team and a part of the record (`lets-see`, on the form or on one
  of its choices). While it is published, what it names is read by that role only as far as a patient's signature permits it.
- A signature is a Consent of category `agreement`: active, and signed, with the signature inside it or verified by the clinic as
  signed on paper. Rules stand in `provision.provision`: permit or deny, actor, action `access`, class.
- A denial in the same record takes back what another rule of it permits. What cannot be read permits nothing.

Pure. `relations` keeps what is found here, `gates` asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE

AGREEMENT = "agreement"
WITHDRAWN = "agreement-withdrawn"
STANDING = "agreement-standing"
"""The category of the clinic's own Consent by which it shows its people how a signed one stands (`agreed`)."""
LETS_SEE = "https://lantern.example/fhir/StructureDefinition/lets-see"
SIGNED_VERSION = "https://lantern.example/fhir/StructureDefinition/agreement-version"
DOCUMENT_SHA256 = "https://lantern.example/fhir/StructureDefinition/document-sha256"
_STANDING = ("active", "inactive")


def governed(form: Json) -> tuple[list[str], tuple[int, int]] | None:
    """What a published agreement governs, each as "role/part", and from when to when (ms). None: it is no such agreement."""
    if form.get("status") != "active" or not is_agreement_form(form):
        return None
    found = {f"{role}/{part}" for mark in _marks(form) for role, part in _pairs(mark)}
    return sorted(found), _bounds(form.get("effectivePeriod"))


def is_agreement_form(form: Json) -> bool:
    """Whether a Questionnaire is one of the clinic's agreements."""
    concepts = (one.get("valueCodeableConcept") for one in objects(form.get("useContext")))
    return any(AGREEMENT in _own_codes(one) for one in concepts)


def permitted(consent: Json, base: str) -> list[tuple[str, str, int, int]]:
    """What a signed Consent permits: who ("" for the clinic's people), "role/part", from when to when (ms)."""
    provision = object_at(consent.get("provision"))
    if consent.get("status") != "active" or provision.get("type") != "permit" or not is_signed(consent):
        return []
    rules = list(_rules(provision, base))
    denied = {(who, what) for is_permit, who, what, _ in rules if not is_permit}
    lo, hi = _bounds(provision.get("period"))
    return [
        (who, what, max(lo, bounds[0]), min(hi, bounds[1]))
        for is_permit, who, what, bounds in rules
        if is_permit and not {(who, what), ("", what)} & denied
    ]


def signature_of(consent: Json) -> tuple[str, int] | None:
    """Which agreement it is a signature to, without the version, and when it was signed (ms). None: it never counted as one."""
    if consent.get("status") not in _STANDING:
        return None
    marks = (one for one in objects(consent.get("extension")) if one.get("url") == SIGNED_VERSION)
    address = next((one.get("valueCanonical") for one in marks), None)
    if not isinstance(address, str):
        return None
    try:
        at = dates.span(str(consent.get("dateTime")))[0]
    except ValueError:
        at = -dates.FOREVER
    return address.partition("|")[0], at


def _rules(provision: Json, base: str) -> Iterator[tuple[bool, str, str, tuple[int, int]]]:
    for rule in objects(provision.get("provision")):
        is_permit = rule.get("type") == "permit"
        # A permission with more conditions than this clinic can read permits nothing; a denial denies all the same.
        if is_permit and (_NARROWS & set(rule) or not _is_access(rule.get("action"))):
            continue
        parts = [str(one.get("code")) for one in objects(rule.get("class")) if one.get("system") == CARE]
        for actor in objects(rule.get("actor")):
            named = object_at(actor.get("reference")).get("reference")
            who = named.removeprefix(f"{base}/") if isinstance(named, str) else ""
            for role in _own_codes(actor.get("role")):
                for part in parts:
                    is_clinic = who.startswith("Organization/")
                    yield is_permit, "" if is_clinic else who, f"{role}/{part}", _bounds(rule.get("period"))


_NARROWS = {"data", "dataPeriod", "securityLabel", "provision", "modifierExtension"}


def _is_access(actions: Any) -> bool:
    codings = (coding for action in objects(actions) for coding in objects(action.get("coding")))
    return any(coding.get("code") == "access" for coding in codings)


def is_signed(consent: Json) -> bool:
    """Whether a signature stands in it, or the clinic says that it was signed on paper."""
    if any(one.get("verified") is True for one in objects(consent.get("verification"))):
        return True
    contained = (one for one in objects(consent.get("contained")) if one.get("resourceType") == "Provenance")
    return any(one.get("data") for each in contained for one in objects(each.get("signature")))


def _marks(holder: Json) -> Iterator[Json]:
    """On the form, and on whatever is in it, however deep."""
    yield from (one for one in objects(holder.get("extension")) if one.get("url") == LETS_SEE)
    for item in objects(holder.get("item")):
        yield from _marks(item)


def _pairs(mark: Json) -> Iterator[tuple[str, str]]:
    inside = objects(mark.get("extension"))
    roles = [str(one.get("valueCode")) for one in inside if one.get("url") == "role"]
    for part in (str(one.get("valueCode")) for one in inside if one.get("url") == "what"):
        yield from ((role, part) for role in roles)


def _own_codes(concept: Any) -> list[str]:
    codings = objects(object_at(concept).get("coding"))
    return [str(one.get("code")) for one in codings if one.get("system") == CARE]


def _bounds(period: Any) -> tuple[int, int]:
    """A period's bounds; one that cannot be read never holds."""
    if period is None:
        return -dates.FOREVER, dates.FOREVER
    if not isinstance(period, dict):
        return 1, 0
    start, end = cast("Json", period).get("start"), cast("Json", period).get("end")
    try:
        lo = dates.span(str(start))[0] if start is not None else -dates.FOREVER
        # An end to the second or finer is the moment at which it is over, a day is over when it is.
        hi = dates.span(str(end)) if end is not None else (dates.FOREVER, dates.FOREVER)
    except ValueError:
        return 1, 0
    return lo, hi[0] - 1 if "T" in str(end) else hi[1]


def object_at(value: Any) -> Json:
    """The object that stands there; an empty one where none does."""
    return cast("Json", value) if isinstance(value, dict) else {}


def objects(value: Any) -> list[Json]:
    """The objects of a list, and nothing else that stands in it."""
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("Json", one) for one in listed if isinstance(one, dict)]
