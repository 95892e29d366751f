"""Which part of the clinic answers an address, and what is said where none does or one fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api_client.sandbox.faults import ASGIApp, Receive, Scope, Send
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.service import FhirService


def dispatching(service: FhirService, site: Starlette, begin: Callable[[], None]) -> ASGIApp:
    """FHIR goes straight to its service: no router stands between a request and a resource. `begin`: what goes on beside requests."""

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        begin()
        path: str = scope.get("path", "")
        if scope["type"] == "http" and (path == "/fhir" or path.startswith("/fhir/")):
            await service(scope, receive, send)
        else:
            await site(scope, receive, cast("Any", send))

    return dispatch


async def no_page(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return refused(
        Refusal(status, "There is nothing at this address, or not by this method.", headers=headers)
    )


async def failed(_: Request, __: Exception) -> Response:
    return refused(Refusal(500, "The sandbox failed. This is its fault, not yours."))


def refused(refusal: Refusal) -> Response:
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(refusal.outcome(), refusal.status, headers, "application/fhir+json")
