"""Which page is whose browser's, how many there are, and how long each waits for its browser.

Flet gives a page to whoever knows its id. Here it goes on only in the browser whose own mark began it, and whoever else
asks for it is answered as if there were none. Flet keeps its sessions in one manager a process; this stands before it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol

from mobile.hosting.limits import Limits
from mobile.hosting.unheard import Unheard, keep_while_away
from mobile.wiring.browser import THIS, is_same

RELOAD_S = 2.0
"""How long a page that is loaded anew waits for the end of its old socket: a quick reload on a busy machine is earlier."""
STEP_S = 0.05


class Worth(IntEnum):
    """Which pages go first when there are too many."""

    NOBODYS = 0
    SIGNING_IN = 1
    SOMEBODYS = 2  # never put out


@dataclass(frozen=True)
class Socket:
    """What a page is shown through. `end` closes it."""

    address: str
    end: Callable[[], Awaitable[None]]
    ticket: str = ""  # that its page was given, where it comes again


ARRIVING: ContextVar[Socket | None] = ContextVar("arriving", default=None)
"""The socket whose messages are being handled."""


class Visitor(Protocol):
    """Who a page is of."""

    @property
    def is_somebodys(self) -> bool:
        """Somebody is signed in there, whether it is locked or not."""
        ...

    @property
    def is_signing_in(self) -> bool: ...


class NoRoom(Exception):
    """There are as many pages as there may be, and every one is somebody's."""


@dataclass(eq=False)
class Held:
    """One page."""

    session: Any  # Flet's
    browser: str | None  # its mark
    socket: Socket | None
    address: str
    unheard: Unheard
    visitor: Visitor | None = None
    seen: float = field(default_factory=time.monotonic)
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def worth(self) -> Worth:
        if self.visitor is not None and self.visitor.is_somebodys:
            return Worth.SOMEBODYS
        is_on_the_way = self.visitor is not None and self.visitor.is_signing_in
        return Worth.SIGNING_IN if is_on_the_way else Worth.NOBODYS

    def moves_to(self, socket: Socket | None) -> None:
        self.socket, self.seen = socket, time.monotonic()
        self.address = socket.address if socket is not None else self.address

    @property
    def turn(self) -> tuple[Worth, float]:
        """Who is put out first."""
        return self.worth, self.seen


