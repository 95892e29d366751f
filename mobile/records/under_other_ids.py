"""What a copy holds of records whose ids are taken here by something hidden and closed, under other ids.

The other id of an id is always the same, so that a copy that is brought twice adds nothing twice. What such records say of each
other goes along. It must never change a word of a person's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5


def whole_of(id: str) -> str:
    """Of a piece, which is called by the whole it belongs to and its number (`n1.3`), the whole; of anything else its id."""
    return id.partition(".")[0]


def other_id(id: str) -> str:
    """Of a piece the whole's other id and the same number."""
    whole, dot, number = id.partition(".")
    return f"{uuid5(NAMESPACE_URL, f'brought beside {whole}')}{dot}{number}"


def under_other_ids(one: Mapping[str, Any], taken: Collection[str]) -> Mapping[str, Any]:
    """The record of a copy under its other id; `taken`: all ids that get another one."""
    head: str = json.dumps(one["head"])
    text: str = one["text"]
    for id in taken:
        # In JSON text a quote in words is escaped: between two bare ones stands a whole value.
        named, other = json.dumps(id), json.dumps(other_id(id))
        head, text = head.replace(named, other), text.replace(named, other)
    return {**one, "id": other_id(one["id"]), "head": json.loads(head), "text": text}
