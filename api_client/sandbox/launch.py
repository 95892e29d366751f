"""What an app asks for when it begins a sign-in, checked one demand at a time.

It must never let anybody be sent to an address that is not the app's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

CLIENT = "lantern"
APP_REDIRECT = "lantern://signed-in"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_FORM = 64 << 10
_CHALLENGE = re.compile(r"[A-Za-z0-9\-_]{43}", re.ASCII)


class Wrong(Exception):
    """A request that cannot go on. `error` is OAuth's word for it."""

    def __init__(self, error: str, says: str) -> None:
        super().__init__(error)
        self.error = error
        self.says = says


def check_address(asked: Mapping[str, str], redirects: Sequence[str]) -> None:
    """The client and where it wants to be answered. Raises Wrong: then nobody is sent anywhere."""
    if asked.get("client_id") != CLIENT:
        raise Wrong("invalid_client", "This app is not known to the clinic.")
    if not is_ours(asked.get("redirect_uri", ""), redirects):
        raise Wrong("invalid_request", "The app asked to be answered at an address the clinic does not know.")


def is_ours(redirect: str, redirects: Sequence[str]) -> bool:
    """This machine, the app's own scheme, or an address the clinic was started with."""
    if redirect == APP_REDIRECT or redirect in redirects:
        return True
    try:
        parts = urlsplit(redirect)
        is_local = parts.scheme == "http" and parts.hostname in LOOPBACK and (parts.port or 80) > 0
    except ValueError:
        return False
    is_plain = re.fullmatch(r"[!-~]{1,500}", redirect) is not None and "\\" not in redirect
    return is_local and is_plain and "#" not in redirect and "@" not in parts.netloc


def scopes_asked(asked: Mapping[str, str], base: str) -> str:
    """The scopes asked for. Raises Wrong."""
    if asked.get("response_type") != "code":
        raise Wrong("unsupported_response_type", "Only code is supported.")
    if not asked.get("state"):
        raise Wrong("invalid_request", "state is required.")
    if asked.get("code_challenge_method") != "S256":
        raise Wrong("invalid_request", "PKCE with S256 is required.")
    if not _CHALLENGE.fullmatch(asked.get("code_challenge", "")):
        raise Wrong("invalid_request", "code_challenge is no SHA-256 in base64url.")
    if not is_base(asked.get("aud", ""), base):
        raise Wrong("invalid_request", "aud is not this FHIR server.")
    if asked.get("launch"):
        raise Wrong("invalid_request", "There is no launch from a record system here.")
    if asked.get("prompt") == "none":
        raise Wrong("login_required", "Somebody has to sign in.")
    if not asked.get("scope", "").strip():
        raise Wrong("invalid_scope", "scope is required.")
    return asked["scope"]


def is_base(aud: str, base: str) -> bool:
    """The base as announced; on this machine under any of its own names."""
    if aud.rstrip("/") == base:
        return True
    try:
        theirs, ours = urlsplit(aud.rstrip("/")), urlsplit(base)
        return (
            {theirs.hostname, ours.hostname} <= LOOPBACK
            and theirs._replace(netloc="") == ours._replace(netloc="")
            and theirs.port == ours.port
        )
    except ValueError:
        return False


async def values_of(request: Request) -> dict[str, str]:
    """Query or form values, each given once. Raises Wrong."""
    text = request.url.query
    if request.method == "POST":
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MAX_FORM:
                raise Wrong("invalid_request", "The request is too long.")
        text = body.decode("latin-1")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=60)
    except ValueError:
        raise Wrong("invalid_request", "The request cannot be read.") from None
    values = dict(pairs)
    if len(values) != len(pairs):
        raise Wrong("invalid_request", "A parameter was given twice.")
    return values
