"""Numbers that answer anybody in a country, day and night, as the clinic's plain pages show them: digits and no more, so that a page
says nothing of why somebody might call. A country that is not here has none: a wrong number is worse than none.

Verified with `mobile/care/safety/lines.json`, which a test holds this to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

PublicLine = tuple[Literal["call", "text"], str]
PUBLIC_LINES: Mapping[str, tuple[PublicLine, ...]] = {
    "US": (("call", "988"), ("text", "988"), ("call", "911")),
}
