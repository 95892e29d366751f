"""The address of a page that somebody outside names and a person may open: https only, to a host that is seen as it is.

What names a user, a port that is no number, or another scheme is no page here: it could lead elsewhere than it reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from mobile.care.resource import page_address


@dataclass(frozen=True)
class WebPage:
    """`host`: where it leads, as it is shown beside it."""

    address: str
    host: str


def https_page(text: object) -> WebPage | None:
    """None for whatever else it is."""
    address = page_address(text)
    try:
        parts = urlsplit(address)
        host, has_port = parts.hostname or "", parts.port is not None
    except ValueError:
        return None
    is_plain = parts.scheme == "https" and "." in host and "@" not in parts.netloc and "\\" not in address
    return WebPage(address, host) if is_plain and not has_port else None
