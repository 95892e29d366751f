"""Several interactions in one request: a batch, where each stands alone, and a transaction, where all happen or none.

In a transaction the temporary names the client gave its entries are replaced by the ids they get, wherever a
reference stands, and nowhere else: an identifier that looks like a temporary name stays as it was written.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import parse_qsl

from api_client.sandbox import dates
from api_client.sandbox.exact import MAX_RESOURCE_BYTES, BundleEntry, Document, parse, parse_bundle
from api_client.sandbox.interactions import criteria_of, existing
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.routing import dispatch
from api_client.sandbox.search import matches
from api_client.sandbox.searchparams import PARAMS
from api_client.sandbox.visit import Answer, Call, Visit

MAX_ENTRIES = 5000
_METHODS = ("DELETE", "POST", "PUT", "GET", "HEAD")
_LINK = re.compile(r'("(?:reference|url|valueUri|valueUrl|valueCanonical)"\s*:\s*)"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Entry:
    """One entry: what it asks, its resource, and the name other entries may use for it."""

    at: int
    call: Call
    resource: Document | None
    full_url: str


def process(visit: Visit, text: str, *, is_minimal: bool = False) -> Answer:
    """A batch-response or transaction-response Bundle. Raises Refusal; a transaction's leaves nothing behind."""
    bundle, entries = parse_bundle(text)
    kind = bundle.get("type")
    if bundle.get("resourceType") != "Bundle" or kind not in ("batch", "transaction"):
        raise Refusal(400, "The body is no Bundle of type batch or transaction.", where=("Bundle.type",))
    if len(entries) > MAX_ENTRIES:
        raise Refusal(413, f"A Bundle may hold {MAX_ENTRIES} entries here.", code="too-costly")
    done = _transaction(visit, entries) if kind == "transaction" else _batch(visit, entries)
    shown = ",".join(_shown(visit.base, answer, is_minimal) for answer in done)
    body = f'"resourceType":"Bundle","id":"{uuid.uuid4()}","type":"{kind}-response"'
    return Answer(200, "{" + body + (f',"entry":[{shown}]' if shown else "") + "}")


def _batch(visit: Visit, parts: list[BundleEntry]) -> list[Answer | Refusal]:
    done: list[Answer | Refusal] = []
    with visit.store.writing():
        for at, part in enumerate(parts):
            shown = len(visit.disclosed)
            try:
                entry = _entry(at, part, visit.base)
                done.append(dispatch(visit, _ready(entry, entry.resource)))
            except Refusal as refusal:
                del visit.disclosed[shown:]
                done.append(refusal)
    return done


def _transaction(visit: Visit, parts: list[BundleEntry]) -> list[Answer | Refusal]:
    entries = [_located(at, lambda at=at: _entry(at, parts[at], visit.base)) for at in range(len(parts))]
    _check_overlap(entries)
    done: dict[int, Answer | Refusal] = {}
    with visit.store.writing():
        names: dict[str, str] = {}
        promised: dict[int, str] = {}
        for entry in entries:
            _located(entry.at, lambda entry=entry: _promise(visit, entry, names, promised))
        for entry in sorted(entries, key=lambda entry: _METHODS.index(entry.call.method)):
            resource = _located(entry.at, lambda entry=entry: _linked(visit, entry, names))
            call = replace(_ready(entry, resource), new_id=promised.get(entry.at))
            done[entry.at] = _located(entry.at, lambda call=call: dispatch(visit, call))
    return [done[at] for at in range(len(entries))]


def _located(at: int, act: Any) -> Any:
    """A refusal inside a transaction says which entry it is about."""
    try:
        return act()
    except Refusal as refusal:
        where = (f"Bundle.entry[{at}]", *refusal.where)
        raise Refusal(
            refusal.status if refusal.status != 304 else 412,
            f"Nothing was done: {refusal.says}",
            code=refusal.code,
            where=where,
        ) from None


