"""What is put in the place of a shared file (a photo, sound) where a server refuses to delete it: nothing of the file is left."""

from __future__ import annotations

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.resource import Json, compose

_KEPT = ("resourceType", "id", "identifier", "category", "subject", "author")


def withdrawn_file(resource: Json, content_type: str) -> str:
    """`resource`: the DocumentReference of one file."""
    kept = {name: value for name, value in resource.items() if name in _KEPT}
    content = [made(fhir.DocumentContent, attachment=made(fhir.Attachment, contentType=content_type))]
    empty = made(fhir.DocumentReference, status="entered-in-error", content=content)
    return compose({**kept, **fhir.to_object(empty)})
