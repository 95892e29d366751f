"""Secrets as text: what phones and keyrings keep are strings, ours are bytes."""

from __future__ import annotations

import base64
import binascii

from mobile.records.errors import SecretsUnavailable


def as_text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def from_text(text: str | None) -> bytes | None:
    """Raises SecretsUnavailable for what `as_text` did not write: a garbled secret is not a missing one."""
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SecretsUnavailable from None
