"""The word of a patient who does not agree to what somebody else would sign with them: kept, and theirs to take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Refusal:
    """Of who is asked whether they agree to what somebody else signs with them. `over_at`: when they took it back."""

    at: datetime | None = None
    over_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.at is not None and (self.over_at is None or self.over_at < self.at)

    def said(self, now: datetime) -> Refusal:
        """No, from now on. After what was said before, whatever this device's clock says."""
        return Refusal(_after(self.over_at, now), self.over_at)

    def taken_back(self, now: datetime) -> Refusal:
        return Refusal(self.at, _after(self.at, now))

    def under(self, other: Refusal) -> Refusal:
        """Both together: of each the last time."""
        return Refusal(_last(self.at, other.at), _last(self.over_at, other.over_at))


def _after(before: datetime | None, now: datetime) -> datetime:
    return now if before is None else max(now, before + timedelta(seconds=1))


def _last(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
