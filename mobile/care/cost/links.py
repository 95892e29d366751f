"""The address of a clinic's page about money, to be opened by the person: https alone, and seen as what it is."""

from __future__ import annotations

from urllib.parse import urlsplit

from mobile.care.resource import page_address

_THIS_DEVICE = ("127.0.0.1", "localhost", "::1")


def secure_page(text: object) -> str:
    """The address; "" for any other scheme (but on this very device, where a clinic is tried), and where a name before an @ pretends
    to be the host."""
    address = page_address(text)
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if not host or parts.username is not None or parts.password is not None:
        return ""
    is_here = host in _THIS_DEVICE  # where a clinic is tried
    is_secure = (parts.scheme == "https" and (is_here or "." in host)) or (parts.scheme == "http" and is_here)
    return address if is_secure else ""


def host_of(address: str) -> str:
    """Where it leads, to be said beside it: `pay.clinic.example`."""
    return urlsplit(address).hostname or ""
