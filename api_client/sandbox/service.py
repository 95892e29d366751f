"""The FHIR endpoint over HTTP: an ASGI app that turns a request into a `Call`, and an answer or refusal into a reply.

Nothing leaves without a FHIR body, a Date and `no-store`. It must never log or repeat what a request held.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from email.utils import format_datetime, formatdate
from threading import RLock
from typing import Any
from urllib.parse import parse_qsl

from api_client.sandbox import bundle
from api_client.sandbox.audit import Audit
from api_client.sandbox.exact import MAX_BUNDLE_BYTES, MAX_RESOURCE_BYTES, decoded, parse
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.person import Person
from api_client.sandbox.routing import dispatch
from api_client.sandbox.store import Row, Store
from api_client.sandbox.visit import Answer, Call, Visit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger("lantern.sandbox")
OWN_SERVER = "lantern_sandbox_dates"
"""Set in the scope by our own server, which leaves the Date header to us; others write their own."""

_JSON_TYPES = ("application/fhir+json", "application/json", "application/json+fhir", "text/json")
_FORM = "application/x-www-form-urlencoded"


class FhirService:
    """`documents` answers the open addresses (metadata, discovery) by path; `person_of` knows bearer tokens. `on_invited`:
    told after a patient asked for an invitation or a ride, or took one back, once that is kept."""

    def __init__(
        self,
        store: Store,
        person_of: Callable[[str], Person | None],
        documents: Callable[[str], str | None],
        lock: RLock,
        without: frozenset[str] = frozenset(),
        on_invited: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_invited = on_invited
        self._store = store
        self._person_of = person_of
        self._documents = documents
        self._lock = lock
        self._without = without
        self._audit = Audit(store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        method = scope["method"]
        try:
            path = scope["path"].removeprefix("/fhir").strip("/")
            _check_format(scope["query_string"], headers)
            body = await _body(receive, headers, MAX_BUNDLE_BYTES if not path else MAX_RESOURCE_BYTES)
            with self._lock:
                answer = self._answer(path, scope["query_string"], method, headers, body)
            status, text = answer.status, answer.text
            extra = _headers(answer.row, self._store.base if answer.is_made else "")
            if answer.is_write and _prefers(headers, "return") == "minimal":
                text = ""
        except Refusal as refusal:
            status, text, extra = refusal.status, refusal.outcome(), _latin(refusal.headers)
        except Exception as error:
            log.error("the sandbox failed: %s", type(error).__name__)
            failed = Refusal(500, "The sandbox failed. This is its fault, not yours.")
            status, text, extra = 500, failed.outcome(), []
        await self._send(send, scope, status, text, extra)

    def _answer(self, path: str, query: bytes, method: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "HEAD":
            method = "GET"
        if method not in ("GET", "POST", "PUT", "DELETE"):
            raise Refusal(
                405, "This method is not offered here.", headers={"Allow": "GET, POST, PUT, DELETE"}
            )
        open_document = self._documents(path) if method == "GET" else None
        if open_document is not None:
            return Answer(200, open_document)
        if path == "metadata" or path.startswith(".well-known/"):
            raise Refusal(
                405 if path == "metadata" else 404, "This is read with GET.", headers={"Allow": "GET"}
            )
        visit = Visit(
            self._store,
            self._person(headers),
            self._store.base,
            _prefers(headers, "handling") == "strict",
            self._without,
        )
        answer = self._answer_call(visit, path, query, method, headers, body)
        if visit.is_to_answer:
            self._on_invited()
        return answer

    def _answer_call(
        self, visit: Visit, path: str, query: bytes, method: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        if not path:
            return self._root(visit, method, headers, body)
        call = _call(path, query, method, headers, body)
        try:
            return dispatch(visit, call)
        except Refusal:
            visit.disclosed.clear()  # nothing of it left
            raise
        finally:  # a refusal, too, may have told that something is there
            self._audit.note(visit, _interaction(call))

    def _root(self, visit: Visit, method: str, headers: dict[str, str], body: bytes) -> Answer:
        if method != "POST":
            raise Refusal(405, "The base takes Bundles by POST.", headers={"Allow": "POST"})
        _check_type(headers, _JSON_TYPES)
        try:
            return bundle.process(visit, decoded(body), is_minimal=_prefers(headers, "return") == "minimal")
        except Refusal:
            visit.disclosed.clear()  # nothing of it left
            raise
        finally:
            self._audit.note(visit, "batch")

    def _person(self, headers: dict[str, str]) -> Person:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if not token or scheme.lower() != "bearer":
            raise Refusal(
                401, "Sign in first.", headers={"WWW-Authenticate": 'Bearer realm="sandbox clinic"'}
            )
        person = self._person_of(token.strip())
        if person is None:
            raise Refusal(
                401,
                "The sign-in is over or was never made.",
                headers={"WWW-Authenticate": 'Bearer realm="sandbox clinic", error="invalid_token"'},
            )
        return person

    async def _send(
        self, send: Send, scope: Scope, status: int, text: str, extra: list[tuple[bytes, bytes]]
    ) -> None:
        body = text.encode("utf-8")
        headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"), *extra]
        if status not in (204, 304):
            headers.append((b"content-length", str(len(body)).encode()))
        if body:
            headers.append((b"content-type", b"application/fhir+json; charset=utf-8"))
        if OWN_SERVER in scope or "spec_version" not in scope["asgi"]:
            headers.append((b"date", formatdate(self._store.now() / 1000, usegmt=True).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _call(path: str, query: bytes, method: str, headers: dict[str, str], body: bytes) -> Call:
    segments = tuple(path.split("/"))
    pairs = _pairs(query)
    document, is_post_search = None, False
    if method == "POST" and segments[-1] == "_search":
        is_post_search = True
        if body:
            _check_type(headers, (_FORM,))
            pairs += _pairs(body)
    elif method in ("POST", "PUT"):
        _check_type(headers, _JSON_TYPES)
        document = parse(decoded(body))
    return Call(
        method,
        segments,
        pairs,
        document,
        if_match=headers.get("if-match"),
        if_none_match=headers.get("if-none-match"),
        if_none_exist=headers.get("if-none-exist"),
        is_post_search=is_post_search,
    )


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise Refusal(400, "The query cannot be read.") from None


async def _body(receive: Receive, headers: dict[str, str], most: int) -> bytes:
    stated = headers.get("content-length", "0")
    if stated.isdigit() and int(stated[:12]) > most:
        raise Refusal(413, f"The body may have {most} bytes here.")
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message.get("body", b"")
        if len(body) > most:
            raise Refusal(413, f"The body may have {most} bytes here.")
        if not message.get("more_body", False):
            return body


def _check_type(headers: dict[str, str], accepted: tuple[str, ...]) -> None:
    kind = headers.get("content-type", accepted[0]).split(";")[0].strip().lower()
    if kind not in accepted:
        raise Refusal(415, f"The body is to be {accepted[0]}.")


def _check_format(query: bytes, headers: dict[str, str]) -> None:
    """JSON or nothing: XML is refused by name, in Accept and in _format."""
    accept = headers.get("accept", "*/*").lower()
    is_fine = not accept.strip() or any(word in accept for word in ("json", "*/*", "application/*"))
    if b"_format=" in query:
        asked = dict(_pairs(query)).get("_format", "").lower()
        is_fine = "json" in asked
    if not is_fine:
        raise Refusal(406, "This clinic speaks JSON only.")


def _prefers(headers: dict[str, str], name: str) -> str:
    for part in headers.get("prefer", "").replace(";", ",").split(","):
        key, _, value = part.partition("=")
        if key.strip().lower() == name:
            return value.strip().strip('"').lower()
    return ""


def _headers(row: Row | None, base: str) -> list[tuple[bytes, bytes]]:
    if row is None:
        return []
    changed = datetime.fromtimestamp(row.updated / 1000, UTC)
    found = {"ETag": row.etag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if base:
        found["Location"] = f"{base}/{row.name}/_history/{row.n}"
    return _latin(found)


def _latin(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _interaction(call: Call) -> str:
    if call.is_post_search or len(call.segments) == 1:
        return "search-type" if call.method in ("GET", "POST") else "update"
    if "_history" in call.segments:
        return {2: "history-type", 3: "history-instance"}.get(len(call.segments), "vread")
    return {"GET": "search-type" if call.segments[-1] == "_search" else "read"}.get(call.method, "update")
