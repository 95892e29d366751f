"""What a reply, or the lack of one, means for one row of the queue.

One place for the rule of every error. It must never answer "done" for anything but a version the server showed.
"""

from __future__ import annotations

from dataclasses import dataclass

from api_client import Document
from api_client.errors import (
    BadAddress,
    ClinicError,
    Forbidden,
    NotFhir,
    Offline,
    ServerBroken,
    SignedOut,
    TimedOut,
    TlsRefused,
    TooLarge,
    TooMany,
)
from mobile.records.ports import ServerCopy

DELETION_REFUSED = "deletion_refused"
"""A removal the clinic will not carry out. It is tried for ever: the person was told that it is taken back."""
HOST_SILENT = (Offline, TlsRefused, NotFhir, BadAddress)
"""Nothing of the clinic's answered: the next row would fare no better, and this one is not to blame."""


@dataclass(frozen=True)
class Done:
    """The server has it: `copy` is its version, None after a delete. `newer`: what somebody made of it since."""

    copy: ServerCopy | None
    newer: Document | None = None


@dataclass(frozen=True)
class Later:
    """To be tried again. `is_stop`: no other row of this round would fare better."""

    reason: str
    asked_s: float | None = None
    is_stop: bool = False
    is_blameless: bool = False  # nothing was sent: the row waits no longer than the connection does
    never_left: bool = False  # for certain not a byte of the request left this device
    is_signed_out: bool = False
    least_s: float = 0.0  # not sooner, whatever the reason


@dataclass(frozen=True)
class Parked:
    reason: str


@dataclass(frozen=True)
class Clash:
    theirs: ServerCopy


Verdict = Done | Later | Parked | Clash


def judged(error: ClinicError) -> Later | Parked:
    """The verdict on a row whose request ended in `error`, where the kind of request makes no difference."""
    if isinstance(error, SignedOut):
        return Later("signed_out", is_stop=True, is_blameless=True, is_signed_out=True)
    if isinstance(error, HOST_SILENT):
        # What is more than Offline broke on the way: it may have arrived.
        return Later(error.code, is_stop=True, is_blameless=True, never_left=type(error) is Offline)
    if isinstance(error, TimedOut):
        return Later(error.code, is_stop=True)
    if isinstance(error, TooMany):
        return Later(error.code, asked_s=error.retry_after_s, is_stop=True)
    if isinstance(error, ServerBroken):
        asked = error.retry_after_s
        return Later(error.code, asked_s=asked, is_stop=asked is not None or error.status == 503)
    if isinstance(error, Forbidden):
        return Parked("forbidden")
    if isinstance(error, TooLarge):
        return Parked("too_large")
    if error.verb == "park":
        return Parked("rejected")
    return Later(error.code, is_stop=error.verb == "stop")


def copy_of(document: Document, *, etag: str | None = None) -> ServerCopy:
    """The server's version as the store keeps it; `etag` as a header or an entry told it, if the document does not."""
    known = document.etag or etag
    if known is None and document.version_id:
        known = f'W/"{document.version_id}"'
    assert document.id is not None
    return ServerCopy(document.id, known, document.last_updated, document.text)