def _entry(at: int, part: BundleEntry, base: str) -> Entry:
    request: Any = part.value.get("request")
    if not isinstance(request, dict):
        raise Refusal(
            400, "An entry needs a request.", code="required", where=(f"Bundle.entry[{at}].request",)
        )
    asked = cast("dict[str, Any]", request)
    method, url = asked.get("method"), asked.get("url")
    if method not in _METHODS:
        raise Refusal(
            405, "This method is not offered in a Bundle.", where=(f"Bundle.entry[{at}].request.method",)
        )
    if not isinstance(url, str) or len(url) > 8000:
        raise Refusal(400, "An entry needs an address.", where=(f"Bundle.entry[{at}].request.url",))
    path, _, query = url.removeprefix(base).partition("?")
    segments = tuple(path.strip("/").split("/"))
    full_url = part.value.get("fullUrl")
    call = Call(
        "GET" if method == "HEAD" else str(method),
        segments,
        pairs=_pairs(query),
        if_match=_text(asked.get("ifMatch")),
        if_none_match=_text(asked.get("ifNoneMatch")),
        if_none_exist=_text(asked.get("ifNoneExist")),
    )
    if part.resource is not None and len(part.resource.text) > MAX_RESOURCE_BYTES:
        raise Refusal(413, f"A resource may have {MAX_RESOURCE_BYTES} bytes here.", code="too-long")
    return Entry(at, call, part.resource, full_url if isinstance(full_url, str) else "")


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise Refusal(400, "The query cannot be read.") from None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _ready(entry: Entry, resource: Document | None) -> Call:
    return replace(entry.call, document=resource) if entry.call.method in ("POST", "PUT") else entry.call


def _check_overlap(entries: list[Entry]) -> None:
    """One resource, one entry that changes it; one name, one entry."""
    changed: set[tuple[str, ...]] = set()
    named: set[str] = set()
    for entry in entries:
        is_change = entry.call.method in ("PUT", "DELETE") and not entry.call.pairs
        if (is_change and entry.call.segments in changed) or (entry.full_url and entry.full_url in named):
            raise Refusal(
                400, "Two entries are about the same resource.", where=(f"Bundle.entry[{entry.at}]",)
            )
        if is_change:
            changed.add(entry.call.segments)
        if entry.full_url and entry.call.method in ("POST", "PUT"):
            named.add(entry.full_url)


def _promise(visit: Visit, entry: Entry, names: dict[str, str], promised: dict[int, str]) -> None:
    """Settles which resource each name will mean, before anything is written."""
    call, type_ = entry.call, entry.call.segments[0]
    if not entry.full_url or type_ not in PARAMS:
        return
    if call.method == "PUT" and not call.pairs and len(call.segments) == 2:
        names[entry.full_url] = "/".join(call.segments)
        return
    there = None
    if call.method == "POST" and call.if_none_exist is not None:
        there = existing(visit, type_, call.if_none_exist)
    elif call.method == "PUT" and call.pairs:
        there = next(iter(matches(visit, type_, call.pairs)), None)
    elif call.method != "POST":
        return
    if there is None:
        promised[entry.at] = str(uuid.uuid4())
    names[entry.full_url] = f"{type_}/{there.id if there else promised[entry.at]}"


def _linked(visit: Visit, entry: Entry, names: Mapping[str, str]) -> Document | None:
    """The resource with temporary names and conditional references replaced in its text."""
    if entry.resource is None:
        return None

    def named(found: re.Match[str]) -> str:
        link = found[2]
        if link in names:
            return f'{found[1]}"{names[link]}"'
        if found[1].startswith('"reference"') and "?" in link and not link.startswith(("urn:", "http")):
            return f'{found[1]}"{_sought(visit, json.loads(f"{chr(34)}{link}{chr(34)}"))}"'
        return found[0]

    text = _LINK.sub(named, entry.resource.text)
    return entry.resource if text == entry.resource.text else parse(text)


def _sought(visit: Visit, link: str) -> str:
    type_, _, query = link.partition("?")
    rows = matches(visit, type_, criteria_of(query)) if type_ in PARAMS else []
    if len(rows) != 1:
        raise Refusal(412, "A conditional reference fits none or several.", code="multiple-matches")
    return rows[0].name


def _shown(base: str, answer: Answer | Refusal, is_minimal: bool) -> str:
    if isinstance(answer, Refusal):
        response = f'"status":"{answer.status}","outcome":{answer.outcome()}'
        return f'{{"response":{{{response}}}}}'
    parts = [f'"status":"{answer.status}"']
    row = answer.row
    if row is not None:
        if answer.is_write:
            parts.append(f'"location":"{base}/{row.name}/_history/{row.n}"')
        parts += [f'"etag":"W/\\"{row.n}\\""', f'"lastModified":"{dates.instant(row.updated)}"']
    shown = [f'"response":{{{",".join(parts)}}}']
    if answer.text and not (is_minimal and answer.is_write):
        shown.insert(0, f'"resource":{answer.text}')
    if row is not None and not row.is_gone:
        shown.insert(0, f'"fullUrl":"{base}/{row.name}"')
    return "{" + ",".join(shown) + "}"
