"""Patients whose summary the practitioner keeps, who are on no other list yet: they share nothing with them, and no line is written. Flet-free.

The summary is the care team's own: its first line waits for nothing of the patient's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.people import CareTeam
from mobile.care.summary import may_keep
from mobile.documents.folding import folded
from mobile.records.ports import Keeping


@dataclass(frozen=True)
class InCare:
    """`patient`: "Patient/p1"; `name`: theirs, or ""."""

    patient: str
    name: str = field(repr=False)

    @property
    def id(self) -> str:
        """As it stands in a route: "p1"."""
        return self.patient.removeprefix("Patient/")


async def in_care(
    records: Keeping, me: str, names: Mapping[str, str], listed: Collection[str], now: datetime
) -> Sequence[InCare]:
    """By name. `listed`: who is on the list already. Raises what the store raises."""
    teams = await records.every(CareTeam)
    patients = dict.fromkeys(one.patient for one in teams if one.patient and one.patient not in listed)
    found = [InCare(one, names.get(one, "")) for one in patients if may_keep(teams, one, me, now)]
    return sorted(found, key=lambda one: (folded(one.name), one.patient))
