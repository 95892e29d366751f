"""Who asks this clinic for something: a person, in a role, with what their app was granted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from api_client.sandbox.outcome import Refusal
from api_client.sandbox.scopes import Letter, Scopes

Role = Literal["patient", "therapist", "prescriber", "coordinator", "guest", "clinic"]


@dataclass(frozen=True)
class Person:
    """Who asks. `reference` is "Patient/rowan" or "Practitioner/sam"; `clinic` is the clinic's own hand."""

    reference: str
    role: Role
    scopes: Scopes

    @property
    def is_patient(self) -> bool:
        return self.role == "patient"

    @property
    def is_clinic(self) -> bool:
        return self.role == "clinic"

    @property
    def is_practitioner(self) -> bool:
        return not self.is_patient and not self.is_clinic


CLINIC = Person("Organization/clinic", "clinic", Scopes(""))
CLINICIANS = ("prescriber", "therapist")


def check_scope(person: Person, type_: str, letter: Letter) -> None:
    """Raises Refusal(403) unless the app was granted this interaction."""
    if not person.is_clinic and not person.scopes.allow(type_, letter):
        level = "patient" if person.is_patient else "user"
        raise Refusal(
            403,
            f"The app was not granted {level}/{type_}.{letter}.",
            headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
        )
