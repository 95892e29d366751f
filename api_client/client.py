"""The clinic's FHIR server as a typed, asynchronous client.

    async with ClinicClient("https://clinic.example/fhir", auth=auth) as clinic:
        patient = await clinic.read(Patient, "p1")
        async for goal in clinic.search(Goal, {"patient": "Patient/p1"}):
            ...

Methods that take a resource type by name answer with a `Document`, the exact text; those given a model answer with the
model. Every failure is a ClinicError. It must never log what it sends or receives.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeVar, overload

import httpx

from api_client.address import Params, base_address, origin, path_of, search_of
from api_client.batch import Entry, EntryReply, bundle_text, replies_in
from api_client.capabilities import Capabilities
from api_client.document import Document
from api_client.errors import BadAddress, ClinicError, Conflict, Forbidden, NotFhir, NotFound, Rejected
from api_client.etags import etag_of
from api_client.exact import decoded, load_object
from api_client.pages import Pages, names_somebody
from api_client.replies import Written, check, document_in, has_resource, is_json, location
from api_client.retry import ONCE, Retry
from api_client.searches import Found as Answer
from api_client.searches import found_in
from api_client.server_clock import ServerClock
from api_client.transport import TIMEOUT, HardenedTransport, Limits, hardened
from api_client.typed import Found, document_from, returned, type_name_of

if TYPE_CHECKING:
    from api_client.fhir.base import Resource

    M = TypeVar("M", bound=Resource)
else:
    M = TypeVar("M")

FHIR_JSON = "application/fhir+json"
_HEADERS = {"accept": FHIR_JSON}
_FRESH = {"cache-control": "no-cache"}
"""What is read is to be what is there now: some servers hand out a search of a minute ago."""


class ClinicClient:
    """One server. Safe to use from many tasks at once; `async with`, or `aclose()` at the end."""

    def __init__(
        self,
        base_url: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        auth: httpx.Auth | None = None,
        ca_bundle: Path | None = None,
        retry: Retry | None = None,
        limits: Limits | None = None,
    ) -> None:
        """`transport`: what to send through (tests, in-process servers); stays open when the client closes.

        `ca_bundle`: the only certificates to trust. `retry`: how short troubles are met; `Retry(tries=1)` leaves
        them to the caller. Raises BadAddress when `base_url` is not https (loopback excepted).
        """
        self.base_url = base_address(base_url)
        self._retry = retry or Retry()
        gate = hardened(transport, ca_bundle=ca_bundle, retry=self._retry, limits=limits)
        if isinstance(gate, HardenedTransport):
            self._retry = gate.retry
        self.server_clock = gate.server_clock if isinstance(gate, HardenedTransport) else ServerClock()
        self._owns_gate = gate is not transport
        self._gate = gate
        self._http = httpx.AsyncClient(
            transport=gate,
            auth=auth,
            trust_env=False,
            follow_redirects=False,
            timeout=TIMEOUT,
            headers=_HEADERS,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Ends the connections. May be called twice."""
        if self._owns_gate:
            await self._gate.aclose()

    # --- reading ---

    @overload
    async def read(self, type_or_model: str, id: str) -> Document: ...
    @overload
    async def read(self, type_or_model: type[M], id: str) -> M: ...
    async def read(self, type_or_model: str | type[M], id: str) -> Document | M:
        """The present version. Raises NotFound, Gone, Forbidden and the rest of the tree; ValueError for an odd id."""
        kind = type_name_of(type_or_model)
        response = await self._send("GET", path_of(kind, id), kind, headers=_FRESH)
        return returned(type_or_model, self._document(response, "GET", kind, id))

    @overload
    async def vread(self, type_or_model: str, id: str, version: str) -> Document: ...
    @overload
    async def vread(self, type_or_model: type[M], id: str, version: str) -> M: ...
    async def vread(self, type_or_model: str | type[M], id: str, version: str) -> Document | M:
        """One earlier version."""
        kind = type_name_of(type_or_model)
        response = await self._send("GET", path_of(kind, id, version), kind)
        return returned(type_or_model, self._document(response, "GET", kind, id))

    def pages(
        self,
        resource_type: str,
        params: Params | None = None,
        *,
        count: int = 100,
        post: bool = False,
        resume: str | None = None,
    ) -> Pages:
        """A search, page by page. `resume`: a `Page.next` of an earlier walk of the same search.

        A search whose parameters hold a name or words goes by POST in any case. Raises, while iterating: BadReply for
        links elsewhere, circles and pages without end, and the rest of the tree.
        """
        asked = dict(params or {})
        asked.setdefault("_count", str(count))
        is_post = post or names_somebody(asked)
        return self._pages(resource_type, path_of(resource_type), asked, is_post, resume)

    def search(self, model: type[M], params: Params | None = None, *, post: bool = False) -> AsyncIterator[M]:
        """What a search finds, as models, page after page. Raises BadReply for one that does not fit."""
        return Found(model, self.pages(type_name_of(model), params, post=post))

    def history(self, resource_type: str, id: str | None = None, *, since: str | None = None) -> Pages:
        """Versions, latest first, of one resource or of a whole type. `since`: a FHIR instant. Deletions are in `gone`."""
        params = {"_since": since} if since else {}
        path = path_of(resource_type, id) + "/_history"
        return self._pages(resource_type, path, {**params, "_count": "100"}, False, None)

    def _pages(self, kind: str, path: str, params: Params, is_post: bool, resume: str | None) -> Pages:
        async def send(method: str, address: str, form: bytes | None) -> httpx.Response:
            headers = dict(_FRESH)
            if form is not None:
                headers["content-type"] = "application/x-www-form-urlencoded"
            return await self._send(method, address, kind, form, headers)

        return Pages(self.base_url, path, params, send, is_post=is_post, resume=resume)

    async def capabilities(self) -> Capabilities:
        """What the server says it can do. Raises NotFhir when what answers is no FHIR server at all."""
        try:
            response = await self._send("GET", "metadata", None)
        except (NotFound, Rejected) as error:
            raise NotFhir(method="GET") from error
        if not is_json(response):
            raise NotFhir(method="GET")
        statement = load_object(decoded(response.content))
        if not isinstance(statement.get("resourceType"), str):
            raise NotFhir(method="GET")
        return Capabilities.of(statement)

    # --- writing ---

    async def create(
        self,
        document_or_model: Document | Resource,
        *,
        if_none_exist: str | None = None,
        may_repeat: bool = True,
    ) -> Written:
        """POST. `if_none_exist`: "system|value" of an identifier; then sending it twice makes one.

        `may_repeat=False` where the server did not promise that: the guard goes along, and it is sent once.
        Raises PreconditionFailed when several resources carry that identifier already.
        """
        document = document_from(document_or_model)
        headers = {"if-none-exist": search_of(if_none_exist)} if if_none_exist else {}
        response = await self._created(document, headers, may_repeat=may_repeat)
        return await self._written(response, "POST", document, None, if_none_exist)

    async def _created(
        self, document: Document, headers: dict[str, str], *, may_repeat: bool
    ) -> httpx.Response:
        """The answer to a POST. Where another create of the same is under way, a 409, it is asked again: by then it is there."""
        path, failures = path_of(document.type), 0
        while True:
            try:
                return await self._send_text("POST", path, document, headers, may_repeat=may_repeat)
            except Conflict as error:
                failures += 1
                is_race = may_repeat and "if-none-exist" in headers
                wait_s = self._retry.wait_s(failures, error) if is_race else None
                if wait_s is None:
                    raise
            await self._retry.sleep(wait_s)

    async def update(self, document_or_model: Document | Resource, *, if_match: str | None = None) -> Written:
        """PUT. `if_match`: the ETag this change is based on. Raises PreconditionFailed when it is not the present one.

        After an answer that was lost, a second PUT meets its own first: read and compare before believing in a conflict.
        """
        document = document_from(document_or_model)
        if document.id is None:
            raise ValueError("an update needs an id")
        headers = {"if-match": if_match} if if_match else {}
        path = path_of(document.type, document.id)
        response = await self._send_text("PUT", path, document, headers)
        return await self._written(response, "PUT", document, document.id, None)

    async def delete(self, resource_type: str, id: str, *, if_match: str | None = None) -> None:
        """DELETE. Raises NotFound or Gone where there is nothing to delete; NotFhir when a page answered in its place."""
        headers = {"if-match": if_match} if if_match else {}
        response = await self._send("DELETE", path_of(resource_type, id), resource_type, None, headers)
        self._is_shown(response, "DELETE", resource_type)

    async def batch(self, entries: Sequence[Entry], *, is_minimal: bool = False) -> list[EntryReply]:
        """Independent requests in one; one reply for each, in order, its failure in `error`.

        `is_minimal` asks the server not to send back what it was just given; it may do so all the same.
        """
        replies, _ = await self._bundle("batch", entries, is_minimal=is_minimal)
        return replies

    async def searches(self, entries: Sequence[Entry]) -> list[Answer]:
        """First pages of several searches (`Entry.search`) in one batch, each a Page or the ClinicError it met.

        Raises ClinicError when the batch as a whole was not answered.
        """
        replies, headers = await self._bundle("batch", entries, is_read=True)
        return found_in(replies, self.base_url, headers)

    async def transaction(self, entries: Sequence[Entry]) -> list[EntryReply]:
        """All or nothing, where the server keeps its word. A refused transaction raises."""
        replies, _ = await self._bundle("transaction", entries)
        return replies

    async def _bundle(
        self,
        kind: Literal["batch", "transaction"],
        entries: Sequence[Entry],
        *,
        is_minimal: bool = False,
        is_read: bool = False,
    ) -> tuple[list[EntryReply], httpx.Headers]:
        """`is_read`: nothing in it writes, so it may be repeated, and no answer kept from before will do."""
        if not entries:
            return [], httpx.Headers()
        body = bundle_text(kind, entries, self.base_url).encode("utf-8", "backslashreplace")
        headers = {"content-type": FHIR_JSON, **({"prefer": "return=minimal"} if is_minimal else {})}
        headers |= _FRESH if is_read else {}
        once = False if is_read else None
        response = await self._send("POST", "", "Bundle", body, headers, is_once=once)
        if not is_json(response):
            raise NotFhir(method="POST", resource_type="Bundle")
        try:
            return replies_in(response, entries, self._retry), response.headers
        except ClinicError as error:
            raise error.asked("POST", "Bundle") from None

    # --- sending ---

    async def _send_text(
        self, method: str, path: str, document: Document, headers: dict[str, str], *, may_repeat: bool = True
    ) -> httpx.Response:
        # A lone surrogate, which no encoding takes, is an escape in JSON.
        body = document.text.encode("utf-8", "backslashreplace")
        headers = {**headers, "content-type": FHIR_JSON, "prefer": "return=representation"}
        once = None if may_repeat else True
        return await self._send(method, path, document.type, body, headers, is_once=once)

    async def _send(
        self,
        method: str,
        path: str,
        kind: str | None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        is_once: bool | None = None,
    ) -> httpx.Response:
        """The answer to one request, if it is a success. `path` may be a whole address of the same origin.

        `is_once`: whether it may not (True) or may (False) be repeated; None: told by what it is.
        """
        address = path if "://" in path else f"{self.base_url}/{path}".rstrip("/")
        origin(address)
        try:
            extensions = None if is_once is None else {ONCE: is_once}
            response = await self._http.request(
                method, address, content=body, headers=headers, extensions=extensions
            )
            response.stream = httpx.ByteStream(
                b""
            )  # else httpx ties body and stream into a knot for the collector
            is_guarded_put = method == "PUT" and bool(headers) and "if-match" in headers
            check(response, self._retry, is_guarded_put=is_guarded_put)
        except ClinicError as error:
            raise error.asked(method, kind) from None
        except (httpx.InvalidURL, UnicodeError):
            raise BadAddress(method=method, resource_type=kind) from None
        return response

    def _document(self, response: httpx.Response, method: str, kind: str, id: str | None) -> Document:
        try:
            return document_in(response, kind, id)
        except ClinicError as error:
            raise error.asked(method, kind) from None

    def _is_shown(self, response: httpx.Response, method: str, kind: str) -> bool:
        try:
            return has_resource(response, kind)
        except ClinicError as error:
            raise error.asked(method, kind) from None

    async def _written(
        self, response: httpx.Response, method: str, sent: Document, id: str | None, token: str | None
    ) -> Written:
        """What was written, read anew where the server does not show it."""
        if self._is_shown(response, method, sent.type):
            document = self._document(response, method, sent.type, id)
        else:
            document = await self._read_back(response, sent, id, token)
        etag = document.etag or etag_of(response.headers.get("etag"))
        return Written(document, response.status_code, etag, response.status_code == 201)

    async def _read_back(
        self, response: httpx.Response, sent: Document, id: str | None, token: str | None
    ) -> Document:
        where = location(response.headers.get("location"))
        known = id or (where[1] if where and where[0] == sent.type else None)
        if known is None and token is not None:
            page = await anext(self.pages(sent.type, {"identifier": token}, count=2))
            if len(page.documents) == 1:
                return page.documents[0]
        if known is None:
            raise NotFhir(method="POST", resource_type=sent.type)
        try:
            return await self.read(sent.type, known)
        except (
            Forbidden,
            NotFound,
        ):  # written, and not for us to read: what was sent is all there is to show
            return Document(sent.type, known, where[2] if where else None, None, sent.text)
