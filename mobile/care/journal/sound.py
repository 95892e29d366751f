"""Speech as it is kept: 16,000 samples a second, one byte each by ITU-T G.711 (mu-law), and as a WAV file that players open.

A microphone gives signed 16-bit samples. One byte a sample halves what a note takes, keeps about 14 bits of loudness, and
every browser and phone plays it as it is: what is kept is what is played and what is sent.
"""

from __future__ import annotations

import struct
import sys
from array import array
from functools import cache

RATE = 16_000
"""Samples, and so bytes, a second."""
WAV = "audio/wav"
_MU_LAW = 7
_BIAS, _LOUDEST = 0x84, 32635
_HEAD = struct.Struct("<4sI4s4sIHHIIHHH4sII4sI")


def pressed(pcm: bytes) -> bytes:
    """Signed 16-bit little-endian samples, one channel, as mu-law. A half sample at the end is left out."""
    samples = array("H")
    samples.frombytes(pcm[: len(pcm) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    table = _table()
    return bytes([table[sample] for sample in samples])


@cache
def _table() -> bytes:
    """By the sample's 16 bits, the byte for it."""
    return bytes(_byte(sample - 0x10000 if sample & 0x8000 else sample) for sample in range(0x10000))


def _byte(sample: int) -> int:
    """ITU-T G.711: sign, three bits of exponent, four of mantissa, all inverted."""
    sign = 0x80 if sample < 0 else 0
    loud = min(abs(sample), _LOUDEST) + _BIAS
    exponent = loud.bit_length() - 8
    return ~(sign | exponent << 4 | (loud >> (exponent + 3)) & 0x0F) & 0xFF


def loudness(pcm: bytes) -> float:
    """How loud the loudest of every eighth sample is, from 0 to 1."""
    samples = array("h")
    samples.frombytes(pcm[: len(pcm) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    some = samples[::8]
    return max(max(some), -min(some)) / 0x8000 if some else 0.0


def wav(sound: bytes) -> bytes:
    """A whole file of what `pressed` made."""
    size = _HEAD.size + len(sound)
    return (
        _HEAD.pack(
            b"RIFF", size - 8, b"WAVE",
            b"fmt ", 18, _MU_LAW, 1, RATE, RATE, 1, 8, 0,
            b"fact", 4, len(sound),
            b"data", len(sound),
        )
        + sound
    )  # fmt: skip


def sound_in(file: bytes) -> bytes:
    """What `wav` was given. Raises ValueError for any other file."""
    sound = file[_HEAD.size :]
    if wav(sound) != file:
        raise ValueError("not a voice note of ours")
    return sound


def silence(length: int) -> bytes:
    """So many bytes in which nothing is heard."""
    return b"\xff" * length


def seconds(length: int) -> float:
    """How long so many bytes of sound last."""
    return length / RATE
