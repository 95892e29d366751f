"""The patient's own copy: readable, for people; or sealed under a passphrase, to be read back in here.

A sealed copy says in clear how its key is made, and nothing else. It must never be opened with weaker parameters than we
would write, and never put an older text over a newer one.

    sealed copy = magic | header length (4) | header (JSON) | chunks: length (4), nonce (12), ciphertext and tag
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from typing import Any

from mobile.records import chunks, kdf
from mobile.records.errors import Damaged, DamagedCopy, NotAnExport, WeakPassphrase, WrongPassphrase
from mobile.records.links import Link, Links
from mobile.records.moving import ZIP, unpacked
from mobile.records.outbox import Queue
from mobile.records.outbox_rows import Entry
from mobile.records.rows import Rows, Stored
from mobile.records.sealing import CLINICAL
from mobile.records.store_context import StoreContext

MAGIC = b"LANTERN-COPY\x01"
FEWEST = 12
STORE_NOTE = "copies are made in"
"""The note of a random name: a copy says which store made it."""
CHUNK = 1 << 20
_LENGTH = struct.Struct(">I")


def strong(passphrase: str) -> str:
    """Raises WeakPassphrase below 12 characters."""
    if len(passphrase) < FEWEST:
        raise WeakPassphrase
    return passphrase


def is_open(copy: bytes) -> bool:
    """Whether a copy is a zip file that needs no passphrase."""
    return copy.startswith(ZIP)


# --- the envelope: bytes under a passphrase ---


def enveloped(data: bytes, passphrase: str, cost: kdf.Cost = kdf.PASSPHRASE_COST) -> bytes:
    salt = os.urandom(16)
    material = kdf.stretched(strong(passphrase), salt, cost)
    header = json.dumps(
        {
            "memory_kib": cost.memory_kib,
            "times": cost.times,
            "lanes": cost.lanes,
            "salt": salt.hex(),
            "check": _check(material, salt),
        }
    ).encode()
    parts = [MAGIC, _LENGTH.pack(len(header)), header]
    for sealed in chunks.sealed(kdf.derived(material, salt, "copy"), data, CHUNK, MAGIC + header):
        parts += [_LENGTH.pack(len(sealed)), sealed]
    return b"".join(parts)


def _check(material: bytes, salt: bytes) -> str:
    """Tells a wrong passphrase from a damaged copy. It costs a guess as much as the first chunk does."""
    return kdf.derived(material, salt, "copy check").hex()


def unenveloped(sealed: bytes, passphrase: str) -> bytes:
    """Raises NotAnExport, DamagedCopy; WrongPassphrase, also for a copy from before `check` that was changed."""
    header, rest = _header(sealed)
    try:
        values = json.loads(header)
        cost = kdf.Cost(values["memory_kib"], values["times"], values["lanes"])
        salt = bytes.fromhex(values["salt"])
        cost.check(kdf.PASSPHRASE_FLOOR)
        check = values.get("check")
        if len(salt) != 16:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotAnExport from None
    material = kdf.stretched(passphrase, salt, cost)
    if check is not None and check != _check(material, salt):
        raise WrongPassphrase
    key = kdf.derived(material, salt, "copy")
    try:
        return chunks.opened(key, list(_pieces(rest)), MAGIC + header)
    except Damaged:
        raise (WrongPassphrase if check is None else DamagedCopy) from None


def _header(sealed: bytes) -> tuple[bytes, bytes]:
    start = len(MAGIC) + _LENGTH.size
    if not sealed.startswith(MAGIC) or len(sealed) < start:
        raise NotAnExport
    (length,) = _LENGTH.unpack_from(sealed, len(MAGIC))
    if length > 4096 or len(sealed) < start + length:
        raise DamagedCopy
    return sealed[start : start + length], sealed[start + length :]


def _pieces(rest: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(rest) or at == 0:
        if at + _LENGTH.size > len(rest):
            raise DamagedCopy
        (length,) = _LENGTH.unpack_from(rest, at)
        at += _LENGTH.size
        if not 28 <= length <= CHUNK + 28 or at + length > len(rest):
            raise DamagedCopy
        yield rest[at : at + length]
        at += length


# --- what is in it ---


def values_of(copy: bytes, passphrase: str) -> Any:
    """What a copy holds, as it was put in: sealed, or an open zip file for which any passphrase does.

    Raises NotAnExport, DamagedCopy, WrongPassphrase.
    """
    data = copy if is_open(copy) else unenveloped(copy, passphrase)
    if is_open(data):
        return unpacked(data)
    try:
        return json.loads(data)  # made before copies were zip files
    except (ValueError, RecursionError):
        raise NotAnExport from None


class Copier:
    """Reads everything out. All methods run in the thread."""

    def __init__(self, context: StoreContext, rows: Rows, links: Links, queue: Queue) -> None:
        self._context = context
        self._rows = rows
        self._links = links
        self._queue = queue

    def whole(self, of: str) -> dict[str, Any]:
        """Everything that is not hidden, and what sync needs to go on. `of`: whose it is."""
        return {
            "form": 1,
            "of": of,
            "store": self._store_name(),
            "records": [self._whole(stored) for stored in self._rows.every() if not stored.family],
            "removals": [one for entry in self._queue.oldest_first() if (one := self._removal(entry))],
        }

    def _store_name(self) -> str:
        name = self._context.read_small("note", STORE_NOTE)
        if name is None:
            name = os.urandom(16).hex()
            self._context.write_small("note", STORE_NOTE, name)
        return name

    def _removal(self, entry: Entry) -> dict[str, Any] | None:
        """A removal the clinic does not know of yet."""
        try:
            about = self._queue.about(entry)
            link = self._links.find(entry.key)
            if not about.is_delete or link is None or link.is_gone:
                return None
            withdrawn_stub = self._queue.payload(entry)
        except Damaged:
            return None
        return {
            "type": about.resource_type,
            "id": about.local_id,
            "husk": withdrawn_stub,  # its name in every sealed copy ever made
            "link": {
                "type": link.resource_type,
                "id": link.server_id,
                "etag": link.etag,
                "last_updated": link.last_updated,
            },
        }

    def _whole(self, stored: Stored) -> dict[str, Any] | None:
        opened = self._rows.opened(stored)
        if opened is None:
            return None
        try:
            text = self._rows.text(stored)
        except Damaged:
            return None
        link = self._links.find(stored.key)
        entries = self._queue.entries(stored.key)
        return {
            "kind": opened.kind_name,
            "type": opened.resource_type,
            "private": stored.compartment != CLINICAL,
            "id": opened.id,
            "head": opened.values,
            "text": text,
            "unsent": bool(entries),
            "ahead": len(entries) > 1,  # an older snapshot may have arrived, and these words are newer
            "link": self._link(link, text) if link is not None and not link.is_gone else None,
        }

    def _link(self, link: Link, text: str) -> dict[str, Any]:
        base = self._links.base(link) if link.has_base else text
        return {
            "type": link.resource_type,
            "id": link.server_id,
            "etag": link.etag,
            "last_updated": link.last_updated,
            "sent_at": link.sent_at,
            "base": base,
        }
