"""What was not clear to a patient while reading an agreement, as the clinic's system shows it to the therapist and the prescriber of their
team: which question of which agreement, and since when. Never the answer, nor anything else of what is still being read.

It is a Task of the clinic's own, of code `talking-point`, one for each question; it names the question and holds no words. The
prescriber says that it was talked about, in their own name, and may take that back. The patient sees both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, cast

from api_client.sandbox import dates
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE, Condition
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.provisions import is_agreement_form, objects
from api_client.sandbox.receipts import check_only
from api_client.sandbox.relations import links, owner
from api_client.sandbox.store import COLUMNS, Store, as_row

POINT = "talking-point"
AGREEMENT_INPUT, QUESTION_INPUT = "agreement", "question"
_X = "https://lantern.example/fhir/StructureDefinition"

NO_POINT: Condition = (
    "NOT EXISTS (SELECT 1 FROM term s WHERE s.key = 'Task.code' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
    (CARE, POINT),
)


def is_point(resource: Json) -> bool:
    """Whether a Task is one of these."""
    code = resource.get("code")
    codings = objects(cast("Json", code).get("coding")) if isinstance(code, dict) else []
    return resource.get("resourceType") == "Task" and any(
        (one.get("system"), one.get("code")) == (CARE, POINT) for one in codings
    )


def attend_reading(store: Store, resource: Json) -> None:
    """After a reading of an agreement was written: what was not clear in it is there to talk about. Call inside `writing()`."""
    named = resource.get("questionnaire")
    patient = owner(resource, store.base) if resource["resourceType"] == "QuestionnaireResponse" else None
    form = _agreement(store, named) if patient is not None and isinstance(named, str) else None
    if form is None or patient is None:
        return
    for link in _missed(form, resource):
        point = point_of(patient, str(named), link, dates.instant(store.now()))
        if store.read("Task", point["id"]) is None:
            store.create(parse(json.dumps(point)), point["id"])


def point_of(patient: str, canonical: str, link: str, since: str) -> Json:
    """The Task for one question. `canonical`: of the agreement, with its version; `link`: the question's linkId; `since`: an instant."""
    key = hashlib.sha256(f"{patient} {canonical} {link}".encode()).hexdigest()[:24]
    whose = patient.removeprefix("Patient/")
    return {
        "resourceType": "Task",
        "id": f"{whose}-talk-{key}" if len(whose) < 34 else f"talk-{key}",
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CARE, "code": POINT}]},
        "for": {"reference": patient},
        "authoredOn": since,
        "lastModified": since,
        "input": [
            {"type": _coded(AGREEMENT_INPUT), "valueCanonical": canonical},
            {"type": _coded(QUESTION_INPUT), "valueString": link},
        ],
    }


def check_talked(role: str, who: str, old: Json, new: Json, base: str) -> None:
    """Raises Refusal unless a prescriber says in their own name that it was talked about, or takes that back."""
    if role != "prescriber":
        raise Refusal(403, "The prescriber says what was talked about.", where=("Task.status",))
    check_only(
        old,
        new,
        ("status", "owner", "lastModified"),
        "Of a talking point it is only said that it was talked about.",
    )
    owners = links(new, "owner", base)
    if (new.get("status"), owners) not in (("completed", [who]), ("requested", [])):
        raise Refusal(403, "It is said in one's own name.", where=("Task.owner",))


def _agreement(store: Store, canonical: str) -> Json | None:
    address, _, version = canonical.partition("|")
    rows = store.rows(
        f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.gone = 0 AND c.type = 'Questionnaire'"  # noqa: S608
        " AND c.pk IN (SELECT pk FROM term WHERE key = 'Questionnaire.url' AND code = ?)",
        (address,),
    )
    forms = (parse(as_row(row).text).value for row in rows)
    found = (one for one in forms if is_agreement_form(one) and str(one.get("version", "")) == version)
    return next(found, None)


def _missed(form: Json, response: Json) -> Iterator[str]:
    """The linkIds of questions that were answered otherwise than the text says, at first or still."""
    right: dict[str, set[Any]] = {}
    for part in objects(form.get("item")):
        for item in objects(part.get("item")):
            if _marked(item, "teach-back"):
                options = (one for one in objects(item.get("answerOption")) if _marked(one, "right-answer"))
                right[str(item.get("linkId"))] = {_code(one) for one in options}
    for group in objects(response.get("item")):
        for item in objects(group.get("item")):
            link, answers = str(item.get("linkId")), objects(item.get("answer"))
            if (
                link in right
                and answers
                and (_marked(item, "read-again") or _code(answers[0]) not in right[link])
            ):
                yield link


def _code(holder: Json) -> Any:
    coding = holder.get("valueCoding")
    return cast("Json", coding).get("code") if isinstance(coding, dict) else None


def _marked(holder: Json, name: str) -> bool:
    marks = (one for one in objects(holder.get("extension")) if one.get("url") == f"{_X}/{name}")
    return any(one.get("valueBoolean") is True for one in marks)


def _coded(code: str) -> Json:
    return {"coding": [{"system": CARE, "code": code}]}
