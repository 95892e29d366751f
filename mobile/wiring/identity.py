"""Who is signed in on this device, and at which clinic: kept sealed beside the tokens, never in clear."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

Role = Literal["patient", "practitioner"]


@dataclass(frozen=True)
class Identity:
    """What a sign-in established. `name` is as the clinic's record has it."""

    fhir_base: str
    fhir_user: str  # "Patient/p1" or "Practitioner/t1"
    patient: str | None  # "p1" for a patient
    name: str
    clinic_name: str | None = None
    clinic_zone: str | None = None  # IANA, as the clinic said at sign-in

    @property
    def role(self) -> Role:
        return (
            "practitioner" if self.fhir_user.startswith(("Practitioner/", "PractitionerRole/")) else "patient"
        )

    @property
    def account(self) -> str:
        """Which account this is: one store holds one account, ever."""
        return f"{self.fhir_base}|{self.fhir_user}"

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Identity:
        return cls(**json.loads(text))
