"""What keeps one secret behind a phone's biometrics, and what is known of how that phone asks. A face only.

Whoever keeps it gives it out to the finger or face the phone knows, never to a yes of its own. It must never invent a
value, and never erase by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class BiometricTerms:
    """What a system does of itself; what is said to a person is made of this."""

    takes_phone_code: bool
    """The code that opens the phone opens it too."""
    ends_with_change: bool
    """The secret is gone once a finger or a face is added or removed."""
    asks_once: bool
    """Only the first time after Lantern was started: from then on the system gives it out without asking."""


@dataclass(frozen=True)
class Prompt:
    """What the system's own question says, where it lets us choose. Names nobody."""

    title: str
    text: str


class BiometricKeeper(Protocol):
    """Every method raises BiometricsRefused where the person or the phone says no, takes too long or cannot."""

    @property
    def terms(self) -> BiometricTerms: ...

    @property
    def is_ready(self) -> bool:
        """Whether the phone would ask the person. False: it gives out nothing until Lantern is started anew."""
        ...

    async def read(self, prompt: Prompt) -> bytes | None:
        """What was kept; the person is asked. None: there is nothing, or nothing any more."""
        ...

    async def write(self, value: bytes, prompt: Prompt) -> None:
        """Keeps it in the place of what was there, and reads it back; the person is asked."""
        ...

    async def erase(self, *, may_ask: bool) -> None:
        """Forgets it. Where a system asks the person first and `may_ask` is False, it is left: it opens nothing alone."""
        ...
