"""A small FHIR server with odd habits, each a switch: what real servers do that the sandbox does not.

Stands at httpx's transport port. Kept apart from the sandbox on purpose: it stores texts and answers, nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import httpx

from tests.faults.sync.keeping_habits import Habit, Refused

BASE = "http://127.0.0.1:9/fhir"


@dataclass
class Kept:
    document: dict[str, Any]
    version: int
    at: datetime
    is_gone: bool = False


@dataclass
class OddClinic(httpx.AsyncBaseTransport):
    """Switches: what it announces, honours and refuses. `log` holds "METHOD path?query" of every request, "GATHER ?" of a
    batch of searches, which stand in `within`.
    """

    announces: bool = True
    has_batch: bool = True
    has_conditional_create: bool = True
    has_versions: bool = True
    can_delete: bool = True
    is_sorted: bool = True
    honours_bound: bool = True
    has_next: bool = True
    tells_total: bool = False
    most_per_page: int = 1000
    now: datetime = field(default_factory=lambda: datetime(2031, 3, 1, 9, tzinfo=UTC))
    ticks: bool = True
    kept: dict[tuple[str, str], Kept] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)  # searches that came in batches
    bodies: list[bytes] = field(default_factory=list)
    lie: Any = None  # called with the request; a Response of its own, or None
    refused: set[bytes] = field(default_factory=set)
    refused_status: int = 400
    keeps: Habit | None = None  # what it makes of a document before it keeps it

    # --- what tests look at ---

    def alive(self, resource_type: str) -> list[dict[str, Any]]:
        return [k.document for (t, _), k in self.kept.items() if t == resource_type and not k.is_gone]

    def put_in(self, document: dict[str, Any], at: datetime | None = None) -> str:
        """Stores as if another had written it."""
        if self.ticks and at is None:
            self.now += timedelta(seconds=1)
        id = document.get("id") or self.new_id()
        before = self.kept.get((document["resourceType"], id))
        kept = Kept({**document, "id": id}, before.version + 1 if before else 1, at or self.now)
        self.kept[(document["resourceType"], id)] = kept
        return id

    def new_id(self) -> str:
        return f"s{len(self.kept) + 1}"

    def shown(self, kept: Kept) -> dict[str, Any]:
        meta: dict[str, Any] = {
            "lastUpdated": kept.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        }
        if self.has_versions:
            meta["versionId"] = str(kept.version)
        return {**kept.document, "meta": meta}

    # --- requests ---

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.rpartition("/fhir")[2].strip("/")
        is_gathering = not path and b'"method":"GET"' in request.content
        method = "GATHER" if is_gathering else request.method
        self.log.append(f"{method} {path}?{request.url.query.decode()}")
        self.bodies.append(request.content)
        if self.lie is not None and (told := self.lie(request)) is not None:
            return told
        body = json.loads(request.content) if request.content and request.method != "GET" else None
        if request.method == "POST" and not path:
            return self._bundle(body)
        headers = {k.lower(): v for k, v in request.headers.items()}
        status, document, extra = self._one(
            request.method, path, parse_qs(request.url.query.decode()), body, headers
        )
        return self._answer(status, document, extra)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The same as an ASGI app, for the sandbox's fault switch."""
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        url = httpx.URL(BASE).copy_with(raw_path=scope["raw_path"] + b"?" + scope["query_string"])
        request = httpx.Request(scope["method"], url, headers=scope["headers"], content=body)
        response = await self.handle_async_request(request)
        headers = [(name.lower(), value) for name, value in response.headers.raw]
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})

    def _answer(self, status: int, document: Any, extra: dict[str, str]) -> httpx.Response:
        headers = {
            "content-type": "application/fhir+json",
            "date": format_datetime(self.now, usegmt=True),
            **extra,
        }
        content = b"" if document is None else json.dumps(document).encode()
        return httpx.Response(status, headers=headers, content=content)

    def _bundle(self, bundle: dict[str, Any]) -> httpx.Response:
        if not self.has_batch:
            return self._answer(400, outcome("not-supported"), {})
        entries: list[dict[str, Any]] = []
        for entry in bundle["entry"]:
            asked = entry["request"]
            headers = {
                "if-none-exist": asked.get("ifNoneExist", ""),
                "if-match": asked.get("ifMatch", ""),
            }
            text = json.dumps(entry.get("resource")).encode()
            if any(marker in text for marker in self.refused):
                entries.append(
                    {"response": {"status": str(self.refused_status), "outcome": outcome("invalid")}}
                )
                continue
            if asked["method"] == "GET" and (told := self._lie_within(asked["url"])) is not None:
                entries.append(told)
                continue
            path, _, query = asked["url"].partition("?")
            status, document, extra = self._one(
                asked["method"], path, parse_qs(query), entry.get("resource"), headers
            )
            response: dict[str, Any] = {
                "status": str(status),
                **({"etag": extra["etag"]} if "etag" in extra else {}),
            }
            if status >= 400:
                entries.append({"response": {**response, "outcome": document}})
            else:
                entries.append({"response": response, **({"resource": document} if document else {})})
        return self._answer(200, {"resourceType": "Bundle", "type": "batch-response", "entry": entries}, {})

    def _lie_within(self, url: str) -> dict[str, Any] | None:
        """A search within a batch meets the same lies as one by itself."""
        self.within.append(f"GET {url}")
        told = self.lie(httpx.Request("GET", f"{BASE}/{url}")) if self.lie is not None else None
        if told is None:
            return None
        body = json.loads(told.content) if told.content else None
        response = {"status": str(told.status_code), **({"outcome": body} if told.status_code >= 400 else {})}
        return {"response": response, **({"resource": body} if told.status_code < 400 and body else {})}

    def _one(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        parts = path.split("/")
        if path == "metadata":
            return 200, self._metadata(), {}
        if body is not None and self.keeps is not None:
            try:
                body = self.keeps(body)
            except Refused:
                return 422, outcome("invalid"), {}
        if method == "GET" and len(parts) == 1:
            return 200, self._search(parts[0], query), {}
        if method == "POST":
            return self._create(parts[0], body, headers)
        kept = self.kept.get((parts[0], parts[1]))
        if kept is None:
            return 404, outcome("not-found"), {}
        if method == "DELETE":
            if not self.can_delete:
                return 405, outcome("not-supported"), {}
            if kept.is_gone:
                return 410, outcome("deleted"), {}
            kept.is_gone = True
            return 204, None, {}
        if kept.is_gone:
            return 410, outcome("deleted"), {}
        if method == "PUT":
            if_match = headers.get("if-match")
            if if_match and self.has_versions and if_match != f'W/"{kept.version}"':
                return 412, outcome("conflict"), {}
            self.put_in(body)
            kept = self.kept[(parts[0], parts[1])]
        return 200, self.shown(kept), self._etag(kept)

    def _etag(self, kept: Kept) -> dict[str, str]:
        return {"etag": f'W/"{kept.version}"'} if self.has_versions else {}

    def _create(
        self, resource_type: str, body: Any, headers: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        wanted = headers.get("if-none-exist", "")
        if wanted and self.has_conditional_create:
            token = parse_qs(wanted)["identifier"][0]
            found = [k for k in self._carrying(resource_type, token) if not k.is_gone]
            if len(found) > 1:
                return 412, outcome("multiple-matches"), {}
            if found:
                return 200, self.shown(found[0]), self._etag(found[0])
        document = {k: v for k, v in body.items() if k not in ("id", "meta")}
        id = self.put_in(document)
        kept = self.kept[(resource_type, id)]
        return (
            201,
            self.shown(kept),
            {**self._etag(kept), "location": f"{BASE}/{resource_type}/{id}/_history/1"},
        )

    def _carrying(self, resource_type: str, token: str) -> list[Kept]:
        system, _, value = unquote(token).partition("|")
        return [
            kept
            for (type_, _), kept in self.kept.items()
            if type_ == resource_type
            and any(
                i.get("system") == system and i.get("value") == value
                for i in kept.document.get("identifier", [])
            )
        ]

    def _search(self, resource_type: str, query: dict[str, list[str]]) -> dict[str, Any]:
        found = [k for (t, _), k in self.kept.items() if t == resource_type and not k.is_gone]
        if "identifier" in query:
            found = [k for k in self._carrying(resource_type, query["identifier"][0]) if not k.is_gone]
        if "_lastUpdated" in query and self.honours_bound:
            value = query["_lastUpdated"][0]
            bound = datetime.fromisoformat(value[2:])
            found = [k for k in found if k.at > bound or (k.at == bound and value.startswith("ge"))]
        if self.is_sorted:
            found.sort(key=lambda k: k.at)
        count = min(int(query.get("_count", ["50"])[0]), self.most_per_page)
        start = int(query.get("_offset", ["0"])[0])
        page = found[start : start + count]
        bundle: dict[str, Any] = {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": self.shown(k), "search": {"mode": "match"}} for k in page],
        }
        if self.tells_total:
            bundle["total"] = len(found)
        if self.has_next and start + count < len(found):
            flat = {name: values[0] for name, values in query.items()} | {"_offset": str(start + count)}
            bundle["link"] = [{"relation": "next", "url": f"{BASE}/{resource_type}?{urlencode(flat)}"}]
        return bundle

    def _metadata(self) -> dict[str, Any]:
        if not self.announces:
            return {"resourceType": "Bundle", "type": "searchset"}
        resources = [
            {"type": t, "conditionalCreate": self.has_conditional_create}
            for t in ("Goal", "Communication", "Consent")
        ]
        interaction = [{"code": "batch"}] if self.has_batch else []
        return {
            "resourceType": "CapabilityStatement",
            "fhirVersion": "4.0.1",
            "rest": [{"mode": "server", "resource": resources, "interaction": interaction}],
        }


def outcome(code: str) -> dict[str, Any]:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": code}]}
