"""Runs the peers once a session; says loudly, at the end of the run, which of them could not be tried.

LANTERN_FHIR_URL, LANTERN_FHIR_TOKEN and LANTERN_FHIR_PATIENT (an id) try one server elsewhere instead of these.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.interop.peers import ELSEWHERE, NoPeer, Peer, elsewhere, medplum, oidc_provider, sandbox

SERVERS = (
    [ELSEWHERE]
    if os.environ.get("LANTERN_FHIR_URL")
    else ["sandbox", pytest.param("medplum", marks=pytest.mark.node)]
)

LEARNT = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEARNT] = []


def _absent(name: str, why: NoPeer) -> None:
    pytest.skip(f"{name} was NOT tried: {why}")


@pytest.fixture(scope="session")
def medplum_base() -> Iterator[str]:
    """The FHIR base of Medplum's router."""
    try:
        with medplum() as base:
            yield base
    except NoPeer as why:
        _absent("Medplum's FHIR router", why)


@pytest.fixture(scope="session")
def sign_in_base() -> Iterator[str]:
    """The FHIR base under which oidc-provider's discovery lies."""
    try:
        with oidc_provider() as base:
            yield base
    except NoPeer as why:
        _absent("oidc-provider", why)


@pytest.fixture(scope="session")
def sandbox_peer() -> Iterator[Peer]:
    with sandbox() as peer:
        yield peer


@pytest.fixture(scope="session")
def elsewhere_peer() -> Peer:
    return elsewhere(
        os.environ["LANTERN_FHIR_URL"],
        os.environ.get("LANTERN_FHIR_TOKEN", ""),
        os.environ.get("LANTERN_FHIR_PATIENT", ""),
    )


@pytest.fixture(params=SERVERS)
def peer(request: pytest.FixtureRequest) -> Peer:
    """Each server in turn."""
    if request.param == ELSEWHERE:
        return request.getfixturevalue("elsewhere_peer")
    if request.param == "sandbox":
        return request.getfixturevalue("sandbox_peer")
    return Peer("medplum", request.getfixturevalue("medplum_base"), None, "Patient/rowan")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reasons = [
        str(tuple(report.longrepr)[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    ]
    untried = sorted({text.removeprefix("Skipped: ") for text in reasons if "was NOT tried" in text})
    if untried:
        terminalreporter.section("SERVERS OF OTHERS WERE NOT TRIED", sep="!", red=True, bold=True)
        for line in untried:
            terminalreporter.line(line, red=True)
    for line in config.stash[LEARNT]:
        terminalreporter.line(line)
