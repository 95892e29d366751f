"""Whose number Support shows: the clinic's that treats the patient, never that of another organization of its server."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.care.clinic import Clinic, own_clinic
from mobile.i18n import Speech
from mobile.screens.panels.calls import clinic_calls
from mobile.wiring.setup import Setup
from mobile.wiring.support_card import support_card_of
from tests.unit.wiring.conftest import BASE, Opened


def organization(id: str, phone: str = "+1 555 010 0100", country: str = "US", **more: Any) -> Clinic:
    telecom = more.pop("telecom", [{"system": "phone", "value": phone}])
    resource = {"resourceType": "Organization", "id": id, "name": id, "telecom": telecom}
    return Clinic.from_json(json.dumps({**resource, "address": [{"country": country}], **more}))


@pytest.mark.parametrize(
    "named",
    [
        {"Organization/clinic"},
        {"https://clinic.test/fhir/Organization/clinic"},
        {"Organization/clinic/_history/3"},
    ],
)
def test_the_clinic_is_the_one_the_record_names(named: set[str]) -> None:
    insurer, clinic = organization("insurer"), organization("clinic")
    for order in ([insurer, clinic], [clinic, insurer]):
        assert own_clinic(order, named) is clinic


def test_of_several_that_nobody_names_none_is_the_clinic_and_no_number_is_shown() -> None:
    known = [organization("insurer"), organization("laboratory")]
    assert own_clinic(known, set()) is None
    assert own_clinic(known[:1], set()) is known[0]
    assert support_card_of(None, known) == {"region": "US", "phones": []}
    assert support_card_of(None, [*known, organization("abroad", country="CA")])["region"] is None


def test_a_number_that_is_no_longer_theirs_is_not_shown() -> None:
    telecom = [
        {"system": "phone", "value": "+1 555 010 0111", "use": "old"},
        {"system": "phone", "value": "+1 555 010 0122", "use": "work"},
    ]
    assert [phone.number for phone in organization("clinic", telecom=telecom).phones] == ["+1 555 010 0122"]


def test_a_number_is_shown_only_while_the_clinic_says_it_is_theirs() -> None:
    telecom = [
        {"system": "phone", "value": "+1 555 010 0111", "period": {"end": "2026-05-31"}},
        {"system": "phone", "value": "+1 555 010 0122", "period": {"start": "2026-06-01T00:00:00Z"}},
        {"system": "phone", "value": "+1 555 010 0133"},
    ]
    clinic = organization("clinic", telecom=telecom)
    kept = json.loads(json.dumps(support_card_of(clinic, [clinic])))  # as it lies on the device
    for now, theirs in (("2026-05-31T12:00:00+00:00", "0111"), ("2026-06-02T12:00:00+00:00", "0122")):
        shown = clinic_calls(Speech("en"), kept, datetime.fromisoformat(now), ZoneInfo("UTC"))
        assert [call.link[-4:] for call in shown] == [theirs, "0133"]


async def test_an_insurer_beside_the_clinic_is_never_the_number_on_support(
    demo: Setup, opened: Opened, sandbox: Sandbox
) -> None:
    from api_client.sandbox.exact import parse

    body = organization("insurer", "+1 555 010 0666").to_json()
    with sandbox._store.writing():
        sandbox._store.create(parse(body))
    services = opened(demo)
    await services.start()
    await services.sign_in_as("rowan")
    device = services.account
    assert device is not None
    assert device.records is not None
    for _ in range(200):
        if len(await device.records.newest(Clinic, 10)) > 1:
            break
        await asyncio.sleep(0.05)
    assert len(await device.records.newest(Clinic, 10)) == 2
    await asyncio.sleep(0.1)
    phones = services.support_card()["phones"]
    assert phones
    assert "0666" not in str(phones)
    assert services.clinic_name is not None
    assert services.clinic_name != "insurer"


async def test_the_clinic_is_called_what_its_organization_is_called_never_what_its_server_is(
    sandbox: Sandbox, opened: Opened
) -> None:
    setup = Setup("demo", None, BASE, Renamed(sandbox.app))
    services = opened(setup)
    assert (await services.find_clinic(BASE)).name is None  # nobody may be asked yet, and a host is no name
    await services.start()
    await services.sign_in_as("rowan")
    (clinic,) = sandbox.find("Organization")
    assert services.clinic_name == clinic["name"]


class Open(httpx.AsyncBaseTransport):
    """A clinic that shows its organizations to whoever asks."""

    def __init__(self, app: Any, *organizations: Any) -> None:
        self._inner = httpx.ASGITransport(app)
        self._organizations = organizations

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/Organization") and "authorization" not in request.headers:
            entries = [{"resource": json.loads(one.to_json())} for one in self._organizations]
            bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries}
            return httpx.Response(200, json=bundle)
        return await self._inner.handle_async_request(request)


@pytest.mark.parametrize(
    ("names", "told"), [(["Made-up Meadow Clinic"], "Made-up Meadow Clinic"), (["A", "B"], None), ([], None)]
)
async def test_a_name_the_clinic_shows_to_everybody_is_told_before_sign_in_where_it_is_one_clinics(
    sandbox: Sandbox, opened: Opened, names: list[str], told: str | None
) -> None:
    shown = [organization(f"o{number}", name=name) for number, name in enumerate(names)]
    services = opened(Setup("demo", None, BASE, Open(sandbox.app, *shown)))
    assert (await services.find_clinic(BASE)).name == told


class Renamed(httpx.AsyncBaseTransport):
    """A clinic whose server software speaks of itself wherever a CapabilityStatement lets it."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if not request.url.path.endswith("/metadata"):
            return response
        statement = json.loads(await response.aread())
        vendor = "Vendor FHIR Server"
        statement |= {"title": vendor, "name": vendor, "publisher": vendor, "description": vendor}
        statement |= {
            "software": {"name": vendor},
            "implementation": {"description": vendor, "url": BASE},
        }
        return httpx.Response(200, headers={"content-type": "application/fhir+json"}, json=statement)
