"""The one gate to the network: https only, bounded in time and size, and silent.

A phone's own network rules do not cover Python's TLS, so what they would forbid is forbidden here. `hardened` wraps any
httpx transport, real or in process. It must never follow a redirect to another origin, trust the environment's proxies
or certificates, read more than it was told to, or log.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from api_client.address import origin, same_origin
from api_client.errors import (
    BadAddress,
    BadReply,
    ClinicError,
    NotFhir,
    Offline,
    ServerBroken,
    TimedOut,
    TlsRefused,
    TooMany,
)
from api_client.quiet import silence_logs
from api_client.retry import Dropped, Oversized, Retry, is_passing, may_repeat
from api_client.server_clock import ServerClock

USER_AGENT = "Lantern/1"
"""The same for everybody: it tells nobody apart."""
MOST_BYTES = 8 * 1024 * 1024
MOST_REDIRECTS = 3
TIMEOUT = httpx.Timeout(connect=10.0, read=30.0, write=30.0, pool=10.0)


@dataclass(frozen=True)
class Limits:
    """`most_bytes` of an answer after unpacking; `whole_s` for one try from the first byte to the last."""

    most_bytes: int = MOST_BYTES
    whole_s: float = 90.0


def tls_context(ca_bundle: Path | None = None) -> ssl.SSLContext:
    """Trusts the certificates in `ca_bundle` and no other; without one, the usual public ones. Ignores the environment.

    One for all connections that trust the same: reading the public ones takes longer than a request."""
    import certifi

    file = ca_bundle or Path(certifi.where())
    return _trusting(str(file), file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _trusting(cafile: str, changed_at: int) -> ssl.SSLContext:
    """`changed_at` (ns): another file under the same name is read anew."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # verifies chain and host name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=cafile)
    return context


def hardened(
    transport: httpx.AsyncBaseTransport | None = None,
    *,
    ca_bundle: Path | None = None,
    retry: Retry | None = None,
    limits: Limits | None = None,
) -> httpx.AsyncBaseTransport:
    """A transport for httpx that raises ClinicError for whatever goes wrong on the way.

    `transport`: what to send through, instead of a connection of its own; it is not closed by this one.
    An answer it returns is read to its end, unpacked, and within the limits.
    """
    if isinstance(transport, HardenedTransport):
        return transport
    silence_logs()
    own = transport is None
    inner = transport or httpx.AsyncHTTPTransport(verify=tls_context(ca_bundle), trust_env=False, retries=0)
    return HardenedTransport(inner, is_owner=own, retry=retry or Retry(), limits=limits or Limits())


class HardenedTransport(httpx.AsyncBaseTransport):
    def __init__(
        self, inner: httpx.AsyncBaseTransport, *, is_owner: bool, retry: Retry, limits: Limits
    ) -> None:
        self._inner = inner
        self._is_owner = is_owner
        self.retry = retry
        self.server_clock = ServerClock()
        self._limits = limits

    async def aclose(self) -> None:
        if self._is_owner:
            await self._inner.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends, repeats where that does no harm, follows a read's redirect within its origin. Raises ClinicError."""
        origin(str(request.url))
        request.headers["user-agent"] = USER_AGENT
        request.headers["accept-encoding"] = "gzip"
        await request.aread()  # what may be sent twice must be at hand twice
        for _ in range(MOST_REDIRECTS + 1):
            response = await self._repeated(request)
            if not 300 <= response.status_code < 400 or response.status_code == 304:
                return response
            request = self._redirected(request, response)
        raise NotFhir

    def _redirected(self, request: httpx.Request, response: httpx.Response) -> httpx.Request:
        link = same_origin(str(request.url), response.headers.get("location", ""))
        if request.method not in ("GET", "HEAD") or not response.headers.get("location") or link is None:
            raise NotFhir
        return httpx.Request(request.method, link, headers=request.headers, extensions=request.extensions)

    async def _repeated(self, request: httpx.Request) -> httpx.Response:
        failures = 0
        while True:
            failures += 1
            try:
                response = await self._once(request)
            except ClinicError as error:
                wait_s = self._wait_s(request, failures, error)
                if wait_s is None:
                    raise
            else:
                passing = self._passing(response)
                wait_s = self._wait_s(request, failures, passing) if passing else None
                if wait_s is None:
                    return response
            await self.retry.sleep(wait_s)

    def _wait_s(self, request: httpx.Request, failures: int, error: ClinicError) -> float | None:
        """Seconds until this request may be sent again; None when it may not."""
        is_harmless = may_repeat(request.method, request.url.path, request.headers, request.extensions)
        if not is_passing(error) or not is_harmless:
            return None
        return self.retry.wait_s(failures, error)

    def _passing(self, response: httpx.Response) -> ClinicError | None:
        """The error a status stands for, where another try may help."""
        if response.status_code == 429:
            return TooMany(self.retry.asked_s(response.headers))
        if response.status_code >= 500:
            return ServerBroken(response.status_code, self.retry.asked_s(response.headers))
        return None

    async def _once(self, request: httpx.Request) -> httpx.Response:
        asked_at = self.server_clock.now()
        try:
            async with asyncio.timeout(self._limits.whole_s):
                response = await self._inner.handle_async_request(request)
                try:
                    body = await self._body(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            raise TimedOut from None
        except httpx.TransportError as error:
            raise _unreachable(error) from None
        except httpx.InvalidURL:
            raise BadAddress from None
        self.server_clock.heard(response.headers, asked_at)
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        return httpx.Response(response.status_code, headers=headers, content=body, request=request)

    async def _body(self, response: httpx.Response) -> bytes:
        """The whole body, unpacked. Raises Oversized when it is larger than the limit, BadReply when packed in another way."""
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise BadReply
        unpacker = zlib.decompressobj(wbits=31) if "gzip" in packing else None
        most = self._limits.most_bytes
        chunks: list[bytes] = []
        size = 0
        assert isinstance(response.stream, httpx.AsyncByteStream)
        async for raw in response.stream:
            chunk = _unpacked(unpacker, raw, most + 1 - size) if unpacker else raw
            size += len(chunk)
            if size > most:
                raise Oversized
            chunks.append(chunk)
        if unpacker and size and not unpacker.eof:
            raise Dropped  # cut off in the middle
        return b"".join(chunks)


def _unpacked(unpacker: Any, raw: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(raw, most)
    except zlib.error:
        raise BadReply from None


def _unreachable(error: httpx.TransportError) -> ClinicError:
    """What a failure on the way means; its own text is dropped, for it may hold an address."""
    cause: BaseException | None = error
    for _ in range(8):
        if isinstance(cause, (ssl.SSLCertVerificationError, ssl.CertificateError)):
            return TlsRefused()
        if isinstance(cause, ssl.SSLError):
            return TlsRefused() if isinstance(error, httpx.ConnectError) else Dropped()
        if cause is None:
            break
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.UnsupportedProtocol):
        return BadAddress()
    if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
        return Offline()
    if isinstance(error, httpx.DecodingError):
        return BadReply()
    return Dropped()
