"""A person's records as one FHIR R4 Bundle with its files beside it: for any program that reads FHIR.

Files leave the documents and stand in `media/`, and the attachment's address says which. What points to a record of the
person's by the clinic's name for it points to the entry here. It must never leave a record out, nor change a word of one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from mobile.documents.pointers import URN, attachments

MEDIA = "media/"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAME = re.compile(r"([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?")
_DIGITS = "\0digits:"
"""Marks a number until it is written: as a number of Python's it would lose digits (1.50 would be 1.5)."""
_MARKED = re.compile(r'"\\u0000digits:(-?[0-9][0-9.eE+-]*)"')
_ENDS = {"audio/wav": ".wav"}
"""Where systems differ in what they call a file's end, or have no name for it."""
_RESTRICTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}


@dataclass(frozen=True)
class Kept:
    """One record as it is kept. `server`: `Goal/12` where the clinic has it. `kind`: what it is, in the store's word."""

    id: str
    kind: str
    text: str = field(repr=False)
    server: str | None = None


@dataclass
class Files:
    """What is in `media/`, each once however often it is named."""

    content: dict[str, bytes] = field(default_factory=dict[str, bytes], repr=False)

    def put(self, data: bytes, content_type: object) -> str:
        """Its address."""
        kind = content_type.split(";")[0].strip() if isinstance(content_type, str) else ""
        end = _ENDS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
        name = f"{MEDIA}{hashlib.sha256(data).hexdigest()[:32]}{end}"
        self.content[name] = data
        return name


def bundle_of(records: Iterable[Kept], base: str, made_at: str, files: Files) -> dict[str, Any]:
    """`base`: the clinic's FHIR address, for the names of what the clinic made. `made_at`: an instant."""
    every = list(records)
    names = {one.server: _full_url(one, base) for one in every if one.server is not None}
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": made_at,
        "entry": [
            {"fullUrl": _full_url(one, base), "resource": _resource(one, names, files)} for one in every
        ],
    }


def written(bundle: Mapping[str, Any]) -> str:
    """Its JSON text, each number with the digits it had."""
    return _MARKED.sub(lambda found: found[1], json.dumps(bundle, ensure_ascii=False, indent=1))


def _full_url(one: Kept, base: str) -> str:
    if _UUID.fullmatch(one.id):
        return URN + one.id
    return f"{base.rstrip('/')}/{one.id}"


def _resource(one: Kept, names: Mapping[str, str], files: Files) -> dict[str, Any]:
    try:
        document = json.loads(one.text, parse_float=lambda digits: _DIGITS + digits)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or not isinstance(document.get("resourceType"), str):
        return _private(one, files)
    found = cast("dict[str, Any]", document)
    for attachment in attachments(found):
        data = taken_out(attachment.get("data"))
        if data is not None and "url" not in attachment:
            del attachment["data"]
            attachment["url"] = files.put(data, attachment.get("contentType"))
    _point(found, names)
    return found


def _private(one: Kept, files: Files) -> dict[str, Any]:
    """What is no resource of FHIR's: as it is kept, in a file of its own, and beside it each file that was in it."""
    text, taken = _without_its_files(one.text, files)
    address = files.put(text.encode("utf-8", "surrogatepass"), "application/json")
    return {
        "resourceType": "DocumentReference",
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"{URN}{one.id}"}],
        "status": "current",
        "type": {"text": one.kind},
        "securityLabel": [{"coding": [_RESTRICTED]}],
        "content": [{"attachment": {"contentType": "application/json", "url": address}}, *taken],
    }


def _without_its_files(text: str, files: Files) -> tuple[str, list[dict[str, Any]]]:
    """The text with the address of each file in the place of its data, and the files as contents."""
    try:
        document = json.loads(text) if '"data"' in text else None
    except (ValueError, RecursionError):
        document = None
    taken: list[dict[str, Any]] = []
    for attachment in attachments(document):
        data = taken_out(attachment.get("data"))
        if data is not None and "url" not in attachment:
            del attachment["data"]
            attachment["url"] = files.put(data, attachment.get("contentType"))
            taken.append({"attachment": dict(attachment)})
    return (json.dumps(document), taken) if taken else (text, [])


def _point(document: dict[str, Any], names: Mapping[str, str]) -> None:
    """References by the clinic's names lead to the entries here; those to anything else stay as they are."""
    waiting: list[object] = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            values = cast("dict[str, Any]", one)
            found = _NAME.fullmatch(values["reference"]) if isinstance(values.get("reference"), str) else None
            if found is not None:
                values["reference"] = names.get(found[1], values["reference"])
            waiting += values.values()
        elif isinstance(one, list):
            waiting += cast("list[object]", one)
    for attachment in attachments(document):
        url = attachment.get("url")
        if isinstance(url, str):
            attachment["url"] = names.get(url, url)


def taken_out(data: object) -> bytes | None:
    """The bytes of base64 that is written as we would write it; None for any other, which stays where it is."""
    if not isinstance(data, str) or not data:
        return None
    try:
        found = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode() == data else None
