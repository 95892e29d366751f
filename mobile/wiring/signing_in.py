"""Signing in at a clinic: the system browser and back, or in demo the sandbox's own short cut; then who that is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from api_client import ClinicClient
from api_client.fhir import Patient, Practitioner
from api_client.smart import SmartAuth, SmartSignIn, Tokens, discover
from mobile.care.clinic import Clinic, own_clinic
from mobile.screens.app_services import Trouble
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.identity import Identity
from mobile.wiring.setup import CLIENT_ID, PATIENT_SCOPES, Setup
from mobile.wiring.tokens import ReturnedTokens

WAIT_S = 600.0


async def through_browser(
    base: str,
    redirect: str,
    setup: Setup,
    callbacks: PendingSignIns,
    open_browser: Callable[[str], Awaitable[None]],
    browser: str | None = None,
) -> Tokens:
    """Opens the clinic's own sign-in page and waits for the way back into this browser. Raises Trouble, ClinicError."""
    sign_in = await begun(base, redirect, setup)
    answer = callbacks.begin(sign_in.state, browser)
    # Not awaited: where the sign-in takes this very tab, nobody is left to say that it opened.
    opening = asyncio.ensure_future(open_browser(sign_in.url))
    try:
        address = await asyncio.wait_for(answer, WAIT_S)
    except TimeoutError:
        callbacks.expired(sign_in.state)
        raise Trouble("sign_in_expired") from None
    finally:
        answer.cancel()
        opening.cancel()
    return await sign_in.finish(address)


async def as_sample_person(base: str, redirect: str, hint: str, setup: Setup) -> Tokens:
    """Demo: the sandbox answers at once when told who it is; the rest of the flow is the real one."""
    sign_in = await begun(base, redirect, setup)
    async with httpx.AsyncClient(transport=setup.transport_to(base), trust_env=False) as http:
        answer = await http.get(sign_in.url, params={**_query(sign_in.url), "login_hint": hint})
    address = answer.headers.get("location")
    if address is None:
        raise Trouble("sign_in_refused")
    return await sign_in.finish(address)


async def begun(base: str, redirect: str, setup: Setup) -> SmartSignIn:
    """A sign-in with its own state and verifier, not yet sent anywhere."""
    transport = setup.transport_to(base)
    configuration = await discover(base, transport=transport)
    return SmartSignIn(
        configuration,
        client_id=CLIENT_ID,
        redirect_uri=redirect,
        scope=PATIENT_SCOPES,
        transport=transport,
    )


def _query(url: str) -> dict[str, str]:
    return dict(httpx.URL(url).params)


class _InMemory:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens: Tokens | None = tokens

    async def load(self) -> Tokens | None:
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        self.tokens = tokens

    async def clear(self) -> None:
        self.tokens = None


async def who_is_it(
    base: str, tokens: Tokens, setup: Setup, clinic_name: str | None
) -> tuple[Identity, Tokens]:
    """Reads the person the tokens are for. Raises Trouble(no_patient), ClinicError. The tokens may have been refreshed.

    Where it raises nobody is signed in, and the tokens are handed back.
    """
    kept = _InMemory(tokens)
    try:
        identity = await _read_person(base, tokens, kept, setup, clinic_name)
    except Exception:
        ReturnedTokens(setup).hand_back(base, kept.tokens or tokens)
        raise
    return identity, kept.tokens or tokens


async def _read_person(
    base: str, tokens: Tokens, kept: _InMemory, setup: Setup, clinic_name: str | None
) -> Identity:
    user = "/".join((tokens.fhir_user or "").split("/")[-2:])
    if not user and tokens.patient:
        user = f"Patient/{tokens.patient}"
    if not user:
        raise Trouble("no_patient")
    transport = setup.transport_to(base)
    auth = SmartAuth(base, CLIENT_ID, kept, transport=transport)
    async with ClinicClient(base, transport=transport, auth=auth) as client:
        kind, person_id = user.split("/")
        model = Patient if kind == "Patient" else Practitioner
        person = await client.read(model, person_id)
        clinic = await _clinic(client, person)
    patient = tokens.patient or (person_id if kind == "Patient" else None)
    return Identity(
        base,
        user,
        patient if kind == "Patient" else None,
        _name(person),
        (clinic.name if clinic else None) or clinic_name,
        clinic.zone_name if clinic else None,
    )


async def _clinic(client: ClinicClient, person: Patient | Practitioner) -> Clinic | None:
    """The clinic itself: its zone must be known before the first time of day is shown. None where nobody says which."""
    async for page in client.pages("Organization", {}, count=20):
        organization = person.managingOrganization if isinstance(person, Patient) else None
        named = (
            {organization.reference} if organization is not None and organization.reference else set[str]()
        )
        found = own_clinic((Clinic.from_json(document.text) for document in page.documents), named)
        return found if page.next is None or (found is not None and named) else None
    return None


def _name(person: Patient | Practitioner) -> str:
    for name in person.name or []:
        if name.text:
            return name.text
        given = " ".join(part for part in name.given or [] if part)
        whole = f"{given} {name.family or ''}".strip()
        if whole:
            return whole
    return ""
