"""The Consent that a signature makes, with the signatures inside it: one document, so that no server can have one without the other
and a repeated sending doubles neither. It is never changed afterwards.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha1

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import ACT_CODE, CARE, CONSENT_SCOPE
from mobile.care.consent import profile as p
from mobile.care.consent.guardian import ROLE_CODE, Guardian
from mobile.care.consent.signature import Signature, Signer
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.signed_text import SignedText
from mobile.care.elements import coded, own_identifier, to
from mobile.care.measures.spans import Span

MOST_BYTES = 950_000
"""What one record may weigh on its way: servers commonly stop at a megabyte, and write a little around it."""
PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_GUARDIAN = "#guardian"


class TooLargeToSend(Exception):
    """This text cannot travel as one record, so it cannot be signed here."""


@dataclass(frozen=True)
class Signatures:
    """The patient's own, and beside it, where somebody stands for them, that one's."""

    patient: Signature
    guardian: Guardian | None = None
    of_guardian: Signature | None = None


@dataclass(frozen=True)
class Agreed:
    """What the signature is about. `source`: the text itself, the file itself, or where the file is kept; `beside`: the text, where the
    source is a file; `canonical`: `url|version`; `what`: the document that was shown, for who reads the Provenance."""

    canonical: str
    document_sha256: str
    source: fhir.Attachment | fhir.Reference
    what: fhir.Reference
    beside: fhir.Attachment | None = None
    term: Span | None = None
    rules: tuple[fhir.ConsentProvision, ...] = field(
        default=(), repr=False
    )  # choices, then whom it lets see what


def consent_of(
    id: str, agreed: Agreed, text: SignedText, signatures: Signatures, signer: Signer
) -> SignedAgreement:
    """The record, made at this moment. Raises TooLargeToSend."""
    now, zone = signer.now, signer.zone
    moment = moment_of(signer)
    end = agreed.term.after(now, zone).astimezone(zone) if agreed.term is not None else None
    in_it = agreed.source if isinstance(agreed.source, fhir.Attachment) else None
    found = SignedAgreement.from_made(
        made(
            fhir.Consent,
            contained=[
                fhir.to_object(one)
                for one in _contained(agreed.what, signatures, signer.patient, moment, text.language)
            ],
            extension=_marks(agreed, text, signatures, str(zone)),
            identifier=[own_identifier(id)],
            status="active",
            scope=coded(CONSENT_SCOPE, "treatment"),
            category=[coded(CARE, p.AGREEMENT)],
            patient=to(signer.patient),
            dateTime=moment,
            performer=[to(signer.patient)],
            sourceAttachment=in_it,
            sourceReference=agreed.source if isinstance(agreed.source, fhir.Reference) else None,
            policyRule=coded(ACT_CODE, "OPTIN"),
            provision=made(
                fhir.ConsentProvision,
                type="permit",
                period=made(
                    fhir.Period,
                    start=moment,
                    end=end.isoformat(timespec="seconds") if end is not None else None,
                ),
                provision=list(agreed.rules) or None,
            ),
        )
    )
    if len(found.text) > MOST_BYTES:
        raise TooLargeToSend
    return found


def moment_of(signer: Signer) -> str:
    """The moment of signing, as it is written."""
    return signer.now.astimezone(signer.zone).isoformat(timespec="seconds")


def text_attachment(text: SignedText, title: str, moment: str) -> fhir.Attachment:
    """The text as it was shown."""
    return attachment(text.text.encode(), "text/plain; charset=utf-8", title, moment, text.language)


def attachment(
    data: bytes, kind: str, title: str, moment: str, language: str | None = None
) -> fhir.Attachment:
    """These bytes, with the SHA-1 that FHIR has for them."""
    return made(
        fhir.Attachment,
        contentType=kind,
        language=language,
        data=b64encode(data).decode(),
        size=len(data),
        hash=b64encode(sha1(data).digest()).decode(),  # noqa: S324 - the one FHIR names; ours is beside it
        title=title,
        creation=moment,
    )


def _marks(agreed: Agreed, text: SignedText, signatures: Signatures, zone: str) -> list[fhir.Extension]:
    marks = [
        made(fhir.Extension, url=p.SIGNED_VERSION, valueCanonical=agreed.canonical),
        made(fhir.Extension, url=p.DOCUMENT_SHA256, valueString=agreed.document_sha256),
        made(fhir.Extension, url=p.FINGERPRINT, valueString=text.sha256),
        made(fhir.Extension, url=p.TEXT_SHAPE, valueString=text.shape),
        made(fhir.Extension, url=p.SIGNING_ZONE, valueCode=zone),
        made(fhir.Extension, url=p.SIGNING_METHOD, valueCode=signatures.patient.method),
    ]
    if signatures.of_guardian is not None:
        marks.append(made(fhir.Extension, url=p.GUARDIAN_METHOD, valueCode=signatures.of_guardian.method))
    if agreed.beside is not None:
        marks.append(made(fhir.Extension, url=p.SIGNED_TEXT, valueAttachment=agreed.beside))
    return marks


def _contained(
    what: fhir.Reference, signatures: Signatures, patient: str, moment: str, language: str
) -> list[fhir.Provenance | fhir.RelatedPerson]:
    """The Provenance, about the Consent that it is inside of ("#"), and whoever stands for the patient."""
    own, guardian, theirs = to(patient, signatures.patient.name), signatures.guardian, signatures.of_guardian
    role = coded(CARE, p.ASSENTING) if guardian is not None else None
    agents = [_agent("author", own, role)]
    signed = [_signature(signatures.patient, own, moment)]
    people: list[fhir.RelatedPerson] = []
    if guardian is not None and theirs is not None:
        who = to(_GUARDIAN, theirs.name)
        agents.append(_agent("legal", who, coded(ROLE_CODE, guardian.code), to(patient)))
        signed.append(_signature(theirs, who, moment, to(patient)))
        words = guardian.called(language) or None
        people.append(
            made(
                fhir.RelatedPerson,
                id=_GUARDIAN[1:],
                patient=to(patient),
                relationship=[
                    made(
                        fhir.CodeableConcept,
                        coding=[made(fhir.Coding, system=ROLE_CODE, code=guardian.code)],
                        text=words,
                    )
                ],
                name=[as_received(fhir.HumanName, guardian.named)],
            )
        )
    provenance = made(
        fhir.Provenance,
        id="signature",
        target=[to("#")],
        occurredDateTime=moment,
        recorded=moment,
        activity=coded("http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", "LA"),
        agent=agents,
        entity=[made(fhir.ProvenanceEntity, role="source", what=what)],
        signature=signed,
    )
    return [provenance, *people]


def _agent(
    kind: str, who: fhir.Reference, role: fhir.CodeableConcept | None, for_whom: fhir.Reference | None = None
) -> fhir.ProvenanceAgent:
    roles = [role] if role is not None else None
    return made(fhir.ProvenanceAgent, type=coded(PARTICIPANT, kind), role=roles, who=who, onBehalfOf=for_whom)


def _signature(
    one: Signature, who: fhir.Reference, moment: str, for_whom: fhir.Reference | None = None
) -> fhir.Signature:
    return made(
        fhir.Signature,
        type=[made(fhir.Coding, system=p.SIGNATURE_TYPES, code=p.CONSENT_SIGNATURE)],
        when=moment,
        who=who,
        onBehalfOf=for_whom,
        targetFormat="text/plain",
        sigFormat="image/png",
        data=b64encode(one.png).decode(),
    )
