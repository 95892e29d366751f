"""JSON kept exactly as it was sent: only `id` and `meta` of a resource are ever replaced, and that by text.

A resource is parsed once, to look inside; what is stored and sent back is cut from the sender's own text, so decimals
such as 1.50, unknown elements and the order of members survive. It must never write a number it has read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from json import decoder
from typing import Any, NoReturn, cast

from api_client.sandbox.outcome import Refusal

Json = dict[str, Any]

MAX_DEPTH = 100
MAX_RESOURCE_BYTES = 1 << 20
MAX_BUNDLE_BYTES = 16 << 20

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_BRACKET = re.compile(r"[\[\]{}]")


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal(400, "An object names the same member twice.", code="structure")
    return found


def _no_constant(_: str) -> NoReturn:
    raise Refusal(400, "NaN and Infinity are not JSON.", code="structure")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise Refusal(400, "A number is out of all bounds.", code="value") from None


_scan_string: Callable[[str, int, bool], tuple[str, int]] = cast("Any", decoder).scanstring
_scan: Any = cast(
    "Any", json.JSONDecoder(object_pairs_hook=_once, parse_float=_decimal, parse_constant=_no_constant)
).scan_once


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON object: its text, its parsed value, and where in the text each top member's value stands."""

    text: str
    value: Json
    spans: dict[str, tuple[int, int]]

    def raw(self, name: str) -> str:
        """The exact text of one member's value."""
        start, end = self.spans[name]
        return self.text[start:end]


def decoded(body: bytes) -> str:
    """Bytes as text. Raises Refusal for what is not UTF-8."""
    try:
        return body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Refusal(400, "The body is not UTF-8.", code="structure") from None


def parse(text: str) -> Document:
    """A JSON object, read with limits. Raises Refusal(400)."""
    _check_depth(text)
    try:
        document = _members(text)
    except (ValueError, StopIteration, IndexError):
        raise Refusal(400, "The body is not a JSON object.", code="structure") from None
    except RecursionError:
        raise Refusal(400, "The JSON is nested too deeply.", code="structure") from None
    _check_surrogates(text, document.value)
    return document


def _check_surrogates(text: str, value: Any) -> None:
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        except UnicodeEncodeError:
            raise Refusal(400, "A string holds half of a surrogate pair.", code="structure") from None


def _check_depth(text: str) -> None:
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise Refusal(400, f"The JSON is nested more than {MAX_DEPTH} deep.", code="structure")


ReadValue = Callable[[str, int], tuple[Any, int]]
"""Given a member's name and where its value begins: the value, and where it ends."""


def _skip(text: str, at: int) -> int:
    """Past white space, which a text written by a program has none of."""
    return at if text[at : at + 1] > " " else cast("re.Match[str]", _SPACE.match(text, at)).end()


def _members(text: str) -> Document:
    start = _skip(text, 0)
    value, spans, end = _object(text, start)
    if _skip(text, end) != len(text):
        raise ValueError("more")
    return Document(text, value, spans)


