"""Somebody else signs in where a person's records are: nothing of either is opened, mixed or left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mobile.screens.app_services import Trouble
from mobile.wiring import signing_in
from mobile.wiring.app_services import PageServices
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import BASE, PIN, Opened, another_page


async def signed_in(services: PageServices, setup: Setup, hint: str) -> None:
    tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8551/signed-in", hint, setup)
    await services._arrive(BASE, tokens, None)


async def test_who_signs_in_on_another_persons_device_does_not_undo_their_signing_out(
    demo: Setup, opened: Opened, tmp_path: Path
) -> None:
    setup = replace(demo, mode="app", data=tmp_path)
    services = opened(setup)
    await services.start()
    await signed_in(services, setup, "rowan")
    await services.sign_out()
    assert services.door == "signed_out"
    with pytest.raises(Trouble, match="other_person_here"):
        await signed_in(services, setup, "ines")
    assert services.door == "signed_out"
    assert services.account is not None
    assert services.account.sending.auth is None
    again = another_page(services)  # the page is loaded anew
    await again.start()
    assert again.door == "signed_out"
    assert again.person is None


async def test_a_page_that_was_let_in_is_not_let_in_again_by_anothers_pin(
    demo: Setup, opened: Opened, tmp_path: Path
) -> None:
    setup = replace(demo, mode="app", data=tmp_path)
    one = opened(setup)
    await one.start()
    await signed_in(one, setup, "rowan")
    await one.choose_pin(PIN)
    two = another_page(one)
    await two.start()
    assert (one.door, two.door) == ("open", "locked")
    with pytest.raises(Trouble, match="other_person_here"):
        await signed_in(two, setup, "ines")
    assert (one.door, two.door) == ("locked", "locked")
    await two.unlock(PIN)
    assert (one.door, two.door) == ("locked", "open")
    assert two.person is not None
    assert two.person.fhir_user == "Patient/rowan"


async def test_the_clinics_name_is_not_told_to_a_page_that_was_not_let_in(
    demo: Setup, opened: Opened, tmp_path: Path
) -> None:
    setup = replace(demo, mode="app", data=tmp_path)
    one = opened(setup)
    await one.start()
    await signed_in(one, setup, "rowan")
    await one.choose_pin(PIN)
    two = another_page(one)
    await two.start()
    assert one.clinic_name
    assert two.clinic_name is None
    assert two.records is None
    assert two.status is None
