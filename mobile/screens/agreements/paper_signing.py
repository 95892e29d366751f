"""Signing an agreement that is a PDF: the file as it was shown, page by page, on this device. Flet-free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.consent.consent_record import Signatures
from mobile.care.consent.hindrance import hindrance
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.paper_signing import FileHere, is_signed_in, sign_paper, standing_of_paper
from mobile.care.consent.renewal import covers
from mobile.care.consent.signature import Signer
from mobile.care.consent.signed_file import SignedFile
from mobile.care.consent.signed_text import SignedText, SigningWords, text_to_sign_a_file
from mobile.care.measures.spans import Span
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.screens.agreements.paper_model import KINDS as READING
from mobile.screens.agreements.paper_model import PaperModel
from mobile.screens.agreements.signing import KINDS as SIGNING
from mobile.screens.agreements.signing import Looked, Signing

KINDS = tuple(dict.fromkeys((*READING, *SIGNING)))


class PaperSigning(Signing):
    """`load` takes the id of the DocumentReference."""

    def __init__(
        self, records: Keeping, now: Callable[[], datetime], patient: str, language: str, zone: ZoneInfo
    ) -> None:
        super().__init__(records, now, patient, language, zone)
        self.reading = PaperModel(records, now)

    @property
    def title(self) -> str:
        paper = self.reading.paper
        return paper.title.in_language(self._language) if paper is not None and paper.is_current else ""

    @property
    def signing(self) -> str | None:
        return self.reading.paper.signing if self.reading.paper is not None else None

    @property
    def term(self) -> Span | None:
        return self.reading.paper.term if self.reading.paper is not None else None

    @property
    def trouble(self) -> str | None:
        return self.reading.trouble

    async def _load(self, id: str, looked: Looked, now: datetime) -> None:
        await self.reading.load(id)
        paper, read = self.reading.paper, self.reading
        if paper is None or read.why is not None:
            return
        standing = standing_of_paper(
            paper,
            FileHere(read.sha256, read.pages),
            read.reading,
            looked.standing,
            now,
            has_guardian=bool(self.guardians),
            again_since=read.again_since,
        )
        self.hindrance = hindrance(standing, self.waits, now)
        own = [one for one in looked.standing if is_signed_in(paper, one, read.sha256) and one.holds(now)]
        self.signed = next((one for one in own if covers(one, read.again_since)), None)
        looked.over += [paper, *read.kept.every]
        looked.counted[PaperReading] = read.kept.count

    def text(self, words: SigningWords) -> SignedText | None:
        paper = self.reading.paper
        if paper is None or self.reading.why is not None or self.hindrance is not None:
            return None
        assent = paper.assent.in_language(self._language)
        return text_to_sign_a_file(self.title or paper.canonical, assent, self._language, words)

    def _made(self, id: str, text: SignedText, signatures: Signatures, signer: Signer) -> list[Noun]:
        assert self.reading.paper is not None
        made = sign_paper(id, self.reading.paper, self.reading.file, text, signatures, signer)
        return [made] if made.has_file else [made, SignedFile.of(self.reading.file)]

    async def refuse(self, id: str) -> None:
        await self.reading.load(id)
        await self.reading.refuse()

    async def take_back_refusal(self, id: str) -> None:
        await self.reading.load(id)
        await self.reading.take_back_refusal()
