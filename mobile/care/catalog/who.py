"""Who is signed in, as far as asking and filing must know, and which references are to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Who:
    """Who is signed in. `patient` with or without its "Patient/"."""

    role: Literal["patient", "practitioner"]
    reference: str  # "Patient/p1" or "Practitioner/t1"
    patient: str | None = None
    base: str | None = None  # the clinic's FHIR address, for references written in full

    @property
    def patient_reference(self) -> str:
        """ "Patient/p1" for a patient."""
        return f"Patient/{(self.patient or self.reference).removeprefix('Patient/')}"

    def is_me(self, reference: object) -> bool:
        """Whether a reference is to the signed-in person's own record."""
        mine = self.patient_reference if self.role == "patient" else self.reference
        return self.short(reference) == mine

    def short(self, reference: object) -> str | None:
        """A reference without this clinic's address and without a version."""
        if not isinstance(reference, str):
            return None
        if self.base:
            reference = reference.removeprefix(self.base.rstrip("/") + "/")
        return reference.split("/_history/")[0]
