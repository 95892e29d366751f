"""What the benchmark says of a goal."""

from __future__ import annotations

import pytest

from tests.bench.table import Figure


@pytest.mark.parametrize(
    ("ours", "peer", "goal", "holds"),
    [
        (3.0, 2.0, "<= 1.5", True),
        (3.1, 2.0, "<= 1.5", False),
        (3.0, 2.0, "<= 30 ms", True),
        (31.0, 2.0, "<= 30 ms", False),
        (31.0, None, "<= 30", False),
        (30.0, None, "<= 30", True),
        (0.4, 2.0, "<= 0.20 (5 times faster)", True),
        (9.0, 2.0, "shown", None),
    ],
)
def test_a_goal_without_a_unit_is_of_the_ratio_and_one_with_a_unit_of_our_own_figure(
    ours: float, peer: float | None, goal: str, holds: bool | None
) -> None:
    figure = Figure("one", ours, peer, "ms", goal)
    assert figure.holds is holds
    assert ("MISSED" in figure.line()) is (holds is False)
