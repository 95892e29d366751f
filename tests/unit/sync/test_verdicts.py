"""What each error means for a row of the queue, and how long a create whose answer is unclear is left alone."""

from __future__ import annotations

import pytest

from api_client.errors import (
    BadAddress,
    ClinicError,
    Forbidden,
    NotFhir,
    Offline,
    Rejected,
    ServerBroken,
    SignedOut,
    TimedOut,
    TlsRefused,
    TooLarge,
    TooMany,
)
from mobile.sync.send import UNCLEAR_WAIT_S, UNGUARDED_WAIT_S, after_create
from mobile.sync.verdicts import Later, Parked, judged

UNSENT = [Offline(), TlsRefused(), BadAddress()]
MAYBE_SENT = [TimedOut(), ServerBroken(status=500), NotFhir()]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SignedOut(), Later("signed_out", is_stop=True, is_blameless=True, is_signed_out=True)),
        (Offline(), Later("offline", is_stop=True, is_blameless=True, never_left=True)),
        (NotFhir(), Later("not_fhir", is_stop=True, is_blameless=True)),
        (TimedOut(), Later("timed_out", is_stop=True)),
        (ServerBroken(status=500), Later("server_broken")),
        (ServerBroken(status=503), Later("server_broken", is_stop=True)),
        (Forbidden(), Parked("forbidden")),
        (TooLarge(), Parked("too_large")),
        (Rejected(), Parked("rejected")),
    ],
)
def test_each_error_has_its_verdict(error: ClinicError, expected: Later | Parked) -> None:
    assert judged(error) == expected


def test_a_server_that_says_how_long_to_wait_is_not_asked_sooner() -> None:
    assert judged(TooMany(retry_after_s=90.0)) == Later("too_many", asked_s=90.0, is_stop=True)
    assert judged(ServerBroken(status=500, retry_after_s=30.0)) == Later(
        "server_broken", asked_s=30.0, is_stop=True
    )


@pytest.mark.parametrize("error", UNSENT, ids=lambda one: type(one).__name__)
def test_a_guarded_create_that_never_left_waits_no_longer_than_the_connection(error: ClinicError) -> None:
    assert after_create(error, is_guarded=True) == judged(error)


@pytest.mark.parametrize("error", MAYBE_SENT, ids=lambda one: type(one).__name__)
def test_a_guarded_create_that_may_be_on_its_way_is_given_time_to_arrive(error: ClinicError) -> None:
    verdict = after_create(error, is_guarded=True)
    assert isinstance(verdict, Later)
    assert verdict.least_s == UNCLEAR_WAIT_S


@pytest.mark.parametrize("error", [*UNSENT, *MAYBE_SENT], ids=lambda one: type(one).__name__)
def test_a_create_without_a_guard_waits_longest(error: ClinicError) -> None:
    verdict = after_create(error, is_guarded=False)
    assert isinstance(verdict, Later)
    assert verdict.least_s == UNGUARDED_WAIT_S > UNCLEAR_WAIT_S


def test_a_refused_create_waits_for_nothing() -> None:
    assert after_create(Forbidden(), is_guarded=False) == Parked("forbidden")
