"""Codes and tokens: random, kept only as hashes, each with an end.

A code works once; used again it takes back what it gave. A refresh token is replaced at each use; used again it
revokes its whole family, because then somebody else has it. It must never keep or log a token in clear.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Literal

from api_client.sandbox.person import Person, Role
from api_client.sandbox.scopes import Scopes
from api_client.sandbox.store import Store

CODE_MS = 5 * 60_000
ACCESS_MS = 15 * 60_000
REFRESH_MS = 90 * 86_400_000
REMEMBERED = 1000


@dataclass(frozen=True)
class Grant:
    """What a sign-in established."""

    hint: str
    reference: str
    role: Role
    scope: str
    client: str
    redirect_uri: str = ""
    challenge: str = ""
    nonce: str = ""

    def person(self) -> Person:
        """Who asks, as the access rules know them."""
        levels = ("patient", "user") if self.role == "patient" else ("user",)
        return Person(self.reference, self.role, Scopes.of(self.scope, levels))

    @classmethod
    def read(cls, text: str) -> Grant:
        return cls(**json.loads(text))


class BadToken(Exception):
    """A code or token that is unknown, over, spent or another client's."""


class Tokens:
    """Every code and token of the clinic, in its database."""

    def __init__(self, store: Store, access_ms: int = ACCESS_MS) -> None:
        self._store = store
        self.access_ms = access_ms
        self._known: dict[str, tuple[Person, int]] = {}

    def now_s(self) -> int:
        """The clinic's clock, in whole seconds."""
        return self._store.now() // 1000

    def new_code(self, grant: Grant) -> str:
        """A code for five minutes."""
        code = secrets.token_urlsafe(32)
        now = self._store.now()
        self._store.run("DELETE FROM grant_code WHERE expires < ?", (now - REFRESH_MS,))
        self._store.run("DELETE FROM token WHERE expires < ?", (now,))
        self._store.run(
            "INSERT INTO grant_code VALUES (?, ?, ?, NULL)",
            (_hash(code), json.dumps(asdict(grant)), self._store.now() + CODE_MS),
        )
        return code

    def peek(self, code: str) -> Grant:
        """What a code stands for, without using it. A code used twice revokes what it gave. Raises BadToken."""
        rows = self._store.rows("SELECT body, expires, family FROM grant_code WHERE hash = ?", (_hash(code),))
        if not rows:
            raise BadToken
        body, expires, family = rows[0]
        if family is not None:
            self.revoke_family(family)
            raise BadToken
        if expires < self._store.now():
            raise BadToken
        return Grant.read(body)

    def burn(self, code: str) -> None:
        """Somebody presented this code wrongly: it works no more."""
        self._store.run("DELETE FROM grant_code WHERE hash = ? AND family IS NULL", (_hash(code),))

    def spend(self, code: str) -> tuple[str, str]:
        """Uses a code up. Returns access and refresh token ("" without offline_access)."""
        grant, family = self.peek(code), secrets.token_hex(16)
        self._store.run("UPDATE grant_code SET family = ? WHERE hash = ?", (family, _hash(code)))
        return self.issue(grant, family)

    def issue(self, grant: Grant, family: str, refresh_grant: Grant | None = None) -> tuple[str, str]:
        """New tokens of a family. `refresh_grant`: what the refresh token keeps, if more than this access token has."""
        access = self._new(grant, family, "access", self.access_ms)
        can_refresh = "offline_access" in (refresh_grant or grant).scope.split()
        refresh = self._new(refresh_grant or grant, family, "refresh", REFRESH_MS) if can_refresh else ""
        return access, refresh

    def _new(self, grant: Grant, family: str, kind: Literal["access", "refresh"], lasts: int) -> str:
        token = secrets.token_urlsafe(32)
        self._store.run(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?, 0)",
            (_hash(token), family, kind, json.dumps(asdict(grant)), self._store.now() + lasts),
        )
        return token

    def rotate(self, refresh: str, client: str, scope: str | None) -> tuple[Grant, str, str]:
        """The grant, a new access and a new refresh token. Raises BadToken; on re-use the family ends."""
        with self._store.writing():
            rows = self._store.rows(
                "SELECT family, body, expires, spent FROM token WHERE hash = ? AND kind = 'refresh'",
                (_hash(refresh),),
            )
            family, body, expires, is_spent = rows[0] if rows else ("", "{}", 0, 1)
            if rows and is_spent:
                self.revoke_family(family)
            grant = None if is_spent or expires < self._store.now() else Grant.read(body)
            narrowed = _narrowed(grant, scope) if grant is not None and grant.client == client else None
            if narrowed is not None:
                self._store.run("UPDATE token SET spent = 1 WHERE hash = ?", (_hash(refresh),))
                return narrowed, *self.issue(narrowed, family, grant)
        raise BadToken

    def revoke(self, token: str) -> None:
        """Ends a token and, for a refresh token, its family. Unknown ones are nobody's business."""
        rows = self._store.rows("SELECT family, kind FROM token WHERE hash = ?", (_hash(token),))
        if rows and rows[0][1] == "refresh":
            self.revoke_family(rows[0][0])
        elif rows:
            self._store.run("DELETE FROM token WHERE hash = ?", (_hash(token),))
            self._known.clear()

    def revoke_family(self, family: str) -> None:
        """Ends everything one sign-in gave. Spent refresh tokens stay known as spent."""
        self._store.run("DELETE FROM token WHERE family = ? AND kind = 'access'", (family,))
        self._store.run("UPDATE token SET spent = 1 WHERE family = ?", (family,))
        self._known.clear()

    def person(self, access: str) -> Person | None:
        """Who an access token speaks for, or None."""
        known = self._known.get(access)
        if known is None:
            rows = self._store.rows(
                "SELECT body, expires FROM token WHERE hash = ? AND kind = 'access'", (_hash(access),)
            )
            if not rows:
                return None
            if len(self._known) > REMEMBERED:
                self._known.clear()
            known = self._known[access] = (Grant.read(rows[0][0]).person(), rows[0][1])
        return known[0] if known[1] >= self._store.now() else None


def _narrowed(grant: Grant, asked: str | None) -> Grant | None:
    """A refresh may ask for less, never for more: then None."""
    if asked is None:
        return grant
    return (
        replace(grant, scope=" ".join(asked.split()))
        if set(asked.split()) <= set(grant.scope.split())
        else None
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
