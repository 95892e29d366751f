"""One sign-in through the system's browser: SMART App Launch 2.2 with PKCE, as a public client.

    sign_in = SmartSignIn(await discover(base), client_id="app", redirect_uri="app://signed-in", scope="...")
    open_in_browser(sign_in.url)
    tokens = await sign_in.finish(address_the_browser_came_back_with)

A sign-in is good for one answer and ten minutes. State, nonce and verifier are drawn anew each time; the verifier leaves
only towards the token endpoint. Nothing here may be logged, and an address that came back must not be kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from api_client.errors import BadAddress, SignInRefused
from api_client.retry import Retry
from api_client.smart.discovery import SmartConfiguration
from api_client.smart.endpoint import Expected, exchange, first_tokens
from api_client.smart.scopes import for_server
from api_client.smart.tokens import Tokens

GOOD_FOR = timedelta(minutes=10)
_ERROR = re.compile(r"[a-z_]{1,40}")


def _now() -> datetime:
    return datetime.now(UTC)


class SmartSignIn:
    """`url` opens in the browser, `state` recognises the way back, `finish` takes it."""

    def __init__(
        self,
        configuration: SmartConfiguration,
        *,
        client_id: str,
        redirect_uri: str,
        scope: str,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], datetime] = _now,
        retry: Retry | None = None,
    ) -> None:
        """Raises SignInRefused("no_pkce") for a server that does not offer S256."""
        if "S256" not in configuration.code_challenge_methods:
            raise SignInRefused("no_pkce")
        self._configuration = configuration
        self._client_id = client_id
        self._redirect_uri = redirect_uri
        self._scope = for_server(scope, configuration.capabilities)
        self._transport = transport
        self._clock = clock
        self._retry = retry
        self._began_at = clock()
        self.state = secrets.token_urlsafe(32)  # 256 bits
        self._nonce = secrets.token_urlsafe(32) if "openid" in self._scope.split() else None
        self._verifier = secrets.token_urlsafe(64)
        self._is_used = False

    @property
    def url(self) -> str:
        """Where the browser is to go."""
        digest = hashlib.sha256(self._verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._scope,
            "state": self.state,
            "aud": self._configuration.base_url,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if self._nonce is not None:
            asked["nonce"] = self._nonce
        endpoint = self._configuration.authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def finish(self, address: str) -> Tokens:
        """Takes the address the browser came back with, and gets the tokens for it. Only once.

        Raises SignInRefused: state, issuer, used, expired, redirect, the server's own code, or what was wrong with its
        answer; Unreachable and the rest when the token endpoint cannot be asked (then the sign-in begins anew).
        """
        code = self._code_in(address)
        self._is_used = True
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "client_id": self._client_id,
            "code_verifier": self._verifier,
        }
        reply = await exchange(self._configuration, form, self._transport, self._retry)
        expected = Expected(self._client_id, self._scope, self._nonce)
        return first_tokens(self._configuration, reply, expected, self._clock())

    def _code_in(self, address: str) -> str:
        """The code of an answer that is ours, fresh and from the right server. Raises SignInRefused."""
        try:
            parts = urlsplit(address)
            values = parse_qs(parts.query, max_num_fields=50)
        except ValueError:
            raise SignInRefused("redirect") from None
        if any(len(several) > 1 for several in values.values()):
            raise SignInRefused("redirect")
        if not _same_place(address, self._redirect_uri):
            raise SignInRefused("redirect")
        state = values.get("state", [""])[0]
        if not hmac.compare_digest(state.encode("utf-8", "replace"), self.state.encode()):
            raise SignInRefused("state")
        if self._is_used:
            raise SignInRefused("used")
        if not timedelta() <= self._clock() - self._began_at <= GOOD_FOR:
            raise SignInRefused("expired")
        issuer = values.get("iss", [None])[0]
        known = self._configuration.issuer
        if (issuer is not None and known is not None and issuer != known) or (
            issuer is None and self._configuration.names_its_issuer
        ):
            raise SignInRefused("issuer")
        if "error" in values:
            error = values["error"][0]
            raise SignInRefused(error if _ERROR.fullmatch(error) else "refused")
        code = values.get("code", [""])[0]
        if not code or len(code) > 8192:
            raise SignInRefused("code")
        return code

    # --- a phone may end the app while the browser is open ---

    def to_text(self) -> str:
        """What is needed to finish after the app was ended meanwhile. Holds the verifier: keep it sealed."""
        return json.dumps(
            {
                "state": self.state,
                "nonce": self._nonce,
                "verifier": self._verifier,
                "scope": self._scope,
                "client_id": self._client_id,
                "redirect_uri": self._redirect_uri,
                "began_at": self._began_at.isoformat(),
            }
        )

    @classmethod
    def from_text(
        cls,
        text: str,
        configuration: SmartConfiguration,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> Self:
        """The sign-in that `to_text` kept. Raises SignInRefused("lost") when it cannot be read."""
        try:
            kept: dict[str, Any] = json.loads(text)
            found = cls(
                configuration,
                client_id=kept["client_id"],
                redirect_uri=kept["redirect_uri"],
                scope=kept["scope"],
                transport=transport,
                clock=clock,
            )
            found.state, found._nonce, found._verifier = kept["state"], kept["nonce"], kept["verifier"]
            found._began_at = datetime.fromisoformat(kept["began_at"])
        except (ValueError, KeyError, TypeError):
            raise SignInRefused("lost") from None
        return found


def _same_place(address: str, redirect_uri: str) -> bool:
    """Whether an address is the redirect's, its query aside."""
    try:
        ours, theirs = urlsplit(redirect_uri), urlsplit(address)
        return (ours.scheme, ours.netloc.lower(), ours.path or "/") == (
            theirs.scheme,
            theirs.netloc.lower(),
            theirs.path or "/",
        )
    except (ValueError, BadAddress):
        return False
