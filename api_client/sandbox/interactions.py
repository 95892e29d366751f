"""FHIR's interactions with one resource: read, vread, create, update, delete, and the conditional ones.

Each says who may, does it, and answers. What a person may not see is answered as what does not exist; what they see
and may not change is refused by name. It must never write outside a transaction of the store.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from api_client.sandbox import access, writing
from api_client.sandbox.agreed import attend
from api_client.sandbox.date_requests import carried_out, is_date_answer
from api_client.sandbox.exact import Document, parse
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.person import check_scope
from api_client.sandbox.relations import is_handed_on
from api_client.sandbox.search import matches
from api_client.sandbox.shape import check, is_id
from api_client.sandbox.store import Row
from api_client.sandbox.talking import attend_reading
from api_client.sandbox.visit import Answer, Call, Visit

_ETAG = re.compile(r'\s*(?:W/)?"?([^",]*)"?\s*')


def read(visit: Visit, type_: str, id_: str, call: Call) -> Answer:
    """200, 304, 404, or 410 for what was deleted."""
    check_scope(visit.person, type_, "r")
    row = access.find(visit.store, visit.person, type_, id_)
    if row is None:
        raise _unknown()
    if row.is_gone:
        raise Refusal(410, "This resource was deleted.", headers={"ETag": row.etag})
    if call.if_none_match is not None and _names(call.if_none_match, row):
        visit.tell_of([row.patient or ""])  # that it is there, and in which version
        return Answer(304, "", row)
    visit.show(row)
    return Answer(200, row.text, row)


def vread(visit: Visit, type_: str, id_: str, version: str) -> Answer:
    """One version, if it may be seen."""
    check_scope(visit.person, type_, "r")
    now = access.find(visit.store, visit.person, type_, id_)
    if now is None or not re.fullmatch(r"[1-9]\d{0,8}", version, re.ASCII):
        raise _unknown()
    row = visit.store.version(type_, id_, int(version))
    if row is None or (access.sees_only_the_present(visit.person, type_) and row.n != now.n):
        raise _unknown()
    if row.is_gone:
        raise Refusal(410, "This version is a deletion.", headers={"ETag": row.etag})
    visit.show(row)
    return Answer(200, row.text, row)


def create(visit: Visit, type_: str, call: Call) -> Answer:
    """201 with a new id; with If-None-Exist 200 and the one that is there, 412 where there are several.

    If-None-Exist is a search: it needs the right to one, as well as the right to create.
    """
    check_scope(visit.person, type_, "c")
    document = _body(call)
    resource = check(document, type_)
    writing.check_create(visit.store, visit.person, resource)
    if call.if_none_exist is not None:
        there = existing(visit, type_, call.if_none_exist)
        if there is not None:
            visit.show(there)
            return Answer(200, there.text, there, is_write=True)
    with visit.store.writing():
        # The clinic's own hand moves things by itself.
        is_carried_out = is_date_answer(resource) and not visit.person.is_clinic
        moves = carried_out(visit.store, resource) if is_carried_out else ()
        row = visit.store.create(document, call.new_id)
        for moved, newer in moves:
            visit.store.update(moved, newer)
        attend(visit.store, resource)
        attend_reading(visit.store, resource)
    visit.is_to_answer = visit.is_to_answer or is_handed_on(resource)
    return Answer(201, row.text, row, is_write=True, is_made=True)


def existing(visit: Visit, type_: str, criteria: str) -> Row | None:
    """The one resource that fits If-None-Exist, or None. Raises Refusal(412) for several."""
    rows = matches(visit, type_, criteria_of(criteria))
    if len(rows) > 1:
        raise Refusal(412, "Several resources fit the condition.", code="multiple-matches")
    return rows[0] if rows else None


def criteria_of(text: str) -> list[tuple[str, str]]:
    """`identifier=system|value`, percent-encoded or not, with or without what stands before a `?`."""
    try:
        return parse_qsl(text.rpartition("?")[2], keep_blank_values=False, errors="strict", max_num_fields=50)
    except ValueError:
        raise Refusal(400, "The condition cannot be read.", where=("If-None-Exist",)) from None


def update(visit: Visit, type_: str, id_: str, call: Call) -> Answer:
    """200 with the next version. 412 when If-Match is stale, 405 where there is nothing: this clinic chooses ids."""
    check_scope(visit.person, type_, "u")
    document = _body(call)
    resource = check(document, type_)
    if not is_id(resource.get("id")) or resource["id"] != id_:
        raise Refusal(400, "The body's id is not the address's.", where=(f"{type_}.id",))
    row = access.find(visit.store, visit.person, type_, id_)
    if row is None and call.if_match is not None:
        raise Refusal(412, "There is no such version: the resource does not exist.")
    if row is None:
        raise Refusal(405, "There is no such resource, and this clinic chooses ids itself: use POST.")
    return _replace(visit, row, document, call)


def conditional_update(visit: Visit, type_: str, call: Call) -> Answer:
    """Updates the one that fits, creates where none does, 412 for several."""
    check_scope(visit.person, type_, "u")
    check_scope(visit.person, type_, "s")
    document = _body(call)
    resource = check(document, type_)
    rows = matches(visit, type_, call.pairs)
    if len(rows) > 1:
        raise Refusal(412, "Several resources fit the condition.", code="multiple-matches")
    if not rows:
        if resource.get("id") is not None:
            raise Refusal(405, "Nothing fits, and this clinic chooses ids itself.")
        return create(visit, type_, Call("POST", (type_,), document=document, new_id=call.new_id))
    if resource.get("id") not in (None, rows[0].id):
        raise Refusal(400, "The body's id is not that of what fits.", where=(f"{type_}.id",))
    return _replace(visit, rows[0], document, call)


def _replace(visit: Visit, row: Row, document: Document, call: Call) -> Answer:
    if row.is_gone:
        raise Refusal(410, "This resource was deleted. Make a new one.", headers={"ETag": row.etag})
    if call.if_none_match == "*":
        raise Refusal(412, "The resource exists.")
    _check_match(call.if_match, row)
    writing.check_update(visit.store, visit.person, row, parse(row.text).value, document.value)
    with visit.store.writing():
        newer = visit.store.update(row, document)
        attend(visit.store, document.value)
        attend_reading(visit.store, document.value)
    is_moved = row.type == "Appointment"  # what is open until its day may end by it
    visit.is_to_answer = visit.is_to_answer or is_moved or is_handed_on(document.value)
    return Answer(200, newer.text, newer, is_write=True)


def delete(visit: Visit, type_: str, id_: str, call: Call) -> Answer:
    """204; again 204 for what is gone already; 412 when If-Match is stale."""
    check_scope(visit.person, type_, "d")
    row = access.find(visit.store, visit.person, type_, id_)
    if row is None:
        raise _unknown()
    if row.is_gone:
        return Answer(204, "", row)
    _check_match(call.if_match, row)
    writing.check_delete(visit.store, visit.person, row, parse(row.text).value)
    with visit.store.writing():
        gone = visit.store.delete(row)
        attend(visit.store, parse(row.text).value)
    return Answer(204, "", gone)


def _body(call: Call) -> Document:
    if call.document is None:
        raise Refusal(400, "The request has no body.", code="required")
    return call.document


def _check_match(if_match: str | None, row: Row) -> None:
    if if_match is not None and not _names(if_match, row):
        raise Refusal(
            412, "The resource has changed: If-Match names another version.", headers={"ETag": row.etag}
        )


def _names(header: str, row: Row) -> bool:
    """Whether an If-Match or If-None-Match header names this version."""
    if header.strip() == "*":
        return True
    return any(found[1] == str(row.n) for part in header.split(",") if (found := _ETAG.fullmatch(part)))


def _unknown() -> Refusal:
    return Refusal(404, "There is no such resource.")
