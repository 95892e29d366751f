"""The vault: what stands in clear beside the keys, what opens them, and which parameters are refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mobile.records import kdf, schema, vault
from mobile.records.errors import Damaged, KeyUnavailable
from mobile.records.sealing import fresh_keys

pytestmark = pytest.mark.full_cost

SALT, SECRET = bytes(range(16)), bytes(range(32))
PLAIN = vault.Params(1, SALT, False, kdf.PIN_COST)
UNDER_PIN = vault.Params(3, SALT, True, kdf.Cost(46 * 1024, 2))


@pytest.fixture
def file() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.execute("PRAGMA foreign_keys=ON")
    schema.migrate(made)
    yield made
    made.close()


def test_what_stands_in_clear_is_written_in_one_form_for_ever() -> None:
    """It is bound into every wrap: written otherwise, no patient's store opens any more."""
    salt = SALT.hex()
    assert PLAIN.to_text() == f'{{"form": 1, "pin": false, "salt": "{salt}", "slot": 1}}'
    assert UNDER_PIN.to_text() == (
        f'{{"form": 1, "lanes": 1, "memory_kib": 47104, "pin": true, "salt": "{salt}", "slot": 3, "times": 2}}'
    )
    assert PLAIN.bound("key|1|2") == f"lantern|vault|key|1|2|{PLAIN.to_text()}".encode()


@pytest.mark.parametrize("params", [PLAIN, UNDER_PIN])
def test_what_stands_in_clear_is_read_as_it_was_written(params: vault.Params) -> None:
    assert vault.Params.from_text(params.to_text()) == params


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 46 * 1024 - 1},
        {"times": 0},
        {"lanes": 0},
        {"lanes": 9},
        {"memory_kib": (1 << 20) + 1},
        {"times": 13},
        {"times": None},
        {"salt": "00" * 15},
        {"salt": "00" * 17},
        {"salt": "no hex"},
        {"slot": "3"},
        {"slot": None},
        {"form": 2},
        {"pin": 1},
        {"more": 1},
    ],
    ids=str,
)
def test_anything_else_is_refused(change: dict[str, object]) -> None:
    values = json.loads(UNDER_PIN.to_text()) | change
    with pytest.raises(Damaged):
        vault.Params.from_text(json.dumps(values, sort_keys=True))


@pytest.mark.parametrize("text", ["", "[]", "5", "{}", "null", "[" * 9999])
def test_what_is_no_record_of_ours_is_refused(text: str) -> None:
    with pytest.raises(Damaged):
        vault.Params.from_text(text)


def test_the_strongest_parameters_that_are_accepted() -> None:
    strong = replace(UNDER_PIN, cost=kdf.Cost(1 << 20, 12, 8))
    assert vault.Params.from_text(strong.to_text()) == strong
    weakest = replace(UNDER_PIN, cost=kdf.Cost(46 * 1024, 1, 1))
    assert vault.Params.from_text(weakest.to_text()) == weakest


def test_new_parameters_have_a_salt_of_their_own() -> None:
    one, two = vault.params_made(4, True), vault.params_made(4, True)
    assert (one.slot, one.has_pin, one.cost, len(one.salt)) == (4, True, kdf.PIN_COST, 16)
    assert one.salt != two.salt
    assert vault.params_made(1, False).has_pin is False
    assert len(vault.secret_made()) == 32
    assert vault.secret_made() != vault.secret_made()


def test_keys_are_made_from_the_same_things_in_the_same_way_for_ever() -> None:
    """Known answers: if one changes, no patient's store opens any more."""
    assert kdf.stretched("258013", SALT, kdf.PIN_FLOOR).hex() == STRETCHED
    assert kdf.derived(SECRET, SALT, "wrap").hex() == DERIVED
    assert vault.device_key(SECRET, PLAIN).hex() == DEVICE
    assert vault.wrapping_key(SECRET, None, PLAIN).hex() == DERIVED
    assert vault.wrapping_key(SECRET, "258013", PLAIN).hex() == DERIVED, "there is no PIN"
    assert vault.wrapping_key(SECRET, "258013", UNDER_PIN).hex() == WRAPPING
    assert vault.wrapping_key(SECRET, None, UNDER_PIN) == vault.wrapping_key(SECRET, "", UNDER_PIN)


