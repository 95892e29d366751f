"""What agreements let the practitioner who is signed in read of each patient, from what is kept here. Draws nothing."""

from __future__ import annotations

from datetime import datetime

from mobile.care.consent.standing import AgreementStanding
from mobile.care.consent.with_me import AgreedWithMe, agreed_with
from mobile.care.forms.definition import FormDefinition
from mobile.care.people import CareTeam
from mobile.records.ports import Keeping

KINDS = (AgreementStanding, CareTeam, FormDefinition)


async def agreed_with_me(records: Keeping, me: str, now: datetime) -> AgreedWithMe:
    """`me`: "Practitioner/t1". Raises what the store raises."""
    every = records.every
    return agreed_with(
        me, await every(FormDefinition), await every(AgreementStanding), await every(CareTeam), now
    )
