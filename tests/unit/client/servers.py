"""Small servers for the client's tests: one that answers as told, over a transport in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from api_client import ClinicClient, Retry

BASE = "https://clinic.example/fhir"
Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Scripted:
    """Answers in the order told, the last answer again and again; remembers every request."""

    answers: list[Answer]
    asked: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else copy_of(answer)

    def client(self, retry: Retry | None = None) -> ClinicClient:
        return ClinicClient(BASE, transport=httpx.MockTransport(self), retry=retry or Retry(tries=1))


def copy_of(response: httpx.Response) -> httpx.Response:
    return httpx.Response(response.status_code, headers=response.headers, content=response.content)


def fhir(text: str, status: int = 200, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, text=text, headers={"content-type": "application/fhir+json", **named})


def bundle(*entries: str, total: int | None = None, next: str | None = None) -> httpx.Response:
    links = f'"link":[{{"relation":"next","url":"{next}"}}],' if next else ""
    count = f'"total":{total},' if total is not None else ""
    listed = ",".join(f'{{"resource":{entry}}}' for entry in entries)
    return fhir(f'{{"resourceType":"Bundle","type":"searchset",{count}{links}"entry":[{listed}]}}')


def goal(id: str, version: str = "1", more: str = "") -> str:
    return f'{{"resourceType":"Goal","id":"{id}","meta":{{"versionId":"{version}"}}{more}}}'


@dataclass
class Waits:
    """Stands in for sleep, and for chance: always the longest draw."""

    slept: list[float] = field(default_factory=list[float])

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def retry(self, tries: int = 3) -> Retry:
        return Retry(tries=tries, sleep=self.sleep, random=lambda: 1.0)