def test_half_a_character_in_a_passphrase_is_taken_as_it_is() -> None:
    assert len(kdf.stretched("cut \ud83c", SALT, kdf.Cost(8, 1))) == 32


def test_what_was_put_opens_with_its_own_key_and_secret_only(file: sqlite3.Connection) -> None:
    assert vault.stored_params(file) is None
    wrap, raw = b"\x01" * 32, fresh_keys()
    vault.put(file, SECRET, wrap, PLAIN, raw)
    assert vault.stored_params(file) == PLAIN
    assert vault.proves(file, SECRET, PLAIN)
    assert not vault.proves(file, bytes(32), PLAIN)
    assert vault.is_right(file, wrap, PLAIN)
    assert not vault.is_right(file, bytes(32), PLAIN)
    assert vault.opened(file, wrap, PLAIN) == raw
    with pytest.raises(Damaged):
        vault.opened(file, bytes(32), PLAIN)


def test_a_wrapped_key_moved_to_another_place_does_not_open(file: sqlite3.Connection) -> None:
    wrap = b"\x01" * 32
    vault.put(file, SECRET, wrap, PLAIN, {(1, 1): b"a" * 32, (2, 1): b"b" * 32})
    file.execute("UPDATE dek SET version = 2 WHERE compartment = 1")
    with pytest.raises(Damaged):
        vault.opened(file, wrap, PLAIN)


def test_a_verifier_in_the_place_of_the_devices_constant_proves_nothing(file: sqlite3.Connection) -> None:
    device = vault.device_key(SECRET, PLAIN)
    vault.put(file, SECRET, device, PLAIN, {(1, 1): b"a" * 32})
    file.execute("UPDATE vault SET device = verifier")
    assert not vault.proves(file, SECRET, PLAIN)
    assert vault.is_right(file, device, PLAIN)


def test_a_vault_without_keys_says_so(file: sqlite3.Connection) -> None:
    vault.put(file, SECRET, b"\x01" * 32, PLAIN, {})
    with pytest.raises(KeyUnavailable):
        vault.opened(file, b"\x01" * 32, PLAIN)


def test_a_slot_that_says_it_is_another_is_damage(file: sqlite3.Connection) -> None:
    vault.put(file, SECRET, b"\x01" * 32, PLAIN, {})
    file.execute("UPDATE vault SET slot = 2")
    with pytest.raises(Damaged):
        vault.stored_params(file)


def test_the_newest_slot_counts(file: sqlite3.Connection) -> None:
    newer = replace(PLAIN, slot=2)
    for params in (PLAIN, newer):
        vault.put(file, SECRET, b"\x01" * 32, params, {})
    assert vault.stored_params(file) == newer


def test_a_new_wrap_takes_the_old_ones_away_with_their_keys(file: sqlite3.Connection) -> None:
    old, new, raw = b"\x01" * 32, b"\x02" * 32, fresh_keys()
    vault.put(file, SECRET, old, PLAIN, raw)
    newer = replace(PLAIN, slot=2)
    vault.rewrap(file, SECRET, new, newer, raw)
    assert vault.stored_params(file) == newer
    assert vault.opened(file, new, newer) == raw
    assert file.execute("SELECT DISTINCT slot FROM vault").fetchall() == [(2,)]
    assert file.execute("SELECT DISTINCT slot FROM dek").fetchall() == [(2,)]
    assert {key for key, _ in raw} == {1, 2, 3, 9}
    assert len(set(raw.values())) == 4


STRETCHED = "a68158a719ac7f6140423f2e481e613ca8cf5959a6d0ba5ec7292d6ee7be8029"
DERIVED = "e5fb2157f84f2029672e665d11f18ad8668fff720a564cc4d063bfc6e286c369"
DEVICE = "37abddd78a102782b4f8bc499330e3a7fded462b67c76eb98fd893fef1a4b1c9"
WRAPPING = "32841d1d92eb387cd9c179ca23cae345bee914ee5c6394bf43f2c18688447943"