def _object(
    text: str, at: int, read: ReadValue | None = None
) -> tuple[Json, dict[str, tuple[int, int]], int]:
    """The object that begins at `at`, where each member's value stands, and where the object ends."""
    if text[at] != "{":
        raise ValueError("object")
    value: Json = {}
    spans: dict[str, tuple[int, int]] = {}
    at = _skip(text, at + 1)
    is_done = text[at] == "}"
    while not is_done:
        if text[at] != '"':
            raise ValueError("name")
        name, at = _scan_string(text, at + 1, True)
        at = _skip(text, at)
        if text[at] != ":":
            raise ValueError("colon")
        start = _skip(text, at + 1)
        found, end = read(name, start) if read is not None else _scan(text, start)
        if name in value:
            raise Refusal(400, "An object names the same member twice.", code="structure")
        value[name] = found
        spans[name] = (start, end)
        at = _skip(text, end)
        is_done = text[at] == "}"
        if not is_done:
            if text[at] != ",":
                raise ValueError("comma")
            at = _skip(text, at + 1)
    return value, spans, at + 1


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One entry of a Bundle: everything but the resource, and the resource as a document of its own."""

    value: Json
    resource: Document | None


def parse_bundle(text: str) -> tuple[Json, list[BundleEntry]]:
    """A Bundle in one pass: its own members (`entry` empty), and its entries. Raises Refusal(400)."""
    _check_depth(text)
    found: list[BundleEntry] = []

    def member(name: str, start: int) -> tuple[Any, int]:
        if name != "entry":
            return _scan(text, start)
        if text[start] != "[":
            raise Refusal(400, "Bundle.entry is not a list.", code="structure", where=("Bundle.entry",))
        return [], _entries(text, start, found)

    try:
        value, _, end = _object(text, _skip(text, 0), member)
        if _skip(text, end) != len(text):
            raise ValueError("more")
    except (ValueError, StopIteration, IndexError):
        raise Refusal(400, "The body is not a JSON object.", code="structure") from None
    _check_surrogates(text, [value, *([e.value, e.resource.value if e.resource else None] for e in found)])
    return value, found


def _entries(text: str, at: int, found: list[BundleEntry]) -> int:
    """Reads the array that begins at `at`; answers with where it ends."""
    at = _skip(text, at + 1)
    while text[at] != "]":
        inside: list[Document] = []

        def member(name: str, start: int, inside: list[Document] = inside) -> tuple[Any, int]:
            if name != "resource" or text[start] != "{":
                return _scan(text, start)
            value, spans, end = _object(text, start)
            moved = {name: (a - start, b - start) for name, (a, b) in spans.items()}
            inside.append(Document(text[start:end], value, moved))
            return None, end

        value, _, at = _object(text, at, member)
        found.append(BundleEntry(value, inside[0] if inside else None))
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
            if text[at] == "]":
                raise ValueError("comma")
        elif text[at] != "]":
            raise ValueError("comma")
    return at + 1


def stamped(document: Document, id: str, version: int, updated: str) -> str:
    """The resource's text with the server's id, version and instant; everything else as it was sent."""
    text = document.text
    meta = _stamped_meta(document, version, updated)
    parts: list[str] = [f'"resourceType":{document.raw("resourceType")},"id":"{id}","meta":{meta}']
    for name, (start, end) in document.spans.items():
        if name not in ("resourceType", "id", "meta"):
            parts.append(f"{_quoted(name)}:{text[start:end]}")
    return "{" + ",".join(parts) + "}"


def _stamped_meta(document: Document, version: int, updated: str) -> str:
    parts = [f'"versionId":"{version}","lastUpdated":"{updated}"']
    if isinstance(document.value.get("meta"), dict):
        own = _members(document.raw("meta"))
        parts += [
            f"{_quoted(name)}:{own.raw(name)}"
            for name in own.spans
            if name not in ("versionId", "lastUpdated")
        ]
    return "{" + ",".join(parts) + "}"


def subset(text: str, keep: Collection[str] | None, drop: Collection[str] = ()) -> str:
    """A stored resource with only some top members (`id` and `meta` always), tagged SUBSETTED as FHIR asks."""
    document = _members(text)
    always = ("resourceType", "id", "meta")
    parts: list[str] = []
    for name in document.spans:
        plain = name.removeprefix("_")
        is_kept = name in always or (keep is None or plain in keep)
        if not is_kept or plain in drop:
            continue
        raw = document.raw(name)
        if name == "meta":
            raw = _tagged(_members(raw))
        parts.append(f"{_quoted(name)}:{raw}")
    return "{" + ",".join(parts) + "}"


_SUBSETTED = '{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}'


def _tagged(meta: Document) -> str:
    parts = [f"{_quoted(name)}:{meta.raw(name)}" for name in meta.spans if name != "tag"]
    own = meta.raw("tag").strip()[1:-1].strip() if isinstance(meta.value.get("tag"), list) else ""
    parts.append(f'"tag":[{own + "," if own else ""}{_SUBSETTED}]')
    return "{" + ",".join(parts) + "}"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False) if not name.isalnum() else f'"{name}"'
