"""A sample person's records as their device has them after a first pull: the sandbox's own people and content, filed as received."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from api_client.sandbox.seed import _dated
from api_client.sandbox.seed.when import Days
from mobile.care.catalog import Who, filing
from mobile.records.ports import Pulled, ServerCopy
from mobile.screens.frame import Person
from tests.screens.harness import opened_store

NOW = datetime(2026, 6, 9, 19, 0, tzinfo=UTC)
Document = dict[str, Any]


def person(name: str) -> Person:
    return Person(
        f"http://clinic.test/fhir|Patient/{name}",
        "patient",
        f"{name.title()} Sample",
        f"Patient/{name}",
        f"Patient/{name}",
    )


def documents_of(name: str, *, now: datetime = NOW, without: tuple[str, ...] = ()) -> list[Document]:
    """Everything the clinic has that concerns one patient, or everybody; nothing of the types it does not keep."""
    found = [json.loads(text) for text in _at(now)]
    return [one for one in found if one["resourceType"] not in without and not _is_of_another(one, name)]


def _is_of_another(document: Document, name: str) -> bool:
    text = json.dumps(document)
    others = {"rowan", "ines", "marlow", "tova"} - {name}
    return any(f'"Patient/{other}"' in text for other in others) or document["id"] in others


async def seeded(
    folder: Path,
    name: str,
    *,
    now: datetime = NOW,
    without: tuple[str, ...] = (),
    change: Callable[[Document], Document | None] = lambda one: one,
) -> Any:
    """The open store of this person. `change`: another document in its place, or None to leave it out."""
    records = await opened_store(folder)
    await receive_all(
        records, name, [one for d in documents_of(name, now=now, without=without) if (one := change(d))]
    )
    return records


async def receive_all(records: Any, name: str, documents: list[Document], version: int = 1) -> None:
    """All in one page, as a pull stores them; what that leaves open is read by itself, as sync does."""
    received = [_received(name, json.dumps(one), version) for one in documents]
    there = [one for one in received if one is not None]
    await records.store_page("test", there, None)
    is_open = {(one.resource_type, one.server_id) for one in await records.unsettled()}
    for one in there:
        if (one.resource_type, one.copy.server_id) in is_open:
            await records.store_read(one, is_own=True)


@cache
def _received(name: str, text: str, version: int) -> Pulled | None:
    document = json.loads(text)
    found = filing(document["resourceType"], text, Who("patient", f"Patient/{name}", name))
    if found is None:
        return None
    at = (NOW + timedelta(minutes=version - 60)).isoformat()
    return Pulled(document["resourceType"], ServerCopy(document["id"], f'W/"{version}"', at, text), found)


@cache
def _at(now: datetime) -> list[str]:
    return [document.text for _, document in _dated(Days.at(now))]
