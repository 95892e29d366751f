"""References from one unsent record to another, and the identifier every record made here carries.

While the server has not named a record, others point to it as `urn:uuid:<local id>`: in a `reference`, or in the `url` of
an attachment whose file is a record of its own. On sending, each such reference becomes `Type/<server id>`, and a name
the server has given up becomes the one it has now. It must never touch an identifier, which has the same look, nor the
patient's words.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from api_client.exact import dumps, load_object
from mobile.documents.carriable import carried_in, may_need_mending
from mobile.documents.pointers import URN, pointing_urls

SYSTEM = "urn:ietf:rfc:3986"
# In JSON text a quote inside a string is always escaped, so an unescaped "reference": can only be a member's name.
_LOCAL = re.compile(r'("(reference|url)"\s*:\s*")urn:uuid:([^"\\]+)(")')


class Unresolved(Exception):
    """A reference points to a record the server does not have yet."""


def token(local_id: str) -> str:
    """`system|value` of the identifier that every record made on a device carries."""
    return f"{SYSTEM}|urn:uuid:{local_id}"


async def rewritten(
    payload: str,
    server_id: str | None,
    find: Callable[[str], Awaitable[tuple[str, str] | None]],
    renamed: Sequence[tuple[str, str]] = (),
    *,
    keeps_unknown: bool = False,
) -> str:
    """The payload as the server may see it: local references resolved, its `id` set or, unsent, absent, and no text in it
    that a server could not keep as it is: one saved by an earlier version of the app may hold some.

    `renamed`: (name the payload uses, name the server has for it now). `keeps_unknown` leaves a local reference that
    nobody can resolve as it is. Raises: Unresolved; BadReply if the payload is no JSON object.
    """
    names: dict[str, str] = {}
    urls = pointing_urls(payload)
    for match in _LOCAL.finditer(payload):
        local_id = match.group(3)
        is_reference = match.group(2) == "reference"
        if local_id in names or not (is_reference or URN + local_id in urls):
            continue
        found = await find(local_id)
        if found is not None:
            names[local_id] = "/".join(found)
        elif is_reference and not keeps_unknown:
            raise Unresolved  # a file that nobody has is another app's to know: its name stays
    text = _LOCAL.sub(lambda m: _named(m, names), payload) if names else payload
    for before, now in renamed:
        text = re.sub(rf'("(?:reference|url)"\s*:\s*"){re.escape(before)}(")', rf"\g<1>{now}\g<2>", text)

    must_mend = may_need_mending(text)
    if server_id is None and '"id"' not in text and not must_mend:
        return text  # nothing to change: what was kept is what is sent
    document = load_object(text)
    if must_mend:
        document = carried_in(document)
    document.pop("id", None)
    if server_id is not None:
        document["id"] = server_id
    return dumps(document)


def _named(found: re.Match[str], names: Mapping[str, str]) -> str:
    before, _, local_id, after = found.groups()
    return before + names.get(local_id, URN + local_id) + after


async def by_identifier(body: str, own: Callable[[str], Awaitable[str | None]]) -> str | None:
    """The same, naming records of ours by their identifier only, for a server that refuses names it no longer knows.

    `own`: the local id of a record of ours by the server's name for it, `Goal/12`; what was removed before this device saw it
    has none here, and is known by the identifier that stands beside its name. None: there is nothing to change.
    """
    document = load_object(body)
    found = [one for one in _references(document) if isinstance(one.get("reference"), str)]
    has_changed = False
    for reference in found:
        name = str(reference["reference"])
        is_local = name.startswith("urn:uuid:")
        local_id = name.removeprefix("urn:uuid:") if is_local else await own(name.split("/_history/")[0])
        if local_id is None:
            local_id = _identified(reference)
        if local_id is None:
            continue
        del reference["reference"]
        value = local_id if "/" in local_id else f"urn:uuid:{local_id}"
        reference.setdefault("identifier", {"system": SYSTEM, "value": value})
        if not is_local:
            reference.setdefault("type", name.partition("/")[0])
        has_changed = True
    return dumps(document) if has_changed else None


def _identified(reference: Mapping[str, Any]) -> str | None:
    """The local id of a record made on a device, by the identifier in a reference to it."""
    identifier = reference.get("identifier")
    if not isinstance(identifier, Mapping):
        return None
    members = cast("Mapping[str, object]", identifier)
    value = members.get("value")
    if members.get("system") != SYSTEM or not isinstance(value, str) or not value.startswith(URN):
        return None
    return value.removeprefix(URN) or None


def _references(value: object) -> list[dict[str, Any]]:
    """Every object with a `reference`, wherever it stands."""
    found: list[dict[str, Any]] = []
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            members = cast("dict[str, Any]", one)
            if "reference" in members:
                found.append(members)
            waiting += members.values()
        elif isinstance(one, list):
            waiting += cast("list[object]", one)
    return found
