"""The summary that a patient's prescriber and therapist keep together: one Composition a line, and who may read and write it.

- A line is read by the prescriber and the therapist on the patient's team now, and by nobody else at the clinic.
- The patient reads the lines of confidentiality N and no others: neither by name, nor by search, history, count or log.
- A line is written in one's own name, about a patient whose team has one. It says for whom it is from the first, and never
  for others later: for the patient it is written anew.
- What was written stands. Only who wrote a line strikes it, and a line that takes the place of another is the same hand's,
  of the same patient, and for the same people.
- Whoever reads a line may say so to who wrote it, once and for good: a Communication without words. Of a reader at the clinic
  it is in no patient's record.
"""

from __future__ import annotations

from typing import Any, cast

from api_client.sandbox.exact import Json, parse
from api_client.sandbox.given import CARE, Condition
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.receipts import check_only
from api_client.sandbox.relations import is_of_category, links, owner
from api_client.sandbox.store import Row, Store

SUMMARY_LINE = "summary-line"
LINE_READ = "summary-line-read"
STRUCK = "https://lantern.example/fhir/StructureDefinition/struck-at"
_TEAM, _PATIENT = "R", "N"
"""Composition.confidentiality: restricted, and normal."""

IS_LINE: Condition = (
    "EXISTS (SELECT 1 FROM term s WHERE s.key = 'Composition.type' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
    (CARE, SUMMARY_LINE),
)
FOR_PATIENT: Condition = (
    "EXISTS (SELECT 1 FROM term s WHERE s.key = 'Composition.confidentiality' AND s.code = ? AND s.pk = c.pk)",
    (_PATIENT,),
)


def is_closed_to_patient(row: Row) -> bool:
    """Whether it is a line that its patient does not read."""
    return row.type == "Composition" and parse(row.text).value.get("confidentiality") != _PATIENT


def check_line(store: Store, who: str, line: Json) -> None:
    """Raises Refusal unless `who`, a prescriber or a therapist, may write this line."""
    base, patient = store.base, owner(line, store.base)
    if not _is_line(line):
        raise Refusal(403, "A document is not this person's to write.", where=("Composition.type",))
    if links(line, "author", base) != [who] or len(_each(line.get("author"))) != 1:
        raise Refusal(403, "A line is written in one's own name.", where=("Composition.author",))
    if patient is None or links(line, "subject", base) != [patient]:
        raise Refusal(403, "A line says whose record it is.", where=("Composition.subject",))
    in_care = store.rows(
        "SELECT 1 FROM relation WHERE tie = 'team' AND who = ? AND patient = ? AND lo <= ? AND hi >= ?",
        (who, patient, store.now(), store.now()),
    )
    if not in_care:
        raise Refusal(403, "This patient's care team does not have this person.")
    if line.get("confidentiality") not in (_TEAM, _PATIENT):
        raise Refusal(422, "A line says for whom it is.", where=("Composition.confidentiality",))
    if line.get("status") != "final" or line.get("extension"):
        raise Refusal(422, "A line is struck after it was written.", where=("Composition.status",))
    _check_words(line)
    _check_replaces(store, who, patient, line)
    mine = cast("Json", line["identifier"]) if isinstance(line.get("identifier"), dict) else {}
    if any(links(one, "author", base) != [who] for one in _named(store, mine)):
        raise Refusal(403, "This name is another line's.", where=("Composition.identifier",))


def is_line_read(message: Json) -> bool:
    """Whether a Communication says that somebody read a line."""
    return is_of_category(message, LINE_READ)


def check_line_read(store: Store, who: str, message: Json) -> None:
    """Raises Refusal unless `who`, the patient or one of the team, says to who wrote a line they can read that they read it."""
    base = store.base
    if links(message, "sender", base) != [who]:
        raise Refusal(403, "That it was read is said in one's own name.", where=("Communication.sender",))
    codings = [
        one for concept in _objects(message.get("category")) for one in _objects(concept.get("coding"))
    ]
    if set(message) - _LINE_READ_HAS or len(codings) != 1:
        raise Refusal(422, "It says that a line was read, and nothing else.", where=("Communication",))
    about = links(message, "about", base)
    row = store.read("Composition", about[0].partition("/")[2]) if len(about) == 1 else None
    line = parse(row.text).value if row is not None and not row.is_gone else {}
    is_patient = row is not None and row.patient == who
    if row is None or not _reads(store, who, row, line, is_patient=is_patient):
        raise Refusal(403, "It is about a line that one can read.", where=("Communication.about",))
    if links(message, "subject", base) != ([who] if is_patient else []):
        raise Refusal(403, "Of a reader at the clinic it is in no record.", where=("Communication.subject",))
    if links(message, "recipient", base) != links(line, "author", base):
        raise Refusal(403, "It goes to who wrote the line.", where=("Communication.recipient",))


