"""What agreements let one practitioner read of each patient, as the clinic's system shows them how each stands.

Whether somebody may read is the server's to say. What is known to be over is heeded at once, before the server's word about it arrives;
where a clinic's system shows no standing of agreements, nothing is held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.consent.lets import PARTS
from mobile.care.consent.scopes import Scopes, scopes
from mobile.care.consent.standing import AgreementStanding
from mobile.care.forms.definition import FormDefinition
from mobile.care.people import CareTeam, readers


@dataclass(frozen=True)
class AgreedWithMe:
    """By patient ("Patient/p1"). `closed`: parts that an agreement let this practitioner read, or would have, and none lets now."""

    me: str = ""  # "Practitioner/t1"
    scopes: Mapping[str, Scopes] = field(default_factory=dict[str, Scopes])
    closed: frozenset[tuple[str, str]] = frozenset()

    def is_closed(self, patient: str | None, part: str) -> bool:
        return (patient or "", part) in self.closed

    def lets(self, patient: str, part: str) -> bool:
        """Whether agreements, as far as they are shown here, let this practitioner read it."""
        found = self.scopes.get(patient)
        return found is None or found.lets(self.me, part)


def agreed_with(
    me: str,
    forms: Iterable[FormDefinition],
    standings: Iterable[AgreementStanding],
    teams: Iterable[CareTeam],
    now: datetime,
) -> AgreedWithMe:
    """`me`: "Practitioner/t1"."""
    naming = [one for one in forms if one.lets_see]
    if not naming:
        return AgreedWithMe(me)
    signed: dict[str, list[AgreementStanding]] = {}
    for one in standings:
        if one.patient is not None:
            signed.setdefault(one.patient, []).append(one)
    of: dict[str, list[CareTeam]] = {}
    for team in teams:
        if team.patient is not None:
            of.setdefault(team.patient, []).append(team)
    found: dict[str, Scopes] = {}
    closed: set[tuple[str, str]] = set()
    for patient, own in of.items():
        shown = signed.get(patient, [])
        found[patient] = scopes(naming, shown, (), own, readers(own, now), now)
        closed |= {(patient, part) for part in PARTS if _is_over(found[patient], shown, me, part)}
    return AgreedWithMe(me, found, frozenset(closed))


def _is_over(lets: Scopes, shown: Sequence[AgreementStanding], me: str, part: str) -> bool:
    if lets.lets(me, part):
        return False
    codes = lets.roles.get(me, frozenset())
    return any(rule.part == part and rule.role in codes for one in shown for rule in one.rules())
