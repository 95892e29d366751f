"""What may be said about an alert: who took it up, and that it is settled. Pure comparisons between two versions.

An alert is a Communication of category `safety-alert`, from a patient to somebody at the clinic. It is taken up by the
recipient's own name (`acknowledged-by`) together with `received`, and settled by the instant in `resolved` together with
status completed; what was done stands in `statusReason` as one of a few codes, because the patient reads it. It must never be possible to make it look read by a hand that did not read it.
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.receipts import RECEIPT, check_only
from api_client.sandbox.relations import links

CARE = "https://lantern.example/fhir/CodeSystem/care"
ACKNOWLEDGED = "https://lantern.example/fhir/StructureDefinition/acknowledged-by"
RESOLVED = "https://lantern.example/fhir/StructureDefinition/resolved"
OUTCOMES = frozenset({"spoke", "not-reached", "handed-over", "by-mistake"})
_ANSWERS = (ACKNOWLEDGED, RESOLVED)
_WHERE = ("Communication.extension",)
_REASON = ("Communication.statusReason",)


def is_alert(message: Json) -> bool:
    """Whether its category says so."""
    return any(
        coding.get("system") == CARE and coding.get("code") == "safety-alert"
        for concept in _objects(message.get("category"))
        for coding in _objects(concept.get("coding"))
    )


def check_unanswered(old: Json, new: Json) -> None:
    """Another hand than the recipient's neither answers an alert, nor changes an answer, nor what it is."""
    if _answers(old) != _answers(new):
        raise Refusal(403, "Only who receives an alert may take it up or settle it.", where=_WHERE)
    if (is_alert(old) or is_alert(new)) and old.get("statusReason") != new.get("statusReason"):
        raise Refusal(403, "Only who receives an alert says what was done about it.", where=_REASON)
    if old and is_alert(old) != is_alert(new):
        raise Refusal(403, "An alert stays one.", where=("Communication.category",))


def check_answer(old: Json, new: Json, who: str, base: str) -> None:
    """The recipient `who` ("Practitioner/x") takes an alert up, or settles it, and changes nothing else."""
    check_only(
        _silent(old),
        _silent(new),
        RECEIPT | {"statusReason"},
        "Who receives an alert may only take it up and settle it.",
    )
    if new.get("status") not in (old.get("status"), "completed"):
        raise Refusal(403, "An alert may only be completed.", where=("Communication.status",))
    before, after = _by_url(old), _by_url(new)
    _check_kept(before, after)
    taken, settled = after.get(ACKNOWLEDGED), after.get(RESOLVED)
    if taken is not None and ACKNOWLEDGED not in before:
        if links(taken, "valueReference", base) != [who] or set(taken) != {"url", "valueReference"}:
            raise Refusal(403, "An alert is taken up in one's own name.", where=_WHERE)
        if not _is_instant(new.get("received")):
            raise Refusal(422, "An alert that is taken up says when.", where=("Communication.received",))
    if settled is not None and RESOLVED not in before:
        if taken is None or new.get("status") != "completed":
            raise Refusal(422, "What is settled was taken up, and is completed.", where=_WHERE)
        if not _is_instant(settled.get("valueInstant")) or set(settled) != {"url", "valueInstant"}:
            raise Refusal(422, "A settled alert says when.", where=_WHERE)
    if new.get("status") == "completed" and settled is None:
        raise Refusal(422, "An alert is completed when it is settled.", where=("Communication.status",))
    _check_outcome(old, new, is_settled_now=settled is not None and RESOLVED not in before)


def _check_outcome(old: Json, new: Json, *, is_settled_now: bool) -> None:
    """What was done is said with the settling, once, as a code without a word beside it."""
    stated = new.get("statusReason")
    if stated == old.get("statusReason"):
        return
    if not is_settled_now:
        raise Refusal(403, "What was done is said when an alert is settled.", where=_REASON)
    known = [{"coding": [{"system": CARE, "code": code}]} for code in OUTCOMES]
    if stated not in known:
        raise Refusal(422, "What was done is one of the codes of this clinic.", where=_REASON)


def _check_kept(before: dict[str, Json], after: dict[str, Json]) -> None:
    """An answer once given stays as it was given."""
    if any(after.get(url) != stated for url, stated in before.items()):
        raise Refusal(403, "An answer to an alert stays as it was given.", where=_WHERE)


def _by_url(message: Json) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for mark in _answers(message):
        if mark["url"] in found:
            raise Refusal(422, "An alert has one answer of a kind.", where=_WHERE)
        found[mark["url"]] = mark
    return found


def _answers(message: Json) -> list[Json]:
    """Its answers, in whichever list of extensions they stand."""
    lists = (message.get("extension"), message.get("modifierExtension"))
    return [mark for marks in lists for mark in _objects(marks) if mark.get("url") in _ANSWERS]


def _silent(message: Json) -> Json:
    """The message without its answers; no empty list is left where they stood."""
    kept = [mark for mark in _each(message.get("extension")) if not _is_answer(mark)]
    rest = {name: value for name, value in message.items() if name != "extension"}
    return rest | ({"extension": kept} if kept else {})


def _is_answer(mark: Any) -> bool:
    return isinstance(mark, dict) and cast("Json", mark).get("url") in _ANSWERS


def _is_instant(value: object) -> bool:
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        dates.span(value)
    except ValueError:
        return False
    return True


def _objects(value: Any) -> list[Json]:
    return [cast("Json", one) for one in _each(value) if isinstance(one, dict)]


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
