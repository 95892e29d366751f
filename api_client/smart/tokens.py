"""What a sign-in yields, and where it is kept. Neither may ever be shown, logged or put into an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tokens:
    """`expires_at`: aware UTC by this device's clock, None where the server did not say. `fhir_user`: "Practitioner/t1"."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: datetime | None
    scope: str
    patient: str | None  # the id of the patient in context, without "Patient/"
    fhir_user: str | None


class TokenStore(Protocol):
    """Keeps one sign-in's tokens. `save` returns only when they would survive the end of the process."""

    async def load(self) -> Tokens | None: ...

    async def save(self, tokens: Tokens) -> None: ...

    async def clear(self) -> None: ...
