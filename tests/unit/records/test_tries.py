"""How long until the next PIN may be tried, by two clocks that may both be wrong."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from mobile.records.attempts import FADES_S, MOST, MOST_RECENT, PAUSES_S, Counter, Tries
from mobile.records.errors import WrongPin
from tests.unit.records.parts import START, Clocks

NOW_S = START.timestamp()


def counter(clocks: Clocks) -> Counter:
    return Counter(b"\x01" * 32, clocks.now, clocks.steady)


@pytest.mark.parametrize("failed", range(MOST + 2))
def test_each_failure_has_its_pause_and_the_last_one_lasts(failed: int) -> None:
    tries = Tries(failed, 100.0, 50.0)
    assert tries.wait_s(100.0, 50.0) == PAUSES_S[min(failed, MOST - 1)]


def test_the_clock_that_says_longer_is_believed() -> None:
    tries = Tries(5, 100.0, 50.0)  # a minute
    assert tries.wait_s(130.0, 80.0) == 30.0
    assert tries.wait_s(110.0, 90.0) == 50.0
    assert tries.wait_s(159.0, 60.0) == 50.0
    assert tries.wait_s(160.0, 110.0) == 0.0
    assert tries.wait_s(500.0, 500.0) == 0.0
    assert tries.wait_s(20.0, 110.0) == 60.0, "a wall clock set back is no more than the whole pause"


def test_after_a_restart_only_what_passed_since_is_certain() -> None:
    tries = Tries(5, 100.0, 50.0)
    assert tries.wait_s(1000.0, 10.0) == 50.0
    assert tries.wait_s(1000.0, 49.0) == 11.0
    assert tries.wait_s(1000.0, 50.0) == 60.0, "the very same moment: nothing has passed"


def test_the_stricter_of_two_counts_has_the_more_of_both_and_the_later_times() -> None:
    few, many = Tries(2, 900.0, 900.0, 7.0), Tries(3, 100.0, 50.0, 4.0)
    assert few.stricter(many) == many.stricter(few) == Tries(3, 900.0, 900.0, 7.0)
    assert Tries(3, 100.0, 70.0).stricter(Tries(3, 200.0, 60.0)) == Tries(3, 200.0, 70.0)


def test_of_two_places_the_stricter_counts_and_none_is_no_failure() -> None:
    one = counter(Clocks())
    two, three = one.sealed(Tries(2, 1.0, 2.0)), one.sealed(Tries(3, 1.0, 2.0))
    assert one.both(None, None) == Tries()
    assert one.both(two, None) == Tries(2, 1.0, 2.0)
    assert one.both(None, three) == Tries(3, 1.0, 2.0)
    assert one.both(three, two) == one.both(two, three) == Tries(3, 1.0, 2.0)


def test_what_no_right_pin_forgives_fades_by_the_slower_clock() -> None:
    tries = Tries(0, 100.0, 50.0, MOST_RECENT)
    assert tries.wait_s(100.0, 50.0) == FADES_S
    assert tries.wait_s(100.0 + FADES_S, 60.0) == FADES_S - 10, "the wall clock was set forward"
    assert tries.wait_s(100.0 + FADES_S, 50.0 + FADES_S) == 0
    assert tries.recent_at(100.0 + 2 * FADES_S, 50.0 + 2 * FADES_S) == MOST_RECENT - 2
    assert tries.recent_at(1e9, 1e9) == 0
    assert Tries(3, 9.0, 9.0, 5.0).forgiven() == Tries(0, 9.0, 9.0, 4.0)


def test_digits_that_are_chosen_are_counted_and_fail_nothing() -> None:
    clocks = Clocks()
    one = counter(clocks)
    tries = Tries(2, NOW_S, clocks.steady_s)
    for number in range(1, MOST_RECENT + 1):
        tries = one.chosen(tries)
        assert tries == Tries(2, NOW_S, clocks.steady_s, number)
    with pytest.raises(WrongPin) as refused:
        one.chosen(tries)
    assert refused.value.next_try_at == clocks.now() + timedelta(seconds=FADES_S)
    assert one.refusal(tries) is not None, "nor is a PIN looked at"
    clocks.pass_s(FADES_S)
    assert one.chosen(tries).recent == MOST_RECENT


def test_a_count_that_does_not_open_is_nine_failures_just_now() -> None:
    clocks = Clocks()
    one = counter(clocks)
    nine = Tries(MOST - 1, NOW_S, clocks.steady_s, MOST_RECENT)
    other = Counter(b"\x02" * 32, clocks.now, clocks.steady)
    assert one.read(other.sealed(Tries())) == nine
    assert one.read(b"") == nine
    assert one.read(None) is None
    assert one.both(None, b"garbled") == nine


def test_a_count_keeps_its_times_to_the_fraction() -> None:
    tries = Tries(4, 1234.5678, 9.25)
    assert Tries.from_bytes(tries.to_bytes()) == tries
    assert tries.to_bytes() == b"[4, 1234.5678, 9.25, 0.0]"
    assert Tries.from_bytes(b"[4.0, 1, 2]") == Tries(4, 1.0, 2.0), "as it was kept before"


def test_a_time_in_the_future_begins_anew_and_any_other_stays() -> None:
    one = counter(Clocks())
    assert one.anchored(Tries(4, NOW_S + 1, 5.0)) == Tries(4, NOW_S, 5.0)
    assert one.anchored(Tries(4, NOW_S, 5.0)) == Tries(4, NOW_S, 5.0)
    assert one.anchored(Tries(4, NOW_S - 9, 5.0)) == Tries(4, NOW_S - 9, 5.0)


def test_a_try_is_counted_with_the_time_of_both_clocks() -> None:
    clocks = Clocks()
    assert counter(clocks).charged(Tries(2, 1.0, 2.0)) == Tries(3, NOW_S, clocks.steady_s, 1.0)


def test_a_try_that_may_not_be_made_is_refused_and_says_when() -> None:
    clocks = Clocks()
    one = counter(clocks)
    waiting = Tries(4, NOW_S - 10, clocks.steady_s - 10)
    refused = one.refusal(waiting)
    assert refused is not None
    assert (refused.tries_left, refused.was_tried) == (6, False)
    assert refused.next_try_at == START + timedelta(seconds=20)
    with pytest.raises(WrongPin) as met:
        one.charged(waiting)
    assert met.value.next_try_at == START + timedelta(seconds=20)
    over = one.refusal(Tries(MOST, 0.0, 0.0))
    assert over is not None
    assert (over.tries_left, over.next_try_at, over.was_tried) == (0, None, False)
    assert one.refusal(Tries(MOST - 1, 0.0, 0.0)) is not None
    clocks.pass_s(10**6)
    assert one.refusal(Tries(MOST - 1, NOW_S, 1000.0)) is None


def test_the_next_try_is_told_in_utc_and_only_where_waiting_helps() -> None:
    clocks = Clocks()
    one = counter(clocks)
    assert one.next_try_at(Tries(3, NOW_S, clocks.steady_s)) is None
    assert one.next_try_at(Tries(MOST, NOW_S, clocks.steady_s)) is None
    clocks.wall = START.astimezone(timezone(timedelta(hours=5)))
    at = one.next_try_at(Tries(4, NOW_S, clocks.steady_s))
    assert at == START + timedelta(seconds=30)
    assert at is not None
    assert at.tzinfo == UTC
