"""How it stands with opening by a finger or a face, as screens are told, and what the phone's own question says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mobile.records.biometric_keeper import BiometricTerms, Prompt


@dataclass(frozen=True)
class BiometricWay:
    """Of a device that can be opened so."""

    is_on: bool
    can_ask: bool  # False: the phone asks nobody until Lantern is started anew
    terms: BiometricTerms

    @property
    def is_offered(self) -> bool:
        """Before the lock, now."""
        return self.is_on and self.can_ask


def prompt(gettext: Callable[[str], str]) -> Prompt:
    """Says nothing of a person or of care: it lies over whatever is there."""
    return Prompt("Lantern", gettext("Open with your fingerprint or face"))
