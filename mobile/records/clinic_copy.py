"""A copy of everything for a place that must not read it: sealed for a recovery sheet's words, cut into parts of one size.

The store keeps no word: it seals for the sheet's public half, and nothing on the device opens what was sealed. The first
record (the head) has what the copy is made of (whose, by which device, its count there, when, a fingerprint of each part),
sealed too and bound to the copy's own name. In clear are that name and how many parts there are, in steps of half a megabyte.

    head = magic | check (16) | sealed to the sheet: key (32), manifest (JSON)
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.records import chunks, kdf, sealing_to, sheet, sheet_words
from mobile.records.errors import Damaged, DamagedCopy, WrongSheet

MAGIC = b"LANTERN-AT-CLINIC\x01"
PART = 1 << 19
"""Bytes of a part before it is sealed: base64 makes it 700 kB, and a record of a clinic's takes a megabyte."""
_KEY, _CHECK, _ONCE = 32, 16, 32
_WRAP, _WORDS = "clinic copy", "clinic copy check"
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True)
class Manifest:
    """What a copy says of itself, inside the seal. `of`: the account; `device`: a random name of the store that made it;
    `count`: its how-manieth copy; `made_at`: aware UTC, up to when everything is in it."""

    of: str
    device: str
    count: int
    made_at: datetime
    prints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """Ready to be put somewhere: the head last, since a copy is whole with it."""

    name: str
    head: bytes = field(repr=False)
    parts: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class OpenHead:
    """A head that the words opened. `key` opens its parts and nothing else."""

    name: str
    manifest: Manifest
    key: bytes = field(repr=False)


def sealed_for(lock: bytes, data: bytes, name: str, manifest: Manifest) -> Sealed:
    """`lock`: the public half of the sheet. `name`: of this copy, never used before. Takes some seconds for hours of voice:
    call it in a thread."""
    key = os.urandom(_KEY)
    whole = _LENGTH.pack(len(data)) + data
    whole += bytes(-len(whole) % PART)
    parts = tuple(chunks.sealed(key, whole, PART, _bound(name)))
    about = {
        "form": 1,
        "of": manifest.of,
        "device": manifest.device,
        "count": manifest.count,
        "made_at": manifest.made_at.isoformat(),
        "prints": [print_of(part) for part in parts],
    }
    inside = sealing_to.sealed_to(lock, _WRAP, _bound(name), key + json.dumps(about).encode())
    return Sealed(name, MAGIC + _words_check(lock, inside) + inside, parts)


def opened_head(head: bytes, name: str, words: str) -> OpenHead:
    """Raises NotASheet; WrongSheet where these are not its words; DamagedCopy."""
    key = sheet.key_of(sheet_words.secret_of(words))
    start = len(MAGIC) + _CHECK
    if not head.startswith(MAGIC) or len(head) <= start + _ONCE:
        raise DamagedCopy
    if not hmac.compare_digest(head[len(MAGIC) : start], _words_check(sheet.lock_of(key), head[start:])):
        raise WrongSheet
    try:
        inside = sealing_to.opened_with(key, _WRAP, _bound(name), head[start:])
        about = json.loads(inside[_KEY:])
        made_at = datetime.fromisoformat(about["made_at"])
        prints = tuple(str(one) for one in about["prints"])
        manifest = Manifest(str(about["of"]), str(about["device"]), int(about["count"]), made_at, prints)
        if about["form"] != 1 or made_at.tzinfo is None or not prints:
            raise ValueError
    except (Damaged, ValueError, KeyError, TypeError, RecursionError):
        raise DamagedCopy from None
    return OpenHead(name, manifest, inside[:_KEY])


def opened_parts(head: OpenHead, parts: Sequence[bytes]) -> bytes:
    """What was sealed. Raises DamagedCopy unless these are its parts, all of them, unchanged and in their order."""
    if [print_of(part) for part in parts] != list(head.manifest.prints):
        raise DamagedCopy
    try:
        whole = chunks.opened(head.key, parts, _bound(head.name))
    except Damaged:
        raise DamagedCopy from None
    (length,) = _LENGTH.unpack_from(whole)
    if length > len(whole) - _LENGTH.size:
        raise DamagedCopy
    return whole[_LENGTH.size : _LENGTH.size + length]


def _bound(name: str) -> bytes:
    return MAGIC + name.encode()


def _words_check(lock: bytes, sealed: bytes) -> bytes:
    """Tells other words from a damaged head. Of 256 random bits it gives nothing away."""
    return kdf.derived(lock, sealed[:_ONCE], _WORDS)[:_CHECK]


def print_of(part: bytes) -> str:
    """By which a manifest knows a part."""
    return hashlib.sha256(part).hexdigest()
