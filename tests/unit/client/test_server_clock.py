"""How far the server's clock is away: believed from two answers in a row that agree, and from none that may be old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from api_client import ClinicClient, Retry
from api_client.errors import NotFound
from api_client.server_clock import LONGEST_WAY, ServerClock

HERE = datetime(2026, 6, 9, 19, 0, tzinfo=UTC)
AHEAD = timedelta(hours=5)


class Clock:
    """This machine's, set by the test."""

    def __init__(self) -> None:
        self.at = HERE
        self.known = ServerClock(lambda: self.at)

    def hears(
        self, stated: datetime, *, took: timedelta = timedelta(milliseconds=200), **more: str
    ) -> timedelta | None:
        asked_at = self.at
        self.at += took
        self.known.heard({"date": format_datetime(stated, usegmt=True), **more}, asked_at)
        return self.known.ahead


def test_two_answers_that_agree_are_believed_and_one_is_not() -> None:
    clock = Clock()
    assert clock.hears(HERE + AHEAD) is None
    ahead = clock.hears(HERE + AHEAD)
    assert ahead is not None
    assert abs(ahead - AHEAD) < timedelta(seconds=2)


def test_one_answer_between_others_moves_nothing() -> None:
    clock = Clock()
    for _ in range(2):
        clock.hears(HERE + AHEAD)
    assert clock.hears(HERE) == clock.known.ahead
    assert clock.known.ahead is not None
    assert clock.known.ahead > timedelta(hours=4)
    clock.hears(HERE)  # it was set right
    assert abs(clock.known.ahead) < timedelta(seconds=5)


@pytest.mark.parametrize("header", [{"age": "7200"}, {"date": "yesterday"}, {"date": ""}])
def test_what_may_be_old_or_says_no_time_is_left_out(header: dict[str, str]) -> None:
    clock = Clock()
    for _ in range(3):
        assert clock.hears(HERE + AHEAD, **header) is None


def test_what_was_long_under_way_is_left_out() -> None:
    clock = Clock()
    for _ in range(3):
        assert clock.hears(HERE + AHEAD, took=LONGEST_WAY + timedelta(seconds=1)) is None
        assert clock.hears(HERE + AHEAD, took=-timedelta(hours=1)) is None  # set back meanwhile


async def test_a_client_hears_it_from_whatever_is_answered() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(404, headers={"date": format_datetime(datetime.now(UTC) + AHEAD, usegmt=True)})

    clinic = ClinicClient(
        "https://clinic.test/fhir", transport=httpx.MockTransport(answer), retry=Retry(tries=1)
    )
    for _ in range(2):
        with pytest.raises(NotFound):
            await clinic.read("Patient", "p1")
    ahead = clinic.server_clock.ahead
    await clinic.aclose()
    assert ahead is not None
    assert abs(ahead - AHEAD) < timedelta(seconds=5)


@pytest.mark.parametrize("year", [101, 1970, 2019, 2200, 9999])
def test_a_time_that_no_clock_shows_now_is_left_out(year: int) -> None:
    """A year on from the end of the calendar would be no day that can be reckoned with."""
    clock = Clock()
    for _ in range(3):
        assert clock.hears(datetime(year, 12, 31, 23, 59, 58, tzinfo=UTC)) is None
