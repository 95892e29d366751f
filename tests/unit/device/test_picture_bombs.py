"""Small files that would unfold into more memory or time than a process has: each is refused before it is decoded."""

from __future__ import annotations

import contextlib
import io
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from mobile.device import pictures
from mobile.device.pictures import MOST_PIXELS, NotAPicture, light

MEGABYTE = 1024 * 1024


def made(form: str, mode: str = "1", side: int = 9000, **more: object) -> bytes:
    into = io.BytesIO()
    Image.new(mode, (side, side)).save(into, form, **more)
    return into.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(*chunks: bytes) -> bytes:
    plain = made("PNG", "RGB", 8)
    return plain[:33] + b"".join(chunks) + plain[33:]


def moving(form: str) -> bytes:
    """Many frames of the largest size that is taken."""
    into = io.BytesIO()
    frames = [Image.new("P", (600, 600), at) for at in range(100)]
    frames[0].save(into, form, save_all=True, append_images=frames[1:])
    return into.getvalue()


def tall_tile() -> bytes:
    """A TIFF of 64 x 64 that says its one tile is 60,000 x 60,000."""
    entries = [
        (256, 4, 1, 64), (257, 4, 1, 64), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (277, 3, 1, 1),
        (322, 4, 1, 60_000), (323, 4, 1, 60_000), (324, 4, 1, 300), (325, 4, 1, 100),
    ]  # fmt: skip
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries))
    return (head + b"".join(struct.pack("<HHII", *one) for one in entries)).ljust(300, b"\0") + zlib.compress(
        bytes(90_000)
    )


def many_scans() -> bytes:
    """A progressive JPEG whose last scan is there 20,000 times."""
    into = io.BytesIO()
    Image.new("L", (4000, 4000)).save(into, "JPEG", progressive=True)
    data = into.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 20_000 + data[-2:]


BOMBS: dict[str, Callable[[], bytes]] = {
    "png": lambda: made("PNG"),
    "gif": lambda: made("GIF", "L"),
    "tiff": lambda: made("TIFF", "1", compression="group4"),
    "webp": lambda: made("WEBP", "RGB", lossless=True, quality=0, method=0),
    "jpeg": lambda: made("JPEG", "L"),
    "tile": tall_tile,
    "scans": many_scans,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_and_costs_next_to_nothing(name: str, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(BOMBS[name]())
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURES, str(bomb)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    refused, megabytes, seconds = told.stdout.split()
    assert refused == "refused"
    assert float(megabytes) < 40
    assert float(seconds) < 10


MEASURES = """
import resource, sys, time
from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin, TiffImagePlugin, GifImagePlugin
from mobile.device.pictures import NotAPicture, light
data = open(sys.argv[1], "rb").read()
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
try:
    light(data, 1 << 20)
    said = "taken"
except NotAPicture:
    said = "refused"
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(said, grown, time.monotonic() - began)
"""


def test_the_largest_picture_that_is_taken_costs_its_points_and_little_more(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(made("PNG", "RGB", 4990, compress_level=1))
    told = subprocess.run(
        [sys.executable, "-c", MEASURES, str(large)], capture_output=True, text=True, timeout=60, check=True
    )
    said, megabytes, _ = told.stdout.split()
    assert said == "taken"
    assert float(megabytes) < 4990 * 4990 * 4 / MEGABYTE + 80


@pytest.mark.parametrize("kind", ["zTXt", "iTXt", "iCCP"])
def test_words_and_profiles_that_unfold_are_passed_over_or_refused(kind: str) -> None:
    packed = zlib.compress(bytes(60 * MEGABYTE))
    body = {"zTXt": b"k\0\0", "iTXt": b"k\0\1\0\0\0", "iCCP": b"p\0\0"}[kind] + packed
    with contextlib.suppress(NotAPicture):
        assert len(light(png_with(*[chunk(kind.encode(), body)] * 5), MEGABYTE).data) < MEGABYTE


def test_notes_of_a_megabyte_are_not_read_and_do_not_travel() -> None:
    notes = b"MM\0*" + struct.pack(">IH", 8, 65_535) + b"\1\x12\0\3\0\0\0\1\0\6\0\0" * 65_535
    picture = light(png_with(chunk(b"eXIf", notes)), MEGABYTE)
    assert len(picture.data) < 2000


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_taken(form: str) -> None:
    picture = light(moving(form), MEGABYTE)
    assert (picture.width, picture.height) == (600, 600)


def test_one_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    inside = 0

    def decoded(data: bytes) -> Image.Image:
        nonlocal inside
        inside += 1
        at_once.append(inside)
        time.sleep(0.01)  # long enough for the others to come in, if they could
        inside -= 1
        return Image.new("RGB", (8, 8))

    monkeypatch.setattr(pictures, "_decoded", decoded)
    threads = [threading.Thread(target=light, args=(b"x", MEGABYTE)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at_once == [1] * 8


def test_a_refused_picture_lets_the_next_one_in() -> None:
    with pytest.raises(NotAPicture):
        light(b"no", MEGABYTE)
    assert light(made("PNG", "RGB", 8), MEGABYTE).width == 8
    assert 24_000_000 < MOST_PIXELS <= 26_000_000
