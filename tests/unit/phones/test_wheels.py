"""Everything that a phone's app imports is there for phones: pure Python, or a wheel of Flet's index in a version that is pinned."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.unit.phones.asked import PYTHON, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WHEELS = {
    "argon2-cffi-bindings": "25.1.0",
    "cffi": "2.0.0",
    "cryptography": "43.0.1",  # for Python 3.13 and older; 48.0.0 is for 3.14
    "msgpack": "1.1.2",
    "pillow": "12.2.0",
    "pydantic-core": "2.33.2",  # an older recipe than the newest, 2.47.0, which no release of pydantic asks for
}
"""Recipes of flet-dev/mobile-forge as of 2026-08-21, from which Flet's index of wheels for phones is made. Which of them the index
really holds could not be asked from here."""
RUNS_WITHOUT = {"fonttools"}
"""Has programs of its own for speed, and a wheel in pure Python beside."""
NOT_ON_A_PHONE = (
    "starlette",
    "uvicorn",
    "websockets",
    "flet_web",
    "fastapi",
    "keyring",
    "pypdfium2",
    "api_client.sandbox",
)


def environment(system: str) -> dict[str, str]:
    """What markers are asked about there."""
    return {
        "sys_platform": system,
        "platform_system": {"android": "Android", "ios": "iOS"}[system],
        "os_name": "posix",
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_machine": "arm64",
    }


def installed_on(system: str) -> dict[str, str]:
    """Every distribution that an app for `system` is made of, as it is installed here: name and version."""
    found: dict[str, str] = {}
    waiting = [(Requirement(text), "") for text in PROJECT["project"]["dependencies"]]
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({**environment(system), "extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        if name in found and not wanted.extras:
            continue
        one = distribution(name)
        found[name] = one.version
        for text in one.requires or []:
            waiting += [(Requirement(text), asked) for asked in {"", *wanted.extras}]
    return found


def is_pure(name: str) -> bool:
    return "Root-Is-Purelib: true" in (distribution(name).read_text("WHEEL") or "")


@pytest.mark.parametrize("system", ["android", "ios"])
def test_what_is_no_pure_python_is_in_the_list_of_wheels_for_phones(system: str) -> None:
    native = {name for name in installed_on(system) if not is_pure(name)}
    assert native == WHEELS.keys() | RUNS_WITHOUT


@pytest.mark.parametrize("system", ["android", "ios"])
def test_each_of_these_wheels_is_pinned_for_the_build_as_for_the_tests(system: str) -> None:
    pinned = {
        one.name: str(one.specifier)
        for one in map(Requirement, PROJECT["tool"]["flet"][system]["dependencies"])
    }
    tested = dict(
        line.split("==") for line in (ROOT / "constraints-device.txt").read_text().split() if "==" in line
    )
    assert pinned == {name: f"=={one}" for name, one in tested.items()}
    asked_for_by_pydantic = {"pydantic-core"}  # it names one exact version of its own
    assert {name: one for name, one in WHEELS.items() if name not in asked_for_by_pydantic} == {
        name: one for name, one in tested.items() if name != "pydantic"
    }
    lock = (ROOT / "requirements-device.lock").read_text()
    assert [name for name, one in WHEELS.items() if f"\n{name}=={one} " not in lock] == []


def test_the_app_starts_without_what_phones_do_not_get() -> None:
    """In a process of its own: every module that `on_this_device` brings in, with the rest of the house locked away."""
    program = f"""
import importlib.abc, sys
class Closed(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in {NOT_ON_A_PHONE!r}):
            raise ImportError(name)
sys.meta_path.insert(0, Closed())
import main
import mobile.hosting.quiet, mobile.wiring.app_services, mobile.wiring.account_sessions, mobile.wiring.callback
import mobile.wiring.setup, mobile.wiring.browser, mobile.device.secrets.phone, mobile.device.secrets.biometric
import pkgutil, importlib, mobile.screens, mobile.sync, mobile.printing, mobile.clinic_copy
for package in (mobile.screens, mobile.sync, mobile.printing, mobile.clinic_copy):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