_LINE_READ_HAS = frozenset(
    (
        "resourceType",
        "id",
        "meta",
        "identifier",
        "status",
        "category",
        "subject",
        "about",
        "sent",
        "recipient",
        "sender",
    )
)


def _reads(store: Store, who: str, row: Row, line: Json, *, is_patient: bool) -> bool:
    """Whether this line is another's, and one that `who` can read now."""
    if not line or not _is_line(line) or links(line, "author", store.base) == [who]:
        return False
    if is_patient:
        return line.get("confidentiality") == _PATIENT
    now = store.now()
    return bool(
        store.rows(
            "SELECT 1 FROM relation WHERE tie = 'team' AND who = ? AND patient = ? AND lo <= ? AND hi >= ?",
            (who, row.patient, now, now),
        )
    )


def check_struck(who: str, old: Json, new: Json, base: str) -> None:
    """Raises Refusal unless `new` is `old`, struck by who wrote it, or the very same."""
    if links(old, "author", base) != [who]:
        raise Refusal(403, "A line is struck by who wrote it.", where=("Composition.author",))
    check_only(old, new, ("status", "extension"), "What was written stands; it is struck and written anew.")
    if old.get("status") != "final":
        check_only(old, new, (), "A line that was struck stays struck.")
    elif new.get("status") != "entered-in-error" or not _is_mark(new.get("extension")):
        raise Refusal(403, "A line is struck, and nothing else.", where=("Composition.status",))


def _is_line(document: Json) -> bool:
    codings = (
        _each(cast("Json", document["type"]).get("coding")) if isinstance(document["type"], dict) else []
    )
    named = [(one.get("system"), one.get("code")) for one in _objects(codings)]
    return named == [(CARE, SUMMARY_LINE)]


def _is_mark(extensions: Any) -> bool:
    """When it was struck, and nothing besides: words have no place there."""
    found = _objects(extensions)
    return (
        len(found) == len(_each(extensions)) == 1
        and found[0].keys() == {"url", "valueDateTime"}
        and found[0]["url"] == STRUCK
    )


def _check_words(line: Json) -> None:
    sections = _objects(line.get("section"))
    text = sections[0].get("text") if len(sections) == 1 else None
    div = cast("Json", text).get("div") if isinstance(text, dict) else None
    if len(_each(line.get("section"))) != 1 or not isinstance(div, str) or not div:
        raise Refusal(422, "A line is one section of words.", where=("Composition.section",))


def _check_replaces(store: Store, who: str, patient: str, line: Json) -> None:
    """What it takes the place of is a line of the same hand, the same patient and the same readers, where it is known at all."""
    where = ("Composition.relatesTo",)
    relations = _objects(line.get("relatesTo"))
    if len(relations) != len(_each(line.get("relatesTo"))) or len(relations) > 1:
        raise Refusal(422, "A line takes the place of one other.", where=where)
    for relation in relations:
        target = relation.get("targetIdentifier")
        named = cast("Json", target) if isinstance(target, dict) else {}
        if relation.get("code") != "replaces" or relation.keys() != {"code", "targetIdentifier"}:
            raise Refusal(422, "A line takes the place of another, by its identifier.", where=where)
        for before in _named(store, named):
            alike = links(before, "author", store.base) == [who] and owner(before, store.base) == patient
            if not alike or before.get("confidentiality") != line.get("confidentiality"):
                raise Refusal(403, "A line takes the place of one's own, for the same people.", where=where)


def _named(store: Store, identifier: Json) -> list[Json]:
    """The Compositions of this identifier."""
    rows = store.rows(
        "SELECT v.text FROM term s JOIN current c ON c.pk = s.pk JOIN version v ON v.seq = c.seq"
        " WHERE s.key = 'Composition.identifier' AND s.system = ? AND s.code = ?",
        (str(identifier.get("system", "")), str(identifier.get("value", ""))),
    )
    return [parse(text).value for (text,) in rows]


def _objects(value: Any) -> list[Json]:
    return [cast("Json", one) for one in _each(value) if isinstance(one, dict)]


def _each(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
