"""Signing an agreement that is a Questionnaire: what keeps it from being signed now, and the Consent that a signature makes.

The Consent holds the text itself and the choices as provisions. Whether it may be signed, `standing_of` and `hindrance` say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, CONSENT_ACTION
from mobile.care.consent.consent_record import Agreed, Signatures, consent_of, moment_of, text_attachment
from mobile.care.consent.document import Agreement, Choice
from mobile.care.consent.fingerprint import is_of_this_text, text_of
from mobile.care.consent.hindrance import Standing
from mobile.care.consent.lets import Lets
from mobile.care.consent.progress import Progress
from mobile.care.consent.renewal import covers
from mobile.care.consent.signature import Signer
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import SignedText
from mobile.care.elements import coded, to


def standing_of(
    agreement: Agreement,
    progress: Progress,
    signed: Iterable[SignedAgreement],
    now: datetime,
    *,
    is_asked_for: bool,
    has_guardian: bool = False,
    again_since: datetime | None = None,
) -> Standing:
    """What `hindrance` looks at. `signed`: what was signed and not withdrawn; `again_since`: what was signed before is signed again."""
    return Standing(
        signing=agreement.signing,
        is_asked_for=is_asked_for,
        is_signed=any(
            is_of_this_text(agreement, one) and one.holds(now) and covers(one, again_since) for one in signed
        ),
        is_all_read=progress.is_all_read(agreement),
        read_at=max(progress.read.values(), default=None),
        has_guardian=has_guardian and bool(agreement.assent),
        is_refused=progress.refusal.stands,
        is_all_needed=all(progress.is_chosen(one) for one in agreement.choices() if one.is_needed),
    )


def sign_agreement(
    id: str,
    agreement: Agreement,
    progress: Progress,
    text: SignedText,
    signatures: Signatures,
    signer: Signer,
) -> SignedAgreement:
    """The Consent of this signature, made at this moment. Raises TooLargeToSend."""
    what = agreement.canonical
    agreed = Agreed(
        canonical=what,
        document_sha256=text_of(agreement).sha256,
        source=text_attachment(text, text.lines[0].words, moment_of(signer)),
        what=made(fhir.Reference, display=what),
        term=agreement.term,
        rules=(
            *(_provision(one, agreement, progress, text.language) for one in agreement.choices()),
            *_rules(agreement, progress, signer.clinic),
        ),
    )
    return consent_of(id, agreed, text, signatures, signer)


def _provision(
    choice: Choice, agreement: Agreement, progress: Progress, language: str
) -> fhir.ConsentProvision:
    coding = made(fhir.Coding, system=agreement.address, code=choice.link_id)
    words = choice.text.in_language(language)
    return made(
        fhir.ConsentProvision,
        type="permit" if progress.is_chosen(choice) else "deny",
        code=[made(fhir.CodeableConcept, coding=[coding], text=words)],
    )


def _rules(agreement: Agreement, progress: Progress, clinic: str | None) -> Iterator[fhir.ConsentProvision]:
    """Whom it lets see what; what belongs to a choice that was left is denied."""
    for one in agreement.lets:
        yield _rule(one, clinic, is_permitted=True)
    for choice in agreement.choices():
        for one in choice.lets:
            yield _rule(one, clinic, is_permitted=progress.is_chosen(choice))


def _rule(lets: Lets, clinic: str | None, *, is_permitted: bool) -> fhir.ConsentProvision:
    at_clinic = to(clinic) if clinic is not None else made(fhir.Reference, display="Care team")
    rule = made(
        fhir.ConsentProvision,
        type="permit" if is_permitted else "deny",
        actor=[made(fhir.ConsentActor, role=coded(CARE, lets.role), reference=at_clinic)],
        action=[coded(CONSENT_ACTION, "access")],
    )
    rule.class_ = [made(fhir.Coding, system=CARE, code=part) for part in lets.parts]
    return rule
