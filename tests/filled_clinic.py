"""The sandbox clinic filled once a process: every further one in memory is a copy of the first that was filled alike.

Filling writes some 230 documents, each parsed, indexed and stamped, and many hundreds of tests begin with it. What it writes
depends on the day, the clinic's address and what that clinic does not keep, and on nothing else; tests/unit/sandbox/test_filled.py
holds a copy against one that was filled. A clinic on a file fills itself. The key that signs its id_tokens is also made once a
process: making one takes longer than the whole sign-in, and no test is about whose key it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from api_client.sandbox.people import People
from api_client.sandbox.seed.when import Days
from api_client.sandbox.store import Store

Signing = rsa.RSAPrivateKey
Seed = Callable[..., None]


class Filler:
    """Stands where `seed` stands. `seed` fills the first clinic of each kind."""

    def __init__(self, seed: Seed) -> None:
        self._seed = seed
        self._filled: dict[Any, tuple[sqlite3.Connection, int]] = {}
        self._signing: Signing | None = None

    def __call__(self, store: Store, people: People, now: datetime, without: Collection[str] = ()) -> None:
        if store._db.execute("PRAGMA database_list").fetchone()[2]:
            self._seed(store, people, now, without)
            return
        kind = (Days.at(now), store.base, frozenset(without))
        if kind in self._filled:
            filled, store._last = self._filled[kind]
            filled.backup(store._db)
            return
        self._seed(store, people, now, without)
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        store._db.backup(kept)
        self._filled[kind] = (kept, store._last)

    def key(self) -> Signing:
        """Stands where a signer makes its key."""
        if self._signing is None:
            self._signing = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return self._signing

    def close(self) -> None:
        for filled, _ in self._filled.values():
            filled.close()
