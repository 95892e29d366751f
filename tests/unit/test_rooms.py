"""How the house is built: no module imports in a circle, and the README names every room."""

from __future__ import annotations

import re
import tomllib
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


def test_the_contract_that_the_client_never_knows_its_sandbox_is_about_every_module_of_it() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (listed,) = [one["source_modules"] for one in contracts if one["name"] == "api_client never its sandbox"]
    there = {f"api_client.{one.stem}" for one in (ROOT / "api_client").iterdir() if one.suffix in ("", ".py")}
    assert sorted(listed) == sorted(name for name in there if not name.endswith(("__", ".sandbox")))
