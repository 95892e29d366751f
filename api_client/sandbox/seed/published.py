"""What the clinic publishes for everybody: forms, measures, its plans and who is told of which answer. Data, read once.

Every file under `content` holds one resource or a list of them. Nothing here may be changed by who reads it: the same
parsed documents serve every clinic of this process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

from api_client.sandbox.exact import Document, Json, parse


@lru_cache(maxsize=1)
def published() -> tuple[Document, ...]:
    """Every resource of the content, in the order of the files' names. Treat it as read-only."""
    root = files("api_client.sandbox") / "content"
    return tuple(_document(one) for file in _json_files(root) for one in _read(file))


def form(id_: str) -> Json:
    """One Questionnaire. Treat it as read-only."""
    return _named("Questionnaire", id_)


def plan(id_: str) -> Json:
    """One PlanDefinition. Treat it as read-only."""
    return _named("PlanDefinition", id_)


def canonical(id_: str) -> str:
    """`url|version` of a form, as an answer to it names it."""
    found = form(id_)
    return f"{found['url']}|{found['version']}"


def _named(type_: str, id_: str) -> Json:
    return next(
        one.value for one in published() if one.value["resourceType"] == type_ and one.value["id"] == id_
    )


def _json_files(folder: Traversable) -> Iterator[Traversable]:
    for inside in sorted(folder.iterdir(), key=lambda one: one.name):
        if inside.is_dir():
            yield from _json_files(inside)
        elif inside.name.endswith(".json"):
            yield inside


def _read(file: Traversable) -> list[Json]:
    found: Any = json.loads(file.read_text("utf-8"))
    return cast("list[Json]", found) if isinstance(found, list) else [cast("Json", found)]


def _document(resource: Json) -> Document:
    return parse(json.dumps(resource, ensure_ascii=False, separators=(",", ":")))
