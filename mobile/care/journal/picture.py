"""A picture in an entry: a drawing or a photo, small and without a word of where it was taken. It never leaves the device by itself.

It is a record of its own, never changed once it is kept: what the person says it shows stands in the entry. A list reads how
many there are, and no picture.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from mobile.noun import Kind

MOST_BYTES = (1_000_000 - 20_000) * 3 // 4
"""Of a picture: as base64 and with what it shows it fills one record of a clinic's, which servers take up to a megabyte."""
SMALL_BYTES = 40 * 1024
"""Of the same picture as it stands beside the words."""
MOST_PICTURES = 20
"""In one entry."""
KINDS = ("image/jpeg", "image/png")
"""What it is kept as."""


@dataclass(frozen=True)
class EntryPicture:
    """`small` is the same picture in fewer points. By its id alone one can be removed."""

    KIND: ClassVar[Kind] = Kind("entry_picture", "", "private")
    may_be_hidden: ClassVar[bool] = True  # with its entry

    id: str
    content_type: str = KINDS[0]
    data: bytes = field(default=b"", repr=False)
    small: bytes = field(default=b"", repr=False)

    def head(self) -> Mapping[str, Any]:
        """It is found by its entry."""
        return {}

    def to_json(self) -> str:
        """The picture as an attachment, so that a copy to move has it as a file that opens."""
        attachment = {"contentType": self.content_type, "data": b64encode(self.data).decode()}
        return json.dumps({"id": self.id, "small": b64encode(self.small).decode(), "attachment": attachment})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError or KeyError."""
        kept = json.loads(text)
        attachment = kept["attachment"]
        kind = attachment["contentType"]
        if kind not in KINDS:
            raise ValueError("no picture of ours")
        return cls(
            kept["id"],
            kind,
            b64decode(attachment["data"], validate=True),
            b64decode(kept["small"], validate=True),
        )
