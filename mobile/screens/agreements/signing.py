"""Signing one agreement: the text as it stands now, what keeps it from being signed, and the signature kept and queued. Flet-free.

What is signed is the text that was shown, or nothing is: whatever was written in between, on another page or by the clinic, is
looked at again within the same write. However often it is tapped, one signature is made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.consent.document import Agreement
from mobile.care.consent.listing import readings_of
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import SignedText, SigningWords, text_to_sign
from mobile.care.consent.signing import Hindrance, Signature, Signer, TooLargeToSend, hindrance, sign
from mobile.care.consent.withdrawal import AgreementWithdrawal, not_withdrawn
from mobile.care.decision_guard import Waits, decisions_wait
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.picking import current
from mobile.care.forms.response import Response
from mobile.care.people import CareTeam, Patient
from mobile.care.prompts import Protocol
from mobile.care.sharing import new_id
from mobile.noun import Noun
from mobile.records.errors import Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.agreements.model import KINDS as READING
from mobile.screens.agreements.model import Reading
from mobile.screens.reads.ledger import clinics_named

KINDS = (*READING, Session, Protocol)
Outcome = Literal["signed", "text_changed", "hindered", "too_large", "full", "not_saved"]


class Signing:
    """One person before one agreement. After `load`, `text` is what is to be shown; None: `hindrance` says why it is not signed."""

    def __init__(
        self, records: Keeping, now: Callable[[], datetime], patient: str, language: str, zone: ZoneInfo
    ) -> None:
        self._records, self._now, self._patient, self._zone = records, now, patient, zone
        self._language = language
        self.reading = Reading(records, now, patient, language)
        self.hindrance: Hindrance | None = None
        self.waits: Waits | None = None
        self.signed: SignedAgreement | None = None  # in this version
        self._id = new_id()
        self._over: list[Noun] = []
        self._counted: dict[type[Noun], int] = {}

    @property
    def agreement(self) -> Agreement | None:
        return self.reading.agreement

    async def load(self, id: str) -> None:
        """`id`: of the Questionnaire. Raises what the store raises."""
        now = self._now()
        every, withdrawals = (
            await self._records.every(SignedAgreement),
            await self._records.every(AgreementWithdrawal),
        )
        responses = await self._records.every(Response)
        self._counted = {
            SignedAgreement: len(every),
            AgreementWithdrawal: len(withdrawals),
            Response: len(responses),
        }
        await self.reading.load(id)
        self.hindrance, self.waits, self.signed = None, None, None
        form, agreement = self.reading.form, self.agreement
        if form is None or agreement is None:
            return
        forms = [one for one in await self._records.every(FormDefinition) if one.address == form.address]
        asked = current(forms)
        standing = not_withdrawn(every, withdrawals)
        own = [one for one in standing if one.signed == agreement.canonical and one.holds(now)]
        self.signed = next(iter(own), None)
        self.waits = decisions_wait(
            await self._records.every(Session), await self._records.every(Protocol), now, self._zone
        )
        is_asked_for = asked is not None and asked.canonical == form.canonical and asked.is_active
        self.hindrance = hindrance(
            agreement, self.reading.progress, standing, self.waits, now, is_asked_for=is_asked_for
        )
        self._over = [form, *readings_of(form, responses)]

    async def _clinic(self) -> str | None:
        """Whose people it lets see something."""
        named = clinics_named(await self._records.every(CareTeam), await self._records.every(Patient))
        return min((one for one in named if one.startswith("Organization/")), default=None)

    def text(self, words: SigningWords) -> SignedText | None:
        """What is shown and signed; None while it cannot be signed."""
        if self.agreement is None or self.hindrance is not None:
            return None
        return text_to_sign(self.agreement, self.reading.progress, self._language, words)

    async def sign(self, id: str, shown: str, words: SigningWords, signature: Signature) -> Outcome:
        """Signs the text whose SHA-256 is `shown`. On any other outcome nothing was signed."""
        try:
            return await until_written(lambda: self._sign(id, shown, words, signature))
        except NotSaved as error:
            return "full" if error.reason == "full" else "not_saved"
        except Locked:
            return "not_saved"

    async def _sign(self, id: str, shown: str, words: SigningWords, signature: Signature) -> Outcome:
        await self.load(id)
        text, agreement = self.text(words), self.agreement
        if text is None or agreement is None:
            return "hindered"
        if text.sha256 != shown:
            return "text_changed"
        try:
            made = sign(
                self._id,
                agreement,
                self.reading.progress,
                text,
                signature,
                Signer(self._patient, self._now(), self._zone, await self._clinic()),
            )
        except TooLargeToSend:
            return "too_large"
        await self._records.save_all([made], over=self._over, counted=self._counted, anew=[made])
        self.signed = made
        return "signed"
