"""The clinic that treats the patient, among all organizations that are kept here: their record or their team names it."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.clinic import Clinic, own_clinic
from mobile.care.people import CareTeam, Patient
from mobile.records.ports import Keeping

KINDS = (Clinic, CareTeam, Patient)
"""What to watch."""


async def read_own_clinic(records: Keeping) -> Clinic | None:
    """None: nobody says which it is, and there are several. Raises what the store raises."""
    named = clinics_named(await records.every(CareTeam), await records.every(Patient))
    return own_clinic(await records.every(Clinic), named)


def clinics_named(teams: Iterable[CareTeam], patients: Iterable[Patient]) -> set[str]:
    """The organizations that the patient's record and team name."""
    named = {one.clinic for one in patients if one.clinic}
    return named | {
        one.reference for team in teams for one in team.members if one.reference.startswith("Organization/")
    }
