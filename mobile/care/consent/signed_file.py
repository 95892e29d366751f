"""The PDF that somebody signed, where it is too large to travel inside the record of the signature: the clinic may replace its file,
never what was signed.

Private, because it is a copy of what the clinic has: it is never sent anywhere.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, ClassVar, Self, cast

from mobile.noun import Kind


@dataclass(frozen=True)
class SignedFile:
    """One file, by its SHA-256 in hex."""

    KIND: ClassVar[Kind] = Kind("signed_file", "", "private")

    sha256: str
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, data: bytes) -> Self:
        return cls(sha256(data).hexdigest(), data)

    @property
    def id(self) -> str:
        return f"signed-file-{self.sha256}"

    def head(self) -> Mapping[str, Any]:
        """What finds it."""
        return {"sha256": self.sha256}

    def to_json(self) -> str:
        return json.dumps({"sha256": self.sha256, "data": b64encode(self.data).decode()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = cast("dict[str, Any]", json.loads(text))
        return cls(kept["sha256"], b64decode(kept["data"], validate=True))
