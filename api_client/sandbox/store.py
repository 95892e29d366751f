"""The sandbox clinic's memory: resources with every version, on stdlib SQLite, one connection that writes.

It knows nothing of HTTP or of who may see what. Every write happens inside `writing()`, which is one transaction and
one instant; instants never run backwards and never repeat from one transaction to the next, so a client that asks for
what changed after an instant it has seen misses nothing.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from api_client.sandbox import dates
from api_client.sandbox.exact import Document, Json, parse, stamped
from api_client.sandbox.indexing import Entries, entries
from api_client.sandbox.relations import owner, relations
from api_client.sandbox.schema import LAYOUT, TABLES

Method = str  # "POST" | "PUT" | "DELETE": how a version came to be


@dataclass(frozen=True, slots=True)
class Row:
    """One resource as it stands, or one version of it. `text` is "" for a deletion."""

    pk: int
    type: str
    id: str
    n: int
    updated: int  # ms since 1970
    is_gone: bool
    patient: str | None
    text: str
    method: str = ""
    seq: int = 0

    @property
    def name(self) -> str:
        return f"{self.type}/{self.id}"

    @property
    def etag(self) -> str:
        return f'W/"{self.n}"'


COLUMNS = "c.pk, c.type, c.id, c.n, c.updated, c.gone, c.patient, v.text, v.method, v.seq"
VERSION_COLUMNS = "c.pk, v.type, v.id, v.n, v.updated, v.method='DELETE', v.patient, v.text, v.method, v.seq"
_FROM = "FROM current c JOIN version v ON v.seq = c.seq"


class Store:
    """`base` answers with the address absolute references to this clinic begin with."""

    def __init__(self, path: Path | None, clock: Callable[[], datetime], base: str) -> None:
        self._clock = clock
        self.base = base
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA foreign_keys = OFF")
        if path is not None:
            self._db.execute("PRAGMA journal_mode = WAL")
            # survives a killed process; a power cut may cost the last moments of what are sample people only
            self._db.execute("PRAGMA synchronous = NORMAL")
        self._is_writing = False
        self._open()
        self._last = self._db.execute("SELECT coalesce(max(updated), 0) FROM version").fetchone()[0]
        self._instant = 0

    def _open(self) -> None:
        layout = self._db.execute("PRAGMA user_version").fetchone()[0]
        if layout == 0:
            self._db.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;")
        elif layout != LAYOUT:
            raise RuntimeError("this clinic's database has another layout; start with a new file")

    def close(self) -> None:
        """Closes the database. Nothing works afterwards."""
        self._db.close()

    def now(self) -> int:
        """The clinic's clock, in ms."""
        return dates.milliseconds(self._clock())

    @property
    def is_empty(self) -> bool:
        return self._db.execute("SELECT 1 FROM current LIMIT 1").fetchone() is None

    # --- transactions ---

    @contextmanager
    def writing(self, at: int | None = None) -> Generator[None]:
        """One transaction; inside another one it is part of that. `at`: its ms, for sample history.

        A refusal inside a part must come before the part's first write: nothing is undone by itself.
        """
        if self._is_writing:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._instant = max(self.now() if at is None else at, self._last + 1)
        self._is_writing = True
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk has undone it already
                self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
            self._last = self._instant
        finally:
            self._is_writing = False

    # --- reading ---

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """For the parts beside this one that keep their own tables."""
        return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """One writing statement; how many rows it touched."""
        return self._db.execute(sql, values).rowcount

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, for walks that stop early."""
        return iter(self._db.execute(sql, values))

    def read(self, type: str, id: str) -> Row | None:
        """The resource as it stands, deleted ones too (`is_gone`)."""
        found = self._db.execute(
            f"SELECT {COLUMNS} {_FROM} WHERE c.type = ? AND c.id = ?",
            (type, id),
        ).fetchone()
        return as_row(found) if found else None

    def version(self, type: str, id: str, n: int) -> Row | None:
        """One version."""
        found = self._db.execute(
            f"SELECT {VERSION_COLUMNS} FROM version v JOIN current c ON c.type = v.type AND c.id = v.id"  # noqa: S608
            " WHERE v.type = ? AND v.id = ? AND v.n = ?",
            (type, id, n),
        ).fetchone()
        return as_row(found) if found else None

    # --- writing; call inside `writing()` ---

    def create(self, document: Document, id: str | None = None) -> Row:
        """A new resource, version 1, under a new id."""
        resource = document.value
        type_, id_ = resource["resourceType"], id or str(uuid.uuid4())
        patient, index = self._described(resource, type_, id_)
        text = stamped(document, id_, 1, dates.instant(self._instant))
        seq = self._keep(type_, id_, 1, "POST", patient, text)
        pk = self._db.execute(
            "INSERT INTO current (type, id, seq, n, updated, patient) VALUES (?, ?, ?, 1, ?, ?)",
            (type_, id_, seq, self._instant, patient),
        ).lastrowid
        assert pk is not None
        self._index(pk, index, resource, f"{type_}/{id_}", patient)
        return Row(pk, type_, id_, 1, self._instant, False, patient, text, "POST", seq)

    def update(self, row: Row, document: Document) -> Row:
        """A new version of what is there (or was)."""
        resource = document.value
        patient, index = self._described(resource, row.type, row.id)
        text = stamped(document, row.id, row.n + 1, dates.instant(self._instant))
        self._unindex(row)
        seq = self._keep(row.type, row.id, row.n + 1, "PUT", patient, text)
        self._db.execute(
            "UPDATE current SET seq = ?, n = ?, updated = ?, patient = ?, gone = 0 WHERE pk = ?",
            (seq, row.n + 1, self._instant, patient, row.pk),
        )
        self._index(row.pk, index, resource, row.name, patient)
        return Row(row.pk, row.type, row.id, row.n + 1, self._instant, False, patient, text, "PUT", seq)

    def delete(self, row: Row) -> Row:
        """A tombstone as the newest version. Earlier versions stay in history."""
        self._unindex(row)
        seq = self._keep(row.type, row.id, row.n + 1, "DELETE", row.patient, "")
        self._db.execute(
            "UPDATE current SET seq = ?, n = ?, updated = ?, gone = 1 WHERE pk = ?",
            (seq, row.n + 1, self._instant, row.pk),
        )
        return Row(row.pk, row.type, row.id, row.n + 1, self._instant, True, row.patient, "", "DELETE", seq)

    def _described(self, resource: Json, type_: str, id_: str) -> tuple[str | None, Entries]:
        patient = f"Patient/{id_}" if type_ == "Patient" else owner(resource, self.base)
        return patient, entries(resource, self.base)

    def _keep(self, type_: str, id_: str, n: int, method: Method, patient: str | None, text: str) -> int:
        seq = self._db.execute(
            "INSERT INTO version (type, id, n, updated, method, patient, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (type_, id_, n, self._instant, method, patient, text),
        ).lastrowid
        assert seq is not None
        return seq

    def _index(self, pk: int, index: Entries, resource: Json, name: str, patient: str | None) -> None:
        self._db.executemany(
            "INSERT INTO term (key, code, pk, system) VALUES (?, ?, ?, ?)",
            [(key, code, pk, system) for key, code, system in index.terms],
        )
        if index.spans:
            self._db.executemany(
                "INSERT INTO span (key, pk, lo, hi) VALUES (?, ?, ?, ?)",
                [(key, pk, lo, hi) for key, lo, hi in index.spans],
            )
        ties = relations(resource, name, patient, self.base)
        if ties:
            self._db.executemany(
                "INSERT INTO relation (tie, who, what, patient, lo, hi, pk) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(tie.tie, tie.who, tie.what, tie.patient, tie.lo, tie.hi, pk) for tie in ties],
            )

    def _unindex(self, row: Row) -> None:
        """Takes out exactly what the present version put in: computed again, so that no index by pk is paid for."""
        if row.is_gone or not row.text:
            return
        old = entries(parse(row.text).value, self.base)
        self._db.executemany(
            "DELETE FROM term WHERE key = ? AND code = ? AND pk = ? AND system = ?",
            [(key, code, row.pk, system) for key, code, system in old.terms],
        )
        self._db.executemany("DELETE FROM span WHERE key = ? AND pk = ?", [(s[0], row.pk) for s in old.spans])
        self._db.execute("DELETE FROM relation WHERE pk = ?", (row.pk,))


def as_row(found: tuple[Any, ...]) -> Row:
    """A Row from COLUMNS or VERSION_COLUMNS."""
    pk, type_, id_, n, updated, is_gone, patient, text, method, seq = found
    return Row(pk, type_, id_, n, updated, bool(is_gone), patient, text, method, seq)
