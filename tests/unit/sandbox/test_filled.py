"""A clinic that tests copy (tests/filled_clinic.py) is to the last byte the one that was filled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api_client.sandbox import Sandbox, clinic
from api_client.sandbox.seed import seed
from tests.filled_clinic import Filler

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_copied_clinic_holds_what_a_filled_one_does(is_demo: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = Filler(seed)
    made: list[tuple[list[str], int, int]] = []
    for fills in (seed, filler, filler):
        monkeypatch.setattr(clinic, "seed", fills)
        one = Sandbox(None, demo=is_demo, clock=lambda: NOW)
        told = [
            line
            for line in one._store._db.iterdump()
            if is_demo or not line.startswith('INSERT INTO "account"')
        ]
        made.append((told, one._store._last, one._store.now()))
        assert len(one.new_passwords) == (0 if is_demo else 7)
        one.close()
    filler.close()
    assert made[0] == made[1] == made[2]
    assert len(made[0][0]) > 200


def test_a_clinic_of_another_day_address_or_without_some_kind_is_filled_anew() -> None:
    filler = Filler(seed)
    for now, base, without in (
        (NOW, "http://one/fhir", ()),
        (NOW.replace(day=21), "http://one/fhir", ()),
        (NOW, "http://two/fhir", ()),
        (NOW, "http://one/fhir", ("Task",)),
    ):
        one = Sandbox(None, demo=True, clock=lambda now=now: now, base_url=base)
        store = clinic.Store(None, one.clock, base)
        filler(store, clinic.People(store), now, without)
        assert ("Task" in {row[0] for row in store.rows("SELECT type FROM current")}) is (not without)
        store.close()
        one.close()
    assert len(filler._filled) == 4
    filler.close()
