"""Whoever carries text messages for a clinic: the port, and one for trying that keeps what it was given and sends nothing anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from api_client.sandbox.store import Store

LineKind = Literal["mobile", "landline", "unknown"]


class NotTaken(Exception):
    """The gateway did not say that it took a message; it may have, all the same. Asking again with the same key sends it once."""


class SmsGateway(Protocol):
    """`key` names one message for ever: a gateway that is given the same key twice sends it once."""

    async def kind_of(self, number: str) -> LineKind:
        """Of "+12025550177"."""
        ...

    async def send(self, key: str, number: str, text: str) -> None:
        """Raises NotTaken."""
        ...


@dataclass(frozen=True)
class Kept:
    """One message that the gateway for trying was given."""

    number: str
    text: str
    at: int  # ms since 1970


class KeepingGateway:
    """In the clinic's own database, so that it outlives a restart. `before`: called with each key before it is taken, and `after` once
    it was: what they raise is a fault of the line."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.before: Callable[[str], None] = lambda _: None
        self.after: Callable[[str], None] = lambda _: None
        self.landlines: set[str] = {"+12025550100"}
        """Numbers of the sample country that are no mobile phone's."""
        store.run(
            "CREATE TABLE IF NOT EXISTS text_kept"
            " (key TEXT PRIMARY KEY, number TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL)"
        )

    async def kind_of(self, number: str) -> LineKind:
        return "landline" if number in self.landlines else "mobile"

    async def send(self, key: str, number: str, text: str) -> None:
        self.before(key)
        self._store.run(
            "INSERT OR IGNORE INTO text_kept VALUES (?, ?, ?, ?)", (key, number, text, self._store.now())
        )
        self.after(key)

    def kept(self) -> list[Kept]:
        """In the order in which they came."""
        return [
            Kept(*row) for row in self._store.rows("SELECT number, text, at FROM text_kept ORDER BY rowid")
        ]
