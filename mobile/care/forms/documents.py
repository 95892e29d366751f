"""A photo in an answer as a record of its own: a DocumentReference that the answer's attachment names by its `url`.

A photo that can be read is larger than what is left in a form's record, which servers hold to a megabyte. So it is one, and
the answer keeps its name, kind and size. It must never be named by an answer that goes before it, and never stay where no
answer of the person's names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self, cast

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, URN
from mobile.care.elements import coded, own_identifier, to
from mobile.care.forms.response import MOST_BYTES, Response
from mobile.care.questionnaire.values import Attachment
from mobile.care.resource import Json, Resource, at, each, has_code, instant, text_at
from mobile.care.withdrawn_file import withdrawn_file
from mobile.documents.pointers import attachments, pointing_urls, points_at
from mobile.noun import Kind

ANSWER_PHOTO = "answer-photo"
INSIDE = 160 * 1024
"""Bytes up to which a photo stays inside the answer: a label held in the hand is still read."""
APART = (MOST_BYTES - 10_000) * 3 // 4
"""Bytes of the largest photo: as base64 it fills a record of its own, which servers take up to the same size."""
KEPT_FREE = 100_000
"""Characters of a response that no file may take: words still to come, and what a server writes around them."""
PICTURES = ("image/jpeg", "image/png")
"""What becomes a record of its own: it can be made smaller, should a clinic not take such records. Other files stay inside."""


@dataclass(frozen=True, kw_only=True)
class AnswerPhoto(Resource):
    """A DocumentReference of one photo."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("answer_photo", "DocumentReference")

    patient: str | None = None
    title: str = ""
    content_type: str | None = None
    data: str | None = field(default=None, repr=False)  # base64

    @classmethod
    def read(cls, resource: Json) -> Json:
        file = next((one.get("attachment") for one in each(resource, "content")), None)
        return {
            "patient": text_at(resource, "subject", "reference"),
            "title": text_at(file, "title") or "",
            "content_type": text_at(file, "contentType"),
            "data": text_at(file, "data") if text_at(resource, "status") == "current" else None,
        }

    @classmethod
    def of(cls, id: str, file: Attachment, patient: str, now: datetime) -> Self:
        """A new one with this file, which has its data. `patient` is "Patient/p1"."""
        what = "Photo in an answer to a form"
        return cls.from_made(
            made(
                fhir.DocumentReference,
                identifier=[own_identifier(id)],
                status="current",
                type=made(fhir.CodeableConcept, text=what),
                category=[coded(CARE, ANSWER_PHOTO, what)],
                subject=to(patient),
                date=instant(now),
                author=[to(patient)],
                content=[made(fhir.DocumentContent, attachment=_sent(file))],
            )
        )

    @property
    def url(self) -> str:
        """How an answer made here names it."""
        return URN + self.id

    def under(self, id: str) -> Self:
        """The same photo as a record of its own, that no server has heard of."""
        resource = self.to_resource()
        for name in ("id", "meta", "text"):
            resource.pop(name, None)
        return type(self).from_resource({**resource, "identifier": [fhir.to_object(own_identifier(id))]})

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete it: nothing of the photo is left."""
        return withdrawn_file(self.to_resource(), self.content_type or PICTURES[0])

    def head(self) -> Mapping[str, Any]:
        """Nothing of the photo."""
        return {"patient": self.patient}


def _sent(file: Attachment) -> fhir.Attachment:
    return made(
        fhir.Attachment,
        contentType=file.content_type,
        data=file.data,
        url=file.url,
        size=file.size,
        hash=file.hash,
        title=file.title,
        creation=file.creation,
    )


def is_answer_photo(resource: Json) -> bool:
    return has_code(resource.get("category"), CARE, ANSWER_PHOTO)


@dataclass(frozen=True)
class TakenOut:
    """A photo that was at the clinic and was taken out of an answer here: it goes from there when no answer there names it
    any more. `response`: whose answer."""

    KIND: ClassVar[Kind] = Kind("photo_taken_out", "", "private")

    photo: str  # its id
    response: str

    @property
    def id(self) -> str:
        return f"taken-out:{self.photo}"

    def head(self) -> Mapping[str, Any]:
        """It is only ever looked through."""
        return {}

    def to_json(self) -> str:
        return json.dumps({"photo": self.photo, "response": self.response})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(str(kept["photo"]), str(kept["response"]))


# --- which photo an answer means ---


def photo_id(url: str | None, ids: Mapping[str, str]) -> str | None:
    """The id here of the photo that an attachment's `url` names; None for what lies elsewhere.

    `ids`: by the clinic's name, where that is another. An address in full may be anybody's, and names nothing here.
    """
    if url is None or not points_at(url):
        return None
    if url.startswith(URN):
        return url.removeprefix(URN)
    return ids.get(url, url) if url.startswith("DocumentReference/") else None


def named_in(texts: Iterable[str], ids: Mapping[str, str]) -> frozenset[str]:
    """The ids of all photos that these responses name."""
    urls = {url for text in texts for url in pointing_urls(text)}
    return frozenset(id for url in urls if (id := photo_id(url, ids)) is not None)


def with_photos(response: Response, data: Mapping[str, str]) -> Response:
    """The response with the photos in its answers, to be read. `data`: base64 by the `url` that names it."""
    if not data:
        return response
    resource = response.to_resource()
    for one in attachments(resource):
        found = data.get(str(one.get("url")))
        if found is not None and "data" not in one:
            one["data"] = found
    return type(response).from_resource(resource)


def with_files(response: Response, files: Mapping[str, Attachment]) -> Response:
    """The response with other files in its answers, by the `url` that names each now: inside it, or under another name."""
    items = response.items()
    for one in attachments(items):
        file = files.get(str(one.get("url")))
        if file is not None:
            one.clear()
            one.update(file.to_json())
    return response.changed(item=items or None)


def same_but_for_photos(one: Response, other: Response) -> bool:
    """Whether both say the same, photos inside or named, larger or smaller: the app itself puts them one way or the other."""

    def bare(response: Response) -> list[Json]:
        items = response.items()
        for file in attachments(items):
            for name in ("data", "url", "size"):
                file.pop(name, None)
        return items

    return one.status == other.status and bare(one) == bare(other)


def attachment_of(photo: AnswerPhoto) -> Attachment:
    """The photo as the file it is."""
    file = next((at(one, "attachment") for one in each(photo.to_resource(), "content")), None)
    return Attachment.of(file)
