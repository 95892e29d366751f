"""References from one unsent record to another, and the identifier every record made here carries.

While the server has not named a record, others point to it as `urn:uuid:<local id>`. On sending, each such reference
becomes `Type/<server id>`. It must never touch an identifier, which has the same look, nor the patient's words.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from api_client.exact import dumps, load_object

SYSTEM = "urn:ietf:rfc:3986"
# In JSON text a quote inside a string is always escaped, so an unescaped "reference": can only be a member's name.
_LOCAL = re.compile(r'("reference"\s*:\s*")urn:uuid:([^"\\]+)(")')


class Unresolved(Exception):
    """A reference points to a record the server does not have yet."""


def token(local_id: str) -> str:
    """`system|value` of the identifier that every record made on a device carries."""
    return f"{SYSTEM}|urn:uuid:{local_id}"


async def rewritten(
    payload: str,
    server_id: str | None,
    find: Callable[[str], Awaitable[tuple[str, str] | None]],
) -> str:
    """The payload as the server may see it: local references resolved, and its `id` set or, unsent, absent.

    Raises: Unresolved; BadReply if the payload is no JSON object.
    """
    names: dict[str, str] = {}
    for match in _LOCAL.finditer(payload):
        local_id = match.group(2)
        if local_id not in names:
            found = await find(local_id)
            if found is None:
                raise Unresolved
            names[local_id] = "/".join(found)
    text = _LOCAL.sub(lambda m: m.group(1) + names[m.group(2)] + m.group(3), payload) if names else payload

    if server_id is None and '"id"' not in text:
        return text  # nothing to change: what was kept is what is sent
    document = load_object(text)
    document.pop("id", None)
    if server_id is not None:
        document["id"] = server_id
    return dumps(document)
