"""Sealing to a public half: who has it can seal, and only who has the other half opens.

Ephemeral X25519, HKDF, AES-256-GCM. So a new key can be sealed for a recovery sheet or for a phone's biometrics while
nothing on the device opens what was sealed. It must never be given a public half that was not itself kept sealed.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records import kdf
from mobile.records.errors import Damaged
from mobile.records.sealing import opened_under, sealed_under

_POINT = 32
PrivateHalf = X25519PrivateKey


def private_half(secret: bytes, salt: bytes, purpose: str) -> PrivateHalf:
    """From 256 random bits, which need no stretching."""
    return X25519PrivateKey.from_private_bytes(kdf.derived(secret, salt, purpose))


def public_half(key: PrivateHalf) -> bytes:
    """32 bytes: who has them can seal, and open nothing."""
    return key.public_key().public_bytes_raw()


def sealed_to(public: bytes, purpose: str, bound: bytes, data: bytes) -> bytes:
    """`bound`: where the value belongs; with any other it does not open."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    wrap = _wrap(shared, public_half(once), public, purpose)
    return public_half(once) + sealed_under(AESGCM(wrap), bound, data)


def opened_with(key: PrivateHalf, purpose: str, bound: bytes, sealed: bytes) -> bytes:
    """Raises Damaged for another key, another place, and whatever was not sealed by `sealed_to`."""
    try:
        once = sealed[:_POINT]
        shared = key.exchange(X25519PublicKey.from_public_bytes(once))
        return opened_under(AESGCM(_wrap(shared, once, public_half(key), purpose)), bound, sealed[_POINT:])
    except (ValueError, TypeError):
        raise Damaged from None


def _wrap(shared: bytes, once: bytes, public: bytes, purpose: str) -> bytes:
    return kdf.derived(shared, once + public, purpose)
