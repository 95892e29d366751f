"""A clinic that counts time in whole seconds and answers searches late: what was written in this second is shown as it was
before, what was deleted in it is shown still.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.faults.sync.odd_clinic import Kept, OddClinic


@dataclass
class SecondsClinic(OddClinic):
    """`late_every`: which of the searches are answered from before the last write to each resource."""

    late_every: int = 2
    searches: int = 0
    before: dict[tuple[str, str], Kept] = field(default_factory=dict)
    ticked: int = 0

    def put_in(self, document: dict[str, Any], at: datetime | None = None) -> str:
        key = (document["resourceType"], document.get("id") or "")
        if key in self.kept:
            self.before[key] = copy(self.kept[key])
        self.ticked += 1
        if at is None and self.ticked % 4 == 0:
            self.now += timedelta(seconds=1)
        return super().put_in(document, at or self.now)

    def _one(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        key = tuple(path.split("/"))
        if method == "DELETE" and key in self.kept:
            self.before[key[0], key[1]] = copy(self.kept[key[0], key[1]])
        return super()._one(method, path, query, body, headers)

    def _search(self, resource_type: str, query: dict[str, list[str]]) -> dict[str, Any]:
        self.searches += 1
        if "identifier" in query or self.searches % self.late_every:
            return super()._search(resource_type, query)
        now = self.kept
        late = {
            key: kept for key, kept in self.before.items() if kept.at == self.now or now[key].at == self.now
        }
        self.kept = {**now, **late}
        try:
            return super()._search(resource_type, query)
        finally:
            self.kept = now
