"""`make quick`: the unit and screen tests nearest to what changed, for 80 seconds at most; says how many it did not come to.

What changed: everything not committed, else the last commit. Near: the changed tests first, then tests that import what
changed, then those that import that. A place is named in text by the route table, so that a screen's tests are also known by
its place's name. `make test` is the whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
MOST_S = 80
FURTHEST = 3
ROOMS = ("tests/unit/", "tests/screens/")


def git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.split()


def changed() -> list[str]:
    """Paths of Python files, from the root."""
    found = git("diff", "--name-only", "HEAD") + git("ls-files", "--others", "--exclude-standard")
    found = found or git("diff", "--name-only", "HEAD~1", "HEAD")
    return [one for one in found if one.endswith(".py") and (ROOT / one).exists()]


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def nearest(paths: Iterable[str]) -> list[str]:
    """Test files, the nearest first."""
    sys.path.insert(0, str(ROOT))  # the tests are a package of this folder
    graph = grimp.build_graph("api_client", "mobile", "tests", cache_dir=str(ROOT / "build" / "grimp"))
    distance: dict[str, int] = {}
    here = {module_of(one) for one in paths}
    for step in range(FURTHEST + 1):
        for module in here:
            distance.setdefault(module, step)
        here = {
            importer
            for module in here
            if module in graph.modules
            for importer in graph.find_modules_that_directly_import(module)
            if importer not in distance
        }
    for path in paths:
        place = path.split("/")[2] if path.startswith("mobile/screens/") and path.count("/") > 2 else ""
        for test in (ROOT / "tests" / "screens").rglob("test_*.py") if place else ():
            if place.removesuffix("s") in test.relative_to(ROOT / "tests" / "screens").as_posix():
                distance.setdefault(module_of(test.relative_to(ROOT).as_posix()), 1)
    near = sorted(distance, key=lambda module: (distance[module], module))
    files = [f"{module.replace('.', '/')}.py" for module in near]
    return [one for one in files if one.startswith(ROOMS) and "/test_" in one and (ROOT / one).exists()]


def main() -> int:
    began = time.time()
    files = nearest(changed())
    if not files:
        print("Nothing that a unit or screen test is near to has changed.")
        return 0
    print(f"{len(files)} files of tests, the nearest first")
    surroundings = {**os.environ, "LANTERN_TESTS_UNTIL": str(began + MOST_S)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-m",
        "not browser and not node",
    ]
    return subprocess.run([*command, *files], cwd=ROOT, env=surroundings, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    raise SystemExit(main())
