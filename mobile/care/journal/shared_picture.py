"""What of an entry's pictures a practitioner may see: a DocumentReference by the patient for each, the bytes as they are kept.

The grant that opens the entry's copy names each. They say what the picture shows in the patient's words, and never the private
picture's own id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from mobile.care.codes import CARE, extension
from mobile.care.journal.picture import KINDS, EntryPicture
from mobile.care.journal.shared_file import bytes_of, is_current, number_of, numbered, shared_file, type_of
from mobile.care.resource import Json, Resource, has_code, text_at
from mobile.care.withdrawn_file import withdrawn_file
from mobile.noun import Kind

SHARED_PICTURE = "entry-picture"
PLACE_EXTENSION = extension("entry-picture-place")


@dataclass(frozen=True, kw_only=True)
class SharedPicture(Resource):
    """`place`: which of the copy's pictures, from 0. `shows`: what it shows, in the patient's words; "" where they said nothing."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("shared_picture", "DocumentReference")

    patient: str | None = None
    place: int = 0
    shows: str = field(default="", repr=False)
    content_type: str = KINDS[0]
    data: bytes = field(default=b"", repr=False)  # none where it is no picture of ours, or was taken back

    @classmethod
    def read(cls, resource: Json) -> Json:
        content_type = type_of(resource)
        return {
            "patient": text_at(resource, "subject", "reference"),
            "place": number_of(resource, PLACE_EXTENSION),
            "shows": (text_at(resource, "description") or "") if is_current(resource) else "",
            "content_type": content_type,
            "data": bytes_of(resource) if content_type in KINDS else b"",
        }

    @classmethod
    def of(cls, id: str, picture: EntryPicture, patient: str, place: int, shows: str) -> Self:
        """A new one of exactly this picture. `patient` is "Patient/p1"."""
        what = SHARED_PICTURE, "Picture in a journal entry"
        file = picture.content_type, picture.data
        return cls.from_made(
            shared_file(id, patient, what, file, numbered({PLACE_EXTENSION: place}), shows or None)
        )

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete it: nothing of the picture is left."""
        return withdrawn_file(self.to_resource(), KINDS[0])

    def head(self) -> Mapping[str, Any]:
        """Nothing of the picture."""
        return {"patient": self.patient, "names": sorted(self.names), "place": self.place}


def is_shared_picture(resource: Json) -> bool:
    return has_code(resource.get("category"), CARE, SHARED_PICTURE)
