"""Sealing: AES-256-GCM over padded bytes, bound to the one place each sealed value belongs to.

A sealed value opens only in its own compartment, kind, row and column, under its own key version. It must never use a
nonce twice, never open what was moved, and never put anything of the patient's outside the ciphertext.

    sealed = format (1 byte) | key version (2, big endian) | nonce (12) | ciphertext and tag
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records.errors import Damaged, Locked

FORMAT = 1
STEP = 256
CLINICAL, PRIVATE, CREDENTIALS = 1, 2, 3
INDEX = 9
"""Not a compartment of rows: the key under which ids and kinds become lookup values."""
HIDDEN = 0x8000
"""Key versions from here on are hidden families of private records, each under a key that only its own PIN opens."""

_HEADER = struct.Struct(">BH12s")
_LENGTH = struct.Struct(">I")
_BLOCK = 64
_INNER, _OUTER = bytes(b ^ 0x36 for b in range(256)), bytes(b ^ 0x5C for b in range(256))


@dataclass(frozen=True)
class RowIdentity:
    """Where a sealed value belongs. `row` names the row without saying anything of it."""

    compartment: int
    kind: int
    row: bytes
    column: str

    def bound(self, form: int, version: int) -> bytes:
        """The associated data: any difference in it, and the value does not open."""
        return self.before() + self.row + self.after(form, version)

    def before(self) -> bytes:
        return b"lantern|%d|%d|" % (self.compartment, self.kind)

    def after(self, form: int, version: int) -> bytes:
        return f"|{form}|{version}|{self.column}".encode()


def padded(data: bytes) -> bytes:
    """Length, data and zeros up to the next step, so that a size says little."""
    return _LENGTH.pack(len(data)) + data + bytes(-(len(data) + _LENGTH.size) % STEP)


def unpadded(padding: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(padding)
    if length > len(padding) - _LENGTH.size:
        raise Damaged
    return padding[_LENGTH.size : _LENGTH.size + length]


def family_of(version: bytes) -> int:
    """The hidden family that the two bytes of a version name; 0 for what is not hidden."""
    number = int.from_bytes(version, "big")
    return number if number >= HIDDEN else 0


def sealed_under(key: AESGCM, bound: bytes, data: bytes, version: int = 0) -> bytes:
    """One sealed value under a given key. The nonce is fresh from the system's generator every time."""
    nonce = os.urandom(12)
    return _HEADER.pack(FORMAT, version, nonce) + key.encrypt(nonce, padded(data), bound)


def _is_sealed(value: object) -> bool:
    """A flipped bit in a damaged file can make a number or nothing of a column that only ever held bytes."""
    return isinstance(value, bytes) and len(value) >= _HEADER.size


def opened_under(key: AESGCM, bound: bytes, sealed: bytes) -> bytes:
    """Raises Damaged if anything differs."""
    if not _is_sealed(sealed):
        raise Damaged
    _, _, nonce = _HEADER.unpack_from(sealed)
    try:
        return unpadded(key.decrypt(nonce, sealed[_HEADER.size :], bound))
    except InvalidTag:
        raise Damaged from None


