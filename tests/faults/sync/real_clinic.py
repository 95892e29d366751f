"""An odd clinic with the ways of two servers that were met: HAPI FHIR JPA and WSO2's. Each is a switch.

Its clock goes on with the day, so that what is kept for reuse grows old.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx

from tests.faults.sync.odd_clinic import BASE, Kept, OddClinic, outcome

Answered = tuple[int, Any, dict[str, str]]


@dataclass
class RealClinic(OddClinic):
    """Switches beside the odd clinic's. `count_asked`: tells a total only for `_total=accurate`."""

    keeps_s: float = 0.0  # hands out a search again for so long, unless told "no-cache"
    is_deaf: bool = False  # even then; it says how old the answer is
    count_asked: bool = False
    stale_status: int = 412
    has_races: bool = False  # some guarded creates meet another of their kind under way: 409
    announced: str = "batch"
    has_bare_etags: bool = False
    wants_full_url: bool = False
    links_to: str = BASE
    rounds_numbers: bool = False
    tells_by_history: bool = False  # of a deletion only its history tells, with the last version beside it
    _kept_searches: dict[str, tuple[datetime, httpx.Response]] = field(default_factory=dict)
    _guarded: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        is_search = request.method == "GET" and "?" in str(request.url)
        if not self.keeps_s or not is_search:
            return await super().handle_async_request(request)
        key = str(request.url)
        is_fresh_wanted = "no-cache" in request.headers.get("cache-control", "")
        made, response = self._kept_searches.get(key, (self.now, None))
        age = self.now - made
        is_due = response is None or age > timedelta(seconds=self.keeps_s)
        if response is None or is_due or (is_fresh_wanted and not self.is_deaf):
            response = await super().handle_async_request(request)
            self._kept_searches[key] = (self.now, response)
            return response
        headers = {**response.headers, "date": format_datetime(self.now, usegmt=True)}
        if self.is_deaf:
            headers["age"] = str(int(age.total_seconds()))
        return httpx.Response(response.status_code, headers=headers, content=response.content)

    def _bundle(self, bundle: dict[str, Any]) -> httpx.Response:
        if self.wants_full_url and any("fullUrl" not in entry for entry in bundle["entry"]):
            return self._answer(422, {"resourceType": "OperationOutcome", "issue": []}, {})
        response = super()._bundle(bundle)
        if self.has_bare_etags:
            body = json.loads(response.content)
            for entry in body.get("entry", []):
                tag = entry["response"].get("etag")
                if tag:
                    entry["response"]["etag"] = tag.removeprefix("W/").strip('"')
            return self._answer(response.status_code, body, {})
        return response

    def _one(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> Answered:
        if self.tells_by_history and method == "GET" and "/" in path:
            type_, id, *more = path.split("/")
            kept = self.kept.get((type_, id))
            if more == ["_history"] and kept is not None:
                return 200, self._history(path.rpartition("/")[0], kept), {}
            if kept is not None and kept.is_gone:
                return 404, outcome("not-found"), {}
        if self.rounds_numbers and method in ("POST", "PUT") and body is not None:
            body = _rounded(body)
        status, document, extra = super()._one(method, path, query, body, headers)
        if status == 412 and method == "PUT":
            status = self.stale_status
        return status, document, extra

    def _history(self, name: str, kept: Kept) -> dict[str, Any]:
        method = "DELETE" if kept.is_gone else "PUT"
        entry = {"resource": self.shown(kept), "request": {"method": method, "url": name}}
        return {"resourceType": "Bundle", "type": "history", "entry": [entry]}

    def _etag(self, kept: Any) -> dict[str, str]:
        return {"etag": str(kept.version)} if self.has_bare_etags else super()._etag(kept)

    def _create(self, resource_type: str, body: Any, headers: dict[str, str]) -> Answered:
        if not self.has_races or not headers.get("if-none-exist"):
            return super()._create(resource_type, body, headers)
        self._guarded += 1
        if self._guarded % 3 == 1:  # both lost
            return 409, {"resourceType": "OperationOutcome", "issue": []}, {}
        answered = super()._create(resource_type, body, headers)
        if self._guarded % 3 == 2:  # the other, which carried the same, has won
            return 409, {"resourceType": "OperationOutcome", "issue": []}, {}
        return answered

    def _search(self, resource_type: str, query: dict[str, list[str]]) -> dict[str, Any]:
        told = self.tells_total
        self.tells_total = told or (self.count_asked and query.get("_total") == ["accurate"])
        try:
            bundle = super()._search(resource_type, query)
        finally:
            self.tells_total = told
        for link in bundle.get("link", []):
            link["url"] = link["url"].replace(BASE, self.links_to)
        return bundle

    def _metadata(self) -> dict[str, Any]:
        told = super()._metadata()
        for rest in told.get("rest", []):
            rest["interaction"] = [{"code": self.announced}]
        return told


def _rounded(value: Any) -> Any:
    """Numbers to fourteen digits."""
    if isinstance(value, float):
        return float(f"{value:.14g}")
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return value


REAL_HABITS: dict[str, dict[str, Any]] = {
    "reuses searches": {"keeps_s": 60.0},
    "reuses searches whatever it is told": {"keeps_s": 60.0, "is_deaf": True},
    "counts when asked": {"count_asked": True, "most_per_page": 3},
    "stale is 409": {"stale_status": 409},
    "races of creates": {"has_races": True},
    "says transaction": {"announced": "transaction"},
    "bare versions": {"has_bare_etags": True},
    "names wanted": {"wants_full_url": True},
    "links elsewhere": {"links_to": "http://127.0.0.1:7/fhir", "most_per_page": 3},
    "rounds numbers": {"rounds_numbers": True},
    "only history tells": {"tells_by_history": True},
    "all at once": {
        "keeps_s": 60.0,
        "count_asked": True,
        "most_per_page": 7,
        "stale_status": 409,
        "has_races": True,
        "announced": "transaction",
        "has_bare_etags": True,
        "wants_full_url": True,
        "rounds_numbers": True,
        "tells_by_history": True,
    },
}
"""Each alone, and all of them together."""
