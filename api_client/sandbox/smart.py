"""SMART App Launch 2.2 for one public client: discovery, authorize, token, refresh, revoke.

PKCE with S256 always; a code for one use; redirects only to this machine, the app's own scheme or an address the
clinic was started with. An error before the redirect is known to be ours is a page, never a redirect.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from api_client.sandbox import pages
from api_client.sandbox.idtoken import Signer
from api_client.sandbox.launch import CLIENT, Wrong, check_address, scopes_asked, values_of
from api_client.sandbox.people import Account, People
from api_client.sandbox.scopes import ANNOUNCED, granted
from api_client.sandbox.tokens import BadToken, Grant, Tokens

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}", re.ASCII)
_ASKED = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "aud",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "launch",
    "prompt",
]
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass
class Smart:
    """The sign-in of one clinic. `base` is the FHIR base, which is also the issuer."""

    base: str
    clinic: str
    people: People
    tokens: Tokens
    lock: RLock
    is_demo: bool
    redirects: Sequence[str] = ()

    def __post_init__(self) -> None:
        self._signer = Signer()

    @property
    def auth(self) -> str:
        return self.base.removesuffix("/fhir") + "/auth"

    def routes(self) -> list[Route]:
        return [
            Route("/auth/authorize", self.authorize, methods=["GET", "POST"]),
            Route("/auth/token", self.token, methods=["POST"]),
            Route("/auth/revoke", self.revoke, methods=["POST"]),
            Route("/auth/jwks", self.jwks, methods=["GET"]),
        ]

    def configuration(self) -> dict[str, Any]:
        """/.well-known/smart-configuration."""
        return {
            "issuer": self.base,
            "jwks_uri": f"{self.auth}/jwks",
            "authorization_endpoint": f"{self.auth}/authorize",
            "token_endpoint": f"{self.auth}/token",
            "revocation_endpoint": f"{self.auth}/revoke",
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ANNOUNCED,
            "authorization_response_iss_parameter_supported": True,
            "capabilities": [
                "launch-standalone",
                "client-public",
                "authorize-post",
                "sso-openid-connect",
                "context-standalone-patient",
                "permission-patient",
                "permission-user",
                "permission-offline",
                "permission-v1",
                "permission-v2",
            ],
        }

    def openid_configuration(self) -> dict[str, Any]:
        """What OpenID Connect asks besides."""
        return {
            **self.configuration(),
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    # --- authorize ---

    async def authorize(self, request: Request) -> Response:
        """The page where a person says who they are; in demo a login_hint says it for them."""
        try:
            values = await values_of(request)
            asked = {name: values[name] for name in _ASKED if name in values}
            check_address(asked, self.redirects)
        except Wrong as wrong:
            return HTMLResponse(pages.wrong(self.clinic, wrong.says), 400, pages.HEADERS)
        try:
            scope_words = scopes_asked(asked, self.base)
            with self.lock:
                found = self._who(values, is_post=request.method == "POST")
        except Wrong as wrong:
            return self._back(asked, {"error": wrong.error, "error_description": wrong.says})
        if not isinstance(found, Account):
            return HTMLResponse(self._page(asked, found), 401 if found else 200, pages.HEADERS)
        scope = granted(scope_words, found.role == "patient")
        if not any("/" in word and word != "launch/patient" for word in scope.split()):
            return self._back(
                asked, {"error": "invalid_scope", "error_description": "Nothing of it is granted."}
            )
        grant = Grant(
            found.hint,
            found.reference,
            found.role,
            scope,
            asked["client_id"],
            asked["redirect_uri"],
            asked["code_challenge"],
            asked.get("nonce", ""),
        )
        with self.lock:
            code = self.tokens.new_code(grant)
        return self._back(asked, {"code": code})

    def _who(self, values: Mapping[str, str], *, is_post: bool) -> Account | str:
        """The person, or what to say on the page ("" for nothing)."""
        if self.is_demo:
            hint = values.get("person" if is_post and "person" in values else "login_hint", "")
            return self.people.named(hint) or ""
        name, password = values.get("username", ""), values.get("password", "")
        if not is_post or not name:
            return ""
        if self.people.must_wait(name):
            return "There were too many attempts. Wait five minutes, then try again."
        found = self.people.with_password(name, password)
        return found or "That user name and password do not belong together."

    def _page(self, asked: Mapping[str, str], trouble: str) -> str:
        if self.is_demo:
            return pages.choose(self.clinic, self.people.all(), asked)
        return pages.sign_in(self.clinic, asked, trouble=trouble)

    def _back(self, asked: Mapping[str, str], stated: Mapping[str, str]) -> Response:
        """To the app, with what was asked for or why not."""
        values = {**stated, "iss": self.base, **({"state": asked["state"]} if asked.get("state") else {})}
        address = asked["redirect_uri"]
        mark = "&" if "?" in address else "?"
        return RedirectResponse(
            f"{address}{mark}{urlencode(values)}", 303, {**_NO_STORE, "Referrer-Policy": "no-referrer"}
        )

    # --- token ---

    async def token(self, request: Request) -> Response:
        """Code or refresh token for an access token."""
        try:
            values = await values_of(request)
            if values.get("client_id") != CLIENT:
                raise Wrong("invalid_client", "This app is not known to the clinic.")
            kind = values.get("grant_type")
            with self.lock:
                if kind == "authorization_code":
                    return self._from_code(values)
                if kind == "refresh_token":
                    grant, access, refresh = self.tokens.rotate(
                        values.get("refresh_token", ""), CLIENT, values.get("scope")
                    )
                    return self._given(grant, access, refresh)
            raise Wrong("unsupported_grant_type", "authorization_code or refresh_token.")
        except BadToken:
            wrong = Wrong("invalid_grant", "It is unknown, over or used.")
        except Wrong as found:
            wrong = found
        status = 401 if wrong.error == "invalid_client" else 400
        return JSONResponse({"error": wrong.error, "error_description": wrong.says}, status, _NO_STORE)

    def _from_code(self, values: Mapping[str, str]) -> Response:
        code, verifier = values.get("code", ""), values.get("code_verifier", "")
        grant = self.tokens.peek(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("utf-8", "replace")).digest())
        is_right = _VERIFIER.fullmatch(verifier) is not None and hmac.compare_digest(
            digest.decode().rstrip("="), grant.challenge
        )
        if not is_right or values.get("redirect_uri") != grant.redirect_uri:
            self.tokens.burn(code)
            raise BadToken
        access, refresh = self.tokens.spend(code)
        self.people.has_arrived(grant.reference)
        return self._given(grant, access, refresh, is_first=True)

    def _given(self, grant: Grant, access: str, refresh: str, *, is_first: bool = False) -> Response:
        words = grant.scope.split()
        body: dict[str, Any] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.tokens.access_ms // 1000,
            "scope": grant.scope,
        }
        if refresh:
            body["refresh_token"] = refresh
        if grant.role == "patient" and "launch/patient" in words:
            body["patient"] = grant.reference.removeprefix("Patient/")
        if "fhirUser" in words:
            body["fhirUser"] = f"{self.base}/{grant.reference}"
        if "openid" in words:
            body["id_token"] = self._id_token(grant, is_first=is_first)
        return JSONResponse(body, headers=_NO_STORE)

    def _id_token(self, grant: Grant, *, is_first: bool) -> str:
        now = self.tokens.now_s()
        claims: dict[str, Any] = {
            "iss": self.base,
            "sub": grant.hint,
            "aud": grant.client,
            "iat": now,
            "exp": now + 600,
        }
        if is_first and grant.nonce:
            claims["nonce"] = grant.nonce
        if "fhirUser" in grant.scope.split():
            claims["fhirUser"] = f"{self.base}/{grant.reference}"
        return self._signer.signed(claims)

    async def revoke(self, request: Request) -> Response:
        """Always 200: whether a token existed is nobody's business."""
        try:
            values = await values_of(request)
        except Wrong as wrong:
            return JSONResponse({"error": wrong.error}, 400, _NO_STORE)
        with self.lock:
            self.tokens.revoke(values.get("token", ""))
        return Response(status_code=200, headers=_NO_STORE)

    async def jwks(self, _: Request) -> Response:
        """The key id_tokens are signed with."""
        return JSONResponse(self._signer.jwks())
