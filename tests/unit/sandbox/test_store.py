"""The clinic's memory: instants that only ever grow, transactions that leave nothing half done."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api_client.sandbox.exact import parse
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.store import Store
from tests.unit.sandbox.visitor import BASE, goal

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Hands:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def store(clock: Hands) -> Store:
    return Store(None, clock, BASE)


def made(store: Store, **more: Any) -> Any:
    with store.writing():
        return store.create(parse(json.dumps(goal("Patient/rowan", **more))))


def test_two_writes_never_share_an_instant_though_the_clock_stands_still(store: Store) -> None:
    stamps = [made(store).updated for _ in range(3)]
    assert stamps == [stamps[0], stamps[0] + 1, stamps[0] + 2]


def test_instants_grow_though_the_clock_runs_back(store: Store, clock: Hands) -> None:
    first = made(store)
    clock.at = NOON - timedelta(days=2)
    assert made(store).updated == first.updated + 1
    clock.at = NOON + timedelta(days=2)
    assert made(store).updated - first.updated == 2 * 86_400_000


def test_instants_grow_over_a_restart(tmp_path: Any, clock: Hands) -> None:
    first = Store(tmp_path / "c.db", clock, BASE)
    row = made(first)
    first.close()
    again = Store(tmp_path / "c.db", clock, BASE)
    assert made(again).updated > row.updated
    again.close()


def test_what_fails_in_the_middle_leaves_nothing(store: Store) -> None:
    def two() -> None:
        with store.writing():
            store.create(parse(json.dumps(goal("Patient/rowan"))))
            store.create(parse(json.dumps(goal("Patient/rowan", startDate="soon"))))

    with pytest.raises(Refusal):
        two()
    assert store.is_empty
    assert store.rows("SELECT * FROM term") == store.rows("SELECT * FROM version") == []


def test_an_update_leaves_no_trace_of_the_old_version_in_the_index(store: Store) -> None:
    row = made(store, startDate="2026-01-01")
    with store.writing():
        newer = store.update(row, parse(json.dumps(goal("Patient/rowan", lifecycleStatus="completed"))))
    assert store.rows("SELECT * FROM span") == []
    assert [code for (code,) in store.rows("SELECT code FROM term WHERE key = 'Goal.lifecycle-status'")] == [
        "completed"
    ]
    with store.writing():
        store.delete(newer)
    assert store.rows("SELECT * FROM term") == store.rows("SELECT * FROM relation") == []
