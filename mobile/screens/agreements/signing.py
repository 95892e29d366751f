"""Signing one agreement, of whatever kind: the text as it stands now, what keeps it from being signed, and the signatures kept and
queued. Flet-free.

What is signed is the text that was shown, or nothing is: whatever was written in between, on another page or by the clinic, is
looked at again within the same write. However often it is tapped, one signature is made. Where somebody stands for the patient,
both sign or nothing is signed, and the patient's no is kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.consent.consent_record import Signatures, TooLargeToSend
from mobile.care.consent.guardian import Guardian, guardians_of
from mobile.care.consent.hindrance import Hindrance
from mobile.care.consent.profile import WITH_GUARDIAN
from mobile.care.consent.signature import Signer
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_here import SignedHere
from mobile.care.consent.signed_text import SignedText, SigningWords
from mobile.care.consent.withdrawal import AgreementWithdrawal, not_withdrawn
from mobile.care.decision_guard import Waits
from mobile.care.measures.spans import Span
from mobile.care.people import CareTeam, Patient
from mobile.care.prompts import Protocol
from mobile.care.put_off import PutOff
from mobile.care.sharing import new_id
from mobile.noun import Noun
from mobile.records.errors import Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.screens.reads.guarded import waits_now
from mobile.screens.reads.own_clinic import clinics_named

KINDS = (SignedAgreement, AgreementWithdrawal, Session, Protocol, Patient)
Outcome = Literal["signed", "text_changed", "hindered", "too_large", "full", "not_saved"]


@dataclass(frozen=True)
class Shown:
    """What stood on the page when it was signed: the text, by its SHA-256, and how long the signature would hold."""

    sha256: str
    term: Span | None = None

    @classmethod
    def of(cls, text: SignedText, term: Span | None) -> Shown:
        return cls(text.sha256, term)


@dataclass
class Looked:
    """What the store held when it was last looked at, so that a write in between is noticed."""

    standing: list[SignedAgreement] = field(default_factory=list[SignedAgreement])
    over: list[Noun] = field(default_factory=list[Noun])
    counted: dict[type[Noun], int] = field(default_factory=dict[type[Noun], int])


class Signing(ABC):
    """One person before one document. After `load`, `text` is what is to be shown; None: `hindrance` says why it is not signed."""

    def __init__(
        self, records: Keeping, now: Callable[[], datetime], patient: str, language: str, zone: ZoneInfo
    ) -> None:
        self._records, self._now, self._patient, self._zone = records, now, patient, zone
        self._language = language
        self.hindrance: Hindrance | None = None
        self.waits: Waits | None = None
        self.signed: SignedAgreement | None = None  # in this version
        self.guardians: tuple[Guardian, ...] = ()
        self._id = new_id()
        self._looked = Looked()

    # --- what each kind of document says ---

    @property
    @abstractmethod
    def title(self) -> str:
        """ "": it is not here."""

    @property
    @abstractmethod
    def signing(self) -> str | None:
        """How it is signed, as the clinic says."""

    async def _clinic(self) -> str | None:
        """Whose people it lets see something."""
        named = clinics_named(await self._records.every(CareTeam), await self._records.every(Patient))
        return min((one for one in named if one.startswith("Organization/")), default=None)

    @property
    @abstractmethod
    def term(self) -> Span | None:
        """How long a signature would hold."""

    @property
    @abstractmethod
    def trouble(self) -> str | None:
        """Why the last step of reading is not saved: "full", "read_only", "io", "locked"; None: it is."""

    @abstractmethod
    async def _load(self, id: str, looked: Looked, now: datetime) -> None:
        """Reads the document and sets `hindrance` and `signed`."""

    @abstractmethod
    def text(self, words: SigningWords) -> SignedText | None:
        """What is shown and signed; None while it cannot be signed."""

    @abstractmethod
    def _made(self, id: str, text: SignedText, signatures: Signatures, signer: Signer) -> list[Noun]:
        """The record, and what is kept beside it. Raises TooLargeToSend."""

    @abstractmethod
    async def refuse(self, id: str) -> None:
        """The patient does not agree: nobody signs it here until they take that back. Raises NotSaved, Locked."""

    @abstractmethod
    async def take_back_refusal(self, id: str) -> None:
        """Raises NotSaved, Locked."""

    # --- what is the same for all ---

    @property
    def is_with_guardian(self) -> bool:
        return self.signing == WITH_GUARDIAN

    async def load(self, id: str) -> None:
        """`id`: of the document. Raises what the store raises."""
        now = self._now()
        every = await self._records.every(SignedAgreement)
        withdrawals = await self._records.every(AgreementWithdrawal)
        counted: dict[type[Noun], int] = {
            SignedAgreement: len(every),
            AgreementWithdrawal: len(withdrawals),
        }
        people = await self._records.every(Patient)
        own = next((one for one in people if self._patient in one.names), None)
        self.guardians = guardians_of(own, now)
        self.waits = await waits_now(self._records, now, self._zone)
        self.hindrance, self.signed = None, None
        looked = Looked(not_withdrawn(every, withdrawals), [own] if own is not None else [], counted)
        await self._load(id, looked, now)
        self._looked = looked

    async def sign(
        self,
        id: str,
        shown: Shown,
        words: SigningWords,
        signatures: Signatures,
        route: str = "",
    ) -> Outcome:
        """Signs what was shown. On any other outcome nothing was signed. `route`: the page it is done on, which is not offered again
        then."""
        try:
            return await until_written(lambda: self._sign(id, shown, words, signatures, route))
        except NotSaved as error:
            return "full" if error.reason == "full" else "not_saved"
        except Locked:
            return "not_saved"

    async def _sign(
        self, id: str, shown: Shown, words: SigningWords, signatures: Signatures, route: str
    ) -> Outcome:
        await self.load(id)
        text = self.text(words)
        if text is None or not self._is_by_all(signatures):
            return "hindered"
        if Shown.of(text, self.term) != shown:
            return "text_changed"
        try:
            signer = Signer(self._patient, self._now(), self._zone, await self._clinic())
            made = self._made(self._id, text, signatures, signer)
            signed = next(one for one in made if isinstance(one, SignedAgreement))
        except TooLargeToSend:
            return "too_large"
        asked = await self._records.get(PutOff, PutOff("sign", route).id)
        await self._records.save_all(
            [*made, SignedHere.of(signed)],
            remove=[asked] if asked is not None else [],
            over=self._looked.over,
            counted=self._looked.counted,
            anew=made[:1],
        )
        self.signed = signed
        return "signed"

    def _is_by_all(self, signatures: Signatures) -> bool:
        """Nobody signs alone what is signed with somebody, and only whom the clinic names signs with the patient."""
        if not self.is_with_guardian:
            return signatures.guardian is None and signatures.of_guardian is None
        return signatures.guardian in self.guardians and signatures.of_guardian is not None
