"""Signing an agreement: what keeps it from being signed now, and the Consent that a signature makes.

The Consent holds the text itself, the choices as provisions and, inside it, the Provenance with the signature: one document,
so that no server can have one without the other and a repeated sending doubles neither. It is never changed afterwards.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1
from itertools import pairwise
from math import hypot, isfinite
from typing import Literal
from zoneinfo import ZoneInfo

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import ACT_CODE, CARE, CONSENT_ACTION, CONSENT_SCOPE
from mobile.care.consent import profile as p
from mobile.care.consent.document import Agreement, Choice
from mobile.care.consent.fingerprint import text_of
from mobile.care.consent.lets import Lets
from mobile.care.consent.progress import Progress
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import SignedText
from mobile.care.decision_guard import Waits
from mobile.care.elements import coded, own_identifier, to

Hindrance = Literal[
    "replaced",  # the clinic asks for another version by now
    "at_clinic",
    "with_guardian",
    "not_said",  # the clinic does not say how it is signed
    "signed_already",
    "not_read",
    "needed_left",
    "clock",  # this device's clock stands before a part was read
    "waits",  # on the day of a session
]
Method = Literal["typed", "drawn"]
Stroke = Sequence[tuple[float, float]]
SHORTEST = 40.0
"""Logical pixels that a hand goes for a signature: what is shorter is a touch, and perhaps a mistaken one."""
CLOCKS_APART = timedelta(minutes=5)
MOST_BYTES = 950_000
"""What one record may weigh on its way: servers commonly stop at a megabyte, and write a little around it."""


class TooLargeToSend(Exception):
    """This text cannot travel as one record, so it cannot be signed here."""


@dataclass(frozen=True)
class Signature:
    """`name`: whose it is, as typed, or as the person is called here where it was drawn. `png`: as it is seen."""

    method: Method
    name: str = field(repr=False)
    png: bytes = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """`patient`: "Patient/p1"; `now`: the moment of signing, aware; `zone`: the one that it is shown in; `clinic`: whose people the
    rules are about, as far as that is known: "Organization/c"."""

    patient: str
    now: datetime
    zone: ZoneInfo
    clinic: str | None = None


def hindrance(
    agreement: Agreement,
    progress: Progress,
    signed: Iterable[SignedAgreement],
    waits: Waits | None,
    now: datetime,
    *,
    is_asked_for: bool,
) -> Hindrance | None:
    """Why it cannot be signed now; None: it can. `signed`: what was signed and not withdrawn."""
    if not is_asked_for:
        return "replaced"
    if any(one.signed == agreement.canonical and one.holds(now) for one in signed):
        return "signed_already"
    if agreement.signing == p.WITH_GUARDIAN:
        return "with_guardian"
    if agreement.signing != p.IN_APP:
        return "at_clinic" if agreement.signing == p.AT_CLINIC else "not_said"
    if not progress.is_all_read(agreement):
        return "not_read"
    if any(one.is_needed and not progress.is_chosen(one) for one in agreement.choices()):
        return "needed_left"
    if max(progress.read.values(), default=now) > now + CLOCKS_APART:
        return "clock"
    return "waits" if waits is not None else None


def is_a_signature(strokes: Sequence[Stroke]) -> bool:
    """Whether a hand drew it: further than a touch, and nothing but places on the page."""
    if not all(isfinite(x) and isfinite(y) for stroke in strokes for x, y in stroke):
        return False
    length = 0.0
    for stroke in strokes:
        for (x, y), (to_x, to_y) in pairwise(stroke):
            length += hypot(to_x - x, to_y - y)
    return length >= SHORTEST


def sign(
    id: str,
    agreement: Agreement,
    progress: Progress,
    text: SignedText,
    signature: Signature,
    signer: Signer,
) -> SignedAgreement:
    """The Consent of this signature, made at this moment. Whether it may be signed, `hindrance` says. Raises TooLargeToSend."""
    patient, now, zone = signer.patient, signer.now, signer.zone
    moment = now.astimezone(zone).isoformat(timespec="seconds")
    end = agreement.term.after(now, zone).astimezone(zone) if agreement.term is not None else None
    found = SignedAgreement.from_made(
        made(
            fhir.Consent,
            contained=[fhir.to_object(_provenance(agreement.canonical, signature, patient, moment))],
            extension=[
                made(fhir.Extension, url=p.SIGNED_VERSION, valueCanonical=agreement.canonical),
                made(fhir.Extension, url=p.DOCUMENT_SHA256, valueString=text_of(agreement).sha256),
                made(fhir.Extension, url=p.FINGERPRINT, valueString=text.sha256),
                made(fhir.Extension, url=p.TEXT_SHAPE, valueString=text.shape),
                made(fhir.Extension, url=p.SIGNING_ZONE, valueCode=str(zone)),
                made(fhir.Extension, url=p.SIGNING_METHOD, valueCode=signature.method),
            ],
            identifier=[own_identifier(id)],
            status="active",
            scope=coded(CONSENT_SCOPE, "treatment"),
            category=[coded(CARE, p.AGREEMENT)],
            patient=to(patient),
            dateTime=moment,
            performer=[to(patient)],
            sourceAttachment=_attachment(text, text.lines[0].words, moment),
            policyRule=coded(ACT_CODE, "OPTIN"),
            provision=made(
                fhir.ConsentProvision,
                type="permit",
                period=made(
                    fhir.Period,
                    start=moment,
                    end=end.isoformat(timespec="seconds") if end is not None else None,
                ),
                provision=[
                    *(_provision(one, agreement, progress, text.language) for one in agreement.choices()),
                    *_rules(agreement, progress, signer.clinic),
                ]
                or None,
            ),
        )
    )
    if len(found.text) > MOST_BYTES:
        raise TooLargeToSend
    return found


def _attachment(text: SignedText, title: str, moment: str) -> fhir.Attachment:
    data = text.text.encode()
    return made(
        fhir.Attachment,
        contentType="text/plain; charset=utf-8",
        language=text.language,
        data=b64encode(data).decode(),
        size=len(data),
        hash=b64encode(sha1(data).digest()).decode(),  # noqa: S324 - the one FHIR names; ours is beside it
        title=title,
        creation=moment,
    )


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


def _provenance(canonical: str, signature: Signature, patient: str, moment: str) -> fhir.Provenance:
    """About the Consent that it is inside of ("#")."""
    who = to(patient, signature.name)
    return made(
        fhir.Provenance,
        id="signature",
        target=[to("#")],
        occurredDateTime=moment,
        recorded=moment,
        activity=coded("http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", "LA"),
        agent=[
            made(
                fhir.ProvenanceAgent,
                type=coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author"),
                who=who,
            )
        ],
        entity=[made(fhir.ProvenanceEntity, role="source", what=made(fhir.Reference, display=canonical))],
        signature=[
            made(
                fhir.Signature,
                type=[made(fhir.Coding, system=p.SIGNATURE_TYPES, code=p.CONSENT_SIGNATURE)],
                when=moment,
                who=who,
                targetFormat="text/plain",
                sigFormat="image/png",
                data=b64encode(signature.png).decode(),
            )
        ],
    )
