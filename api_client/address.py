"""Which addresses this client talks to, and how paths and queries are made.

https everywhere, http only to this very machine. It must never let an id, a link or a redirect lead a token or a word
of a patient's to another host.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit

from api_client.document import ID, TYPE
from api_client.errors import BadAddress

_PORTS = {"https": 443, "http": 80}
Origin = tuple[str, str, int]


def origin(url: str) -> Origin:
    """Scheme, host and port. Raises BadAddress for what is not https, loopback excepted, or carries a user name."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise BadAddress from None
    if scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        raise BadAddress
    if scheme == "http" and not is_loopback(host):
        raise BadAddress
    return scheme, host, port or _PORTS[scheme]


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def base_address(url: str) -> str:
    """A FHIR base as it is used to build on: checked, without a slash at its end. Raises BadAddress."""
    text = url.strip()
    if any(ord(char) <= 32 for char in text) or "?" in text or "#" in text:
        raise BadAddress
    origin(text)
    return text.rstrip("/")


def same_origin(base: str, link: str) -> str | None:
    """The link made whole, if it leads to the same scheme, host and port as `base`; else None."""
    try:
        whole = urljoin(f"{base}/", link.strip())
        whole.encode("utf-8")
        return whole if whole.isprintable() and origin(whole) == origin(base) else None
    except (BadAddress, ValueError):  # a lone surrogate is a ValueError too
        return None


def page_link(base: str, link: str) -> str | None:
    """The same for the link to a next page. Many servers stand behind a proxy that ends TLS, and write `http` links to
    themselves: such a link is taken, with the scheme and port of `base`. Nothing ever goes out unencrypted for it."""
    try:
        there, here = urlsplit(link.strip()), urlsplit(base)
        is_behind_proxy = (there.scheme, here.scheme) == ("http", "https") and there.hostname == here.hostname
        if is_behind_proxy and there.port in (None, 80, here.port) and there.username is None:
            link = urlunsplit(("https", here.netloc, *there[2:]))
    except ValueError:
        return None
    return same_origin(base, link)


def path_of(resource_type: str, id: str | None = None, version: str | None = None) -> str:
    """`Type`, `Type/id` or `Type/id/_history/version`. Raises ValueError for what cannot stand in a path."""
    if not TYPE.fullmatch(resource_type):
        raise ValueError("not a resource type")
    parts = [resource_type]
    for name in (id,) if version is None else (id, version):
        if name is None:
            break
        if not ID.fullmatch(name) or not name.strip("."):
            raise ValueError("not an id")
        parts.append(name)
    return "/".join(parts[:2]) + (f"/_history/{parts[2]}" if len(parts) == 3 else "")


Params = Mapping[str, str | Sequence[str]]


def query(params: Params) -> str:
    """Search parameters, encoded for a query or a form. A list repeats its parameter: all of them must hold."""
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        values = [value] if isinstance(value, str) else value
        pairs += [(name, one) for one in values]
    return urlencode(pairs, quote_via=quote, safe="/:,$-")


def search_of(token: str) -> str:
    """`identifier=system|value` for If-None-Exist, from "system|value"."""
    return f"identifier={quote(token, safe='/:-.')}"
