"""How often a PIN may be tried: three times at once, then with growing pauses, ten times in all.

A try is counted before the PIN is looked at, in the file and in the secret store, so that neither a kill, nor an older
file, nor a clock that is set, gives one more. It must never wipe anything: after ten tries only recovery is left.
A right PIN forgives the wrong ones before it, but not all of them: who knows one PIN and guesses at another would have
as many tries as they like. So wrong ones, and digits that are chosen as a PIN, fade with time alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records.errors import Damaged, WrongPin
from mobile.records.sealing import opened_under, sealed_under

MOST = 10
"""Wrong PINs in a row, after which none is looked at any more."""
PAUSES_S = (0.0, 0.0, 0.0, 0.0, 30.0, 60.0, 300.0, 900.0, 1800.0, 3600.0)
"""`PAUSES_S[n]`: seconds to wait after the nth failure."""
MOST_RECENT = 20
"""Wrong and chosen PINs at once that no right one forgives; then each waits until one has faded."""
FADES_S = 1800.0
"""Seconds in which one of them fades: 48 guesses a day. Six digits that are a date take two years so, any six take decades."""
_BOUND = b"lantern|vault|tries"


@dataclass(frozen=True)
class Tries:
    """How many failed, and when the last did by both clocks (seconds; the steady one counts from the device's start).
    `recent`: how many had not faded then, the last of them included."""

    failed: int = 0
    wall_s: float = 0.0
    steady_s: float = 0.0
    recent: float = 0.0

    def to_bytes(self) -> bytes:
        return json.dumps([self.failed, self.wall_s, self.steady_s, self.recent]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Tries:
        failed, wall_s, steady_s, *recent = json.loads(data)
        return cls(int(failed), float(wall_s), float(steady_s), float(recent[0]) if recent else 0.0)

    def wait_s(self, wall_s: float, steady_s: float) -> float:
        """Seconds still to wait: the clock that says longer is believed."""
        pause = max(PAUSES_S[min(self.failed, MOST - 1)], (self.recent - MOST_RECENT + 1) * FADES_S)
        return min(pause, max(0.0, pause - self._passed_s(wall_s, steady_s)))

    def recent_at(self, wall_s: float, steady_s: float) -> float:
        """How many have not faded by now."""
        return max(0.0, self.recent - self._passed_s(wall_s, steady_s) / FADES_S)

    def _passed_s(self, wall_s: float, steady_s: float) -> float:
        # After a restart the steady clock began anew: since then is the least that has passed for certain.
        steady_passed = steady_s - self.steady_s if steady_s >= self.steady_s else steady_s
        return min(steady_passed, max(0.0, wall_s - self.wall_s))

    def stricter(self, other: Tries) -> Tries:
        return Tries(
            max(self.failed, other.failed),
            max(self.wall_s, other.wall_s),
            max(self.steady_s, other.steady_s),
            max(self.recent, other.recent),
        )

    def forgiven(self) -> Tries:
        """The last one was right: none has failed in a row, and it was no guess."""
        return replace(self, failed=0, recent=max(0.0, self.recent - 1))


class Counter:
    """Reads and writes tries sealed under the device's key, and says whether another may be made."""

    def __init__(self, key: bytes, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._cipher = AESGCM(key)
        self._clock = clock
        self._steady = steady

    def read(self, sealed: bytes | None) -> Tries | None:
        """None where nothing is kept. What was tampered with counts as nine failures just now: not one for free."""
        if sealed is None:
            return None
        try:
            return Tries.from_bytes(opened_under(self._cipher, _BOUND, sealed))
        except (Damaged, ValueError, TypeError):
            return Tries(MOST - 1, self._now_s(), self._steady(), MOST_RECENT)

    def sealed(self, tries: Tries) -> bytes:
        return sealed_under(self._cipher, _BOUND, tries.to_bytes())

    def both(self, here: bytes | None, mirror: bytes | None) -> Tries:
        """The stricter of the two places."""
        found = [tries for tries in (self.read(here), self.read(mirror)) if tries is not None]
        if not found:
            return Tries()
        return found[0] if len(found) == 1 else found[0].stricter(found[1])

    def _now_s(self) -> float:
        return self._clock().timestamp()

    def anchored(self, tries: Tries) -> Tries:
        """A wall clock that was set back would make the pause endless: it is counted anew from now, in full."""
        now_s = self._now_s()
        return replace(tries, wall_s=now_s) if tries.wall_s > now_s else tries

    def charged(self, tries: Tries) -> Tries:
        """One more failure, counted before the try. Raises WrongPin when none may be made now."""
        refused = self.refusal(tries)
        if refused is not None:
            raise refused
        return self._one_more(tries, tries.failed + 1)

    def chosen(self, tries: Tries) -> Tries:
        """Digits are looked at because they were chosen as a PIN: none failed, and it tells as much as a try. Raises WrongPin."""
        too_many = tries.recent_at(self._now_s(), self._steady()) - (MOST_RECENT - 1)
        if too_many > 0:
            raise WrongPin(max(1, MOST - tries.failed), self._after(too_many * FADES_S), was_tried=False)
        return self._one_more(tries, tries.failed)

    def _one_more(self, tries: Tries, failed: int) -> Tries:
        now_s, steady_s = self._now_s(), self._steady()
        return Tries(failed, now_s, steady_s, tries.recent_at(now_s, steady_s) + 1)

    def refusal(self, tries: Tries) -> WrongPin | None:
        if tries.failed >= MOST:
            return WrongPin(0, None, was_tried=False)
        if tries.wait_s(self._now_s(), self._steady()) > 0:
            return WrongPin(MOST - tries.failed, self.next_try_at(tries), was_tried=False)
        return None

    def next_try_at(self, tries: Tries) -> datetime | None:
        """Aware UTC; None when one may be made at once, or never again."""
        wait_s = tries.wait_s(self._now_s(), self._steady())
        return None if tries.failed >= MOST or wait_s <= 0 else self._after(wait_s)

    def _after(self, wait_s: float) -> datetime:
        return (self._clock() + timedelta(seconds=wait_s)).astimezone(UTC)
