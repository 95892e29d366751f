"""The envelope of a sealed copy: how it looks, what is refused and as what, and that a kept one opens for ever."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records import kdf
from mobile.records.errors import DamagedCopy, NotAnExport, WeakPassphrase, WrongPassphrase
from mobile.records.export import CHUNK, MAGIC, enveloped, strong, unenveloped, values_of

pytestmark = pytest.mark.full_cost

WORDS = "four ordinary words"
SEALED = bytes.fromhex(
    "4c414e5445524e2d434f505901000000a67b226d656d6f72795f6b6962223a2036353533362c202274696d6573223a20332c20226c616e6573223a20312c202273616c74223a20226432333162343038363661343666616430376138346332323739396366373463222c2022636865636b223a202233393865336432393764313137383739623261656433336661613131333232633631303730323365303266653238663061323239323735316232626131616564227d000000360d13ad0f21a6d65e15e7875115fc07c7d8821eaab03cbfc3c65b1c302d93056190e5ec4d2fe57328b62ee591c952868d9158da1665b0"
)
"""Made by the first release that wrote a check into its copies. It holds no records."""


def parts(sealed: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and what follows it."""
    start = len(MAGIC) + 4
    (length,) = struct.unpack(">I", sealed[len(MAGIC) : start])
    return json.loads(sealed[start : start + length]), sealed[start + length :]


def with_header(sealed: bytes, **changes: Any) -> bytes:
    """The same copy with another header. What is None goes."""
    values, rest = parts(sealed)
    header = json.dumps({k: v for k, v in (values | changes).items() if v is not None}).encode()
    return MAGIC + struct.pack(">I", len(header)) + header + rest


def test_a_copy_that_was_kept_opens_for_ever() -> None:
    assert values_of(SEALED, WORDS) == {"form": 1, "records": []}


def test_a_copy_says_in_clear_how_its_key_is_made_and_nothing_else() -> None:
    sealed = enveloped(b"words of a patient", WORDS)
    assert sealed.startswith(b"LANTERN-COPY\x01")
    header, rest = parts(sealed)
    assert (header["memory_kib"], header["times"], header["lanes"]) == (65536, 3, 1)
    assert list(header) == ["memory_kib", "times", "lanes", "salt", "check"]
    assert len(bytes.fromhex(header["salt"])) == 16
    assert struct.unpack(">I", rest[:4]) == (len(rest) - 4,)
    assert len(rest) == 4 + 12 + len(b"words of a patient") + 16
    again, _ = parts(enveloped(b"words of a patient", WORDS))
    assert again["salt"] != header["salt"]


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_a_copy_of_any_length_opens_as_it_was(length: int) -> None:
    data = bytes([length % 251]) * length
    sealed = enveloped(data, WORDS)
    assert unenveloped(sealed, WORDS) == data
    _, rest = parts(sealed)
    assert len(rest) == length + max(1, -(-length // CHUNK)) * 32


def test_pieces_that_were_exchanged_doubled_or_left_out_are_damage() -> None:
    sealed = enveloped(b"a" * CHUNK + b"b" * CHUNK, WORDS)
    _, rest = parts(sealed)
    first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    head = sealed[: -len(rest)]
    for body in (second + first, first, second, first + first, first + second + second, first + b""):
        with pytest.raises(DamagedCopy):
            unenveloped(head + body, WORDS)
    assert unenveloped(head + first + second, WORDS)[:1] == b"a"


def test_a_wrong_passphrase_is_told_from_damage() -> None:
    with pytest.raises(WrongPassphrase):
        unenveloped(SEALED, WORDS + "x")
    flipped = SEALED[:-1] + bytes([SEALED[-1] ^ 1])
    with pytest.raises(DamagedCopy):
        unenveloped(flipped, WORDS)
    with pytest.raises(WrongPassphrase):
        unenveloped(flipped, WORDS + "x")


def test_a_copy_from_before_there_was_a_check_opens_and_cannot_tell_the_two_apart() -> None:
    values, _ = parts(SEALED)
    material = kdf.stretched(WORDS, bytes.fromhex(values["salt"]), kdf.PASSPHRASE_COST)
    header = json.dumps({k: v for k, v in values.items() if k != "check"}).encode()
    nonce, bound = bytes(12), MAGIC + header + b"|0|1"
    key = AESGCM(kdf.derived(material, bytes.fromhex(values["salt"]), "copy"))
    piece = nonce + key.encrypt(nonce, b"[]", bound)
    old = MAGIC + struct.pack(">I", len(header)) + header + struct.pack(">I", len(piece)) + piece
    assert unenveloped(old, WORDS) == b"[]"
    with pytest.raises(WrongPassphrase):
        unenveloped(old[:-1] + bytes([old[-1] ^ 1]), WORDS)


@pytest.mark.parametrize(
    "changes",
    [
        {"memory_kib": 65535},
        {"times": 2},
        {"lanes": 0},
        {"memory_kib": 1 << 21},
        {"times": 13},
        {"memory_kib": "65536"},
        {"times": None},
        {"salt": None},
        {"salt": "00" * 15},
        {"salt": "00" * 17},
        {"salt": "no hex"},
    ],
    ids=str,
)
def test_a_header_that_asks_for_less_or_too_much_is_no_copy_of_ours(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAnExport):
        unenveloped(with_header(SEALED, **changes), WORDS)


def test_a_header_that_is_no_json_object_is_no_copy_of_ours() -> None:
    for header in (b"", b"[]", b"5", b"\xff", b"[" * 4000):
        with pytest.raises(NotAnExport):
            unenveloped(MAGIC + struct.pack(">I", len(header)) + header, WORDS)


def test_what_does_not_begin_like_a_copy_is_none() -> None:
    for other in (b"", b"a letter", MAGIC[:-1] + b"\x02" + SEALED[len(MAGIC) :], MAGIC, MAGIC + b"\x00" * 3):
        with pytest.raises(NotAnExport):
            unenveloped(other, WORDS)


def test_what_begins_like_a_copy_and_is_cut_or_lies_about_its_lengths_is_damage() -> None:
    _, rest = parts(SEALED)
    head = SEALED[: -len(rest)]
    long = MAGIC + struct.pack(">I", 4097) + b" " * 5000
    for broken in (
        SEALED[: len(MAGIC) + 4],
        SEALED[: len(MAGIC) + 9],
        long,
        head,
        head + b"\x00" * 3,
        head + struct.pack(">I", 27) + bytes(27),
        head + struct.pack(">I", CHUNK + 29) + bytes(CHUNK + 29),
        head + struct.pack(">I", 28) + bytes(27),
        SEALED + b"\x00",
        SEALED[:-1],
    ):
        with pytest.raises(DamagedCopy):
            unenveloped(broken, WORDS)


def test_a_header_as_long_as_may_be_is_read() -> None:
    padding = 4096 - len(json.dumps(parts(SEALED)[0] | {"more": ""}).encode())
    with pytest.raises(DamagedCopy):  # read, and the pieces do not fit it
        unenveloped(with_header(SEALED, more="x" * padding), WORDS)


def test_twelve_characters_are_enough_and_eleven_are_not() -> None:
    assert strong("twelve chars") == "twelve chars"
    with pytest.raises(WeakPassphrase):
        strong("eleven char")


def test_what_was_sealed_and_is_no_json_is_no_copy_of_ours() -> None:
    with pytest.raises(NotAnExport):
        values_of(enveloped(b"{", WORDS), WORDS)
