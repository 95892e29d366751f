"""The clinic's public phone numbers, as Support reads them while everything else is locked."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.clinic import Clinic


def support_card_of(clinic: Clinic | None, known: Iterable[Clinic]) -> dict[str, object]:
    """Numbers, what the clinic calls them, and its country (ISO 3166). Nothing of a patient's, and not the clinic's name.

    `clinic` None: which of the `known` ones it is was not said. Then no number is shown, and a country only if it is
    the same for all.
    """
    countries = {clinic.country} if clinic is not None else {one.country for one in known}
    phones = [
        {"label": phone.name, "phone": phone.number}
        for phone in (clinic.phones if clinic is not None else ())
        if not phone.is_for_texts
    ]
    return {"region": countries.pop() if len(countries) == 1 else None, "phones": phones}
