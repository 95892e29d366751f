"""The status never says that all is well while something is unsent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mobile.sync.status import Board, Outcome, SyncStatus, phase_of

outcomes = st.builds(
    Outcome,
    reason=st.sampled_from([None, "timed_out"]),
    is_signed_out=st.booleans(),
    is_unreachable=st.booleans(),
    is_faulty=st.booleans(),
    is_held=st.booleans(),
)


@given(outcome=outcomes, waiting=st.integers(0, 3), parked=st.integers(0, 3), conflicts=st.integers(0, 3))
def test_idle_is_only_said_when_nothing_is_unsent(
    outcome: Outcome, waiting: int, parked: int, conflicts: int
) -> None:
    phase, _ = phase_of(outcome, waiting=waiting, parked=parked, conflicts=conflicts)
    if phase == "idle":
        assert waiting == parked == conflicts == 0
    if outcome.is_signed_out:
        assert phase == "signed_out"


def test_idle_ends_the_moment_something_is_written() -> None:
    board = Board()
    board.counts(1, 0, 0, 0)
    assert board.status.phase == "sending"


def test_watcher_is_told_of_changes_only_and_no_more_after_its_end() -> None:
    board, told = Board(), list[SyncStatus]()
    end = board.watch(told.append)
    board.show(SyncStatus())
    board.show(SyncStatus(waiting=1, phase="sending"))
    end()
    end()
    board.show(SyncStatus())
    assert [s.waiting for s in told] == [1]
