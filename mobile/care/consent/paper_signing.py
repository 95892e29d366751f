"""Signing an agreement that is a PDF. What is signed is the file: inside the Consent where it fits, else named there with its SHA-256.

The text that goes along says which file it is and what the signature means; it is shown where it is signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from mobile.care.consent.consent_record import (
    Agreed,
    Signatures,
    TooLargeToSend,
    attachment,
    consent_of,
    moment_of,
    text_attachment,
)
from mobile.care.consent.hindrance import Standing
from mobile.care.consent.paper import MOST_PAGES, PaperAgreement
from mobile.care.consent.paper_reading import PaperReading
from mobile.care.consent.renewal import covers
from mobile.care.consent.signature import Signer
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import SignedText
from mobile.care.elements import to


def is_signed_in(paper: PaperAgreement, one: SignedAgreement, file: str | None) -> bool:
    """Whether it is this version that was signed. `file`: SHA-256 of the file as it is now: a file that was changed without another
    version is another text. What the clinic signed on paper names no file."""
    is_same_file = one.document_sha256 is None or file is None or one.document_sha256 == file
    return one.signed == paper.canonical and is_same_file


@dataclass(frozen=True)
class FileHere:
    """The file as it is on this device. `sha256`: in hex; `pages`: how many; None: this device cannot show them."""

    sha256: str
    pages: int | None


def standing_of_paper(
    paper: PaperAgreement,
    file: FileHere,
    reading: PaperReading,
    signed: Iterable[SignedAgreement],
    now: datetime,
    *,
    has_guardian: bool = False,
    again_since: datetime | None = None,
) -> Standing:
    """What `hindrance` looks at. `again_since`: what was shown and signed
    before is shown and signed again."""
    pages = file.pages
    cannot: Literal["not_drawn", "too_many_pages"] | None = "not_drawn" if pages is None else None
    if pages is not None and pages > MOST_PAGES:
        cannot = "too_many_pages"
    return Standing(
        signing=paper.signing,
        is_asked_for=paper.is_current,
        is_signed=any(
            is_signed_in(paper, one, file.sha256) and one.holds(now) and covers(one, again_since)
            for one in signed
        ),
        is_all_read=pages is not None and not reading.not_shown(pages, again_since),
        read_at=reading.read_at,
        has_guardian=has_guardian and bool(paper.assent),
        is_refused=reading.refusal.stands,
        is_paged=True,
        cannot_show=cannot,
    )


def sign_paper(
    id: str, paper: PaperAgreement, file: bytes, text: SignedText, signatures: Signatures, signer: Signer
) -> SignedAgreement:
    """The Consent of this signature, made at this moment. Raises TooLargeToSend."""
    title, moment = text.lines[0].words, moment_of(signer)
    kept = to(paper.where_kept, title)
    whole = Agreed(
        canonical=paper.canonical,
        document_sha256=sha256(file).hexdigest(),
        source=attachment(file, "application/pdf", title, moment),
        what=kept,
        beside=text_attachment(text, title, moment),
        term=paper.term,
    )
    try:
        return consent_of(id, whole, text, signatures, signer)
    except TooLargeToSend:
        return consent_of(id, replace(whole, source=kept), text, signatures, signer)
