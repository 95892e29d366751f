"""The crypto contract (T10): known answers, no nonce twice, and nothing opens but in its own place.

LANTERN_SEALS: how many seals are compared for a repeated nonce (100,000 here, 1,000,000 in the campaign).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records import kdf
from mobile.records.errors import Damaged, Locked
from mobile.records.sealing import Keys, RowIdentity, opened_under, padded, sealed_under, unpadded
from tests.unit.records.parts import some_keys

pytestmark = pytest.mark.full_cost

PLACE = RowIdentity(1, 77, b"row-1", "body")
SEALS = int(os.environ.get("LANTERN_SEALS", "100000"))


def test_the_cipher_answers_as_the_standard_says() -> None:
    """McGrew and Viega's test case 16 for AES-256-GCM."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        "b16aedf5aa0de657ba637b39"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    tag = "76fc6ece0f4e1768cddf8853bb2d551b"
    assert AESGCM(key).encrypt(nonce, plain, bound).hex().endswith(tag)


def test_derived_keys_answer_as_rfc_5869_says() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(SHA256(), 42, bytes(range(13)), bytes.fromhex("f0f1f2f3f4f5f6f7f8f9")).derive(b"\x0b" * 22)
    assert made.hex().startswith("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
    assert kdf.derived(b"m", b"s", "a") != kdf.derived(b"m", b"s", "b")


def test_a_value_sealed_by_the_first_release_still_opens() -> None:
    """Kept from schema 1: if this fails, no patient's store opens any more."""
    sealed = bytes.fromhex(KEPT)
    assert some_keys().open(PLACE, sealed) == b"kept from the first release"
    assert sealed[:3] == bytes([1, 0, 1])  # the format, and the version of the key


def test_no_nonce_is_used_twice(capsys: pytest.CaptureFixture[str]) -> None:
    keys = some_keys()
    nonces = {keys.seal(PLACE, b"")[3:15] for _ in range(SEALS)}
    assert len(nonces) == SEALS
    with capsys.disabled():
        print(f"FIGURES {SEALS} seals, {SEALS - len(nonces)} repeated nonces")


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, compartment=2),
        replace(PLACE, kind=78),
        replace(PLACE, row=b"row-2"),
        replace(PLACE, column="head"),
    ],
)
def test_a_sealed_value_opens_in_no_other_place(elsewhere: RowIdentity) -> None:
    keys = some_keys()
    with pytest.raises(Damaged):
        keys.open(elsewhere, keys.seal(PLACE, b"words"))


def test_another_key_version_format_or_any_flipped_bit_does_not_open() -> None:
    keys = some_keys()
    keys.add(1, 2, b"\x07" * 32)
    sealed = keys.seal(PLACE, b"words")
    assert sealed[1:3] == b"\x00\x02"
    for bit in range(8 * len(sealed)):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(Damaged):
            keys.open(PLACE, bytes(changed))
    for short in (b"", sealed[:5], sealed[:15], sealed[:-1]):
        with pytest.raises(Damaged):
            keys.open(PLACE, short)
    with pytest.raises(Damaged):
        opened_under(AESGCM(b"\x00" * 32), PLACE.bound(1, 2), sealed)


def test_many_at_once_open_as_one_by_one_and_the_broken_one_is_named() -> None:
    keys = some_keys()
    rows = [bytes([n]) * 4 for n in range(5)]
    sealed = [keys.seal(replace(PLACE, row=row), row) for row in rows]
    keys.add(1, 2, b"\x07" * 32)
    sealed[3] = keys.seal(replace(PLACE, row=rows[3]), rows[3])
    sealed[1], sealed[4] = sealed[4], b"\x01\x00"
    found = list(keys.open_many(PLACE, zip(rows, sealed, strict=True)))
    assert found == [rows[0], None, rows[2], rows[3], None]


@pytest.mark.parametrize("length", [0, 1, 251, 252, 253, 5000])
def test_sizes_are_hidden_in_steps_of_256(length: int) -> None:
    data = b"a" * length
    assert len(padded(data)) % 256 == 0
    assert unpadded(padded(data)) == data
    with pytest.raises(Damaged):
        unpadded(b"\xff\xff\xff\xff" + bytes(252))


def test_dropped_keys_seal_and_open_nothing() -> None:
    keys = some_keys()
    sealed = keys.seal(PLACE, b"words")
    keys.drop()
    for call in (
        lambda: keys.seal(PLACE, b""),
        lambda: keys.open(PLACE, sealed),
        lambda: list(keys.open_many(PLACE, [])),
        keys.raw,
    ):
        with pytest.raises(Locked):
            call()


def test_parameters_below_the_floor_or_absurdly_high_are_refused() -> None:
    for cost in (
        kdf.Cost(46 * 1024 - 1, 2),
        kdf.Cost(46 * 1024, 0),
        kdf.Cost(1 << 21, 2),
        kdf.Cost(46 * 1024, 99),
        kdf.Cost(46 * 1024, 2, 0),
    ):
        with pytest.raises(kdf.BelowFloor):
            cost.check(kdf.PIN_FLOOR)
    assert kdf.PIN_COST.check(kdf.PIN_FLOOR) == kdf.PIN_COST


