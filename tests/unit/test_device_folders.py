"""What `make test` runs again with the phones' wheels: every folder whose package imports a wheel that differs there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DIFFER = {
    "argon2-cffi-bindings": {"argon2", "_argon2_cffi_bindings"},
    "cffi": {"cffi", "_cffi_backend"},
    "cryptography": {"cryptography"},
    "msgpack": {"msgpack"},
    "pillow": {"PIL"},
    "pydantic": {"pydantic"},
    "pydantic-core": {"pydantic_core"},
}
"""The wheels that are another version on phones, and the names they are imported by."""
TESTED_IN = {"api_client": "client", "api_client/sandbox": "sandbox"}
"""Where a package's unit tests are, when not in the folder of its own name."""


def versions(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9_.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def imported_by(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def folder_of(path: Path) -> str:
    """Of tests/unit, for a module of the app or of the client."""
    whole, *inside = path.relative_to(ROOT).parent.parts
    package = f"{whole}/{inside[0]}" if inside else whole
    if whole == "api_client":
        return TESTED_IN.get(package, TESTED_IN[whole])
    return inside[0] if inside else ""


def test_the_wheels_that_differ_on_phones_are_the_ones_named_here() -> None:
    here, phones = versions("requirements.lock"), versions("requirements-device.lock")
    assert phones.keys() <= here.keys()
    assert {name for name in phones if phones[name] != here[name]} == DIFFER.keys()


def test_every_folder_that_such_a_wheel_can_change_runs_again_with_it() -> None:
    names = set[str]().union(*DIFFER.values())
    modules = [path for whole in ("mobile", "api_client") for path in (ROOT / whole).rglob("*.py")]
    touched = {folder_of(path) for path in modules if imported_by(path) & names}
    again = set(
        re.findall(r"tests/unit/(\w+)(?=[ \n])", (ROOT / "tools" / "test.sh").read_text().split("set -eu")[1])
    )
    assert touched == {"client", "sandbox", "records", "device", "printing", "flet_inside"}
    assert touched | {"care", "sync"} == again  # the last two are made of the client's models and documents
