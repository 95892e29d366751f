"""How each agreement of a patient's stands, as the clinic's system shows it to the therapist and the prescriber of their team: what was
signed, since when, until when, whom it lets see what, and whether it was withdrawn. Not the text, the choices or the signature.

It is a Consent of the clinic's own, of category `agreement-standing`, one for each signature. It is written anew whenever a signature, a
withdrawal or the team changes, in the same transaction, and never by anybody else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE
from api_client.sandbox.provisions import (
    AGREEMENT,
    DOCUMENT_SHA256,
    SIGNED_VERSION,
    STANDING,
    WITHDRAWN,
    is_signed,
    object_at,
    objects,
    signature_of,
)
from api_client.sandbox.relations import is_of_category, owner
from api_client.sandbox.store import COLUMNS, Row, Store, as_row

WITHDRAWN_AT = "https://lantern.example/fhir/StructureDefinition/withdrawn-at"
_TERMS = "http://terminology.hl7.org/CodeSystem"


def attend(store: Store, resource: Json) -> None:
    """After this was written or removed: shows the team how the agreements of its patient stand. Call inside `writing()`."""
    if not _concerns(resource):
        return
    patient = owner(resource, store.base)
    if patient is None:
        return
    team = _team(store, patient)
    for row, consent in _signed(store, patient):
        shown = standing_of(
            consent,
            f"Consent/{row.id}",
            team,
            withdrawn_at=_withdrawn_at(store, row),
            is_last=_is_last(store, row),
        )
        there = store.read("Consent", shown["id"])
        if there is None:
            store.create(_document(shown), shown["id"])
        elif there.is_gone or _bare(parse(there.text).value) != _bare(shown):
            store.update(there, _document(shown))


def standing_of(
    consent: Json, name: str, team: Sequence[str], *, withdrawn_at: str | None = None, is_last: bool = True
) -> Json:
    """What the people of the team ("Practitioner/sam") see of a signed Consent called `name`. `is_last`: nothing was signed to the same
    agreement after it."""
    provision = object_at(consent.get("provision"))
    rules = [one for one in objects(provision.get("provision")) if one.get("class")]
    marks = [
        one
        for one in objects(consent.get("extension"))
        if one.get("url") in (SIGNED_VERSION, DOCUMENT_SHA256)
    ]
    if withdrawn_at is not None:
        marks = [*marks, {"url": WITHDRAWN_AT, "valueDateTime": withdrawn_at}]
    is_standing = consent.get("status") == "active" and is_last and withdrawn_at is None
    source: Json = {"reference": name}
    title = _title(consent)
    shown: Json = {
        "resourceType": "Consent",
        "id": _id(name),
        "extension": marks,
        "status": "active" if is_standing else "inactive",
        "scope": {"coding": [{"system": f"{_TERMS}/consentscope", "code": "treatment"}]},
        "category": [{"coding": [{"system": CARE, "code": STANDING}]}],
        "patient": consent["patient"],
        "performer": [{"reference": "Organization/clinic"}],
        "organization": [{"reference": "Organization/clinic"}],
        "sourceReference": {**source, "display": title} if title else source,
        "policyRule": {"coding": [{"system": f"{_TERMS}/v3-ActCode", "code": "OPTIN"}]},
        "provision": {"type": str(provision.get("type", "deny"))},
    }
    if consent.get("dateTime"):
        shown["dateTime"] = consent["dateTime"]
    if provision.get("period"):
        shown["provision"]["period"] = provision["period"]
    if team:
        shown["provision"]["actor"] = [_actor(one) for one in team]
    if rules:
        shown["provision"]["provision"] = rules
    return shown


def _id(name: str) -> str:
    """By which it is found again; an id may have 64 characters."""
    found = f"{name.removeprefix('Consent/')}-standing"
    return found if len(found) <= 64 else f"{hashlib.sha256(name.encode()).hexdigest()[:32]}-standing"


def _concerns(resource: Json) -> bool:
    return (
        resource["resourceType"] == "CareTeam"
        or (resource["resourceType"] == "Consent" and is_of_category(resource, AGREEMENT))
        or (resource["resourceType"] == "Communication" and is_of_category(resource, WITHDRAWN))
    )


def _signed(store: Store, patient: str) -> Iterator[tuple[Row, Json]]:
    rows = store.rows(
        f"SELECT {COLUMNS} FROM current c JOIN version v ON v.seq = c.seq WHERE c.gone = 0 AND c.pk IN"  # noqa: S608
        " (SELECT pk FROM relation WHERE tie = 'signed' AND patient = ?)",
        (patient,),
    )
    for row in map(as_row, rows):
        consent = parse(row.text).value
        if is_signed(consent) and signature_of(consent) is not None:
            yield row, consent


def _team(store: Store, patient: str) -> list[str]:
    """Its therapists and prescribers now."""
    rows = store.rows(
        "SELECT DISTINCT t.who FROM relation t JOIN account a ON a.reference = t.who WHERE t.tie = 'team' AND t.patient = ?"
        " AND t.lo <= ? AND t.hi >= ? AND a.role IN ('therapist', 'prescriber') ORDER BY t.who",
        (patient, store.now(), store.now()),
    )
    return [who for (who,) in rows]


def _withdrawn_at(store: Store, row: Row) -> str | None:
    rows = store.rows(
        "SELECT v.text FROM relation w JOIN current c ON c.pk = w.pk JOIN version v ON v.seq = c.seq"
        " WHERE w.tie = 'withdrawn' AND w.who = ? AND w.patient = ? ORDER BY c.pk",
        (row.name, row.patient),
    )
    sent = (parse(text).value.get("sent") for (text,) in rows)
    return next((str(at) for at in sent if at), None)


def _is_last(store: Store, row: Row) -> bool:
    later = store.rows(
        "SELECT 1 FROM relation s JOIN relation n ON n.tie = 'signed' AND n.who = s.who AND n.patient = s.patient"
        " WHERE s.tie = 'signed' AND s.pk = ? AND n.lo <= ? AND (n.lo > s.lo OR (n.lo = s.lo AND n.pk > s.pk))",
        (row.pk, store.now()),
    )
    return not later


def _title(consent: Json) -> str:
    paper, file = object_at(consent.get("sourceReference")), object_at(consent.get("sourceAttachment"))
    texts: list[Any] = [paper.get("display"), file.get("title")]
    return next((text for text in texts if isinstance(text, str) and text), "")


def _actor(who: str) -> Json:
    role = {"coding": [{"system": f"{_TERMS}/v3-ParticipationType", "code": "IRCP"}]}
    return {"role": role, "reference": {"reference": who}}


def _bare(resource: Json) -> Json:
    return {name: value for name, value in resource.items() if name != "meta"}


def _document(resource: Json) -> Any:
    return parse(json.dumps(resource, ensure_ascii=False))
