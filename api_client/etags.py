"""The version a server names in an ETag, as it is sent back in If-Match.

Some servers write the bare version where HTTP asks for quotes; it is given them. It must never change what stands in
quotes: that is the server's own, and opaque.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_BARE = re.compile(r"(?:W/)?([\x21\x23-\x29\x2b\x2d-\x7e]{1,128})")
"""No quote, no comma and no "*", which If-Match reads as "any"."""


def etag_of(text: object) -> str | None:
    """`W/"3"` from `W/"3"`, `3` or `W/3`; what is in quotes stays as it is. None for what is no tag."""
    if not isinstance(text, str):
        return None
    tag = text.strip()
    if _QUOTED.fullmatch(tag) and len(tag) <= 512:
        return tag
    bare = _BARE.fullmatch(tag)
    return f'W/"{bare.group(1)}"' if bare else None
