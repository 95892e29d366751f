"""Waits grow, jitter over the whole range, end at a quarter of an hour, and obey the server within reason."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mobile.sync.backoff import LONGEST_ASKED_S, LONGEST_S, wait_s

chance = st.floats(0, 1, exclude_max=True)


@given(attempt=st.integers(0, 10_000), r=chance)
def test_wait_is_between_a_second_and_a_quarter_of_an_hour(attempt: int, r: float) -> None:
    assert 1.0 <= wait_s(attempt, lambda: r) <= LONGEST_S


@given(asked=st.floats(-10, 1e9), r=chance)
def test_retry_after_is_obeyed_up_to_an_hour(asked: float, r: float) -> None:
    wait = wait_s(0, lambda: r, asked)
    assert wait >= min(asked, LONGEST_ASKED_S)
    assert wait <= LONGEST_ASKED_S + 1


def test_ceiling_doubles() -> None:
    ceilings = [wait_s(n, lambda: 1.0) for n in range(12)]
    assert ceilings[:4] == [2.0, 4.0, 8.0, 16.0]
    assert ceilings[-1] == LONGEST_S
