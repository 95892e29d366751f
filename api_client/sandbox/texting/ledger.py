"""Which messages were begun, and how far each is: so that none is sent twice, whatever happens between beginning and the gateway's word.

It holds no number and no word: a message is put together anew each time it is tried, from what is so then.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from api_client.sandbox.store import Store

State = Literal["trying", "taken"]
FIRST_WAIT_MS = 60_000
LONGEST_WAIT_MS = 15 * 60_000
DAY_MS = 86_400_000
MINUTE_MS = 60_000


@dataclass(frozen=True)
class Begun:
    """`again_at`: not to be tried before, ms since 1970."""

    state: State
    tries: int
    again_at: int


class TextLedger:
    """In the clinic's own database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heard: dict[str, int] = {}  # what stands in the table, so that few requests write to it
        store.run(
            "CREATE TABLE IF NOT EXISTS text_begun (key TEXT PRIMARY KEY, patient TEXT NOT NULL, kind TEXT NOT NULL,"
            " state TEXT NOT NULL, tries INTEGER NOT NULL, again_at INTEGER NOT NULL, begun_at INTEGER NOT NULL)"
        )
        store.run("CREATE TABLE IF NOT EXISTS text_stopped (number TEXT PRIMARY KEY)")
        store.run("CREATE TABLE IF NOT EXISTS text_contact (patient TEXT PRIMARY KEY, at INTEGER NOT NULL)")

    def of(self, key: str) -> Begun | None:
        """None: it was never begun."""
        rows = self._store.rows("SELECT state, tries, again_at FROM text_begun WHERE key = ?", (key,))
        return Begun(*rows[0]) if rows else None

    def begin(self, key: str, patient: str, kind: str) -> None:
        """Before the gateway is asked: whatever becomes of it, it stands here. Tried again, it waits longer each time."""
        now, known = self._store.now(), self.of(key)
        tries = known.tries + 1 if known is not None else 1
        wait = min(FIRST_WAIT_MS << min(tries - 1, 10), LONGEST_WAIT_MS)
        self._store.run(
            "INSERT INTO text_begun VALUES (?, ?, ?, 'trying', 1, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET tries = tries + 1, again_at = excluded.again_at",
            (key, patient, kind, now + wait, now),
        )

    def taken(self, key: str) -> None:
        """The gateway has it."""
        self._store.run("UPDATE text_begun SET state = 'taken' WHERE key = ?", (key,))

    def may_be_tried(self, key: str) -> bool:
        """Whether it was not taken, and is not waiting."""
        known = self.of(key)
        return known is None or (known.state == "trying" and known.again_at <= self._store.now())

    def begun_today(self, patient: str, kind: str) -> int:
        """How many of a kind in the last 24 hours."""
        since = self._store.now() - DAY_MS
        rows = self._store.rows(
            "SELECT count(*) FROM text_begun WHERE patient = ? AND kind = ? AND begun_at > ?",
            (patient, kind, since),
        )
        return int(rows[0][0])

    # --- numbers that said STOP, and when the app was last heard of ---

    def stop(self, number: str) -> None:
        self._store.run("INSERT OR IGNORE INTO text_stopped VALUES (?)", (number,))

    def start(self, number: str) -> None:
        self._store.run("DELETE FROM text_stopped WHERE number = ?", (number,))

    def is_stopped(self, number: str) -> bool:
        return bool(self._store.rows("SELECT 1 FROM text_stopped WHERE number = ?", (number,)))

    def heard_of(self, patient: str) -> None:
        """A device of theirs asked for something; kept to the minute."""
        now, last = self._store.now(), self._heard.get(patient)
        if last is not None and last <= now < last + MINUTE_MS:
            return
        self._heard[patient] = now
        self._store.run(
            "INSERT INTO text_contact VALUES (?, ?) ON CONFLICT (patient) DO UPDATE SET at = excluded.at",
            (patient, now),
        )

    def last_heard(self, patient: str) -> int | None:
        """Ms since 1970; None: never."""
        rows = self._store.rows("SELECT at FROM text_contact WHERE patient = ?", (patient,))
        return int(rows[0][0]) if rows else None


def key_of(*parts: object) -> str:
    """One message's name for ever."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
