"""Of the demo alone: who can sign in, and the clinic's hand that looks at forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api_client.sandbox.outcome import Refusal

HEADER = "Lantern-Demo"


@dataclass(frozen=True)
class DemoDoor:
    """`review`: looks at every form that was handed in, and says how many were new."""

    people: Callable[[], list[dict[str, str]]]
    review: Callable[[], int]

    def routes(self) -> list[Route]:
        return [
            Route("/demo/people", self.show_people, methods=["GET"]),
            Route("/demo/review", self.look_at_forms, methods=["POST"]),
        ]

    async def show_people(self, _: Request) -> Response:
        return JSONResponse(self.people(), headers={"Cache-Control": "no-store"})

    async def look_at_forms(self, request: Request) -> Response:
        """Needs a header: another site's page in the same browser can post a form here, and can send no such header."""
        if request.headers.get(HEADER) != "review":
            refusal = Refusal(403, f"Ask with the header {HEADER}: review.", code="forbidden")
            headers = {"Cache-Control": "no-store", **refusal.headers}
            return Response(refusal.outcome(), refusal.status, headers, "application/fhir+json")
        return JSONResponse({"reviewed": self.review()}, headers={"Cache-Control": "no-store"})
