"""What a page that is no browser can do to the process that serves it, and to its files. No Chromium is needed."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.raw_page import EVENT, INVOKE, REGISTER, UPDATE, RawPage
from tests.e2e.server import Server
from tests.unit.device.test_pictures import photo

CANARY = "words of the server's own that no visitor may read"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server("demo", data=tmp_path / "kept").start()
    yield server
    server.stop()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    file = tmp_path / "hostname.png"
    file.write_text(CANARY)
    return file


async def at_the_photo(page: RawPage) -> int:
    """Signs in as a sample person, walks to the question for a photo, and gives the number of its file dialog."""
    await page.registers("/")
    await page.taps("Rowan Sample")
    await page.hears("Journal")
    await page.goes_to("/form/medicines-and-allergies")
    await page.hears("Do you take any medicines")
    await page.chooses_first()  # Yes
    await page.taps("Next")
    await page.hears("Take or choose a photo")
    return (await page.of_type("FilePicker"))["_i"]


async def test_a_path_that_a_page_names_is_never_opened(server: Server, canary: Path, tmp_path: Path) -> None:
    async with RawPage(server.url) as page:
        picker = await at_the_photo(page)
        forged = {"id": 0, "name": "label.png", "size": 10, "path": str(canary)}
        for way in (forged, {**forged, "size": -1}, {**forged, "bytes": None, "size": 0}):
            await page.happens(picker, "result", {"files": [way]})
        await page.hears("could not be read")
        await page.happens(
            picker, "result", {"files": [{**forged, "name": "own.png", "bytes": photo(40, 30)}]}
        )
        await page.hears("Photo 1")  # what a browser does: bytes, and they are taken
        for words in (CANARY, base64.b64encode(CANARY.encode()).decode()):
            assert words.encode() not in page.heard
        assert page.crashes == []
    printed = server.stop()
    assert CANARY not in printed
    sent = b"".join(file.read_bytes() for file in (tmp_path / "kept").rglob("*") if file.is_file())
    assert base64.b64encode(CANARY.encode())[:20] not in sent


def hostile(page: int, control: int) -> list[tuple[Any, Any]]:
    """Messages no browser sends."""
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    props: list[dict[str, Any]] = [
        {"views": []},
        {"views": [{"_c": "View", "route": "/x"}]},
        {"web": False, "platform": "android"},
        {"_values": {}},
        {"__dict__": {}},
        {"__class__": "str"},
        {"on_route_change": "x"},
        {"data": {"a": 1}},
        {"route": None},
        {"route": 7},
        {"route": "/" + "x" * 100_000},
        {"route": "\x00/../../etc"},
        {"width": "wide"},
        {"width": float("nan")},
        {"media": {"padding": 7}},
        {"window": {"width": "x"}},
        {"value": deep},
    ]
    told: list[tuple[Any, Any]] = [
        (UPDATE, {"id": one, "props": p}) for p in props for one in (page, control)
    ]
    told += [(UPDATE, {"id": page, "props": wrong}) for wrong in (None, 7, "x", [1])]
    names = (
        "close",
        "disconnect",
        "connect",
        "login",
        "error",
        "_x",
        "__init__",
        7,
        None,
        "view_pop",
        "resize",
    )
    told += [(EVENT, {"target": page, "name": name, "data": deep}) for name in names]
    told += [
        (EVENT, {"target": page, "name": "route_change", "data": d}) for d in (None, 7, {}, {"route": {}})
    ]
    told += [
        (EVENT, {"target": page, "name": "locale_change", "data": {"locales": d}})
        for d in (None, [7], [{}], [{"language_code": 7}], [{"language_code": "../../x"}])
    ]
    told += [
        (EVENT, {"target": page, "name": "app_lifecycle_state_change", "data": {"state": s}})
        for s in (None, "gone", 7, {})
    ]
    told += [
        (EVENT, {"target": control, "name": "click", "data": {"control": "x", "name": 7}}),
        (EVENT, {"target": -1}),
        (EVENT, {}),
        (EVENT, None),
        (EVENT, {"target": True, "name": "click", "data": None, "more": 1}),
        (INVOKE, {"control_id": 987_654, "call_id": "x", "result": None, "error": None}),
        (INVOKE, {"control_id": page, "call_id": 7, "result": deep, "error": {"a": 1}}),
        (REGISTER, {"session_id": "x" * 9999, "page_name": 7, "page": {"route": "/"}}),
        (99, {}),
        ("1", {}),
        (None, None),
    ]
    return told


async def test_a_page_that_says_nonsense_changes_nothing_and_goes_on(server: Server) -> None:
    async with RawPage(server.url) as page:
        await page.registers("/")
        await page.taps("Rowan Sample")
        await page.hears("Journal")
        control = (await page.sees("Support"))["_i"]
        sessions = page.heard.count(b"session_id")
        for action, body in hostile(page._at, control):
            await page.says(action, body)
        await asyncio.sleep(0)
        await page.goes_to("/settings/about")
        await page.hears("What it never does")
        assert page.heard.count(b"session_id") == sessions  # no second session on one socket
        assert page.crashes == []
    assert "Error" not in server.stop()
