"""A file that was chosen: a browser's bytes, counted; a device's own regular file, bounded by what is read of it."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mobile.device.files import MOST_NAME, Chosen, FileChoice, plain_name

MOST = 100
SECRET = "what stands on the server"


async def chosen(one: Any, *, is_browser: bool) -> Chosen:
    told: list[Chosen] = []
    choice = FileChoice(told.append, MOST, is_browser=is_browser)
    await choice._on_result(SimpleNamespace(files=[one]))
    (found,) = told
    return found


def said(**more: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"name": "a.txt", "size": 5, "path": None, "bytes": None, **more})


@pytest.mark.parametrize("size", [5, 0, -1, None, "x", 10**30, float("nan")])
async def test_a_browsers_path_is_not_opened_and_its_size_not_believed(tmp_path: Path, size: Any) -> None:
    secret = tmp_path / "a.txt"
    secret.write_text(SECRET)
    found = await chosen(said(path=str(secret), size=size), is_browser=True)
    assert (found.data, found.size) == (None, 0)


@pytest.mark.parametrize("size", [5, -1, None, "x", 10**30])
async def test_bytes_are_counted_whatever_is_said_of_them(size: Any) -> None:
    assert await chosen(said(bytes=b"123", size=size), is_browser=True) == Chosen("a.txt", 3, b"123")
    large = await chosen(said(bytes=bytes(MOST + 1), size=size), is_browser=True)
    assert (large.size, large.data) == (MOST + 1, None)


@pytest.mark.parametrize("data", ["text", 7, [1, 2], {"a": 1}, True])
async def test_what_is_no_bytes_is_not_read(data: Any) -> None:
    assert (await chosen(said(bytes=data), is_browser=True)).data is None


async def test_a_device_reads_a_regular_file_up_to_the_bound_whatever_its_size_is_said_to_be(
    tmp_path: Path,
) -> None:
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    small.write_bytes(b"12345")
    large.write_bytes(bytes(3 * MOST))
    assert await chosen(said(path=str(small), size=10**9), is_browser=False) == Chosen("a.txt", 5, b"12345")
    found = await chosen(said(path=str(large), size=1), is_browser=False)
    assert (found.size, found.data) == (3 * MOST, None)


async def test_a_device_reads_no_folder_no_pipe_and_no_endless_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (str(tmp_path), str(pipe), "/dev/zero", str(tmp_path / "none"), "a\x00b", ""):
        assert await chosen(said(path=path), is_browser=False) == Chosen("a.txt", 0, None), path


async def test_only_the_first_of_many_files_is_taken() -> None:
    told: list[Chosen] = []
    choice = FileChoice(told.append, MOST, is_browser=True)
    await choice._on_result(SimpleNamespace(files=[said(bytes=b"1"), said(bytes=b"2")]))
    for nothing in ([], None, "x", 7):
        await choice._on_result(SimpleNamespace(files=nothing))
    assert [one.data for one in told] == [b"1"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\my photo.jpg", "my photo.jpg"),
        ("a\x00b\n\u202egnp.exe", "a b gnp.exe"),
        ("x" * 5000 + ".png", None),
        (None, ""),
        (7, ""),
    ],
)
def test_a_name_is_its_last_part_in_one_line(name: Any, shown: str | None) -> None:
    made = plain_name(name)
    assert made == shown if shown is not None else (len(made) <= MOST_NAME and made.endswith(".png"))
