"""Something that was sent to one person, who says once that they read it: a Communication with its `received`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.resource import Resource, instant


@dataclass(frozen=True, kw_only=True)
class WithReceipt(Resource):
    """`sent_at` and `read_at` are aware UTC; None where nobody says."""

    sent_at: datetime | None = None
    read_at: datetime | None = None

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    def read_now(self, now: datetime) -> Self:
        """Completed by whoever it is to. The first reading counts; a second changes nothing."""
        if self.is_read:
            return self
        return self.changed(made(fhir.Communication, status="completed", received=instant(now)))

    def times(self) -> dict[str, str | None]:
        """Both, for a head."""
        return {
            "sent_at": self.sent_at.isoformat() if self.sent_at else None,
            "read_at": self.read_at.isoformat() if self.read_at else None,
        }
