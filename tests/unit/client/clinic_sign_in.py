"""A small authorization server for the client's tests: codes and refresh tokens are good for one use, as on a strict server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx

from api_client import Retry
from api_client.smart import SmartAuth, SmartConfiguration, SmartSignIn, Tokens, discover
from tests.unit.client.servers import BASE, fhir, goal

ISSUER = "https://sign-in.clinic.example"
REDIRECT = "lantern://signed-in"
SCOPE = "openid fhirUser launch/patient offline_access patient/Goal.cruds"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def id_token(claims: dict[str, Any]) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'RS256'})}.{part(claims)}.c2ln"


@dataclass
class SignInServer:
    """What it answers can be bent by `reply`, `claims` and `configuration`; how it was used is kept."""

    reply: dict[str, Any] = field(default_factory=dict[str, Any])
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    configuration: dict[str, Any] = field(default_factory=dict[str, Any])
    nonce: str | None = None
    challenge: str = ""
    codes: set[str] = field(default_factory=lambda: {"code-1"})
    refresh: str = "refresh-0"
    access: str = "access-0"
    is_family_dead: bool = False
    used: list[str] = field(default_factory=list[str])
    revoked: list[str] = field(default_factory=list[str])
    asked: list[httpx.Request] = field(default_factory=list[httpx.Request])
    token_status: int = 0
    delay_s: float = 0.0

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        await asyncio.sleep(self.delay_s)
        path = request.url.path
        if path.endswith("/.well-known/smart-configuration"):
            return httpx.Response(200, json=self.stated_configuration())
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        if path == "/token":
            return httpx.Response(self.token_status) if self.token_status else self.token(form)
        if path == "/revoke":
            self.revoked.append(form["token"])
            return httpx.Response(200)
        if request.headers.get("authorization") != f"Bearer {self.access}":
            return httpx.Response(401)
        return fhir(goal("1"))

    def stated_configuration(self) -> dict[str, Any]:
        plain = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "revocation_endpoint": f"{ISSUER}/revoke",
            "code_challenge_methods_supported": ["S256"],
            "capabilities": ["permission-v2", "launch-standalone"],
        }
        return {name: value for name, value in {**plain, **self.configuration}.items() if value is not None}

    def token(self, form: dict[str, str]) -> httpx.Response:
        if form["grant_type"] == "authorization_code":
            proof = hashlib.sha256(form["code_verifier"].encode()).digest()
            expected = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
            if form["code"] not in self.codes or expected != self.challenge:
                return httpx.Response(400, json={"error": "invalid_grant"})
            self.codes.remove(form["code"])
        else:
            self.used.append(form["refresh_token"])
            if self.is_family_dead or form["refresh_token"] != self.refresh:
                self.is_family_dead = True  # used twice: everything that came of this sign-in ends
                return httpx.Response(400, json={"error": "invalid_grant"})
            number = int(self.refresh.rpartition("-")[2]) + 1
            self.refresh, self.access = f"refresh-{number}", f"access-{number}"
        return httpx.Response(200, json=self.answer())

    def answer(self) -> dict[str, Any]:
        claims = {
            "iss": ISSUER,
            "aud": "lantern",
            "exp": NOW.timestamp() + 3600,
            "nonce": self.nonce,
            "fhirUser": f"{BASE}/Patient/rowan",
            **self.claims,
        }
        plain = {
            "access_token": self.access,
            "token_type": "Bearer",
            "expires_in": 3600,
            "refresh_token": self.refresh,
            "scope": SCOPE,
            "patient": "rowan",
            "id_token": id_token({name: value for name, value in claims.items() if value is not None}),
        }
        return {name: value for name, value in {**plain, **self.reply}.items() if value is not None}

    async def configured(self) -> SmartConfiguration:
        return await discover(BASE, self.transport(), retry=Retry(tries=1))

    async def begun(self, clock: Any = lambda: NOW, **named: Any) -> SmartSignIn:
        """A sign-in whose page the person has seen: the server knows its challenge and nonce."""
        sign_in = SmartSignIn(
            await self.configured(),
            client_id="lantern",
            redirect_uri=REDIRECT,
            scope=named.pop("scope", SCOPE),
            transport=self.transport(),
            clock=clock,
            retry=Retry(tries=1),
        )
        asked = httpx.URL(sign_in.url).params
        self.challenge, self.nonce = asked["code_challenge"], asked.get("nonce")
        return sign_in

    def auth(self, store: MemoryTokens, clock: Any = lambda: NOW) -> SmartAuth:
        return SmartAuth(
            BASE, "lantern", store, transport=self.transport(), clock=clock, retry=Retry(tries=1)
        )


@dataclass
class MemoryTokens:
    """A token store; what happened to it is kept, with what the server had been asked by then."""

    tokens: Tokens | None
    saved: list[Tokens] = field(default_factory=list[Tokens])
    cleared: int = 0
    failing: Exception | None = None

    async def load(self) -> Tokens | None:
        await asyncio.sleep(0)
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        await asyncio.sleep(0)
        if self.failing is not None:
            raise self.failing
        self.saved.append(tokens)
        self.tokens = tokens

    async def clear(self) -> None:
        self.cleared += 1
        self.tokens = None


def tokens(access: str = "access-0", refresh: str | None = "refresh-0", left_s: float = 3600) -> Tokens:
    return Tokens(access, refresh, NOW + timedelta(seconds=left_s), SCOPE, "rowan", "Patient/rowan")
