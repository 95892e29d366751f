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


@pytest.mark.parametrize(("role", "person"), [("patient", "rowan"), ("practitioner", "sam")])
async def test_where_every_search_is_a_request_what_only_the_clinic_changes_is_asked_seldom(
    role: str, person: str
) -> None:
    assert (await minute(role, person, takes_batches=False)).requests <= 30


@pytest.mark.parametrize("takes_batches", [True, False])
async def test_what_another_person_shares_or_takes_back_is_seen_within_half_a_minute(
    takes_batches: bool,
) -> None:
    shared, taken_back = await seen_after_s(takes_batches=takes_batches)
    assert shared <= 30
    assert taken_back <= 30
