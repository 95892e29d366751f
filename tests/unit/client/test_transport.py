"""The gate: what is repeated, how long is waited, how much is read, and that nothing is said in logs."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from api_client import ClinicClient, Document, Limits, Retry, silence_logs
from api_client.errors import BadReply, ClinicError, NotFhir, Offline, ServerBroken, TimedOut, TooMany
from api_client.retry import http_date
from api_client.transport import hardened
from tests.unit.client.servers import BASE, Scripted, Waits, bundle, fhir, goal

MINE = Document.of('{"resourceType":"Goal"}')
KEPT = Document.of(goal("1"))
BROKEN = fhir("", 503)


async def test_a_read_is_tried_again_after_growing_waits() -> None:
    waits = Waits()
    server = Scripted([BROKEN, httpx.ReadError("reset"), fhir(goal("1"))])
    async with server.client(waits.retry()) as client:
        await client.read("Goal", "1")
    assert len(server.asked) == 3
    assert waits.slept == [0.2, 0.4]


async def test_the_wait_is_drawn_anew_each_time() -> None:
    waits = Waits()
    draws = iter([0.0, 0.5])
    retry = Retry(sleep=waits.sleep, random=lambda: next(draws))
    async with Scripted([BROKEN]).client(retry) as client:
        with pytest.raises(ServerBroken):
            await client.read("Goal", "1")
    assert waits.slept == [0.0, 0.2]


async def test_retry_after_is_obeyed_when_short_and_handed_on_when_long() -> None:
    waits = Waits()
    server = Scripted([fhir("", 429, retry_after="2"), fhir(goal("1"))])
    async with server.client(waits.retry()) as client:
        await client.read("Goal", "1")
    assert waits.slept == [2.2]
    server = Scripted([fhir("", 429, retry_after="120")])
    async with server.client(waits.retry()) as client:
        with pytest.raises(TooMany) as caught:
            await client.read("Goal", "1")
    assert caught.value.retry_after_s == 120
    assert len(server.asked) == 1


async def test_retry_after_may_be_a_date() -> None:
    now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    retry = Retry(tries=1, clock=lambda: now)
    async with Scripted([fhir("", 503, retry_after="Sun, 22 Nov 2026 10:05:00 GMT")]).client(retry) as client:
        with pytest.raises(ServerBroken) as caught:
            await client.read("Goal", "1")
    assert caught.value.retry_after_s == 300


@pytest.mark.parametrize(
    "nonsense", ["", "soon", "-5", "1e9", "9" * 50, "Sun, 99 Foo 2026 99:00:00 GMT", "²"]
)
async def test_a_nonsense_retry_after_is_none(nonsense: str) -> None:
    headers = httpx.Headers({"retry-after": nonsense.encode()})
    assert Retry().asked_s(headers) is None
    assert http_date(nonsense) is None


@pytest.mark.parametrize("call", ["create", "update", "batch", "transaction"])
async def test_what_might_be_done_twice_is_sent_once(call: str) -> None:
    from api_client import Entry

    waits = Waits()
    server = Scripted([BROKEN])
    async with server.client(waits.retry()) as client:
        calls = {
            "create": lambda: client.create(MINE),
            "update": lambda: client.update(KEPT),
            "batch": lambda: client.batch([Entry.create(MINE)]),
            "transaction": lambda: client.transaction([Entry.create(MINE)]),
        }
        with pytest.raises(ServerBroken):
            await calls[call]()
    assert len(server.asked) == 1


@pytest.mark.parametrize("call", ["create", "update", "delete", "search"])
async def test_what_is_guarded_may_be_sent_again(call: str) -> None:
    waits = Waits()
    server = Scripted([BROKEN, BROKEN, bundle() if call == "search" else fhir(goal("1"))])
    async with server.client(waits.retry()) as client:
        calls = {
            "create": lambda: client.create(MINE, if_none_exist="a|b"),
            "update": lambda: client.update(KEPT, if_match='W/"1"'),
            "delete": lambda: client.delete("Goal", "1"),
            "search": lambda: anext(client.pages("Goal", {"name": "x"})),
        }
        await calls[call]()
    assert len(server.asked) == 3
    assert len({request.content for request in server.asked}) == 1


async def test_a_host_that_cannot_be_reached_is_left_to_the_caller() -> None:
    waits = Waits()
    server = Scripted([httpx.ConnectError("no route")])
    async with server.client(waits.retry()) as client:
        with pytest.raises(Offline):
            await client.read("Goal", "1")
    assert (len(server.asked), waits.slept) == (1, [])


# --- redirects ---


async def test_a_read_follows_a_redirect_within_its_origin() -> None:
    server = Scripted([httpx.Response(307, headers={"location": "/other/Goal/1"}), fhir(goal("1"))])
    async with server.client() as client:
        await client.read("Goal", "1")
    assert str(server.asked[1].url) == "https://clinic.example/other/Goal/1"


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/x", "http://clinic.example/x", "//elsewhere.example", ""]
)
async def test_no_redirect_leads_to_another_origin(place: str) -> None:
    server = Scripted([httpx.Response(302, headers={"location": place} if place else {})])
    async with server.client() as client:
        with pytest.raises(NotFhir):
            await client.read("Goal", "1")
    assert len(server.asked) == 1


async def test_a_write_is_never_redirected_and_circles_end() -> None:
    server = Scripted([httpx.Response(307, headers={"location": "/fhir/Goal"})])
    async with server.client() as client:
        with pytest.raises(NotFhir):
            await client.create(MINE, if_none_exist="a|b")
        assert len(server.asked) == 1
        with pytest.raises(NotFhir):
            await client.read("Goal", "1")
    assert len(server.asked) == 5


# --- size and time ---


class Endless(httpx.AsyncByteStream):
    """A body that would never end."""

    def __init__(self) -> None:
        self.read = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.read += 65_536
            yield b" " * 65_536


async def test_a_body_without_end_is_cut_off_at_the_limit() -> None:
    body = Endless()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    async with ClinicClient(BASE, transport=transport, limits=Limits(most_bytes=1_000_000)) as client:
        with pytest.raises(BadReply):
            await client.read("Goal", "1")
    assert body.read < 1_200_000


async def test_a_packed_bomb_is_cut_off_at_the_limit() -> None:
    bomb = gzip.compress(b" " * 200_000_000)
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb))
    async with ClinicClient(BASE, transport=httpx.MockTransport(lambda _: answer)) as client:
        with pytest.raises(BadReply):
            await client.read("Goal", "1")


async def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(goal("1").encode())
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(packed))
    async with ClinicClient(BASE, transport=httpx.MockTransport(lambda _: answer)) as client:
        assert (await client.read("Goal", "1")).text == goal("1")


@pytest.mark.parametrize(
    ("packing", "body"), [("br", b"x"), ("gzip", b"no gzip"), ("gzip, gzip", b"x"), ("zstd", b"x")]
)
async def test_an_unknown_or_broken_packing_is_a_bad_reply(packing: str, body: bytes) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": packing}, stream=httpx.ByteStream(body))

    async with ClinicClient(BASE, transport=httpx.MockTransport(answer), retry=Retry(tries=1)) as client:
        with pytest.raises(BadReply):
            await client.read("Goal", "1")


async def test_a_packed_answer_cut_in_the_middle_is_a_lost_connection() -> None:
    packed = gzip.compress(goal("1").encode() * 100)[:-20]

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(packed))

    async with ClinicClient(BASE, transport=httpx.MockTransport(answer), retry=Retry(tries=1)) as client:
        with pytest.raises(Offline):
            await client.read("Goal", "1")


class Dripping(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.005)
            yield b" "


async def test_a_body_that_drips_is_given_up() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Dripping()))
    client = ClinicClient(BASE, transport=transport, limits=Limits(whole_s=0.05), retry=Retry(tries=1))
    with pytest.raises(TimedOut):
        await client.read("Goal", "1")


# --- silence ---


async def test_no_address_body_or_header_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        server = Scripted([bundle(goal("canary-9", more=',"description":{"text":"canary"}'))])
        async with server.client() as client:
            for name in ("httpx", "httpcore", "httpcore.http11"):  # somebody turns them on again
                logging.getLogger(name).setLevel(logging.DEBUG)
            await anext(client.pages("Goal", {"identifier": "canary"}))
        logging.getLogger("httpcore.http11").debug("send canary")
        logging.getLogger("flet_transport").info("canary")
        with pytest.raises(ClinicError):
            async with Scripted([fhir("canary", 500)]).client() as client:
                await client.read("Goal", "canary")
    assert "canary" not in caplog.text


def test_warnings_of_the_libraries_are_still_heard(caplog: pytest.LogCaptureFixture) -> None:
    silence_logs()
    silence_logs()
    logging.getLogger("httpx").warning("heard")
    assert "heard" in caplog.text


async def test_a_hardened_transport_serves_other_clients_too() -> None:
    gate = hardened(httpx.MockTransport(lambda _: fhir(goal("1"))))
    assert hardened(gate) is gate
    async with httpx.AsyncClient(transport=gate) as http:
        assert (await http.get(f"{BASE}/Goal/1")).status_code == 200
        with pytest.raises(ClinicError):
            await http.get("http://clinic.example/")
