"""How many people one hosted process serves: raw page clients that are signed in, walk and answer a form, each at a person's pace.

One process of `lantern serve`, its clinic and the visitors in processes of their own. A tap is from the event that a page sends until
the first change that it is sent back. Where the machine has two cores the clinic and the visitors share the other one.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import psutil

from tests.bench.table import Figure
from tests.e2e.raw_page import RawPage, controls_in
from tests.e2e.server import Server

PEOPLE = (10, 25, 50)
BETWEEN_TAPS_S = (2.0, 6.0)
LASTS_S = 40.0
PLACES = ("/plan", "/", "/care", "/forms", "/measures")
FORM = "/form/phq-9"


class Visitor(RawPage):
    """One browser with one page, signed in the way a person is: the clinic's page, and back."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.taken: list[float] = []  # ms
        self.answers: list[float] = []

    def _mark(self) -> str:
        self._cookie = super()._mark()
        return self._cookie

    async def signs_in(self) -> None:
        await self.registers("/join")
        await self.taps("Open your clinic")
        address = await self._until(lambda: self._asked, "the clinic's address")
        async with httpx.AsyncClient(timeout=60) as http:
            clinic = await http.get(
                address, params={**dict(httpx.URL(address).params), "login_hint": "rowan"}
            )
            back = urljoin(self._url, clinic.headers["location"])
            await http.get(back, headers={"cookie": self._cookie})
        await self.hears("Journal")

    _asked: str | None = None

    async def _answer(self, body: dict[str, Any]) -> None:
        if body["name"] == "launch_url":
            self._asked = str(body["args"]["url"])
            self._changed.set()
        await super()._answer(body)

    async def lives(self, until: float, chance: random.Random, *, fills: bool) -> None:
        place = PLACES.index("/")
        while time.monotonic() < until:
            await asyncio.sleep(chance.uniform(*BETWEEN_TAPS_S))
            if fills:
                self.answers.append(await self._timed(self.chooses_one(chance)))
            else:
                place = (place + chance.randrange(1, len(PLACES))) % len(
                    PLACES
                )  # the same again is answered by nothing
                self.taken.append(await self._timed(self.goes_to(PLACES[place])))

    async def chooses_one(self, chance: random.Random) -> None:
        group = await self.of_type("RadioGroup")
        value = chance.choice([one["value"] for one in _radios(group) if one["value"] != group.get("value")])
        group["value"] = value  # the same again is answered by nothing
        await self.changes(group["_i"], value=value)
        await self.happens(group["_i"], "change", value)

    async def _timed(self, act: Any) -> float:
        before = len(self.heard)
        began = time.perf_counter()
        await act
        await self._until(lambda: len(self.heard) > before or None, "an answer")
        return (time.perf_counter() - began) * 1000


def _radios(group: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in controls_in(group) if one["_c"] == "Radio"]


ALONE, SETTLES_S = 5, 2.5
"""So many sign in by themselves: the next when the one before has all. The rest without a pause."""
ANSWERS, BETWEEN_ANSWERS_S, OPEN_S = 60, 0.2, 20.0


@dataclass(frozen=True)
class Measured:
    tap_p95: float  # ms
    answer_p95: float  # ms
    share: float  # CPU of the process, of one core, while all are active
    alone: float  # CPU seconds of a sign-in and its first reading, by itself
    in_a_row: float  # the same of many without a pause
    answer_cpu: float  # ms of CPU of one answer, saved


async def measured(url: str, process: psutil.Process, people: int) -> Measured:
    """Signs all in, has one answer a form by themselves, then all tap and answer at a person's pace."""
    visitors = [Visitor(url) for _ in range(people)]
    before = _cpu(process)
    for one in visitors[:ALONE]:
        await one.__aenter__()
        await one.signs_in()
        await asyncio.sleep(SETTLES_S)
    alone, before = (_cpu(process) - before) / ALONE, _cpu(process)
    for one in visitors[ALONE:]:  # one after the other: a socket that says nothing for long is shut
        await one.__aenter__()
        await one.signs_in()
    await asyncio.sleep(SETTLES_S)
    in_a_row = (_cpu(process) - before) / (people - ALONE)
    for one in visitors[::2]:
        await one.goes_to(FORM)
        await one.of_type("RadioGroup")
    chance = random.Random(people)
    answer_cpu = await _cpu_of_an_answer(visitors[0], process, chance) * 1000
    began, before = time.monotonic(), _cpu(process)
    await asyncio.gather(
        *(one.lives(began + LASTS_S, chance, fills=place % 2 == 0) for place, one in enumerate(visitors))
    )
    share = (_cpu(process) - before) / (time.monotonic() - began)
    crashes = [crash for one in visitors for crash in one.crashes]
    assert not crashes, crashes[:3]
    for one in visitors:
        await one.__aexit__()
    taps = [ms for one in visitors for ms in one.taken]
    answers = [ms for one in visitors for ms in one.answers]
    return Measured(_p95(taps), _p95(answers), share, alone, in_a_row, answer_cpu)


async def _cpu_of_an_answer(one: Visitor, process: psutil.Process, chance: random.Random) -> float:
    """Seconds, without what the pages that are only open cost in that time."""
    before, began = _cpu(process), time.monotonic()
    await asyncio.sleep(OPEN_S)
    idle = (_cpu(process) - before) / (time.monotonic() - began)
    before, began = _cpu(process), time.monotonic()
    for _ in range(ANSWERS):
        await one.chooses_one(chance)
        await asyncio.sleep(BETWEEN_ANSWERS_S)
    return (_cpu(process) - before - idle * (time.monotonic() - began)) / ANSWERS


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def figures() -> Iterator[Figure]:
    for people in PEOPLE:
        with tempfile.TemporaryDirectory() as folder:
            clinic = Server("clinic", "--demo", data=Path(folder) / "clinic.db").start()
            server = Server("serve", "--clinic", f"{clinic.url}/fhir", "--ask-every", "20").start()
            try:
                found = asyncio.run(measured(server.url, psutil.Process(server.pid), people))
            finally:
                server.stop()
                clinic.stop()
        goal = "<= 300 ms" if people == PEOPLE[-1] else "shown"
        yield Figure(f"{people} active people: 95 of 100 taps within", found.tap_p95, None, "ms", goal)
        yield Figure("  answers to a form", found.answer_p95, None, "ms", goal)
        yield Figure("  the process, of one core", found.share * 100, None, "%", "shown")
        yield Figure("  CPU of a sign-in and its first reading", found.alone, None, "s", "<= 0.3")
        yield Figure(
            "  the same of many without a pause, with what those before ask",
            found.in_a_row,
            None,
            "s",
            "shown",
        )
        yield Figure("  CPU of an answer to a form", found.answer_cpu, None, "ms", "<= 25")
