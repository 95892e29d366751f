"""Bytes of any length under one key: AES-256-GCM in chunks, each bound to its place and to whether it is the last.

So a chunk that is missing, doubled, moved, cut or of another copy opens nothing. A key must be used for one text only.

    chunk = nonce (12) | ciphertext and tag
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records.errors import Damaged

NONCE = 12


def sealed(key: bytes, data: bytes, size: int, bound: bytes) -> Iterator[bytes]:
    """Chunks of `size` bytes, at least one. `bound`: what all of them belong to; without it they do not open."""
    cipher = AESGCM(key)
    count = max(1, -(-len(data) // size))
    for number in range(count):
        nonce = os.urandom(NONCE)
        piece = data[number * size : (number + 1) * size]
        yield nonce + cipher.encrypt(nonce, piece, _place(bound, number, number == count - 1))


def opened(key: bytes, pieces: Sequence[bytes], bound: bytes) -> bytes:
    """Raises Damaged unless these are all the chunks, unchanged and in their order."""
    cipher = AESGCM(key)
    try:
        return b"".join(
            cipher.decrypt(piece[:NONCE], piece[NONCE:], _place(bound, number, number == len(pieces) - 1))
            for number, piece in enumerate(pieces)
        )
    except (InvalidTag, ValueError):
        raise Damaged from None


def _place(bound: bytes, number: int, is_last: bool) -> bytes:
    return bound + f"|{number}|{is_last:d}".encode()
