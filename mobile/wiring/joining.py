"""From what a person typed, pasted or scanned to a clinic they can sign in at.

An invitation only selects the clinic and says who was invited; it is no credential and opens nothing by itself.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx

from api_client import ClinicClient, Retry, errors
from api_client.smart import discover
from api_client.transport import hardened
from mobile.care.clinic import Clinic, own_clinic
from mobile.care.resource import NotAResource
from mobile.screens.app_services import ClinicFound, Trouble
from mobile.wiring.setup import Setup

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9-]{3,63}$")
GUESTS = "/invited/"
"""In a link that a patient handed to somebody from outside."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


async def find_clinic(text: str, setup: Setup) -> ClinicFound:
    """Raises Trouble: bad_address, unreachable, not_fhir, half_working, no_pkce, invitation_unknown, invitation_used."""
    try:
        return await _found(text.strip(), setup)
    except (ValueError, httpx.InvalidURL):  # what a person typed is no address at all
        raise Trouble("bad_address") from None


async def _found(text: str, setup: Setup) -> ClinicFound:
    parts = urlsplit(text)
    if parts.scheme == "lantern":
        text = parse_qs(parts.query).get("invitation", [""])[0]
        parts = urlsplit(text)
    if "://" not in text and CODE.match(text) and "." not in text:
        if setup.clinic is None:
            raise Trouble("invitation_unknown")
        origin = urlsplit(setup.clinic)
        return await _invited(f"{origin.scheme}://{origin.netloc}/invitation/{text}", setup)
    if "://" not in text:
        text, parts = f"https://{text}", urlsplit(f"https://{text}")
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise Trouble("bad_address")
    _check_hosted(text, setup)
    if "/invitation/" in parts.path:
        return await _invited(text, setup)
    if GUESTS in parts.path:  # its code is for the clinic's own page, and is sent nowhere from here
        text = f"{parts.scheme}://{parts.netloc}"
    return await _at(text.rstrip("/"), setup, invited=None, name=None)


def _check_hosted(address: str, setup: Setup) -> None:
    """Hosted, a visitor's text is asked for by our machine, from inside our network: only the one clinic is asked."""
    if setup.mode == "serve" and not setup.is_clinics(address):
        raise Trouble("bad_address")


async def _invited(address: str, setup: Setup) -> ClinicFound:
    async with httpx.AsyncClient(transport=hardened(setup.transport_to(address)), trust_env=False) as http:
        try:
            answer = await http.get(address, headers={"accept": "application/json"})
        except errors.ClinicError:
            raise
        except httpx.HTTPError:
            raise Trouble("unreachable") from None
    if answer.status_code == 410:
        raise Trouble("invitation_used")
    if answer.status_code != 200:
        raise Trouble("invitation_unknown")
    try:
        values = answer.json()
        base = str(values["fhir_base"])
        invited, name = (_text(values.get(key)) for key in ("invited", "clinic"))
    except (AttributeError, ValueError, KeyError, TypeError):
        raise Trouble("not_fhir") from None
    ours, theirs = urlsplit(address), urlsplit(base)
    if theirs.scheme != "https" and theirs.hostname not in LOOPBACK:
        raise Trouble("bad_address")
    if ours.hostname not in LOOPBACK and theirs.hostname != ours.hostname:
        # An invitation page may not send a person to be signed in at somebody else's machine.
        raise Trouble("sign_in_mixed_up")
    _check_hosted(base, setup)
    return await _at(base, setup, invited=invited, name=name)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


async def _at(base: str, setup: Setup, *, invited: str | None, name: str | None) -> ClinicFound:
    """The address itself, else its /fhir: a person rarely knows the path."""
    tried: list[errors.ClinicError] = []
    for candidate in (base, f"{base}/fhir"):
        try:
            transport = setup.transport_to(candidate)
            async with ClinicClient(candidate, transport=transport) as client:
                await client.capabilities()
            configuration = await discover(candidate, transport=transport)
        except errors.ClinicError as error:
            tried.append(error)
            if isinstance(error, (errors.Unreachable, errors.BadAddress)):
                break
            continue
        if "S256" not in configuration.code_challenge_methods:
            raise Trouble("no_pkce")
        return ClinicFound(name or await _public_name(candidate, transport), candidate, invited)
    raise tried[0]


async def _public_name(base: str, transport: httpx.AsyncBaseTransport | None) -> str | None:
    """The clinic's name, where it shows its Organization to whoever is not signed in, and there is one. What the server's
    software calls itself, and its host, are no clinic's name."""
    try:
        async with ClinicClient(base, transport=transport, retry=Retry(tries=1)) as client:
            async for page in client.pages("Organization", {}, count=20):
                known = (Clinic.from_json(document.text) for document in page.documents)
                found = own_clinic(known, set()) if page.next is None else None
                return (found.name or None) if found is not None else None
    except (errors.ClinicError, NotAResource):
        pass
    return None
