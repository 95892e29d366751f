"""Searches that go together in one batch, and when they are asked one by one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from api_client import Entry as Asked
from api_client import Page
from api_client.errors import BadReply, ClinicError, Forbidden, NotFound, ServerBroken, TimedOut
from mobile.sync.gathering import FAILURES, Gatherer, Search
from mobile.sync.traits import Traits

# --- searches in one batch ---


def page_of(matches: int, **more: Any) -> Page:
    return Page([], matches=matches, **more)


class Batches:
    """The client's port for a batch of searches: answers as it is told, and counts."""

    def __init__(self, *answers: Sequence[Page | ClinicError] | ClinicError) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    async def searches(self, entries: Sequence[Asked]) -> Sequence[Page | ClinicError]:
        self.asked.append(len(entries))
        answer = self.answers.pop(0)
        if isinstance(answer, ClinicError):
            raise answer
        return answer


def gatherer(*answers: Sequence[Page | ClinicError] | ClinicError) -> tuple[Gatherer, Batches]:
    batches = Batches(*answers)
    return Gatherer(batches, Traits()), batches  # type: ignore[arg-type]


def searches(*names: str, count: int = 5) -> dict[str, Search]:
    return {name: Search(Asked.search("Goal", {"a": name}), count) for name in names}


async def test_two_searches_and_more_go_together_and_one_goes_alone() -> None:
    one, batches = gatherer([page_of(1), page_of(2)])
    assert await one.ask(searches("a")) == {}
    assert await one.ask({}) == {}
    assert batches.asked == []
    assert await one.ask(searches("a", "b")) == {"a": page_of(1), "b": page_of(2)}
    one.traits.is_gathering_broken = True
    assert await one.ask(searches("a", "b")) == {}
    assert batches.asked == [2]


async def test_an_answer_that_is_not_plain_is_asked_for_again_by_itself() -> None:
    full, counted = page_of(5), page_of(5, total=5)
    linked, cut = page_of(5, next="more"), page_of(5, is_cut=True)
    one, _ = gatherer(
        [
            full,
            counted,
            linked,
            cut,
            page_of(4),
            ServerBroken(status=500),
            BadReply(),
            Forbidden(),
            NotFound(),
        ]
    )
    found = await one.ask(searches(*"abcdefghi"))
    assert set(found) == {"b", "c", "d", "e", "h", "i"}
    assert found["c"] == replace(linked, next=None, is_cut=True), "its link leads on in pages as small"
    assert found["d"] == cut
    assert isinstance(found["h"], Forbidden)


async def test_batches_that_fail_twice_in_a_row_are_given_up_and_one_that_passes_begins_anew() -> None:
    broken = ServerBroken(status=500)
    one, batches = gatherer(broken, [page_of(1), page_of(1)], broken, [Forbidden(), NotFound()])
    for _ in range(4):
        assert not one.traits.is_gathering_broken
        await one.ask(searches("a", "b"))
    assert one.traits.is_gathering_broken
    assert len(batches.asked) == 4
    assert FAILURES == 2


async def test_a_batch_that_is_refused_is_given_up_at_once_and_silence_is_passed_on() -> None:
    one, _ = gatherer(Forbidden())
    assert await one.ask(searches("a", "b")) == {}
    assert one.traits.is_gathering_broken
    one, _ = gatherer(TimedOut())
    with pytest.raises(TimedOut):
        await one.ask(searches("a", "b"))
    assert not one.traits.is_gathering_broken
