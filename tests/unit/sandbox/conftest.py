"""A sandbox clinic with its people, new for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import BASE, Visitor


@pytest.fixture
def clinic() -> Iterator[Sandbox]:
    sandbox = Sandbox(None, demo=True, base_url=BASE)
    yield sandbox
    sandbox.close()


@pytest.fixture
def rowan(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "rowan")


@pytest.fixture
def ines(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "ines")


@pytest.fixture
def sam(clinic: Sandbox) -> Visitor:
    """Rowan's therapist."""
    return Visitor(clinic, "sam")


@pytest.fixture
def ash(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "dr-ash")


@pytest.fixture
def coordinator(clinic: Sandbox) -> Visitor:
    return Visitor(clinic, "coordinator")


@pytest.fixture
def stranger(clinic: Sandbox) -> Visitor:
    """Nobody: no token."""
    return Visitor(clinic, None)
