"""Which clinic an address leads to, by its facts: the sandbox answers for its own address and for no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.screens.app_services import Trouble
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import BASE, Opened


async def test_the_sandbox_is_found_at_its_own_address(demo: Setup, opened: Opened) -> None:
    for typed in (BASE, BASE.removesuffix("/fhir")):
        assert (await opened(demo).find_clinic(typed)).fhir_base == BASE


async def test_a_link_that_a_patient_handed_over_leads_to_the_clinic_and_its_code_is_sent_nowhere(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    asked: list[str] = []

    async def listening(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return await httpx.ASGITransport(sandbox.app).handle_async_request(request)

    setup = replace(demo, transport=httpx.MockTransport(listening))
    found = await opened(setup).find_clinic(f"{BASE.removesuffix('/fhir')}/auth/invited/abcdefghijklmnop")
    assert found.fhir_base == BASE
    assert asked
    assert not any("abcdefghijklmnop" in url for url in asked)


@pytest.mark.parametrize(
    "other", ["http://127.0.0.1:9/fhir", "http://localhost:8999/fhir", "http://[::1]:8999/fhir"]
)
async def test_another_loopback_address_is_asked_over_the_network_and_is_never_the_sandbox(
    other: str, demo: Setup, opened: Opened
) -> None:
    with pytest.raises(Trouble, match="unreachable"):
        await opened(demo).find_clinic(other)


def test_only_the_clinic_of_the_setup_is_reached_in_process(demo: Setup) -> None:
    assert demo.transport_to(f"{BASE}/metadata") is demo.transport
    for other in ("https://127.0.0.1:8999/fhir", "http://127.0.0.1/fhir", "http://127.0.0.1.test:8999/fhir"):
        assert demo.transport_to(other) is None
    assert Setup("app", None, "https://clinic.test/fhir").transport_to("https://clinic.test/fhir") is None


def test_the_port_a_scheme_implies_makes_no_other_clinic() -> None:
    inside = httpx.MockTransport(lambda _: httpx.Response(404))
    setup = Setup("demo", None, "https://clinic.test/fhir", inside)
    assert setup.transport_to("https://clinic.test:443/fhir") is inside


def test_the_clinic_of_the_command_line_is_known_on_a_device_and_on_a_hosted_page(
    sandbox: Sandbox, demo: Setup, opened: Opened, tmp_path: Path
) -> None:
    assert opened(demo).known_clinic is None
    assert opened(Setup("app", tmp_path, BASE)).known_clinic == BASE
    assert opened(Setup("app", tmp_path, None)).known_clinic is None
    assert opened(Setup("serve", None, BASE)).known_clinic == BASE
