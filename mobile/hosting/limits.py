"""How much one process gives to browsers, and how much of that to one address.

A visitor who keeps to what browsers do meets none of these. Behind a proxy every connection has the proxy's address, so
the limits per address count connections only where browsers come directly; pages are counted by the address the proxy says.
"""

from __future__ import annotations

from dataclasses import dataclass

KILO, MEGA = 1 << 10, 1 << 20


@dataclass(frozen=True)
class Limits:
    """Seconds end in `_s`, bytes in `_bytes`; everything else is a number of things."""

    head_s: float = 10  # a request's first line and headers
    body_s: float = 30  # a request's body
    message_s: float = 120  # one message on a page's socket, from its first byte
    blocked_s: float = 60  # a browser that takes nothing of what is sent to it
    register_s: float = 15  # a socket until it says which page it is
    stop_s: int = 1  # what is still under way when the process is asked to end
    head_bytes: int = 32 * KILO
    first_bytes: int = 64 * KILO  # the message that says which page it is
    message_bytes: int = 16 * MEGA  # a message after that: a photo comes whole
    message_frames: int = 4096
    message_objects: int = 20_000  # in one message, whatever its size
    held_bytes: int = 96 * MEGA  # of unfinished messages
    held_bytes_of_one: int = 32 * MEGA
    connections: int = 2_000
    connections_of_one: int = 400
    waiting: int = 200  # sockets that have not said which page they are
    waiting_of_one: int = 40
    begun_at_once: int = 1  # new pages: between two of them everybody else is heard
    begin_s: float = 5  # how long a new page has its turn, at most
    pages: int = 500
    pages_of_one: int = 100
    unheard_bytes: int = 256 * KILO  # of one page, sent and not said to have arrived
    page_s: float = 60  # how long a page nobody signed in on waits for its browser

    @classmethod
    def of_mode(cls, mode: str) -> Limits:
        """ "app" lets in its owner alone, who may bring a large copy back."""
        if mode != "app":
            return cls()
        return cls(message_bytes=128 * MEGA, held_bytes=160 * MEGA, held_bytes_of_one=160 * MEGA)
