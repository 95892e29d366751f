"""One thing that was signed, and withdrawing it: what stands of it now, and the record that ends it. Flet-free.

Withdrawing never waits. However often it is tapped, the clinic is told once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mobile.care.consent.document import Agreement
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.papers import file_of
from mobile.care.consent.scopes import openings
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_file import SignedFile
from mobile.care.consent.signed_here import SignedHere, id_for
from mobile.care.consent.text_signed import text_that_was_signed
from mobile.care.consent.withdrawal import AgreementWithdrawal, withdrawal_of
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm
from mobile.care.people import CareTeam, Patient
from mobile.care.sharing import new_id
from mobile.noun import Noun
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.reads.own_clinic import clinics_named
from mobile.screens.reads.team import KINDS as TEAM
from mobile.screens.reads.team import Team, team

KINDS = (*TEAM, SignedAgreement, AgreementWithdrawal, FormDefinition, KeptForm, PaperAgreement, SignedHere)


class SignedModel:
    """`signed` None after `load`: there is none of this id."""

    def __init__(self, records: Keeping, now: Callable[[], datetime], patient: str) -> None:
        self._records, self._now, self._patient = records, now, patient
        self._id = new_id()
        self.signed: SignedAgreement | None = None
        self.as_signed: SignedAgreement | None = None  # as it was signed here, else as the clinic has it
        self.is_other_there = (
            False  # whether the clinic's record says something else than what was signed here
        )
        self.standing: Standing | None = None
        self.withdrawal: AgreementWithdrawal | None = None
        self.withdrawal_standing: Standing | None = None
        self.agreement: Agreement | None = None  # the document, where it is here and can be read
        self.team: Team | None = None
        self.is_speaking = False  # whether what it lets see is let be seen by it now
        self.kept_file: bytes | None = None  # of a PDF that was signed, where the record only names it

    async def load(self, id: str) -> None:
        """`id`: of the Consent. Raises what the store raises."""
        listed = await self._records.every(SignedAgreement)
        self.signed = next((one for one in listed if id in (one.id, one.server_id)), None)
        if self.signed is None:
            return
        self.standing = await self._records.standing(SignedAgreement, self.signed.id)
        here = await self._records.get(SignedHere, id_for(self.signed.id))
        self.is_other_there = here is not None and not here.is_as(self.signed)
        self.as_signed = here.signed() if here is not None else self.signed
        self.withdrawal = withdrawal_of(self.signed, await self._records.every(AgreementWithdrawal))
        if self.withdrawal is not None:
            self.withdrawal_standing = await self._records.standing(AgreementWithdrawal, self.withdrawal.id)
        self.agreement = text_that_was_signed(
            self.as_signed,
            await self._records.every(FormDefinition),
            await self._records.every(KeptForm, {"canonical": self.as_signed.signed}),
        )
        withdrawals = await self._records.every(AgreementWithdrawal)
        self.is_speaking = any(
            one.signed.id == self.signed.id for one in openings(listed, withdrawals, self._now())
        )
        self.kept_file = await self._file(self.as_signed)
        self.team = await team(self._records, self._now())

    async def _file(self, signed: SignedAgreement) -> bytes | None:
        """As it was kept with the signature, else as the clinic still has it, where that is the same to the last byte."""
        if not signed.is_of_a_file or signed.has_file:
            return None
        kept = await self._records.get(SignedFile, f"signed-file-{signed.document_sha256}")
        if kept is not None:
            return kept.data
        for paper in await self._records.every(PaperAgreement):
            if paper.is_earlier(signed.address) and file_of(paper) == signed.document_sha256:
                return paper.pdf()
        return None

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether it holds, now or later, and nobody withdrew it."""
        return self.signed is not None and self.withdrawal is None and self.signed.holds(self._now())

    @property
    def meanings(self) -> tuple[Agreement, list[str]] | None:
        """The document, and the linkIds of what was chosen in it; None: it is not here to say what leaving it means."""
        if self.signed is None or self.agreement is None:
            return None
        chosen = (self.as_signed or self.signed).choice_codes()
        links = [one.link_id for one in self.agreement.choices() if chosen.get(one.link_id, True)]
        return self.agreement, links

    async def withdraw(self, id: str) -> bool:
        """False: there was nothing to withdraw. Raises NotSaved: then it is in force still."""
        return await until_written(lambda: self._withdraw(id))

    async def _withdraw(self, id: str) -> bool:
        counted: dict[type[Noun], int] = {
            AgreementWithdrawal: len(await self._records.every(AgreementWithdrawal))
        }
        await self.load(id)
        if self.signed is None or not self.may_be_withdrawn:
            return False
        made = AgreementWithdrawal.make(
            self._id,
            self.signed,
            patient=self._patient,
            to_whom=await self._to_whom(),
            now=self._now(),
        )
        await self._records.save_all([made], over=[self.signed], counted=counted, anew=[made])
        self.withdrawal = made
        return True

    async def _to_whom(self) -> list[str]:
        """The patient's team and clinic, as far as they are named."""
        teams = [one for one in await self._records.every(CareTeam) if one.patient == self._patient]
        clinics = clinics_named(teams, await self._records.every(Patient))
        named = [f"{one.TYPE}/{one.server_id}" for one in teams if one.server_id and one.is_active]
        return [*named, *sorted(one for one in clinics if one.startswith("Organization/"))]

    async def try_again(self) -> None:
        """Sends what the clinic's system did not take once more."""
        for one in (self.signed, self.withdrawal):
            if one is not None:
                await self._records.try_again(type(one), one.id)


def is_there(standing: Standing | None) -> bool:
    """Whether the clinic has it."""
    return standing is None or standing.state in (SendState.SENT, SendState.ONLY_HERE)
