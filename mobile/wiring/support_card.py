"""The clinic's public phone numbers, as Support reads them while everything else is locked."""

from __future__ import annotations

from mobile.care.clinic import Clinic


def support_card_of(clinic: Clinic) -> dict[str, object]:
    """Numbers, what the clinic calls them, and its country (ISO 3166). Nothing of a patient's, and not the clinic's name."""
    phones = [
        {"label": phone.name, "phone": phone.number} for phone in clinic.phones if not phone.is_for_texts
    ]
    return {"region": clinic.country, "phones": phones}
