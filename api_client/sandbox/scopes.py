"""SMART scopes: what an app was allowed to do for a person, version 2 (`patient/Goal.cruds`) and 1 (`patient/Goal.read`).

A scope only narrows: what a person may reach is decided in `access`. Scopes this clinic cannot enforce to the letter
(those with a search in them, and `system/`) are not granted at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from api_client.sandbox.searchparams import TYPES

Letter = Literal["c", "r", "u", "d", "s"]

_SCOPE = re.compile(r"(patient|user)/([A-Za-z]+|\*)\.(\*|read|write|c?r?u?d?s?)", re.ASCII)
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}
_PLAIN = ("openid", "fhirUser", "offline_access", "online_access", "profile")

ANNOUNCED = [
    "openid",
    "fhirUser",
    "launch/patient",
    "offline_access",
    "patient/*.cruds",
    "user/*.cruds",
    *(
        f"{level}/{type_}.cruds"
        for level in ("patient", "user")
        for type_ in ("Goal", "Consent", "Communication")
    ),
]


@dataclass(frozen=True)
class Scopes:
    """What one token carries. `text` is what the app was told."""

    text: str
    _letters: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]], repr=False)

    @classmethod
    def of(cls, text: str, levels: Iterable[str]) -> Scopes:
        """Reads granted scopes; only those of `levels` ("patient", "user") count."""
        letters: dict[str, frozenset[str]] = {}
        for word in text.split():
            found = _SCOPE.fullmatch(word)
            if found is not None and found[1] in levels:
                letters[found[2]] = letters.get(found[2], frozenset()) | frozenset(
                    _V1.get(found[3], found[3])
                )
        return cls(text, letters)

    def allow(self, type_: str, letter: Letter) -> bool:
        """Whether this interaction with this type was granted."""
        return letter in self._letters.get(type_, ()) or letter in self._letters.get("*", ())

    def has(self, word: str) -> bool:
        """Whether a plain scope such as `offline_access` was granted."""
        return word in self.text.split()


def granted(asked: str, is_patient: bool) -> str:
    """What of `asked` this clinic grants: a patient in their own context, a practitioner only as a user."""
    kept: list[str] = []
    for word in asked.split():
        found = _SCOPE.fullmatch(word)
        if found is not None:
            is_kept = (
                (is_patient or found[1] == "user")
                and (found[2] == "*" or found[2] in TYPES)
                and bool(found[3])
            )
        else:
            is_kept = word in _PLAIN or (word == "launch/patient" and is_patient)
        if is_kept and word not in kept:
            kept.append(word)
    return " ".join(kept)
