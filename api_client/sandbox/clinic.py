"""The sandbox clinic as one object: an ASGI app with its FHIR endpoint, its sign-in and its sample people.

In a test it is used in process (`httpx.ASGITransport(sandbox.app)`) or on a socket (`async with sandbox.on_socket()`).
It must never hold a real person's record.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api_client.sandbox.capability import capabilities
from api_client.sandbox.clinic_papers import ClinicPapers
from api_client.sandbox.day_answers import DayPages
from api_client.sandbox.day_door import DayDoor
from api_client.sandbox.demo_door import DemoDoor
from api_client.sandbox.dispatching import dispatching, failed, no_page, refused
from api_client.sandbox.exact import Json, parse
from api_client.sandbox.faults import ASGIApp, Faults, Receive, Scope, Send, ShiftingClock
from api_client.sandbox.guest_door import GuestDoor
from api_client.sandbox.interactions import create, delete, update
from api_client.sandbox.invitations import Invitations
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.pay_door import PayDoor
from api_client.sandbox.people import People
from api_client.sandbox.person import CLINIC, Person
from api_client.sandbox.reviewing import reviewed
from api_client.sandbox.ride_answers import Rides
from api_client.sandbox.ride_door import RideDoor
from api_client.sandbox.scopes import granted
from api_client.sandbox.search import search
from api_client.sandbox.seed import INVITATIONS, pay_pages, seed
from api_client.sandbox.service import OWN_SERVER, FhirService
from api_client.sandbox.serving import Serving
from api_client.sandbox.smart import Smart
from api_client.sandbox.store import Store
from api_client.sandbox.texting.by_itself import ByItself
from api_client.sandbox.texting.control import TextControl
from api_client.sandbox.texting.gateway import KeepingGateway
from api_client.sandbox.texting.texts import Texts
from api_client.sandbox.tokens import ACCESS_MS, Grant, Tokens
from api_client.sandbox.visit import Call, Visit

NAME = "Made-up Meadow Clinic"
DEFAULT_BASE = "http://127.0.0.1:8553/fhir"
EVERYTHING = "openid fhirUser launch/patient offline_access patient/*.cruds user/*.cruds"


class Sandbox:
    """`path`: the database file, None for memory. `demo`: sample people sign in without a password.

    `base_url` is the FHIR base as clients address it; it must end in `/fhir`. `redirects`: exact addresses the app may
    be answered at besides this machine's and its own scheme. `access_s`: how long an access token lasts.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        demo: bool,
        clock: Callable[[], datetime] | None = None,
        base_url: str = DEFAULT_BASE,
        faults: Faults | None = None,
        redirects: Sequence[str] = (),
        access_s: int = ACCESS_MS // 1000,
    ) -> None:
        base = base_url.rstrip("/")
        if not base.endswith("/fhir"):
            raise ValueError("base_url must end in /fhir")
        self.faults = faults or Faults()
        self.clock = ShiftingClock(clock)
        self.faults.clock = self.clock
        self.is_demo = demo
        self._without = self.faults.without
        self._lock = RLock()
        self._store = Store(path, self.clock, base)
        self._people = People(self._store)
        self._tokens = Tokens(self._store, access_s * 1000)
        self._smart = Smart(base, NAME, self._people, self._tokens, self._lock, demo, tuple(redirects))
        self.invitations = Invitations(self._store, self._people, is_demo=demo)
        self.rides = Rides(self._store)
        self.day_pages = DayPages(self._store)
        self.gateway = KeepingGateway(self._store)
        self.texts = Texts(self._store, self._lock, self.gateway)
        self.texts_by_themselves = ByItself(self.texts)
        self.new_passwords: dict[str, str] = {}
        if self._store.is_empty:
            self._fill()
        service = FhirService(
            self._store,
            self._person_of,
            self._open_document,
            self._lock,
            self._without,
            self._answer_asked,
        )
        self.app: ASGIApp = self.faults.wrap(
            dispatching(service, self._site(), self.texts_by_themselves.begin)
        )

    def _person_of(self, access: str) -> Person | None:
        """Who an access token speaks for; of a patient it is noted when their app was last heard of."""
        person = self._tokens.person(access)
        if person is not None and person.is_patient:
            self.texts.ledger.heard_of(person.reference)
        return person

    def _answer_asked(self) -> None:
        self.invitations.answer()
        self.rides.attend()
        self.day_pages.attend()
        self.texts.wishes.attend()

    def _fill(self) -> None:
        seed(self._store, self._people, self.clock(), self._without)
        if self.is_demo:
            for code, reference, invited, is_used in INVITATIONS:
                self._people.invite(code, reference, invited, is_used=is_used)
            return
        for account in self._people.all():
            password = secrets.token_urlsafe(9)
            self._people.add(account, password)
            self.new_passwords[account.hint] = password

    @property
    def base_url(self) -> str:
        """The FHIR base."""
        return self._smart.base

    def move_to(self, base_url: str) -> None:
        """Another address, before anybody has used the old one (a port that was only just given)."""
        pages, self._smart.base = pay_pages(self.base_url), base_url.rstrip("/")
        self._store.base = self.base_url
        self._store.run(
            "UPDATE version SET text = replace(text, ?, ?) WHERE type = 'Invoice'",
            (pages, pay_pages(self.base_url)),
        )

    def close(self) -> None:
        """Closes the database."""
        self._store.close()

    # --- people ---

    def people(self) -> list[dict[str, str]]:
        """Who can sign in: login_hint, role, name, situation."""
        return [account.public() for account in self._people.all()]

    def invite(self, login_hint: str, code: str | None = None) -> str:
        """A one-time invitation for one of the people; answers with its code."""
        account = self._people.named(login_hint)
        if account is None:
            raise ValueError("nobody of that name")
        made = code or secrets.token_hex(8)
        with self._lock:
            self._people.invite(made, account.reference, account.name.split()[0])
        return made

    def token(self, login_hint: str, scope: str = EVERYTHING) -> str:
        """An access token as that person's sign-in would give it: for tests and measurements that are not about it."""
        account = self._people.named(login_hint)
        if account is None:
            raise ValueError("nobody of that name")
        scopes = granted(scope, account.role == "patient")
        with self._lock:
            grant = Grant(account.hint, account.reference, account.role, scopes, "lantern")
            return self._tokens.issue(grant, secrets.token_hex(16))[0]

    # --- the clinic's own hand ---

    def write(self, resource: Json | str) -> Json:
        """What the clinic itself writes, no questions asked: creates, or updates what has an id that exists."""
        document = parse(resource if isinstance(resource, str) else json.dumps(resource, ensure_ascii=False))
        type_, id_ = str(document.value.get("resourceType")), str(document.value.get("id") or "")
        call = Call("PUT" if id_ else "POST", (type_,), document=document, new_id=id_ or None)
        with self._lock:
            is_new = not id_ or self._store.read(type_, id_) is None
            answer = create(self._visit(), type_, call) if is_new else update(self._visit(), type_, id_, call)
            if type_ == "Appointment" and not is_new:
                self.day_pages.attend()
        return cast("Json", json.loads(answer.text))

    def review_forms(self) -> int:
        """The clinic has looked at every form that was handed in; answers with how many were new to it."""
        at = self.clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        found = [task for one in self.find("Task") if (task := reviewed(one, at)) is not None]
        for task in found:
            self.write(task)
        return len(found)

    def remove(self, type: str, id: str) -> None:
        """The clinic deletes."""
        with self._lock:
            delete(self._visit(), type, id, Call("DELETE", (type, id)))

    def find(self, type: str, **params: str) -> list[Json]:
        """What the clinic finds, without rules and without a trace: for a test's own looking. `_` stands for `-` in a name."""
        pairs = [
            (name.replace("_", "-") if not name.startswith("_") else name, text)
            for name, text in params.items()
        ]
        call = Call("GET", (type,), [*pairs, ("_count", "1000")])
        with self._lock:
            bundle = json.loads(search(self._visit(), type, call).text)
        return [entry["resource"] for entry in bundle.get("entry", [])]

    def _visit(self) -> Visit:
        return Visit(self._store, CLINIC, self.base_url, is_strict=True)

    # --- serving ---

    def _open_document(self, path: str) -> str | None:
        made: Mapping[str, Any] | None = None
        if path == "metadata":
            made = capabilities(self.base_url, NAME, self.clock().date().isoformat(), self._without)
        elif path == ".well-known/smart-configuration":
            made = self._smart.configuration()
        elif path == ".well-known/openid-configuration":
            made = self._smart.openid_configuration()
        return json.dumps(made) if made is not None else None

    def _site(self) -> Starlette:
        door = GuestDoor(NAME, self.invitations, self._lock, lambda: self.base_url, self.is_demo)
        papers = ClinicPapers(self._store)
        routes = [
            *self._smart.routes(),
            *door.routes(),
            *RideDoor(self.rides, self._lock).routes(),
            *DayDoor(self.day_pages, self._lock).routes(),
            *PayDoor(NAME, papers, self._lock, self.write, self.clock, is_demo=self.is_demo).routes(),
            Route("/invitation/{code}", self._invitation, methods=["GET"]),
        ]
        if self.is_demo:
            routes += TextControl(self.texts, self.gateway, self.clock).routes()
            routes += DemoDoor(self.people, self.review_forms).routes()
        return Starlette(routes=routes, exception_handlers={HTTPException: no_page, Exception: failed})

    async def _invitation(self, request: Request) -> Response:
        """Which clinic, and whom it expects. It is no credential, and says nothing about care."""
        with self._lock:
            found = self._people.invitation(request.path_params["code"])
        if found is None:
            return refused(Refusal(404, "There is no such invitation."))
        if found.is_used:
            return refused(Refusal(410, "This invitation was used.", code="expired"))
        body = {"clinic": NAME, "fhir_base": self.base_url, "invited": found.invited}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    @property
    def dated_app(self) -> ASGIApp:
        """For a server that leaves Date to the clinic's clock."""

        async def ours(scope: Scope, receive: Receive, send: Send) -> None:
            scope[OWN_SERVER] = True
            await self.app(scope, receive, send)

        return ours

    @asynccontextmanager
    async def on_socket(self, host: str = "127.0.0.1") -> AsyncGenerator[str]:
        """Serves on a free loopback port, in this event loop; gives the FHIR base."""
        with socket.socket() as listening:
            listening.bind((host, 0))
            port = listening.getsockname()[1]
            self.move_to(f"http://{host}:{port}/fhir")
            config = uvicorn.Config(
                cast("Any", self.dated_app),
                host,
                port,
                log_level="critical",
                access_log=False,
                date_header=False,
                server_header=False,
                lifespan="off",
            )
            server = Serving(config)
            running = asyncio.create_task(server.serve(sockets=[listening]))
            begun = asyncio.create_task(server.begun.wait())
            await asyncio.wait({running, begun}, return_when=asyncio.FIRST_COMPLETED)
            begun.cancel()
            try:
                yield self.base_url
            finally:
                server.end()
                await running
