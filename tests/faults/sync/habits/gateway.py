"""A clinic whose conditional create is not atomic, behind a gateway that gives up waiting: it answers 504, and what was
sent is carried out some requests later, whatever came meanwhile.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import httpx

from tests.faults.sync.odd_clinic import OddClinic, outcome


@dataclass
class GatewayClinic(OddClinic):
    """`slow_every`: which of the writes are given up on; `late_by`: how many requests later they are carried out."""

    slow_every: int = 3
    late_by: int = 4
    late: list[tuple[int, httpx.Request]] = field(default_factory=list)
    writes: int = 0
    requests: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        for due, one in [found for found in self.late if found[0] <= self.requests]:
            self.late.remove((due, one))
            await self._carry_out(one)
        if request.method == "POST":
            self.writes += 1
            if self.slow_every and self.writes % self.slow_every == 0:
                self.log.append(f"{request.method} {request.url.path.rpartition('/fhir')[2].strip('/')}")
                self.late.append((self.requests + self.late_by, request))
                return self._answer(504, outcome("timeout"), {})
        return await super().handle_async_request(request)

    async def arrive(self) -> None:
        """Everything that is still on its way is carried out."""
        late, self.late = self.late, []
        for _, one in late:
            await self._carry_out(one)

    async def _carry_out(self, request: httpx.Request) -> None:
        """Its guard was looked at before anything else had arrived, and found nothing."""
        body = json.loads(request.content)
        if body.get("resourceType") != "Bundle":
            self._create(request.url.path.rpartition("/")[2], body, {})
            return
        for entry in body["entry"]:
            if entry["request"]["method"] == "POST":
                self._create(entry["request"]["url"], entry["resource"], {})
