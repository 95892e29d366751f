"""What a status and its headers mean.

Turns an answer into a document or into the one error that says what happened. It must never take an intermediary's
page for the clinic's word: a "not found" in HTML is no proof that a record is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import httpx

from api_client.document import Document, facts_of
from api_client.errors import (
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFhir,
    NotFound,
    PreconditionFailed,
    Rejected,
    ServerBroken,
    SignedOut,
    TimedOut,
    TooLarge,
    TooMany,
)
from api_client.etags import etag_of
from api_client.exact import decoded, load_object, value_at
from api_client.retry import Retry
from api_client.slices import skip

_CODE = re.compile(r"[a-z][a-z-]{0,31}")
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9.\[\]]{0,127}")
_LOCATION = re.compile(
    r"(?:^|/)([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\-.]{1,64})(?:/_history/([^/?#\s\"]{1,128}))?/?$"
)
_MOST_ISSUES = 20
_BLANK = b"\xef\xbb\xbf \t\r\n"
_ANSWERS = {
    401: SignedOut,
    403: Forbidden,
    404: NotFound,
    408: TimedOut,
    410: Gone,
    412: PreconditionFailed,
    413: TooLarge,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a create or update came to. `created` is False where the server had it already (If-None-Exist)."""

    document: Document
    status: int
    etag: str | None
    created: bool


def is_json(response: httpx.Response) -> bool:
    """Whether the body looks like a JSON object, whatever its label says."""
    return response.content[:64].lstrip(_BLANK).startswith(b"{")


def failure(response: httpx.Response, retry: Retry, *, is_guarded_put: bool = False) -> ClinicError | None:
    """The error a status stands for; None for success.

    `is_guarded_put`: it answers a PUT with If-Match, where 409 is another word for 412: some servers say only that.
    """
    status = response.status_code
    if 200 <= status < 300:
        return None
    if status >= 500 and status != 501:
        return ServerBroken(status, retry.asked_s(response.headers))
    if status == 429:
        return TooMany(retry.asked_s(response.headers))
    if status < 400 or (status in (404, 410) and response.content.strip() and not is_json(response)):
        return NotFhir()
    if status == 409 and is_guarded_put:
        return PreconditionFailed()
    if status == 409:
        return Conflict(etag_of(response.headers.get("etag")))
    kind = _ANSWERS.get(status)
    if kind is not None:
        return kind()
    codes, paths = issues(response)
    if status in (405, 501) and not codes:
        codes = ("not-supported",)
    return Rejected(codes, paths=paths, status=status)


def check(response: httpx.Response, retry: Retry, *, is_guarded_put: bool = False) -> None:
    """Raises the error a status stands for, if it is one."""
    if not 200 <= response.status_code < 300:
        raise failure(response, retry, is_guarded_put=is_guarded_put) or NotFhir()


def issues(response: httpx.Response) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and element paths of an OperationOutcome; nothing of its texts, which may quote what was sent."""
    try:
        outcome = load_object(decoded(response.content))
    except ClinicError:
        return (), ()
    codes: list[str] = []
    paths: list[str] = []
    listed = outcome.get("issue")
    for issue in cast("list[object]", listed)[:_MOST_ISSUES] if isinstance(listed, list) else []:
        if isinstance(issue, dict):
            members = cast("dict[str, Any]", issue)
            if members.get("severity") in ("warning", "information", "success"):
                continue  # said beside the failure; not its cause
            codes += _fitting([members.get("code")], _CODE)
            paths += _fitting(members.get("expression"), _PATH)
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(paths))


def _fitting(values: object, shape: re.Pattern[str]) -> list[str]:
    listed = cast("list[object]", values)[:_MOST_ISSUES] if isinstance(values, list) else []
    return [value for value in listed if isinstance(value, str) and shape.fullmatch(value)]


def document_in(response: httpx.Response, resource_type: str, id: str | None) -> Document:
    """The resource an answer holds. Raises NotFhir, or BadReply when it is another than was asked for."""
    if not is_json(response):
        raise NotFhir
    document = whole(response.content).with_etag(response.headers.get("etag"))
    if document.type != resource_type:
        raise BadReply("resourceType")
    if document.id is None or (id is not None and document.id != id):
        raise BadReply("id")
    return document


def whole(body: bytes) -> Document:
    """The resource a body is. Raises BadReply."""
    text = decoded(body)
    value, end = value_at(text, skip(text, 0), "")
    if skip(text, end) != len(text):
        raise BadReply
    return Document(*facts_of(value, ""), text)


def has_resource(response: httpx.Response, resource_type: str) -> bool:
    """Whether a success carries the resource itself rather than nothing or an OperationOutcome.

    Raises NotFhir for a body that is neither: a portal says 200 to everything, and has done nothing.
    """
    if not is_json(response):
        if response.content.strip(_BLANK):
            raise NotFhir
        return False
    try:
        kind = whole(response.content).type
    except BadReply:
        if "json" in response.headers.get("content-type", "json").lower():
            raise
        raise NotFhir from None
    return kind == resource_type or kind != "OperationOutcome"


def location(text: str | None) -> tuple[str, str, str | None] | None:
    """(type, id, version) from a Location header; None where it says nothing of the kind."""
    found = _LOCATION.search(text.split("?")[0]) if text else None
    return (found.group(1), found.group(2), found.group(3)) if found else None
