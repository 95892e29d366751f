"""What a clinic's refusal or silence means for the copy, and how long to wait before it is tried again."""

from __future__ import annotations

from api_client.errors import ClinicError, ServerBroken, SignedOut, TooLarge, TooMany
from mobile.clinic_copy.standing import Hindrance

FIRST_S, LONGEST_S = 60.0, 6 * 3600.0
FULL_S = 24 * 3600.0
_NO_ROOM = 507


def hindrance_of(error: ClinicError) -> Hindrance:
    """One code a cause."""
    if isinstance(error, SignedOut):
        return "signed_out"
    if isinstance(error, TooLarge):
        return "too_large"
    if isinstance(error, ServerBroken) and error.status == _NO_ROOM:
        return "full"
    if isinstance(error, (ServerBroken, TooMany)):
        return "busy"
    return "refused" if error.verb == "park" else "unreachable"


def wait_s(hindrance: Hindrance, failures: int, asked_s: float | None) -> float:
    """Seconds until the next try after so many in a row; never sooner than the server asked."""
    if hindrance == "full":
        return FULL_S
    own_s = min(LONGEST_S, FIRST_S * 2 ** min(failures - 1, 12))
    return max(own_s, asked_s or 0.0)
