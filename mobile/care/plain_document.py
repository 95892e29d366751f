"""Words as the content of a DocumentReference: one attachment of plain text, and the words read out of one again."""

from __future__ import annotations

from base64 import b64decode, b64encode

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.resource import at, text_at

PLAIN = "text/plain"


def plain_content(words: str, creation: str) -> fhir.DocumentContent:
    """`creation`: a FHIR date or dateTime."""
    text = made(
        fhir.Attachment,
        contentType=f"{PLAIN}; charset=utf-8",
        data=b64encode(words.encode()).decode(),
        creation=creation,
    )
    return made(fhir.DocumentContent, attachment=text)


def withdrawn_document() -> fhir.DocumentReference:
    """What is left to say of one that was withdrawn, where a server refuses to delete it: no word of anybody's."""
    nothing = made(fhir.DocumentContent, attachment=made(fhir.Attachment, title="withdrawn"))
    return made(fhir.DocumentReference, status="entered-in-error", content=[nothing])


def plain_text(attachment: object) -> str:
    """What is no plain text, or cannot be read as text, is none."""
    kind, data = text_at(attachment, "contentType"), at(attachment, "data")
    if not (kind or PLAIN).startswith(PLAIN):
        return ""
    try:
        return b64decode(data, validate=True).decode() if isinstance(data, str) else ""
    except ValueError:
        return ""
