"""Where somebody whom a patient invited comes in: the code, a name, and an account that opens what that patient shares.

Looking at a link uses nothing up: only the form that is sent does. A page never says whose invitation it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from api_client.sandbox import guest_pages, pages
from api_client.sandbox.invitations import NOT_OPEN, Invitations, NotRedeemed
from api_client.sandbox.launch import Wrong, values_of


@dataclass(frozen=True)
class GuestDoor:
    """`base`: the FHIR base as it is now, which the page tells for signing in."""

    clinic: str
    invitations: Invitations
    lock: RLock
    base: Callable[[], str]
    is_demo: bool

    def routes(self) -> list[Route]:
        return [
            Route("/auth/invited", self.ask, methods=["GET"]),
            Route("/auth/invited", self.redeem, methods=["POST"]),
            Route("/auth/invited/{code:path}", self.ask, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """The form; with a link's code filled in where that is open."""
        code = request.path_params.get("code", "")
        with self.lock:
            trouble = NOT_OPEN if code and not self.invitations.is_open(code) else ""
        page = guest_pages.invited(
            self.clinic, "" if trouble else code, trouble=trouble, is_demo=self.is_demo
        )
        return HTMLResponse(page, 404 if trouble else 200, pages.HEADERS)

    async def redeem(self, request: Request) -> Response:
        """Joins, or says why not; what was written stays in the form, the password excepted."""
        try:
            values = await values_of(request)
        except Wrong as wrong:
            return HTMLResponse(pages.wrong(self.clinic, wrong.says), 400, pages.HEADERS)
        code, name, user = (values.get(one, "") for one in ("code", "name", "username"))
        try:
            with self.lock:
                account = self.invitations.redeem(code, name, user, values.get("password", ""))
        except NotRedeemed as refused:
            page = guest_pages.invited(
                self.clinic,
                "" if refused.says == NOT_OPEN else code,
                name=name,
                user=user,
                trouble=refused.says,
                is_demo=self.is_demo,
            )
            return HTMLResponse(page, 403, pages.HEADERS)
        page = guest_pages.joined(self.clinic, account, self.base(), is_demo=self.is_demo)
        return HTMLResponse(page, 200, pages.HEADERS)
