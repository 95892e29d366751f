"""What many tests of sending need: a server's abilities, an entry and its row, a clinic that answers so or holds a record already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import httpx

from api_client import Capabilities
from mobile.records.ports import OutboxRow
from mobile.sync.traits import Traits
from tests.faults.sync.device import PATIENT
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic, outcome


def capable(*, conditional: bool = True, types: Sequence[str] = ("Goal",)) -> Traits:
    resources = [{"type": one, "conditionalCreate": conditional} for one in types]
    rest = {"mode": "server", "resource": resources, "interaction": [{"code": "batch"}]}
    return Traits(Capabilities.of({"resourceType": "CapabilityStatement", "rest": [rest]}))


def an_entry(words: str = "quiet") -> Entry:
    return Entry.new(PATIENT, words)


def a_row(entry: Entry, op: str = "create", server_id: str | None = None, **more: Any) -> OutboxRow:
    fields: dict[str, Any] = {"etag": None, "base": None, "attempt": 0} | more
    return OutboxRow(1, entry.id, "Goal", op, entry.to_json(), server_id, **fields)  # type: ignore[arg-type]


def answers(clinic: OddClinic, method: str, status: int, *, times: int = 99) -> list[str]:
    """So many requests of a method are answered so. What was asked."""
    asked: list[str] = []

    def lie(request: httpx.Request) -> httpx.Response | None:
        if request.method != method or len(asked) >= times:
            return None
        asked.append(request.url.path)
        return httpx.Response(status, json=outcome("x"))

    clinic.lie = lie
    return asked


def put_in(clinic: OddClinic, entry: Entry, **changes: Any) -> str:
    return clinic.put_in({**json.loads(entry.to_json()), **changes})
