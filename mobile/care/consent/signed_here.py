"""What somebody signed on this device, exactly as it was signed: by it is noticed that the clinic's record of it says something else.

Private: it is never sent anywhere, and nothing that comes from a clinic changes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self, cast

from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.unreadable import Unreadable
from mobile.noun import Kind


@dataclass(frozen=True)
class SignedHere:
    """`consent`: the id of the record here; `text`: all of it."""

    KIND: ClassVar[Kind] = Kind("signed_here", "", "private")

    consent: str
    text: str = field(repr=False)

    @classmethod
    def of(cls, signed: SignedAgreement) -> Self:
        return cls(signed.id, signed.text)

    @property
    def id(self) -> str:
        return id_for(self.consent)

    def signed(self) -> SignedAgreement:
        """As it was signed. Raises NotAResource where what was kept is broken."""
        return SignedAgreement.from_json(self.text)

    def is_as(self, kept_there: SignedAgreement) -> bool:
        """Whether the clinic's record says the same."""
        try:
            return what_was_agreed(self.signed()) == what_was_agreed(kept_there)
        except Unreadable:
            return False

    def head(self) -> Mapping[str, Any]:
        return {}

    def to_json(self) -> str:
        return json.dumps({"consent": self.consent, "text": self.text})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(kept["consent"], kept["text"])


def id_for(consent: str) -> str:
    """Under which it is kept."""
    return f"signed-here-{consent}"


def what_was_agreed(one: SignedAgreement) -> tuple[object, ...]:
    """All that a signature is about; a server writes the rest in its own way. Raises Unreadable."""
    return (
        one.signed,
        one.what_was_signed(),
        one.signed_at,
        one.begins_at,
        one.ends_at,
        one.signer,
        one.method,
        one.signature_png(),
        (one.guardian, one.guardian_is, one.guardian_method, one.guardian_png()),
        one.document_sha256,
        one.zone,
        one.chosen(),
        one.choice_codes(),
        [(rule.role, rule.part, rule.is_permitted) for rule in one.rules()],
    )
