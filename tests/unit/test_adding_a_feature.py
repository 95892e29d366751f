"""`docs/adding-a-feature.md` is true of the feature it was written from: its files, no others, and how few lines they are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "adding-a-feature.md").read_text("utf-8")
MOST_LINES = 400
NAMES = re.compile(r"daily[_-]?word", re.IGNORECASE)


def listed(heading: str) -> set[str]:
    """The files of one table of the page."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


def product_files() -> list[Path]:
    found = [p for room in ("mobile", "api_client") for p in (ROOT / room).rglob("*")]
    return [p for p in found if p.suffix in (".py", ".po", ".json", ".html") and "__pycache__" not in p.parts]


def test_no_other_file_of_the_product_knows_of_it() -> None:
    own, rows = listed("Its own files"), listed("Its rows")
    assert own
    assert rows
    knows = {
        p.relative_to(ROOT).as_posix() for p in product_files() if NAMES.search(p.read_text("utf-8"))
    } | {p.relative_to(ROOT).as_posix() for p in product_files() if NAMES.search(p.as_posix())}
    assert knows | {"tools/reached.py", "pyproject.toml"} == own | rows
    assert all(NAMES.search((ROOT / name).read_text("utf-8")) for name in rows)


def test_it_is_small() -> None:
    own = sum(len((ROOT / name).read_text("utf-8").splitlines()) for name in listed("Its own files"))
    rows = [
        line
        for name in listed("Its rows")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if NAMES.search(line)
    ]
    assert own + len(rows) <= MOST_LINES, (own, len(rows))


def test_the_symbols_it_names_are_where_it_says() -> None:
    for file, symbols in re.findall(r"^\| `(mobile/[^`]+\.py)` \|(.*)\|$", PAGE, re.MULTILINE):
        code = (ROOT / file).read_text("utf-8")
        for symbol in re.findall(r"`(\w+)`", symbols):
            assert re.search(rf"\b{symbol}\b", code), (file, symbol)
