"""What time it is: by this device's clock, or by the clinic's where this device's is set wrong.

What waits on the day of a session, and until when, hangs on it. How far the two are apart is learnt from the clinic's answers
and kept, so that it is known without a connection too. A clock that is changed while there is none is not noticed before the
next answer.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from api_client.server_clock import ALIKE, is_a_time
from mobile.records import Records, StoreError

NOTE = "clinic clock"
WRONG_FROM = timedelta(minutes=5)
"""Clocks that are apart by less are both right enough, and the device's own stays."""


class ClinicTime:
    """One a device. `now` is aware UTC."""

    def __init__(self, device_now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._device_now = device_now
        self._ahead = timedelta()

    @property
    def ahead(self) -> timedelta:
        """How much later it is at the clinic than by this device; nothing where this device is right enough."""
        return self._ahead if abs(self._ahead) >= WRONG_FROM else timedelta()

    def now(self) -> datetime:
        here = self._device_now()
        with suppress(OverflowError):
            at = here + self.ahead
            return at if is_a_time(at) else here
        return here

    async def recall(self, records: Records) -> None:
        """What was known when this store was open last. Raises what the store raises."""
        text = await records.note(NOTE)
        with suppress(ValueError, OverflowError):
            self._ahead = timedelta(seconds=int(text or "0"))

    async def learn(self, ahead: timedelta | None, records: Records) -> None:
        """`ahead`: as the clinic's answers say by now; None: they say nothing."""
        if ahead is None or abs(ahead - self._ahead) < ALIKE:
            return
        self._ahead = ahead
        with suppress(StoreError):  # locked meanwhile: learnt again from the next answers
            await records.note(NOTE, str(round(ahead.total_seconds())))
