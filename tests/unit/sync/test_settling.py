"""Whose a record is, as the queries say or its name tells."""

from __future__ import annotations

import pytest

from mobile.sync import PullQuery
from mobile.sync.settling import is_own

QUERIES = [
    PullQuery("shared", "Goal", is_own=False),
    PullQuery("given", "Consent", is_own=True),
    PullQuery("read", "Communication"),
]


@pytest.mark.parametrize(
    ("resource_type", "local_id", "expected"),
    [
        ("Goal", "5c9ff0b2", False),  # the query says so, whoever named it
        ("Consent", "Consent/12", True),
        ("Communication", "5c9ff0b2", True),  # named here
        ("Communication", "Communication/12", False),
        ("Task", "Task/3", False),
    ],
)
def test_the_queries_of_its_own_type_say_whose_a_record_is(
    resource_type: str, local_id: str, expected: bool
) -> None:
    assert is_own(QUERIES, resource_type, local_id) is expected


def test_one_query_that_says_own_is_enough() -> None:
    assert is_own([*QUERIES, PullQuery("mine", "Goal", is_own=True)], "Goal", "Goal/1")
