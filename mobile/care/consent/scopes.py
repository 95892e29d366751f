"""What agreements let whom read at one hour: which parts they govern, and which of those a signature in force opens.

The same rule as the clinic's own: what no published agreement governs is open as far as agreements go; what one governs is open to a
role on the patient's team while the last signature to some agreement permits it and nobody withdrew it. A newer signature to the same
agreement speaks in place of the earlier one, also once it is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.consent.lets import THERAPIST, Rule
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal, withdrawal_of
from mobile.care.forms.definition import FormDefinition
from mobile.care.people import CareTeam, Member


@dataclass(frozen=True)
class Opening:
    """One signature in force and what it permits."""

    signed: SignedAgreement
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Scopes:
    """At one hour. `roles`: by reference, the codes by which the teams ever named somebody; `members`: who is on a team now."""

    governed: frozenset[tuple[str, str]] = frozenset()
    openings: tuple[Opening, ...] = ()
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    members: frozenset[str] = frozenset()

    def governs(self, who: str, part: str) -> bool:
        """Whether this part is open to this person by agreement alone."""
        codes = self.roles.get(who, frozenset())
        return bool(codes) and all((code, part) in self.governed for code in codes)

    def lets(self, who: str, part: str) -> bool:
        """Whether agreements leave this part open to this person."""
        return not self.governs(who, part) or bool(self.opened_by(who, part))

    def opened_by(self, who: str, part: str) -> list[SignedAgreement]:
        """The signatures in force that open a governed part to this person."""
        codes = self.roles.get(who, frozenset()) if who in self.members else frozenset[str]()
        return [
            one.signed
            for one in self.openings
            if any(rule.part == part and rule.role in codes and rule.who in ("", who) for rule in one.rules)
        ]


def scopes(
    forms: Iterable[FormDefinition],
    signed: Sequence[SignedAgreement],
    withdrawals: Sequence[AgreementWithdrawal],
    teams: Iterable[CareTeam],
    members: Iterable[Member],
    now: datetime,
) -> Scopes:
    """Of one patient. `members`: who is on a team of theirs now."""
    governed = {pair for form in forms if form.is_active for pair in form.lets_see}
    roles: dict[str, frozenset[str]] = {}
    for team in teams:
        for member in team.members:
            before = roles.get(member.reference, frozenset())
            own = frozenset(member.role_codes) | ({THERAPIST} if member.is_therapist else frozenset[str]())
            roles[member.reference] = before | own
    return Scopes(
        frozenset(governed),
        tuple(openings(signed, withdrawals, now)),
        roles,
        frozenset(one.reference for one in members),
    )


def openings(
    signed: Iterable[SignedAgreement], withdrawals: Sequence[AgreementWithdrawal], now: datetime
) -> list[Opening]:
    """The last signature to each agreement, where it is in force, and what it permits."""
    last: dict[str, SignedAgreement] = {}
    for one in signed:
        if one.status in ("active", "inactive") and (one.signed_at is None or one.signed_at <= now):
            last[one.address] = max(last.get(one.address, one), one, key=_when)
    return [
        Opening(one, one.permits())
        for one in last.values()
        if one.is_signed and one.is_in_force(now) and withdrawal_of(one, withdrawals) is None
    ]


def _when(one: SignedAgreement) -> tuple[bool, float]:
    return one.signed_at is not None, one.signed_at.timestamp() if one.signed_at is not None else 0.0
