"""Signing an agreement that has parts: all of its text, what was chosen and answered. Flet-free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.document import Agreement
from mobile.care.consent.fingerprint import is_of_this_text
from mobile.care.consent.hindrance import hindrance
from mobile.care.consent.listing import of_version
from mobile.care.consent.renewal import covers
from mobile.care.consent.signature import Signer
from mobile.care.consent.signed_text import SignedText, SigningWords, text_to_sign
from mobile.care.consent.signing import sign_agreement, standing_of
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.picking import current
from mobile.care.forms.response import Response
from mobile.care.measures.spans import Span
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.screens.agreements.model import KINDS as READING
from mobile.screens.agreements.model import Reading
from mobile.screens.agreements.signing import KINDS as SIGNING
from mobile.screens.agreements.signing import Looked, Signing

KINDS = tuple(dict.fromkeys((*READING, *SIGNING)))


class AgreementSigning(Signing):
    """`load` takes the id of the Questionnaire."""

    def __init__(
        self, records: Keeping, now: Callable[[], datetime], patient: str, language: str, zone: ZoneInfo
    ) -> None:
        super().__init__(records, now, patient, language, zone)
        self.reading = Reading(records, now, patient, language)

    @property
    def agreement(self) -> Agreement | None:
        return self.reading.agreement

    @property
    def title(self) -> str:
        return self.agreement.title.in_language(self._language) if self.agreement is not None else ""

    @property
    def signing(self) -> str | None:
        return self.agreement.signing if self.agreement is not None else None

    @property
    def term(self) -> Span | None:
        return self.agreement.term if self.agreement is not None else None

    @property
    def trouble(self) -> str | None:
        return self.reading.trouble

    async def _load(self, id: str, looked: Looked, now: datetime) -> None:
        responses = await self._records.every(Response)
        looked.counted[Response] = len(responses)
        await self.reading.load(id)
        form, agreement = self.reading.form, self.agreement
        if form is None or agreement is None:
            return
        forms = [one for one in await self._records.every(FormDefinition) if one.address == form.address]
        asked = current(forms)
        own = [one for one in looked.standing if is_of_this_text(agreement, one) and one.holds(now)]
        self.signed = next((one for one in own if covers(one, self.reading.again_since)), None)
        standing = standing_of(
            agreement,
            self.reading.progress,
            looked.standing,
            now,
            is_asked_for=asked is not None and asked.canonical == form.canonical and asked.is_active,
            has_guardian=bool(self.guardians),
            again_since=self.reading.again_since,
        )
        self.hindrance = hindrance(standing, self.waits, now)
        looked.over += [form, *of_version(agreement, responses)]

    def text(self, words: SigningWords) -> SignedText | None:
        if self.agreement is None or self.hindrance is not None:
            return None
        return text_to_sign(self.agreement, self.reading.progress, self._language, words)

    def _made(self, id: str, text: SignedText, signatures: Signatures, signer: Signer) -> list[Noun]:
        assert self.agreement is not None
        return [sign_agreement(id, self.agreement, self.reading.progress, text, signatures, signer)]

    async def refuse(self, id: str) -> None:
        await self.reading.load(id)
        await self.reading.refuse()

    async def take_back_refusal(self, id: str) -> None:
        await self.reading.load(id)
        await self.reading.take_back_refusal()
