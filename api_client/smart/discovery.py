"""Where a clinic's sign-in lives, as its FHIR server tells.

What is told is checked before it is used: addresses are https, and nothing is guessed from what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx

from api_client.address import base_address, origin
from api_client.errors import BadAddress, BadReply, ClinicError, NotFhir, NotFound, Rejected
from api_client.exact import Json, decoded, load_object
from api_client.replies import failure, is_json
from api_client.retry import Retry
from api_client.transport import TIMEOUT, hardened


@dataclass(frozen=True)
class SmartConfiguration:
    """One server's own words. `base_url` is the FHIR base they were read under: the audience of every token."""

    base_url: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str | None = None
    issuer: str | None = None
    code_challenge_methods: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    names_its_issuer: bool = False  # promises `iss` in every answer (RFC 9207)

    @staticmethod
    def of(base_url: str, values: Mapping[str, Any]) -> SmartConfiguration:
        """Raises BadReply(path) for what is missing or is no address to be used."""
        return SmartConfiguration(
            base_url=base_url,
            authorization_endpoint=_required(values, "authorization_endpoint"),
            token_endpoint=_required(values, "token_endpoint"),
            revocation_endpoint=_address(values, "revocation_endpoint"),
            issuer=issuer if isinstance(issuer := values.get("issuer"), str) and issuer else None,
            code_challenge_methods=_texts(values.get("code_challenge_methods_supported")),
            capabilities=_texts(values.get("capabilities")),
            scopes=_texts(values.get("scopes_supported")),
            names_its_issuer=values.get("authorization_response_iss_parameter_supported") is True,
        )


def _address(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    try:
        if not isinstance(value, str) or "#" in value or any(ord(char) <= 32 for char in value):
            raise BadAddress
        origin(value)
    except BadAddress:
        raise BadReply(name) from None
    return value


def _required(values: Mapping[str, Any], name: str) -> str:
    found = _address(values, name)
    if found is None:
        raise BadReply(name)
    return found


def _texts(value: object) -> tuple[str, ...]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(item for item in listed if isinstance(item, str))


async def discover(
    base_url: str, transport: httpx.AsyncBaseTransport | None = None, *, retry: Retry | None = None
) -> SmartConfiguration:
    """Reads `.well-known/smart-configuration` under a FHIR base.

    Raises: BadAddress, Unreachable, NotFhir where there is none, BadReply(path) for one that cannot be used.
    """
    base = base_address(base_url)
    async with open_http(transport, retry) as http:
        response = await asked(http, "GET", f"{base}/.well-known/smart-configuration")
        error = failure(response, retry or Retry())
    if isinstance(error, (NotFound, Rejected)) or (error is None and not is_json(response)):
        raise NotFhir(method="GET")
    if error is not None:
        raise error.asked("GET", None)
    return SmartConfiguration.of(base, load_object(decoded(response.content)))


def open_http(transport: httpx.AsyncBaseTransport | None, retry: Retry | None = None) -> httpx.AsyncClient:
    """A short-lived connection for sign-in requests; a given transport stays open."""
    gate = hardened(transport, retry=retry)
    return httpx.AsyncClient(
        transport=gate if gate is not transport else Borrowed(gate),
        trust_env=False,
        follow_redirects=False,
        timeout=TIMEOUT,
        headers={"accept": "application/json"},
    )


class Borrowed(httpx.AsyncBaseTransport):
    """A hardened transport that somebody else will close."""

    def __init__(self, gate: httpx.AsyncBaseTransport) -> None:
        self._gate = gate

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._gate.handle_async_request(request)


async def asked(
    http: httpx.AsyncClient, method: str, address: str, form: dict[str, str] | None = None
) -> httpx.Response:
    """One request. Raises ClinicError without any address in it."""
    try:
        return await http.request(method, address, data=form)
    except ClinicError as error:
        raise error.asked(method, None) from None


def parsed(response: httpx.Response) -> Json:
    """The JSON object an endpoint answered with. Raises BadReply or NotFhir."""
    if not is_json(response):
        raise NotFhir(method="POST")
    return load_object(decoded(response.content))
