"""What agreements let the practitioner who is signed in read of each patient, as the clinic's system shows them how each stands.

Whether somebody may read is the server's to say. What is known here to be over is heeded at once, before the server's word about it
arrives; where a clinic's system shows no standing of agreements, nothing is held back here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.consent.lets import PARTS
from mobile.care.consent.scopes import Scopes, scopes
from mobile.care.consent.standing import AgreementStanding
from mobile.care.forms.definition import FormDefinition
from mobile.care.people import CareTeam, readers
from mobile.records.ports import Keeping

KINDS = (AgreementStanding, CareTeam, FormDefinition)


@dataclass(frozen=True)
class AgreedWithMe:
    """By patient ("Patient/p1"). `closed`: parts that an agreement let this practitioner read, or would have, and none lets now."""

    me: str = ""
    scopes: Mapping[str, Scopes] = field(default_factory=dict[str, Scopes])
    closed: frozenset[tuple[str, str]] = frozenset()

    def is_closed(self, patient: str | None, part: str) -> bool:
        return (patient or "", part) in self.closed

    def lets(self, patient: str, part: str) -> bool:
        """Whether agreements, as far as they are shown here, let this practitioner read it."""
        found = self.scopes.get(patient)
        return found is None or found.lets(self.me, part)


async def agreed_with_me(records: Keeping, me: str, now: datetime) -> AgreedWithMe:
    """`me`: "Practitioner/t1". Raises what the store raises."""
    forms = [one for one in await records.every(FormDefinition) if one.lets_see]
    if not forms:
        return AgreedWithMe(me)
    standings: dict[str, list[AgreementStanding]] = {}
    for one in await records.every(AgreementStanding):
        if one.patient is not None:
            standings.setdefault(one.patient, []).append(one)
    teams: dict[str, list[CareTeam]] = {}
    for team in await records.every(CareTeam):
        if team.patient is not None:
            teams.setdefault(team.patient, []).append(team)
    found: dict[str, Scopes] = {}
    closed: set[tuple[str, str]] = set()
    for patient, own in teams.items():
        signed = standings.get(patient, [])
        found[patient] = scopes(forms, signed, (), own, readers(own, now), now)
        closed |= {(patient, part) for part in PARTS if _is_over(found[patient], signed, me, part)}
    return AgreedWithMe(me, found, frozenset(closed))


def _is_over(lets: Scopes, signed: Sequence[AgreementStanding], me: str, part: str) -> bool:
    if lets.lets(me, part):
        return False
    codes = lets.roles.get(me, frozenset())
    return any(rule.part == part and rule.role in codes for one in signed for rule in one.rules())