def test_lookups_are_the_hmac_of_rfc_2104_cut_to_sixteen_bytes() -> None:
    """Known answers: if one changes, no record is found under its id any more."""
    keys = some_keys()
    expected = hmac.new(b"\x09" * 32, b"id|caf\xc3\xa9", hashlib.sha256).digest()
    assert keys.lookup("id", "café") == expected[:16]
    assert keys.lookup("id", "cut \ud83c") != keys.lookup("id", "cut ")
    assert keys.code("id", "café") == int.from_bytes(expected[:6], "big")


def test_many_sealed_at_once_open_one_by_one_in_their_own_place_only() -> None:
    keys = some_keys()
    keys.add(1, 258, b"\x07" * 32)
    rows = [(bytes([n]) * 4, b"words %d" % n) for n in range(3)]
    sealed = keys.seal_many(PLACE, rows)
    assert [one[:3] for one in sealed] == [b"\x01\x01\x02"] * 3
    assert len({one[3:15] for one in sealed}) == 3
    assert {len(one) for one in sealed} == {15 + 256 + 16}
    for (row, data), one in zip(rows, sealed, strict=True):
        assert keys.open(replace(PLACE, row=row), one) == data
        with pytest.raises(Damaged):
            keys.open(PLACE, one)
    assert list(keys.open_many(PLACE, [(row, one) for (row, _), one in zip(rows, sealed, strict=True)])) == [
        data for _, data in rows
    ]
    assert keys.seal_many(PLACE, []) == []


def test_many_of_several_formats_and_versions_are_each_opened_by_their_own() -> None:
    keys = some_keys()
    old = keys.seal(PLACE, b"old")
    keys.add(1, 2, b"\x07" * 32)
    new = keys.seal(PLACE, b"new")
    other_format = b"\x02" + new[1:]
    unknown = new[:1] + b"\x00\x09" + new[3:]
    short = old[:14]
    rows = [(PLACE.row, one) for one in (old, new, other_format, unknown, short, None, 5, old, new)]
    found = list(keys.open_many(PLACE, rows))  # type: ignore[arg-type]
    assert found == [b"old", b"new", None, None, None, None, None, b"old", b"new"]


def test_what_is_sealed_is_bound_to_its_place_in_one_form_for_ever() -> None:
    assert PLACE.bound(1, 2) == b"lantern|1|77|row-1|1|2|body"


def test_only_the_newest_of_each_keys_versions_is_left_after_retiring_and_the_old_is_overwritten() -> None:
    keys = some_keys()
    assert not keys.has_older
    old = keys._raw[1, 1]
    sealed = keys.seal(PLACE, b"old")
    keys.add(1, 2, b"\x07" * 32)
    assert keys.has_older
    assert (keys.newest(1), keys.newest(2)) == (2, 1)
    assert keys.raw() == {(1, 1): b"\x01" * 32, (1, 2): b"\x07" * 32} | {
        (n, 1): bytes([n]) * 32 for n in (2, 3, 9)
    }
    assert keys.open(PLACE, sealed) == b"old"
    keys.retire()
    assert not keys.has_older
    assert old == bytearray(32)
    assert set(keys.raw()) == {(1, 2), (2, 1), (3, 1), (9, 1)}
    with pytest.raises(Damaged):
        keys.open(PLACE, sealed)
    keys.lookup("id", "x")


def test_the_newest_version_is_known_in_whichever_order_the_keys_were_read() -> None:
    raw = {(1, n): bytes([n]) * 32 for n in (2, 3, 1)} | {(9, 1): b"\x09" * 32}
    assert Keys(raw).newest(1) == 3


def test_a_length_that_is_more_than_what_follows_is_damage() -> None:
    assert unpadded(b"\x00\x00\x00\x02ab") == b"ab"
    with pytest.raises(Damaged):
        unpadded(b"\x00\x00\x00\x03ab")


def test_what_is_no_sealed_value_at_all_is_damage() -> None:
    key = AESGCM(b"\x01" * 32)
    sealed = sealed_under(key, b"place", b"words", 3)
    assert sealed[:3] == b"\x01\x00\x03"
    assert opened_under(key, b"place", sealed) == b"words"
    assert sealed_under(key, b"place", b"words")[:3] == b"\x01\x00\x00"
    for wrong in (None, 5, "text", b"", sealed[:14]):
        with pytest.raises(Damaged):
            opened_under(key, b"place", wrong)  # type: ignore[arg-type]
        with pytest.raises(Damaged):
            some_keys().open(PLACE, wrong)  # type: ignore[arg-type]


KEPT = "0100015acadfcd7dfac912976ec3685d1c3edf468281cfb631f3b5a6cda1c26b06460fc235b65e8125b9533093b9fa637614f2bfcacd944ad79c3ae7d8182491c60ad17a3d0869cc02e8dd182a34f6deeb5b5ca6d77a72ce761c3d69687648f206e984d1ba7c52a2d19ba3cb42a13cca0ff969ca8191b25149c0183432afb4f973043d815be9bd69767b2f3ac078b2601d03302d6a6daf601fe343cd2b2d1143a92cf31503147ddb49ff690010bf524e268aeaf86f5abf605e71d2e367805788778c6a5003a424542fce7152b1bf6184d989425bac2a3790d223899513f7dc4d5724aae7fc2abda761458b38b06ccc111d86b072f4183e2d969e50c469466e3ba430792fd2cd8e65e9d8c87aa8efddbffb202eea3eff567929ec77379664ff"