class _Lookups:
    """HMAC-SHA256 (RFC 2104) under one key, its two padded blocks hashed once: a page of rows asks hundreds of times."""

    def __init__(self, key: bytes | bytearray) -> None:
        block = bytes(key).ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(block.translate(_INNER))
        self._outer = hashlib.sha256(block.translate(_OUTER))

    def digest(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


class Keys:
    """The data keys while the store is open: per compartment every version still in use, newest last.

    The key of the hidden family that is open stands apart from them: it is never newest, never older, and never wrapped
    with the others.
    """

    def __init__(self, raw: Mapping[tuple[int, int], bytes]) -> None:
        self._raw = {which: bytearray(key) for which, key in raw.items()}
        self._ciphers = {which: AESGCM(key) for which, key in self._raw.items() if which[0] != INDEX}
        self._newest: dict[int, int] = {}
        for compartment, version in raw:
            self._newest[compartment] = max(version, self._newest.get(compartment, 0))
        self._lookups: _Lookups | None = _Lookups(self._raw[INDEX, 1])
        self._hidden = bytearray()
        self.family = 0
        """The hidden family that is open; 0: none is."""
        self.is_dropped = False

    def raw(self) -> dict[tuple[int, int], bytes]:
        """The keys themselves, for wrapping them anew. Raises Locked."""
        if self.is_dropped:
            raise Locked
        return {which: bytes(key) for which, key in self._raw.items()}

    def newest(self, compartment: int) -> int:
        return self._newest[compartment]

    @property
    def has_older(self) -> bool:
        """Whether an older version is still in use."""
        return any(version < self._newest[compartment] for compartment, version in self._raw)

    def open_family(self, family: int, key: bytes) -> None:
        """What is sealed under this family opens from now on."""
        self._hidden, self.family = bytearray(key), family
        self._ciphers[PRIVATE, family] = AESGCM(self._hidden)

    def close_family(self) -> None:
        """Nothing hidden opens any more."""
        self._ciphers.pop((PRIVATE, self.family), None)
        self._hidden[:] = bytes(len(self._hidden))
        self._hidden, self.family = bytearray(), 0

    def family_key(self) -> bytes:
        """The key of the family that is open, for sealing it for another PIN. Raises Locked."""
        if self.is_dropped or not self.family:
            raise Locked
        return bytes(self._hidden)

    def add(self, compartment: int, version: int, key: bytes) -> None:
        """A newer key: everything sealed from now on is under it."""
        raw = self._raw[compartment, version] = bytearray(key)
        self._ciphers[compartment, version] = AESGCM(raw)
        self._newest[compartment] = version

    def retire(self) -> None:
        """Forgets every version but the newest: nothing is sealed under the older ones any more."""
        for which in [w for w in self._raw if w[1] < self._newest[w[0]]]:
            self._raw[which][:] = bytes(len(self._raw[which]))
            del self._raw[which], self._ciphers[which]

    def seal(self, place: RowIdentity, data: bytes, family: int = 0) -> bytes:
        """Under the newest key, or under that of the hidden family that is open. Raises Locked."""
        if self.is_dropped or family not in (0, self.family):
            raise Locked
        version = family or self._newest[place.compartment]
        nonce = os.urandom(12)
        cipher = self._ciphers[place.compartment, version]
        return _HEADER.pack(FORMAT, version, nonce) + cipher.encrypt(
            nonce, padded(data), place.bound(FORMAT, version)
        )

    def seal_many(self, ground: RowIdentity, rows: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Values of one column, as (row, data), `ground.row` aside. Each has a nonce of its own. Raises Locked."""
        if self.is_dropped:
            raise Locked
        version = self._newest[ground.compartment]
        encrypt = self._ciphers[ground.compartment, version].encrypt
        start, end = ground.before(), ground.after(FORMAT, version)
        nonces = os.urandom(12 * len(rows))
        sealed: list[bytes] = []
        for position, (row, data) in enumerate(rows):
            nonce = nonces[12 * position : 12 * position + 12]
            header = _HEADER.pack(FORMAT, version, nonce)
            sealed.append(header + encrypt(nonce, padded(data), start + row + end))
        return sealed

    def open(self, place: RowIdentity, sealed: bytes) -> bytes:
        """Raises Damaged, Locked."""
        if self.is_dropped:
            raise Locked
        if not _is_sealed(sealed):
            raise Damaged
        form, version, nonce = _HEADER.unpack_from(sealed)
        cipher = self._ciphers.get((place.compartment, version))
        if cipher is None:
            raise Damaged
        try:
            return unpadded(cipher.decrypt(nonce, sealed[_HEADER.size :], place.bound(form, version)))
        except InvalidTag:
            raise Damaged from None

    def open_many(self, ground: RowIdentity, rows: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes | None]:
        """(row, sealed) of one column after another, `ground.row` aside; None for what does not open. Raises Locked."""
        if self.is_dropped:
            raise Locked
        start = ground.before()
        ends: dict[bytes, tuple[AESGCM, bytes]] = {}
        for row, sealed in rows:
            if not _is_sealed(sealed):
                yield None
                continue
            header = sealed[:3]
            if header not in ends:
                form, version = _HEADER.unpack_from(sealed)[:2]
                cipher = self._ciphers.get((ground.compartment, version))
                if cipher is None:
                    yield None
                    continue
                ends[header] = (cipher, ground.after(form, version))
            cipher, end = ends[header]
            try:
                yield unpadded(cipher.decrypt(sealed[3:15], sealed[15:], start + row + end))
            except (InvalidTag, Damaged):
                yield None

    def lookup(self, purpose: str, value: str) -> bytes:
        """16 bytes that find a row by a value without showing the value. Raises Locked."""
        if self._lookups is None:
            raise Locked
        return self._lookups.digest(f"{purpose}|{value}".encode("utf-8", "surrogatepass"))[:16]

    def code(self, purpose: str, value: str) -> int:
        """The same as a small opaque integer, for what many rows share (a kind, a type)."""
        return int.from_bytes(self.lookup(purpose, value)[:6], "big")

    def drop(self) -> None:
        """Overwrites and forgets the keys, as far as Python lets us: copies may remain in freed memory."""
        self.is_dropped = True
        self._lookups = None
        self.close_family()
        for key in self._raw.values():
            key[:] = bytes(len(key))
        self._raw.clear()
        self._ciphers.clear()


def fresh_keys() -> dict[tuple[int, int], bytes]:
    """A first key for every compartment and the index."""
    return {(compartment, 1): os.urandom(32) for compartment in (CLINICAL, PRIVATE, CREDENTIALS, INDEX)}
