"""The crypto contract (T10): known answers, no nonce twice, and nothing opens but in its own place.

LANTERN_SEALS: how many seals are compared for a repeated nonce (100,000 here, 1,000,000 in the campaign).
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records import kdf
from mobile.records.errors import Damaged, Locked
from mobile.records.sealing import Place, opened_under, padded, unpadded
from tests.unit.records.parts import some_keys

PLACE = Place(1, 77, b"row-1", "body")
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
def test_a_sealed_value_opens_in_no_other_place(elsewhere: Place) -> None:
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


KEPT = "0100015acadfcd7dfac912976ec3685d1c3edf468281cfb631f3b5a6cda1c26b06460fc235b65e8125b9533093b9fa637614f2bfcacd944ad79c3ae7d8182491c60ad17a3d0869cc02e8dd182a34f6deeb5b5ca6d77a72ce761c3d69687648f206e984d1ba7c52a2d19ba3cb42a13cca0ff969ca8191b25149c0183432afb4f973043d815be9bd69767b2f3ac078b2601d03302d6a6daf601fe343cd2b2d1143a92cf31503147ddb49ff690010bf524e268aeaf86f5abf605e71d2e367805788778c6a5003a424542fce7152b1bf6184d989425bac2a3790d223899513f7dc4d5724aae7fc2abda761458b38b06ccc111d86b072f4183e2d969e50c469466e3ba430792fd2cd8e65e9d8c87aa8efddbffb202eea3eff567929ec77379664ff"
