"""An access token of a sample person, by the sandbox's demo short cut, for measurements."""

from __future__ import annotations

import httpx

from mobile.wiring.setup import Setup
from mobile.wiring.signing_in import as_sample_person


async def token_for(base: str, hint: str, transport: httpx.AsyncBaseTransport | None = None) -> str:
    """`Bearer ...`"""
    setup = Setup("demo", None, base, transport)
    tokens = await as_sample_person(base, "http://127.0.0.1:9/signed-in", hint, setup)
    return f"Bearer {tokens.access}"
