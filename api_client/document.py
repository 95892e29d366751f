"""A resource as it travels: its exact text, and the few facts needed to file it.

The text is never written anew, so what this package has never heard of survives: unknown elements, digits, order. A
document must never be shown in an error or a log: its text is left out of its repr.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from api_client.errors import BadReply
from api_client.etags import etag_of
from api_client.exact import guard, value_at
from api_client.slices import skip

if TYPE_CHECKING:
    from api_client.fhir.base import Resource

    M = TypeVar("M", bound=Resource)
else:
    M = TypeVar("M")

TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_VERSION = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,128}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,12})?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Document:
    """One resource. `text` is its JSON exactly as it was received or written; `etag` is the header's, where there was one."""

    type: str
    id: str | None
    version_id: str | None
    last_updated: str | None  # a FHIR instant, the server's
    text: str = field(repr=False)
    etag: str | None = None

    @staticmethod
    def of(text: str) -> Document:
        """Reads a resource's JSON text. Raises BadReply with the path of what is wrong."""
        guard(text.encode("utf-8", "surrogatepass"))
        start = skip(text, 0)
        value, end = value_at(text, start, "")
        if skip(text, end) != len(text):
            raise BadReply
        return Document(*facts_of(value, ""), text)

    def parse(self, model: type[M]) -> M:
        """The resource as a typed model. Raises BadReply with the path of the field that does not fit."""
        from api_client.fhir.base import from_text

        return from_text(model, self.text)

    def with_etag(self, etag: str | None) -> Document:
        """The same document, with the version its header named. One written bare is given its quotes."""
        tag = etag_of(etag)
        return replace(self, etag=tag) if tag else self


Facts = tuple[str, str | None, str | None, str | None]


def facts_of(value: object, path: str) -> Facts:
    """Type, id, version and time of the resource whose parsed JSON is `value`. Raises BadReply(path of the field)."""
    if not isinstance(value, dict):
        raise BadReply(path)
    resource = cast("dict[str, Any]", value)
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or not TYPE.fullmatch(kind):
        raise BadReply(_under(path, "resourceType"))
    meta = resource.get("meta", {})
    if not isinstance(meta, dict):
        raise BadReply(_under(path, "meta"))
    facts = cast("dict[str, Any]", meta)
    return (
        kind,
        _text(resource, "id", ID, path),
        _text(facts, "versionId", _VERSION, _under(path, "meta")),
        _text(facts, "lastUpdated", _INSTANT, _under(path, "meta")),
    )


def instant_of(value: object) -> str | None:
    """A FHIR instant as it was written, or None for anything else."""
    return value if isinstance(value, str) and _INSTANT.fullmatch(value) else None


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _text(members: Mapping[str, Any], name: str, shape: re.Pattern[str], path: str) -> str | None:
    found = members.get(name)
    if found is None and name not in members:
        return None
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise BadReply(_under(path, name))
    return found
