"""Everything a store holds as plain values, to compare two stores by: content, compartment, and how far each is on its way."""

from __future__ import annotations

import json
from typing import Any

from mobile.records import Records
from mobile.records.errors import Damaged
from mobile.records.sealing import CLINICAL


async def read_out(records: Records) -> list[dict[str, Any]]:
    """The oldest first; what does not open is there and said to be so."""
    return await records._database.call(_read_out, records)


def _read_out(records: Records) -> list[dict[str, Any]]:
    return [_plain(records, stored) for stored in records._rows.every()]


def _plain(records: Records, stored: Any) -> dict[str, Any]:
    copier = records._copier
    try:
        opened, text = copier._rows.opened(stored), copier._rows.text(stored)
    except Damaged:
        opened, text = None, ""
    if opened is None:
        return {"unreadable": True}
    link = copier._links.find(stored.key)
    standing = copier._queue.standing(stored.key, link, copier._links.theirs(stored.key) is not None)
    try:
        content = json.loads(text)
    except ValueError:
        content = text
    return {
        "id": opened.id,
        "kind": opened.kind_name,
        "private": stored.compartment != CLINICAL,
        "sent": standing.state.value,
        "sent_at": link.sent_at if link else None,
        "content": content,
        "text": text,
    }
