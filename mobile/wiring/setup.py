"""How this process runs: which of the three ways, where its files are, which clinic it speaks to.

Made once by the command line and handed down; never changed, never global.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

Mode = Literal["demo", "app", "serve"]

CLIENT_ID = "lantern"
PHONE_REDIRECT = "lantern://signed-in"

PATIENT_SCOPES = (
    "openid fhirUser launch/patient offline_access "
    "patient/Patient.rs patient/CareTeam.rs patient/CarePlan.rus patient/Appointment.rs patient/Organization.rs patient/HealthcareService.rs patient/Location.rs "
    "patient/Practitioner.rs patient/PractitionerRole.rs patient/PlanDefinition.rs patient/AuditEvent.rs patient/Goal.cruds "
    "patient/Consent.crus patient/Communication.crus patient/Composition.rs patient/Questionnaire.rs "
    "patient/QuestionnaireResponse.cruds patient/DocumentReference.cruds patient/Observation.crus patient/Task.crus patient/Basic.rs "
    "patient/Condition.rs patient/AllergyIntolerance.rs patient/Flag.rs "
    "patient/Schedule.rs patient/Slot.rs patient/AppointmentResponse.crus "
    "patient/Coverage.rs patient/ClaimResponse.rs patient/CoverageEligibilityResponse.rs "
    "patient/ChargeItemDefinition.rs patient/ChargeItem.rs patient/Account.rs patient/Invoice.rs patient/PaymentReconciliation.rs patient/PaymentNotice.rs "
    "user/Patient.rs user/CareTeam.rs user/CarePlan.rs user/Appointment.rs user/Organization.rs user/HealthcareService.rs user/Location.rs "
    "user/Practitioner.rs user/PractitionerRole.crus user/PlanDefinition.rs user/Goal.rs user/Consent.rs "
    "user/Communication.crus user/Composition.crus "
    "user/Questionnaire.rs user/QuestionnaireResponse.rs user/DocumentReference.rs user/Observation.rs user/Task.crus "
    "user/Schedule.rs user/Slot.rs user/AppointmentResponse.rs "
    "user/Coverage.rs user/ClaimResponse.rs user/CoverageEligibilityResponse.rs"
)
"""Asked of every clinic; what it grants is used. `user/` is what a therapist's sign-in is granted, `patient/` a patient's."""


@dataclass(frozen=True)
class Setup:
    mode: Mode
    data: Path | None  # where a device keeps its files; None: a temporary folder, gone at exit
    clinic: str | None  # FHIR base pre-filled for joining, e.g. "https://clinic.example/fhir"
    transport: httpx.AsyncBaseTransport | None = (
        None  # in demo: straight into the sandbox, see `transport_to`
    )
    public_url: str | None = None  # hosted behind a balancer: the address browsers see
    pull_every_s: float = 20.0

    def transport_to(self, address: str) -> httpx.AsyncBaseTransport | None:
        """The way in process for the clinic this was set up with; None for any other address: that is the network's."""
        return self.transport if self.transport is not None and self.is_clinics(address) else None

    def is_clinics(self, address: str) -> bool:
        """Whether an address is of the clinic this was set up with: same scheme, host and port."""
        try:
            return self.clinic is not None and _origin(httpx.URL(self.clinic)) == _origin(httpx.URL(address))
        except httpx.InvalidURL:
            return False

    def on_this_device(self) -> bool:
        """True where one person's sealed store lives on after the page is closed."""
        return self.mode == "app"


def _origin(address: httpx.URL) -> tuple[str, str, int | None]:
    return address.scheme, address.host, address.port
