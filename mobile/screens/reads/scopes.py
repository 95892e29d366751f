"""What agreements let whom read of this patient, as they stand here and as far as the clinic knows of them. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.consent.listing import Listed
from mobile.care.consent.scopes import Scopes, scopes
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal
from mobile.care.forms.definition import FormDefinition
from mobile.care.people import CareTeam, readers
from mobile.records.ports import Keeping
from mobile.screens.reads import agreements
from mobile.screens.reads.agreements import agreements_asked_for

KINDS = (*agreements.KINDS, CareTeam)


@dataclass(frozen=True)
class Held:
    """Why somebody may not read something yet. `opener`: the agreement that would open it, where one is asked for; `is_signed_here`:
    it is signed, and the clinic does not have that yet."""

    opener: FormDefinition | None = None
    is_signed_here: bool = False


@dataclass(frozen=True)
class AgreedReading:
    """`here`: with what is signed and withdrawn on this device alone; `there`: as the clinic knows it."""

    here: Scopes = field(default_factory=Scopes)
    there: Scopes = field(default_factory=Scopes)
    asked: Sequence[Listed] = ()

    def held(self, who: str, part: str) -> Held | None:
        """None: agreements let this person read this part."""
        if self.there.lets(who, part):
            return None
        codes = self.there.roles.get(who, frozenset())
        pairs = {(code, part) for code in codes}
        opener = next((one.form for one in self.asked if pairs & one.form.lets_see), None)
        return Held(opener, self.here.lets(who, part))


async def agreed_reading(records: Keeping, now: datetime) -> AgreedReading:
    """Raises what the store raises."""
    forms, teams = await records.every(FormDefinition), await records.every(CareTeam)
    signed, withdrawn = await records.every(SignedAgreement), await records.every(AgreementWithdrawal)
    known = {**await records.known_as(SignedAgreement), **await records.known_as(AgreementWithdrawal)}

    def there(one: SignedAgreement | AgreementWithdrawal) -> bool:
        return one.server_id is not None or one.id in known

    members = readers(teams, now)
    return AgreedReading(
        scopes(forms, signed, withdrawn, teams, members, now),
        scopes(
            forms,
            [one for one in signed if there(one)],
            [one for one in withdrawn if there(one)],
            teams,
            members,
            now,
        ),
        await agreements_asked_for(records, now),
    )
