"""Which agreements this person is asked for now, read from what is kept here. Draws nothing."""

from __future__ import annotations

from datetime import datetime

from mobile.care.consent.listing import Listed, asked_for
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.papers import ListedPaper, papers_asked_for
from mobile.care.consent.renewal import Begun
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.withdrawal import AgreementWithdrawal, not_withdrawn
from mobile.care.course import Course
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response
from mobile.records.ports import Keeping
from mobile.screens.reads.phases import KINDS as PHASES
from mobile.screens.reads.phases import begun_phases

KINDS = (FormDefinition, Response, SignedAgreement, AgreementWithdrawal, *PHASES)
PAPERS = (PaperAgreement, PaperReading, SignedAgreement, AgreementWithdrawal, *PHASES)


async def standing_agreements(records: Keeping) -> list[SignedAgreement]:
    """What was signed and not withdrawn, in force or not. Raises what the store raises."""
    return not_withdrawn(await records.every(SignedAgreement), await records.every(AgreementWithdrawal))


async def agreements_asked_for(records: Keeping, now: datetime, begun: Begun | None = None) -> list[Listed]:
    """`begun`: the phases, where they were read already. Raises what the store raises."""
    courses = await records.every(Course)
    # A course that is still being planned counts too: what it needs is read before it begins.
    followed = [address for one in courses if one.status in ("active", "draft") for address in one.protocols]
    return asked_for(
        await records.every(FormDefinition),
        await records.every(Response),
        await standing_agreements(records),
        followed,
        now,
        await records.unsent(SignedAgreement),
        await begun_phases(records, now) if begun is None else begun,
    )


async def listed_papers(records: Keeping, now: datetime, begun: Begun | None = None) -> list[ListedPaper]:
    """The same of the agreements that are PDFs. Raises what the store raises."""
    return papers_asked_for(
        await records.every(PaperAgreement),
        await standing_agreements(records),
        {one.file: one for one in await records.every(PaperReading)},
        now,
        await records.unsent(SignedAgreement),
        await begun_phases(records, now) if begun is None else begun,
    )
