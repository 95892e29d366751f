"""The id_token of OpenID Connect: says who signed in, signed with a key made when it is first needed.

It carries no health information: an issuer, an app, a person's FHIR address.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_ID = "sandbox-1"


class Signer:
    """RS256 with one key that lives as long as the process."""

    def __init__(self) -> None:
        self._made: rsa.RSAPrivateKey | None = None

    def _key(self) -> rsa.RSAPrivateKey:
        if self._made is None:
            self._made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return self._made

    def signed(self, claims: Mapping[str, Any]) -> str:
        """A JWT in compact form."""
        head = _part(json.dumps({"alg": "RS256", "typ": "JWT", "kid": KEY_ID}).encode())
        text = f"{head}.{_part(json.dumps(claims).encode())}"
        return f"{text}.{_part(self._key().sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def jwks(self) -> dict[str, Any]:
        """The public key as a JWK set."""
        numbers = self._key().public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID}
        return {"keys": [{**key, "n": _number(numbers.n), "e": _number(numbers.e)}]}


def _number(value: int) -> str:
    return _part(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
