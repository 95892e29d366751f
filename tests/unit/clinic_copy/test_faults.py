"""Whatever goes wrong, wherever: a whole copy that opens is at the clinic all the time, and nothing is sent for ever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Literal

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.records.errors import NotSaved

from .conftest import MakePhone, Phone, names, sealed

Kind = Literal["drop", "lost reply", "kill", "kill after", 401, 403, 404, 413, 422, 429, 500, 503, 507]
STATUSES: tuple[Kind, ...] = (401, 403, 404, 413, 422, 429, 500, 503, 507)
LASTING = {403: "refused", 404: "refused", 422: "refused", 413: "too_large"}


class Weather(httpx.AsyncBaseTransport):
    """The way to the clinic. The `at`-th request from `begins` on meets `kind`; with `stays` every one after it too."""

    def __init__(self, clinic: Sandbox) -> None:
        self._inner = httpx.ASGITransport(clinic.app)
        self._clinic = clinic
        self.kind: Kind | None = None
        self.at = 0
        self.stays = False
        self.only = ""
        self.count = 0
        self.fewest_whole: int | None = None
        self.has_struck = False

    def begins(self, kind: Kind | None, at: int, *, stays: bool = False, only: str = "") -> None:
        self.kind, self.at, self.stays, self.only = kind, at, stays, only
        self.count, self.has_struck = 0, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.only in ("", request.method):
            self.count += 1
        is_hit = self.only in ("", request.method) and (
            self.count == self.at or (self.stays and self.count > self.at)
        )
        answer = await self._answered(request, self.kind if is_hit else None)
        if self.fewest_whole is not None:
            self.fewest_whole = min(self.fewest_whole, len(whole(self._clinic)))
        return answer

    async def _answered(self, request: httpx.Request, kind: Kind | None) -> httpx.Response:
        self.has_struck |= kind is not None
        if kind == "kill":
            raise asyncio.CancelledError
        if kind == "drop":
            raise httpx.ConnectError("no way")
        if isinstance(kind, int):
            body = json.dumps(
                {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
            )
            return httpx.Response(kind, text=body, headers={"content-type": "application/fhir+json"})
        answer = await self._inner.handle_async_request(request)
        if kind == "kill after":
            raise asyncio.CancelledError
        if kind == "lost reply":
            await answer.aread()
            raise httpx.ReadError("lost")
        return answer


def whole(clinic: Sandbox) -> set[str]:
    """Copies of which every record is there."""
    found: dict[str, set[int]] = {}
    of: dict[str, int] = {}
    for one in sealed(clinic):
        marks = {mark["url"].rpartition("/")[2]: mark for mark in one.get("extension", [])}
        if not marks:
            continue  # emptied
        name = marks["sealed-copy"]["valueString"]
        found.setdefault(name, set()).add(marks["sealed-copy-part"]["valueInteger"])
        of[name] = marks["sealed-copy-parts"]["valueInteger"]
    return {name for name, numbers in found.items() if numbers == set(range(of[name] + 1))}


@pytest.fixture
async def weathered(clinic: Sandbox, a_phone: MakePhone, monkeypatch: Any) -> tuple[Phone, Weather]:
    """A phone with a first copy at the clinic, two parts and a head, and something newer that is due."""
    monkeypatch.setattr(
        "mobile.records.clinic_copy.PART", 1 << 15
    )  # small ones, so that many fit in little time
    weather = Weather(clinic)
    phone = await a_phone(transport=weather)
    await phone.writes("first")
    await phone.speaks(bytes(range(256)) * 160)
    await phone.keeper.turn_on()
    await phone.keeper.once()
    assert len(whole(clinic)) == 1
    await phone.writes("second")
    phone.clock.passes(days=1, minutes=1)
    weather.fewest_whole = 1
    return phone, weather


async def opens(phone: Phone, a_phone: MakePhone) -> set[str]:
    """What a new phone brings back."""
    new = await a_phone(has_sheet=False)
    await new.brings_all(phone.words)
    return await new.texts()


REQUESTS = 8
"""The list, two parts, the head, its reading, the list again, and removals: asserted below."""


async def test_a_renewal_takes_so_many_requests(weathered: tuple[Phone, Weather], clinic: Sandbox) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    await phone.keeper.once()
    assert weather.count >= REQUESTS
    assert weather.fewest_whole == 1
    assert len(whole(clinic)) == len(names(clinic)) == 1


@pytest.mark.parametrize("kind", ["drop", "lost reply", "kill", "kill after"])
@pytest.mark.parametrize("at", range(1, REQUESTS + 1))
async def test_a_whole_copy_is_there_wherever_the_wire_or_the_phone_ends(
    weathered: tuple[Phone, Weather], a_phone: MakePhone, clinic: Sandbox, kind: Kind, at: int
) -> None:
    phone, weather = weathered
    weather.begins(kind, at, stays=kind in ("drop", "lost reply"))
    if kind in ("kill", "kill after"):
        with pytest.raises(asyncio.CancelledError):
            await phone.keeper.once()
        await phone.again()
    else:
        await phone.keeper.once()
    assert weather.has_struck
    weather.begins(None, 0)
    assert weather.fewest_whole >= 1  # type: ignore[operator]
    assert "first" in await opens(phone, a_phone)
    last = phone.keeper.state.current
    assert last is not None
    assert last.name in whole(clinic)
    phone.clock.passes(hours=7)
    await phone.keeper.once()
    assert await opens(phone, a_phone) == {"first", "second"}
    assert len(names(clinic)) == 1
    assert phone.keeper.standing.leaving == 0
    assert weather.fewest_whole >= 1  # type: ignore[operator]


@pytest.mark.parametrize("kind", STATUSES)
async def test_a_clinic_that_says_no_keeps_the_last_copy_and_is_not_asked_for_ever(
    weathered: tuple[Phone, Weather], a_phone: MakePhone, clinic: Sandbox, kind: Kind
) -> None:
    phone, weather = weathered
    weather.begins(kind, 2, stays=True, only="POST")
    await phone.keeper.once()
    assert weather.has_struck
    hindrance = phone.keeper.standing.hindrance
    expected = LASTING.get(kind) or {401: "signed_out", 507: "full"}.get(kind, "busy")  # type: ignore[arg-type]
    assert hindrance == expected
    assert phone.keeper.standing.last is not None
    assert weather.fewest_whole >= 1  # type: ignore[operator]
    weather.begins(kind, 1, stays=True, only="POST")
    for _ in range(20):
        await phone.keeper.once()
    assert weather.count == 0  # it waits
    if kind in LASTING:
        phone.clock.passes(days=30)
        await phone.keeper.once()
        assert weather.count == 0
    weather.begins(None, 0)
    assert await opens(phone, a_phone) == {"first"}
    await phone.keeper.try_again()
    await phone.keeper.once()
    assert phone.keeper.standing.hindrance is None
    assert await opens(phone, a_phone) == {"first", "second"}
    assert len(names(clinic)) == 1


async def test_a_part_that_was_refused_leaves_no_other_part_behind(
    weathered: tuple[Phone, Weather], clinic: Sandbox
) -> None:
    phone, weather = weathered
    weather.begins(413, 2, only="POST")
    await phone.keeper.once()
    assert len(names(clinic)) == 1
    assert phone.keeper.standing.leaving == 0


@pytest.mark.parametrize("nth", [1, 2, 3])
async def test_a_full_device_that_cannot_note_it_removes_nothing_that_is_needed(
    weathered: tuple[Phone, Weather], a_phone: MakePhone, clinic: Sandbox, nth: int, monkeypatch: Any
) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    note: Callable[..., Any] = phone.records.note
    written = 0

    async def full(key: str, value: str | None = None) -> str | None:
        nonlocal written
        written += value is not None
        if value is not None and written >= nth:
            raise NotSaved("full")
        return await note(key, value)

    with monkeypatch.context() as patch:
        patch.setattr(phone.records, "note", full)
        await phone.keeper.once()
        assert phone.keeper.standing.hindrance == "not_saved"
    assert weather.fewest_whole >= 1  # type: ignore[operator]
    assert "first" in await opens(phone, a_phone)
    await phone.again()
    await phone.keeper.once()
    assert await opens(phone, a_phone) == {"first", "second"}
    assert len(names(clinic)) == 1


async def test_a_clinic_that_refuses_to_delete_is_left_with_empty_records(
    weathered: tuple[Phone, Weather], clinic: Sandbox
) -> None:
    phone, weather = weathered
    weather.begins(403, 1, stays=True, only="DELETE")
    await phone.keeper.turn_off()
    await phone.keeper.once()
    assert phone.keeper.standing.leaving == 0
    left = [one for one in clinic.find("DocumentReference") if one["status"] == "entered-in-error"]
    assert len(left) >= 3
    assert not any("data" in one["content"][0]["attachment"] for one in left)


async def test_where_nothing_can_be_removed_that_is_said(
    weathered: tuple[Phone, Weather], clinic: Sandbox
) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    refusing = Refusing(clinic)
    phone.client._http._transport = refusing
    await phone.keeper.turn_off()
    await phone.keeper.once()
    assert phone.keeper.standing.is_deletion_refused
    assert phone.keeper.standing.leaving == 1
    assert phone.keeper.standing.removed_at is None


class Refusing(httpx.AsyncBaseTransport):
    """A clinic that lets nothing be changed."""

    def __init__(self, clinic: Sandbox) -> None:
        self._inner = httpx.ASGITransport(clinic.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method in ("PUT", "DELETE"):
            raise_ = {
                "resourceType": "OperationOutcome",
                "issue": [{"severity": "error", "code": "forbidden"}],
            }
            return httpx.Response(403, json=raise_)
        answer = await self._inner.handle_async_request(request)
        await answer.aread()
        return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)


async def test_a_server_that_keeps_another_thing_than_it_was_given_is_not_believed(
    weathered: tuple[Phone, Weather], clinic: Sandbox, monkeypatch: Any
) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    monkeypatch.setattr("mobile.clinic_copy.copies_at_clinic.bytes_in", lambda text: b"")
    await phone.keeper.once()
    assert phone.keeper.standing.hindrance in ("altered",)
    assert weather.fewest_whole >= 1  # type: ignore[operator]


async def test_turned_off_in_the_middle_it_stops_and_takes_away_what_it_began(
    weathered: tuple[Phone, Weather], clinic: Sandbox
) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    weather.fewest_whole = None
    seen: list[int] = []

    def on_change() -> None:
        progress = phone.keeper.standing.progress
        if progress is not None and progress[0] == 1 and not seen:
            seen.append(1)
            asyncio.get_running_loop().create_task(phone.keeper.turn_off())

    end = phone.keeper.watch(on_change)
    await phone.keeper.once()
    end()
    assert seen
    await phone.keeper.once()
    assert sealed(clinic) == []
    assert phone.keeper.standing.removed_at is not None