class Pages:
    """All pages of this process, by the key Flet has for each."""

    def __init__(self, manager: Any, limits: Limits | None = None, *, reload_s: float = RELOAD_S) -> None:
        """`manager`: Flet's `app_manager`. Where there is more than one of these, the last stands before it."""
        self.limits = limits or Limits()
        self._reload_s = reload_s
        self._held: dict[str, Held] = {}
        self._manager, self._flets = manager, type(manager)
        manager.get_session = self._get
        manager.add_session = self._add
        manager.delete_session = self._delete
        manager.disconnect_session = self._disconnect

    # --- what Flet asks ---

    async def _get(self, key: str) -> Any:
        """The session, if this browser began it. One that is still in use is waited for, a moment."""
        held = self._held.get(key)
        if held is None or held.browser is None or not is_same(held.browser, THIS.get()):
            return None  # as if there were none
        await self._end_what_is_dead(held)
        give_up_at = time.monotonic() + self._reload_s
        while self._is_in_use(key) and time.monotonic() < give_up_at:  # noqa: ASYNC110  (Flet tells nobody)
            await asyncio.sleep(STEP_S)
        if held.session.connection is None:  # Flet gives it to the socket that asks
            self._given_to(held, ARRIVING.get())
        return await self._flets.get_session(self._manager, key)

    async def _end_what_is_dead(self, held: Held) -> None:
        """The very page that holds this socket says with its ticket that it comes through another one now: the network
        went without a word, and the server would wait for it for most of a minute. A copy of the tab has no ticket."""
        arriving, before = ARRIVING.get(), held.socket
        if arriving is None or before is None or before is arriving or not arriving.ticket:
            return
        if hmac.compare_digest(arriving.ticket, held.ticket):
            held.ticket = secrets.token_urlsafe(16)
            with contextlib.suppress(OSError, RuntimeError):
                await before.end()

    def _given_to(self, held: Held, socket: Socket | None) -> None:
        """Whoever comes without the ticket is given the page anew and counts from there: the ticket of the page that
        had it before proves nothing then, or its counts would be taken for the other's."""
        is_itself = socket is not None and hmac.compare_digest(socket.ticket, held.ticket)
        held.moves_to(socket)
        if not is_itself:
            held.ticket = secrets.token_urlsafe(16)

    def ticket(self, key: str) -> str | None:
        """What the page of Flet's `key` proves with that it is itself. None: there is no such page."""
        held = self._held.get(key)
        return held.ticket if held is not None else None

    def unheard(self, key: str) -> Unheard | None:
        """What the page of Flet's `key` may not have. None: there is no such page."""
        held = self._held.get(key)
        return held.unheard if held is not None else None

    def is_its_ticket(self, key: str, ticket: str) -> bool:
        held = self._held.get(key)
        return held is not None and bool(ticket) and hmac.compare_digest(ticket, held.ticket)

    def _is_in_use(self, key: str) -> bool:
        held = self._held.get(key)
        return held is not None and held.session.connection is not None

    async def _add(self, key: str, session: Any) -> None:
        """Raises NoRoom."""
        socket = ARRIVING.get()
        address = socket.address if socket is not None else ""
        await self._make_room(address)
        unheard = Unheard(self.limits.unheard_bytes)
        keep_while_away(session, unheard)
        self._held[key] = Held(session, THIS.get(), socket, address, unheard)
        await self._flets.add_session(self._manager, key, session)

    async def _delete(self, key: str) -> None:
        self._held.pop(key, None)
        await self._flets.delete_session(self._manager, key)

    async def _disconnect(self, key: str, wait_s: int) -> None:
        held = self._held.get(key)
        if held is not None:
            held.socket, held.seen = None, time.monotonic()
            if held.worth is Worth.NOBODYS:
                wait_s = min(wait_s, int(self.limits.page_s))
        await self._flets.disconnect_session(self._manager, key, wait_s)

    # --- what the app says ---

    def visited(self, session: Any, visitor: Visitor) -> None:
        """Who the page of Flet's `session` is of, whenever that is asked."""
        for held in self._held.values():
            if held.session is session:
                held.visitor = visitor

    def touched(self, key: str) -> None:
        """Somebody does something there."""
        held = self._held.get(key)
        if held is not None:
            held.seen = time.monotonic()

    # --- how many ---

    @property
    def count(self) -> int:
        return len(self._held)

    def goes_on(self, session_id: str, ticket: str = "") -> bool:
        """Whether that page waits for this very browser: nothing has to be begun for it."""
        held = self._held.get(key_of(session_id))
        is_its = held is not None and held.browser is not None and is_same(held.browser, THIS.get())
        is_free = not self._is_in_use(key_of(session_id)) or self.is_its_ticket(key_of(session_id), ticket)
        return is_its and is_free

    def has_any_of(self, browser: str | None) -> bool:
        """Whether this browser began one."""
        return browser is not None and any(is_same(held.browser, browser) for held in self._held.values())

    def has_room(self, address: str) -> bool:
        """Whether one more page from this address can be made; others may have to go for it."""
        among = self._too_many(address)
        return not among or _first_out(among) is not None

    async def _make_room(self, address: str) -> None:
        among = self._too_many(address)
        if not among:
            return
        key = _first_out(among)
        if key is None:
            raise NoRoom
        socket = self._held[key].socket
        await self._delete(key)
        if socket is not None:
            await socket.end()

    def _too_many(self, address: str) -> dict[str, Held]:
        """Among which pages one must go for another from this address. Empty: there is room."""
        of_one = {key: held for key, held in self._held.items() if held.address == address}
        if len(of_one) >= self.limits.pages_of_one:
            return of_one
        return self._held if len(self._held) >= self.limits.pages else {}


def key_of(session_id: str) -> str:
    """Not of the address, as Flet's is: a phone gets another one between the house and the street."""
    return f"_{session_id}"


def _first_out(among: dict[str, Held]) -> str | None:
    """The page that is needed least. None: every one is somebody's."""
    first = min(among, key=lambda key: (among[key].worth, among[key].seen))
    return first if among[first].worth is not Worth.SOMEBODYS else None
