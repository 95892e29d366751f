"""Puts the access token on requests and renews it in time, once for everybody who waits.

A refresh token is good for one use, and using it twice ends the sign-in on many servers. So one renewal runs at a time,
in a task of its own that no caller's cancelling can tear, and what it brings is stored before anybody uses it. It must
never send a token to another origin than the clinic's, nor clear anything but the tokens.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta

import httpx

from api_client.address import base_address, origin
from api_client.errors import BadAddress, ClinicError, SignedOut, SignInRefused
from api_client.retry import Retry
from api_client.smart.discovery import SmartConfiguration, discover
from api_client.smart.endpoint import exchange, next_tokens, revoke
from api_client.smart.tokens import Tokens, TokenStore

EARLY = timedelta(seconds=60)


def _now() -> datetime:
    return datetime.now(UTC)


class SmartAuth(httpx.Auth):
    """For `ClinicClient(auth=...)`. One for each sign-in, shared by all who speak for it."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        store: TokenStore,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        configuration: SmartConfiguration | None = None,
        clock: Callable[[], datetime] = _now,
        retry: Retry | None = None,
    ) -> None:
        """`configuration` is discovered when it is first needed, unless given."""
        self._base_url = base_address(base_url)
        self._client_id = client_id
        self._store = store
        self._transport = transport
        self._configuration = configuration
        self._clock = clock
        self._retry = retry
        self._tokens: Tokens | None = None
        self._unsaved: Tokens | None = None
        self._renewal: asyncio.Task[Tokens] | None = None

    def sync_auth_flow(self, request: httpx.Request) -> object:  # type: ignore[override]
        raise RuntimeError("this client is asynchronous")

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Raises SignedOut when there is no sign-in left; Unreachable and the rest when it cannot be renewed now."""
        if origin(str(request.url)) != origin(self._base_url):
            raise BadAddress
        tokens = await self.tokens()
        request.headers["authorization"] = f"Bearer {tokens.access}"
        response = yield request
        if response.status_code == 401 and tokens.refresh is not None:
            tokens = await self._renewed(tokens)
            request.headers["authorization"] = f"Bearer {tokens.access}"
            yield request

    async def tokens(self) -> Tokens:
        """Tokens that are good for the next minute, renewed if need be. Raises SignedOut, Unreachable..."""
        tokens = self._tokens or await self._store.load()
        if tokens is None:
            raise SignedOut
        self._tokens = tokens
        if self._unsaved is None and not self._is_due(tokens, EARLY):
            return tokens
        try:
            return await self._renewed(tokens)
        except SignedOut:
            raise
        except ClinicError:
            if self._unsaved is None and not self._is_due(tokens, timedelta()):
                return tokens  # renewing failed for now, and the old one is still good
            raise

    def _is_due(self, tokens: Tokens, early: timedelta) -> bool:
        return tokens.expires_at is not None and self._clock() >= tokens.expires_at - early

    async def _renewed(self, stale: Tokens) -> Tokens:
        """The tokens after `stale`, from the one renewal under way."""
        if self._tokens is not None and self._tokens.access != stale.access and self._unsaved is None:
            return self._tokens
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.get_running_loop().create_task(self._renew(stale), name="renew sign-in")
            self._renewal.add_done_callback(_look_at)
        return await asyncio.shield(self._renewal)

    async def _renew(self, stale: Tokens) -> Tokens:
        if self._unsaved is not None:  # renewed before, and could not be stored: that comes first
            return await self._keep(self._unsaved)
        kept = await self._store.load()
        if kept is None:
            self._tokens = None
            raise SignedOut
        if kept.access != stale.access and not self._is_due(kept, EARLY):
            self._tokens = kept  # another process was faster
            return kept
        if kept.refresh is None:
            raise SignedOut
        form = {"grant_type": "refresh_token", "refresh_token": kept.refresh, "client_id": self._client_id}
        try:
            reply = await exchange(await self.configuration(), form, self._transport, self._retry)
        except SignInRefused as refusal:
            return await self._ended(kept, refusal)
        return await self._keep(next_tokens(reply, kept, self._clock()))

    async def _ended(self, tried: Tokens, refusal: SignInRefused) -> Tokens:
        """The server refused. Another process may have been faster; else a dead token is not kept."""
        now_kept = await self._store.load()
        if now_kept is not None and now_kept.refresh != tried.refresh:
            self._tokens = now_kept
            return now_kept
        if refusal.reason == "invalid_grant":
            self._tokens = None
            await self._store.clear()
        raise SignedOut(method="POST") from None

    async def _keep(self, tokens: Tokens) -> Tokens:
        """Stored first, used after: a token that only memory holds is lost with the process, and its forerunner is dead."""
        self._unsaved = tokens
        await self._store.save(tokens)
        self._unsaved = None
        self._tokens = tokens
        return tokens

    async def configuration(self) -> SmartConfiguration:
        """The server's sign-in addresses, asked once."""
        if self._configuration is None:
            self._configuration = await discover(self._base_url, self._transport, retry=self._retry)
        return self._configuration

    async def sign_out(self) -> bool:
        """Asks the server to forget the tokens, and forgets them here in any case. True when the server confirmed."""
        if self._renewal is not None and not self._renewal.done():
            await asyncio.wait({self._renewal})
        tokens = self._unsaved or await self._store.load()
        is_confirmed = False
        try:
            if tokens is not None:
                is_confirmed = await revoke(
                    await self.configuration(), self._client_id, tokens, self._transport, retry=self._retry
                )
        except ClinicError:
            is_confirmed = False
        finally:
            self._tokens = self._unsaved = None
            await self._store.clear()
        return is_confirmed


def _look_at(task: asyncio.Task[Tokens]) -> None:
    """A renewal nobody waits for any more may fail without a complaint of asyncio's."""
    if not task.cancelled():
        task.exception()
