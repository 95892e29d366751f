"""Who is connected, and who keeps a connection waiting: where there are too many, who has kept one waiting longest goes.

So a flood of half-sent requests costs its sender its own connections, and nobody else a moment.
"""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from mobile.hosting.limits import Limits


class Connection(Protocol):
    """As much of one as is needed here."""

    def put_out(self) -> None:
        """Ends it at once, whatever is still to be sent."""
        ...


class Room:
    """One a process."""

    def __init__(self, limits: Limits, *, is_proxied: bool) -> None:
        """`is_proxied`: every connection has the proxy's address, so none is told from another by it."""
        self.limits = limits
        self._most_of_one = limits.connections if is_proxied else limits.connections_of_one
        self._address: dict[Connection, str] = {}
        self._of_one: Counter[str] = Counter()
        self._stalled: dict[Connection, str] = {}  # in the order they began to be waited for
        self._held: dict[Connection, int] = {}
        self._held_of_one: Counter[str] = Counter()
        self._held_bytes = 0
        self._most_held_of_one = limits.held_bytes if is_proxied else limits.held_bytes_of_one

    def enters(self, one: Connection, address: str) -> None:
        self._address[one] = address
        self._of_one[address] += 1
        if self._of_one[address] > self._most_of_one:
            self._put_out_longest(address)
        elif len(self._address) > self.limits.connections:
            self._put_out_longest(None)

    def leaves(self, one: Connection) -> None:
        """Doing it twice is doing it once."""
        self.holds(one, 0)
        self._stalled.pop(one, None)
        address = self._address.pop(one, None)
        if address is not None:
            _take(self._of_one, address, 1)

    def stalls(self, one: Connection) -> None:
        """It is waited for from now."""
        self._stalled.pop(one, None)
        self._stalled[one] = self._address.get(one, "")

    def moves(self, one: Connection) -> None:
        """It is waited for no more."""
        self._stalled.pop(one, None)

    def holds(self, one: Connection, size: int) -> bool:
        """Takes down how many bytes of an unfinished message it holds. False: that is more than there is room for."""
        before = self._held.pop(one, 0)
        address = self._address.get(one, "")
        self._held_bytes += size - before
        _take(self._held_of_one, address, before - size)
        if size:
            self._held[one] = size
        is_fit = (
            self._held_bytes <= self.limits.held_bytes
            and self._held_of_one[address] <= self._most_held_of_one
        )
        return is_fit or size <= before

    def _put_out_longest(self, address: str | None) -> None:
        """Of those that are waited for. Where all are being served, there is one more for the moment."""
        for one, its in self._stalled.items():
            if address is None or its == address:
                self._stalled.pop(one)
                one.put_out()
                return


def _take(counter: Counter[str], address: str, count: int) -> None:
    counter[address] -= count
    if not counter[address]:
        del counter[address]
