"""Who wrote a resource, and about whom: of a patient's own it must be themselves and nobody else, wherever it says so."""

from __future__ import annotations

from typing import cast

from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.papers import ABOUT, AUTHOR
from api_client.sandbox.relations import links


def check_author(base: str, who: str, resource: Json) -> None:
    """What names an author, or whom it is about, must name this person and nobody else."""
    type_ = resource["resourceType"]
    for path in (*ABOUT.get(type_, ()), *AUTHOR.get(type_, ())):
        named = links(resource, path, base)
        is_unnamed = _count(resource, path.split(".")) > len(named)  # an author by words or number only
        if is_unnamed or any(name != who for name in named):
            raise Refusal(
                403, "This is not by and about the person who is signed in.", where=(f"{type_}.{path}",)
            )
    if type_ == "Communication" and not links(resource, "sender", base):
        raise Refusal(403, "A message says who sends it.", where=("Communication.sender",))


def _count(value: object, path: list[str]) -> int:
    """How many values stand at a path, lists opened."""
    if isinstance(value, list):
        return sum(_count(one, path) for one in cast("list[object]", value))
    if not path:
        return int(value is not None)
    return _count(cast("Json", value).get(path[0]), path[1:]) if isinstance(value, dict) else 0
