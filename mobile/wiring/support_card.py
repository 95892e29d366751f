"""The clinic's public phone numbers, as Support reads them while everything else is locked."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService, times_of
from mobile.care.resource import instant


def support_card_of(
    clinic: Clinic | None, known: Iterable[Clinic], services: Iterable[ClinicService] = ()
) -> dict[str, object]:
    """Numbers, what the clinic calls them, when they are answered, and its country (ISO 3166). Nothing of a patient's, and not the clinic's name.

    `clinic` None: which of the `known` ones it is was not said. Then no number is shown, and a country only if it is
    the same for all.
    """
    countries = {clinic.country} if clinic is not None else {one.country for one in known}
    services = list(services)
    phones: list[dict[str, object]] = []
    for phone in clinic.phones if clinic is not None else ():
        if not phone.is_for_texts and clinic is not None:
            times = times_of(phone.number, clinic, services)
            bounds = {"since": phone.since, "until": phone.until}
            stated = {name: instant(bound) for name, bound in bounds.items() if bound is not None}
            times_line = {"times": times} if times else {}
            phones.append({"label": phone.name, "phone": phone.number, **times_line, **stated})
    return {"region": countries.pop() if len(countries) == 1 else None, "phones": phones}
