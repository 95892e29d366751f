"""What an open app asks of its clinic while nothing happens, and how soon it sees what another person did."""

from __future__ import annotations

import pytest

from tests.bench.idle import minute, seen_after_s


@pytest.mark.parametrize(("role", "person"), [("patient", "rowan"), ("practitioner", "sam")])
async def test_an_idle_minute_takes_three_requests_and_carries_nothing_that_is_here_already(
    role: str, person: str
) -> None:
    one = await minute(role, person)
    assert one.requests <= 3
    assert one.carried == 0
    assert one.received < 100_000


async def test_what_another_person_shares_or_takes_back_is_seen_within_half_a_minute() -> None:
    shared, taken_back = await seen_after_s()
    assert shared <= 30
    assert taken_back <= 30
