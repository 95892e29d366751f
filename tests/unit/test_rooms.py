"""How the house is built: no module imports in a circle, and the README names every room."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Whom each module imports when it runs; what only the type checker reads is left out."""
    grimp = pytest.importorskip("grimp")  # comes with import-linter, which the phones' wheels do without
    graph: Any = grimp.build_graph("mobile", "api_client", exclude_type_checking_imports=True, cache_dir=None)
    return {name: set(graph.find_modules_directly_imported_by(name)) for name in graph.modules}


def test_no_module_imports_itself_through_others(imports: dict[str, set[str]]) -> None:
    left = dict(imports)
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    # What is left hangs on a circle or stands in one; those in one are also reached from themselves.
    assert [name for name in left if name in _reached(name, left)] == []


def _reached(start: str, imports: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in imports.get(waiting.pop(), set()) - found:
            found.add(name)
            waiting.append(name)
    return found


def test_the_readme_names_every_package_of_the_app() -> None:
    words = (ROOT / "README.md").read_text("utf-8")
    packages = [one for one in (ROOT / "mobile").iterdir() if len(list(one.glob("*.py"))) > 1]
    assert packages
    assert [one.name for one in packages if f"`mobile/{one.name}/" not in words] == []


def test_the_readme_and_docs_name_only_files_that_are_there() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        named = re.findall(
            r"`((?:mobile|api_client|tests|tools)/[\w/.-]+\.\w+)`", document.read_text("utf-8")
        )
        assert [one for one in named if not (ROOT / one).exists()] == [], document.name
