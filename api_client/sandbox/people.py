"""Who can sign in at the sandbox clinic, and who has been invited. All of them are invented.

Passwords are kept as scrypt hashes only. An invitation says which clinic and whom; it opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import cast

from api_client.sandbox.person import Role
from api_client.sandbox.store import Store

TRIES = 5
WAIT_MS = 5 * 60_000


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    hint: str
    role: Role
    reference: str
    name: str
    situation: str

    def public(self) -> dict[str, str]:
        """For the list of sample people."""
        return {"login_hint": self.hint, "role": self.role, "name": self.name, "situation": self.situation}


@dataclass(frozen=True)
class Invitation:
    reference: str
    invited: str
    is_used: bool


class People:
    """The clinic's accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._missed: dict[str, list[int]] = {}

    def add(self, account: Account, password: str | None = None) -> None:
        """Adds or replaces an account; without a password it can only be used in demo."""
        secret = _secret(password, secrets.token_bytes(16)) if password is not None else None
        self._store.run(
            "INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?, ?)",
            (account.hint, account.role, account.reference, account.name, account.situation, secret),
        )

    def all(self) -> list[Account]:
        """In the order they were added."""
        rows = self._store.rows("SELECT hint, role, reference, name, situation FROM account ORDER BY rowid")
        return [Account(*row) for row in rows]

    def named(self, hint: str) -> Account | None:
        """By login hint, which is also the user name."""
        rows = self._store.rows(
            "SELECT hint, role, reference, name, situation FROM account WHERE hint = ?", (hint,)
        )
        return Account(*rows[0]) if rows else None

    def with_password(self, name: str, password: str) -> Account | None:
        """The account if the password is right. Takes equally long for a name that does not exist."""
        rows = self._store.rows("SELECT secret FROM account WHERE hint = ?", (name,))
        kept = cast("bytes | None", rows[0][0]) if rows else None
        salt = kept[:16] if kept else b"-" * 16
        is_right = hmac.compare_digest(_secret(password, salt), kept or b"")
        self._note_try(name, is_right)
        return self.named(name) if is_right else None

    def must_wait(self, name: str) -> bool:
        """Whether this name was tried wrongly too often just now."""
        since = self._store.now() - WAIT_MS
        recent = [at for at in self._missed.get(name, []) if at > since]
        return len(recent) >= TRIES

    def _note_try(self, name: str, is_right: bool) -> None:
        if is_right:
            self._missed.pop(name, None)
            return
        if len(self._missed) > 1000:
            self._missed.clear()
        self._missed[name] = [*self._missed.get(name, []), self._store.now()][-TRIES:]

    # --- invitations ---

    def invite(self, code: str, reference: str, invited: str, *, is_used: bool = False) -> None:
        """`invited` is the name the page shows."""
        self._store.run(
            "INSERT OR REPLACE INTO invitation VALUES (?, ?, ?, ?)", (code, reference, invited, int(is_used))
        )

    def invitation(self, code: str) -> Invitation | None:
        rows = self._store.rows("SELECT reference, invited, used FROM invitation WHERE code = ?", (code,))
        return Invitation(rows[0][0], rows[0][1], bool(rows[0][2])) if rows else None

    def has_arrived(self, reference: str) -> None:
        """The person signed in: their invitation has served."""
        self._store.run("UPDATE invitation SET used = 1 WHERE reference = ? AND used = 0", (reference,))


def _secret(password: str, salt: bytes) -> bytes:
    words = password.encode("utf-8", "surrogatepass")[:1024]
    return salt + hashlib.scrypt(words, salt=salt, n=1 << 14, r=8, p=1, dklen=32)
