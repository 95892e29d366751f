"""What the packages say they export is what they export; and importing them loads nothing that is not asked for."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import api_client
from api_client import errors, fhir, smart
from api_client.errors import ClinicError


@pytest.mark.parametrize("package", [api_client, fhir, smart], ids=lambda p: p.__name__)
def test_what_is_announced_is_there_and_sorted(package: object) -> None:
    announced: list[str] = package.__all__  # type: ignore[attr-defined]
    assert announced == sorted(set(announced))
    for name in announced:
        assert getattr(package, name) is not None
        assert name in dir(package)


@pytest.mark.parametrize("package", [api_client, fhir], ids=lambda p: p.__name__)
def test_every_home_is_announced(package: object) -> None:
    homes = package._HOMES  # type: ignore[attr-defined]
    names = homes if package is api_client else " ".join(homes.values()).split()
    assert sorted(names) == package.__all__  # type: ignore[attr-defined]


@pytest.mark.parametrize("package", [api_client, fhir], ids=lambda p: p.__name__)
def test_an_unknown_name_is_an_attribute_error(package: object) -> None:
    with pytest.raises(AttributeError):
        package.NoSuchThing  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_neither_httpx_nor_pydantic() -> None:
    code = (
        "import sys, api_client, api_client.errors, api_client.fhir\n"
        "loaded = {'httpx', 'pydantic', 'ssl', 'starlette'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
        "from api_client import ClinicClient, Document\n"
        "assert 'pydantic' not in sys.modules\n"
        "from api_client.fhir import Goal\n"
        "assert 'api_client.fhir.money' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _tree(root: type[ClinicError]) -> list[type[ClinicError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in _tree(child))]


def test_every_error_has_a_code_a_verb_and_a_place_in_the_drawing() -> None:
    import_module("api_client.retry")
    for kind in _tree(ClinicError):
        assert kind.verb in ("retry", "stop", "park")
        assert kind().code == str(kind()).split()[0]
        if kind.__module__ == errors.__name__:
            assert kind.__name__ in (errors.__doc__ or "")


def test_an_error_knows_what_was_asked() -> None:
    error = errors.ServerBroken(503, 2.0).asked("GET", "Goal")
    assert (error.method, error.resource_type, error.status, error.retry_after_s) == ("GET", "Goal", 503, 2.0)
    assert str(error.asked("PUT", "Task")) == "server_broken (GET Goal) 503"
